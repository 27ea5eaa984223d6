import { expect, it } from 'vitest';
import { isDoneOnce } from './once.ts';
import { routes } from './routes/index.ts';

/** Questions, which change nothing, what tells a secret, and what nothing may be kept of. */
const OTHERS = [
  ...['check-plan', 'audit-roster', 'sign-in'],
  ...['add-token', 'add-feed', 'add-own-feed'],
  'erase-person',
];

it('every operation that changes something may be sent with a key, but where a secret is told', () => {
  const changing = routes.filter(({ method, tag }) => method !== 'get' && tag !== 'erlang');
  const without = changing.filter((route) => !isDoneOnce(route)).map(({ id }) => id);
  expect(without.sort()).toEqual([...OTHERS].sort());
  expect(routes.filter((route) => route.method === 'get' && isDoneOnce(route))).toEqual([]);
});
