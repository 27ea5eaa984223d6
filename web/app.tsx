/** The frame of all screens. */
import { type ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { setSite } from './api/client.ts';
import { messages } from './i18n/index.ts';
import { ProblemBox, Skeleton } from './parts/states.tsx';
import { problemOf } from './api/problem.ts';
import { type Loaded } from './state/resource.ts';
import { refreshLists } from './state/lists.ts';
import { route, linkTo, type Screen, SCREENS } from './state/route.ts';
import { theme, toggleTheme } from './state/theme.ts';

/** Each screen is a file of its own, fetched when it is first opened. */
const LOADERS: Readonly<Record<Screen, () => Promise<ComponentType>>> = {
  forecast: async () => (await import('./screens/forecast.tsx')).ForecastScreen,
  staffing: async () => (await import('./screens/staffing.tsx')).StaffingScreen,
  roster: async () => (await import('./screens/roster.tsx')).RosterScreen,
  data: async () => (await import('./screens/data.tsx')).DataScreen,
};

export function App() {
  const words = messages.value;
  const { screen, params } = route.value;
  const site = params['site'] ?? null;
  useEffect(() => {
    setSite(site);
    void refreshLists();
  }, [site]);
  useEffect(() => {
    document.title = `${words.frame.screens[screen]} - Agner`;
    document.documentElement.lang = words.locale;
  }, [words, screen]);
  return (
    <div class="shell">
      <header>
        <a
          class="skip"
          href="#main"
          onClick={(event) => {
            // The address after "#" is the view, so the jump is made by hand.
            event.preventDefault();
            document.getElementById('main')?.focus();
          }}
        >
          {words.frame.skip}
        </a>
        <b>Agner</b>
        <h1>{words.frame.screens[screen]}</h1>
        <button type="button" aria-pressed={theme.value === 'dark'} onClick={toggleTheme}>
          {words.frame.dark}
        </button>
      </header>
      <nav aria-label={words.frame.main}>
        {SCREENS.map((name) => (
          <a
            key={name}
            href={linkTo(name)}
            {...(name === screen ? { 'aria-current': 'page' as const } : {})}
          >
            {words.frame.screens[name]}
          </a>
        ))}
      </nav>
      <main id="main" tabIndex={-1}>
        <ScreenOf key={screen} screen={screen} />
      </main>
    </div>
  );
}

function ScreenOf({ screen }: { readonly screen: Screen }) {
  const [loaded, setLoaded] = useState<Loaded<{ readonly View: ComponentType }>>({
    kind: 'loading',
  });
  const load = (): void => {
    LOADERS[screen]().then(
      (View) => {
        setLoaded({ kind: 'ready', value: { View } });
      },
      (error: unknown) => {
        setLoaded({ kind: 'failed', problem: problemOf(error) });
      },
    );
  };
  useEffect(load, [screen]);
  if (loaded.kind === 'failed') return <ProblemBox problem={loaded.problem} onRetry={load} />;
  if (loaded.kind === 'loading') return <Skeleton />;
  const { View } = loaded.value;
  return <View />;
}
