import {
  type Forecast,
  type IntervalHistory,
  makeGrid,
  type Measure,
  MEASURES,
  type Plan,
  type Signature,
  type Totals,
} from '../../src/domain/index.ts';

/** A history whose slots hold `offered` and everything else unknown. */
export function historyOf(
  queue: string,
  start: number,
  offered: Totals,
  { zone = 'Europe/Ljubljana', stepSeconds = 1800 } = {},
): IntervalHistory {
  const unknown = offered.map(() => null);
  return {
    queue,
    channel: 'voice',
    attribution: 'arrival',
    grid: makeGrid(zone, start, stepSeconds, offered.length),
    totals: {
      ...(Object.fromEntries(MEASURES.map((measure) => [measure, unknown])) as unknown as Record<
        Measure,
        Totals
      >),
      offered,
    },
  };
}

/** A history of every measure, with fractions, as long as asked. Nothing in it is blank. */
export function fullHistory(queue: string, length: number, stepSeconds = 900): IntervalHistory {
  const column = (salt: number) =>
    Array.from({ length }, (_, slot) => ((slot * 7919 + salt * 104_729) % 9973) / (salt + 1));
  return {
    ...historyOf(queue, 1_700_000_100 - (1_700_000_100 % stepSeconds), [0], { stepSeconds }),
    grid: makeGrid(
      'Europe/Ljubljana',
      1_700_000_100 - (1_700_000_100 % stepSeconds),
      stepSeconds,
      length,
    ),
    totals: Object.fromEntries(
      MEASURES.map((measure, index) => [measure, column(index)]),
    ) as unknown as Record<Measure, Totals>,
  };
}

/** A plan with nothing in it but its name and a number to tell versions apart. */
export function planOf(name: string, pay = 1): Plan {
  return {
    name,
    site: { name: 'sample', zone: 'Europe/Ljubljana', weekStart: 1 },
    queues: [],
    shrinkage: { rostered: [], unrostered: [] },
    shiftPatterns: [],
    contracts: [],
    agents: [],
    nightWindow: { fromSeconds: 79_200, toSeconds: 21_600, minSeconds: 10_800 },
    costs: { currency: 'EUR', underPerAgentHour: pay, overPerAgentHour: 1, unmetWish: 1 },
    specialDays: [],
  };
}

/** A forecast of no queue. */
export function forecastOf(seed: number): Forecast {
  return {
    kind: 'forecast',
    provenance: {
      program: 'agner 0.1.0',
      inputsHash: 'abc',
      seed,
      inputs: { plan: 'é "x" \u0001' },
    },
    queues: [],
  };
}

/** Somebody who changes things, at the instant at which most tests begin. */
export const BY: Signature = {
  actor: { id: 'us_9', token: null },
  at: '2026-01-05T08:00:00.000Z',
};
