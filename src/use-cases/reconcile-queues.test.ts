import { expect, it } from 'vitest';
import { type Plan } from '../domain/index.ts';
import { makeHistory, office } from '../../test/support/queue-history.ts';
import { makePlan } from '../../test/support/roster-plan.ts';
import { computeForecast } from './compute-forecast.ts';
import { forecastQueues } from './forecast-queues.ts';
import { type World } from './sources.ts';
import { type ForecastInput } from './tasks.ts';

const context = { signal: new AbortController().signal, onProgress: () => undefined };
const histories = ['calls', 'mail'].map((queue) => ({ ...makeHistory(84, office), queue }));

it('forecasts sums with the special days and holidays that all queues have', async () => {
  const asked: ForecastInput[] = [];
  const world = {
    tasks: {
      threads: 1,
      run: (_: string, input: ForecastInput) => {
        asked.push(input);
        return Promise.resolve(computeForecast(input, context));
      },
    },
    findHolidays: () =>
      Promise.resolve({
        days: [{ date: '2026-04-06', name: 'Easter Monday', type: 'holiday' }],
        undecidedYears: [],
      }),
  } as unknown as World;
  const base = makePlan();
  const plan: Plan = {
    ...base,
    queues: ['calls', 'mail'].map((name) => ({ ...base.queues[0]!, name })),
    specialDays: [
      { date: '2026-04-08', type: 'campaign', queues: ['mail'] },
      { date: '2026-04-09', type: 'billing-run', queues: [] },
    ],
    holidays: [{ country: 'SI', region: null, queues: [], open: null }],
  };
  const { document } = await forecastQueues(
    world,
    {
      histories: { kind: 'given', histories, name: 'file' },
      plan: { kind: 'given', plan, name: 'plan' },
      ...{ specialDays: [], assumedHandleTimeSeconds: 240, from: null, days: 14, levels: [0.8] },
      ...{ seed: 1, keeping: { kind: 'discard' }, reconcile: true },
    },
    context,
  );
  const [, , sum] = asked.map(({ items }) => items[0]!);
  expect(asked).toHaveLength(3);
  expect(sum!.history.queue).toBe('site');
  expect(sum!.history.totals.offered[20]).toBe(2 * histories[0]!.totals.offered[20]!);
  expect(sum!.setup.specialDays.map(({ date, type }) => [date, type])).toEqual([
    ['2026-04-09', 'billing-run'],
    ['2026-04-06', 'holiday'],
  ]);
  expect(document.totals).toMatchObject([{ name: 'site', queues: ['calls', 'mail'] }]);
});
