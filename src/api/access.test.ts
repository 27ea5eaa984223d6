import { expect, it } from 'vitest';
import { accessOf } from './access.ts';
import { routes } from './routes/index.ts';

it('knows who may call each operation', () => {
  for (const route of routes) expect(accessOf(route)).toBeDefined();
});

it('an operation that the table forgot is not served', () => {
  expect(() => accessOf({ id: 'get-everything', tag: 'service' })).toThrow(
    'expected get-everything in the table of who may call what',
  );
});
