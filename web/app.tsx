/** The frame of all screens. */
import { type ComponentChildren, type ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { setSite, signOut } from './api/client.ts';
import { type Caller } from './api/types.ts';
import { messages } from './i18n/index.ts';
import { ProblemBox, Skeleton } from './parts/states.tsx';
import { problemOf } from './api/problem.ts';
import { type Loaded } from './state/resource.ts';
import { refreshLists } from './state/lists.ts';
import { route, linkTo, type Screen, SCREENS } from './state/route.ts';
import { SignInScreen } from './screens/sign-in.tsx';
import { caller } from './state/caller.ts';
import { theme, toggleTheme } from './state/theme.ts';

/** Each screen is a file of its own, fetched when it is first opened. */
const LOADERS: Readonly<Record<Screen, () => Promise<ComponentType>>> = {
  forecast: async () => (await import('./screens/forecast.tsx')).ForecastScreen,
  staffing: async () => (await import('./screens/staffing.tsx')).StaffingScreen,
  roster: async () => (await import('./screens/roster.tsx')).RosterScreen,
  live: async () => (await import('./screens/live.tsx')).LiveScreen,
  data: async () => (await import('./screens/data.tsx')).DataScreen,
};

export function App() {
  const words = messages.value;
  const { screen, params } = route.value;
  const asking = caller.state.value;
  const known = asking.kind === 'ready' ? asking.value : null;
  const maySee = known !== null && known.role !== 'agent';
  const site = params['site'] ?? known?.sites?.[0] ?? null;
  useEffect(() => {
    void caller.refresh();
  }, []);
  useEffect(() => {
    setSite(site);
    if (maySee) void refreshLists();
  }, [site, maySee]);
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
        <SignedIn who={known} />
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
        <Entrance asking={asking}>
          <ScreenOf key={`${screen} ${site ?? ''}`} screen={screen} />
        </Entrance>
      </main>
    </div>
  );
}

/** The screen, for whoever may see it. */
function Entrance({
  asking,
  children,
}: {
  readonly asking: Loaded<Caller>;
  readonly children: ComponentChildren;
}) {
  const words = messages.value.signIn;
  if (asking.kind === 'loading') return <Skeleton />;
  if (asking.kind === 'failed') {
    return asking.problem.code === 'UNAUTHENTICATED' ? (
      <SignInScreen />
    ) : (
      <ProblemBox problem={asking.problem} onRetry={() => void caller.refresh()} />
    );
  }
  if (asking.value.role === 'agent') {
    return (
      <div class="box">
        <h2>{words.nothingHere}</h2>
        <p>{words.askPlanner}</p>
      </div>
    );
  }
  return <>{children}</>;
}

/** Who is signed in, and the way out; nothing where nobody needs to be. */
function SignedIn({ who }: { readonly who: Caller | null }) {
  if (who?.user == null) return null;
  const leave = async (): Promise<void> => {
    await signOut();
    // What was loaded for this user goes with the page.
    location.reload();
  };
  return (
    <span>
      {who.user}{' '}
      <button type="button" onClick={() => void leave()}>
        {messages.value.signIn.leave}
      </button>
    </span>
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
