import { expect, it } from 'vitest';
import { mayActAs, ROLES } from './user.ts';

it('each role may do what the roles before it may, and no more', () => {
  const table = ROLES.map((role) => ROLES.filter((needed) => mayActAs(role, needed)));
  expect(table).toEqual([
    ['agent'],
    ['agent', 'viewer'],
    ['agent', 'viewer', 'scheduler'],
    ['agent', 'viewer', 'scheduler', 'planner'],
    ['agent', 'viewer', 'scheduler', 'planner', 'admin'],
  ]);
});
