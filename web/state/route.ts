/** The view lives in the address: `#/roster?roster=ro_1&zoom=days` shows the same to everybody. */
import { signal } from '@preact/signals';

export const SCREENS = ['forecast', 'staffing', 'roster', 'live', 'data'] as const;
export type Screen = (typeof SCREENS)[number];

export interface Route {
  readonly screen: Screen;
  readonly params: Readonly<Record<string, string>>;
}

/** Reads the part of an address after "#"; an unknown screen is the first one. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  return {
    screen: SCREENS.find((screen) => screen === path) ?? SCREENS[0],
    params: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** The address of a view; empty and `null` parameters are left out. */
export function routeHash(
  screen: Screen,
  params: Readonly<Record<string, string | null>> = {},
): string {
  const given = Object.entries(params).filter(
    (entry): entry is [string, string] => entry[1] !== null && entry[1] !== '',
  );
  const query = new URLSearchParams(given).toString();
  return query === '' ? `#/${screen}` : `#/${screen}?${query}`;
}

export const route = signal<Route>({ screen: SCREENS[0], params: {} });

/** Follows the address bar from now on. */
export function followAddress(): void {
  const read = (): void => {
    route.value = parseRoute(location.hash);
  };
  addEventListener('hashchange', read);
  read();
}

/** The address of a view of the same site as the present one. */
export function linkTo(
  screen: Screen,
  params: Readonly<Record<string, string | null>> = {},
): string {
  return routeHash(screen, { site: route.value.params['site'] ?? null, ...params });
}

/** Changes parameters of the current view in place, without a step in the browser's history. */
export function setParams(changes: Readonly<Record<string, string | null>>): void {
  const { screen, params } = route.peek();
  const hash = routeHash(screen, { ...params, ...changes });
  history.replaceState(null, '', hash);
  route.value = parseRoute(hash);
}
