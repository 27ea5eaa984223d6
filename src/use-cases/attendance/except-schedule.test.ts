import { expect, it } from 'vitest';
import { type World } from '../sources.ts';
import { exceptionsOfDay } from './except-schedule.ts';

it.each([
  ['2026-03-29', 23],
  ['2026-03-30', 24],
  ['2026-10-25', 25],
])('exceptions of %s are asked for over %d hours', async (date, hours) => {
  const asked: unknown[] = [];
  const listScheduleExceptions = (site: string, { from, to }: { from: number; to: number }) => {
    asked.push([site, (to - from) / 3600]);
    return Promise.resolve([]);
  };
  const world = { store: { listScheduleExceptions } } as unknown as Pick<World, 'store'>;
  await exceptionsOfDay(world, { site: 'default', zone: 'Europe/Ljubljana', date });
  expect(asked).toEqual([['default', hours]]);
});
