import { describe, expect, it } from 'vitest';
import { readHistoryCsv } from '../../src/acd/index.ts';
import { findingText, noteText, readSpecialDays } from '../../src/documents/index.ts';
import { addDays, type AgnerError, type Forecast } from '../../src/domain/index.ts';
import {
  checkHistory,
  computeFindings,
  computeForecast,
  forecastQueues,
  type World,
} from '../../src/use-cases/index.ts';

/** Histories as they come and what a planner is told of them, from the file to the forecast. */

const FIRST = '2026-01-05';
const context = { signal: new AbortController().signal, onProgress: () => undefined };
const world = {
  tasks: {
    threads: 1,
    run: (name: 'forecast' | 'inspect', input: never) =>
      Promise.resolve(
        { forecast: computeForecast, inspect: computeFindings }[name](input, context),
      ),
  },
} as unknown as World;

interface Told {
  readonly forecast: Forecast['queues'][number] | null;
  /** Sentences: of reading, of the data doctor, of the forecast, of a refusal. */
  readonly sentences: string;
}

/** Hours from 08:00 to 18:00; some 30 contacts each, with a wobble. */
const usual = (day: number, hour: number) => 25 + 5 * (hour % 3) + (day % 5) + ((day * hour) % 7);

function csv(days: number, valueOf: (day: number, hour: number) => number | null): string[] {
  const rows = ['interval_start,queue,offered'];
  for (let day = 0; day < days; day++) {
    for (let hour = 8; hour < 18; hour++) {
      const value = valueOf(day, hour);
      const time = `${addDays(FIRST, day)}T${String(hour).padStart(2, '0')}:00:00`;
      if (value !== null) rows.push(`${time},help,${value}`);
    }
  }
  return rows;
}

async function tell(
  rows: readonly string[],
  change: { zone?: string; days?: number; specialDays?: string; from?: string } = {},
): Promise<Told> {
  const { histories, findings } = await readHistoryCsv(Buffer.from(`${rows.join('\n')}\n`), {
    source: 'history.csv',
    zone: change.zone ?? 'Europe/Ljubljana',
  });
  const source = { kind: 'given', histories, name: 'file' } as const;
  const plan = { kind: 'none' } as const;
  const inspected = await checkHistory(world, { histories: source, plan }, context);
  const sentences = [...findings, ...inspected].map(findingText);
  const request = {
    histories: source,
    plan,
    specialDays: readSpecialDays(change.specialDays ?? '{}', 'special.json'),
    assumedHandleTimeSeconds: 240,
    from: change.from ?? null,
    days: change.days ?? 28,
    levels: [0.8, 0.95],
    reconcile: false,
    seed: 1,
    keeping: { kind: 'discard' },
  } as const;
  try {
    const { document } = await forecastQueues(world, request, context);
    const [forecast] = document.queues as [Forecast['queues'][number]];
    sentences.push(...forecast.notes.map(noteText));
    return { forecast, sentences: sentences.join('\n') };
  } catch (error) {
    return { forecast: null, sentences: [...sentences, (error as AgnerError).message].join('\n') };
  }
}

const meanDay = ({ forecast }: Told) =>
  forecast!.dayTotals.mean.reduce((sum, value) => sum + value, 0) / forecast!.days.length;

describe('a planner is told of', () => {
  it('four weeks with a hole', async () => {
    const told = await tell(
      csv(28, (day, hour) => (day > 8 && day < 15 ? null : usual(day, hour))),
    );
    expect(told.sentences).toMatch(/no history for \d+ intervals, until 2026-01-19T18:00/);
    expect(meanDay(told)).toBeGreaterThan(300);
    expect(meanDay(told)).toBeLessThan(400);
  });

  it('all zeros', async () => {
    const told = await tell(csv(56, () => 0));
    expect(told.sentences).toContain('no contacts in 56 days of history');
    expect(meanDay(told)).toBe(0);
  });

  it('one spike of a hundred times', async () => {
    const [plain, spiked] = await Promise.all([
      tell(csv(84, usual)),
      tell(csv(84, (day, hour) => usual(day, hour) * (day === 60 && hour === 11 ? 100 : 1))),
    ]);
    expect(spiked.sentences).toMatch(/2026-03-06T11:00.*unusually many contacts: \d{4} where \d\d/);
    expect(Math.abs(meanDay(spiked) / meanDay(plain) - 1)).toBeLessThan(0.02);
  });

  it('a queue that opened last week', async () => {
    const told = await tell(csv(7, usual));
    expect(told.forecast).toBeNull();
    expect(told.sentences).toContain(
      'expected at least 28 days of history with 10 known ones for queue "help", got 7 days with 7 known',
    );
  });

  it('a queue that closed, whether its rows are 0 or end', async () => {
    const silent = await tell(csv(84, (day, hour) => (day < 63 ? usual(day, hour) : 0)));
    expect(silent.sentences).toContain(
      'no contacts on the last 21 open days, since 2026-03-09: an outage, or has the queue closed? ' +
        'The forecast goes by the days before',
    );
    const ended = await tell(csv(63, usual), { from: '2026-04-01' });
    expect(ended.sentences).toContain('history ends 23 days before the first day of the forecast');
  });

  it.each(['Europe/Ljubljana', 'America/New_York'])(
    'clock changes in %s: of nothing, and every day keeps its hours',
    async (zone) => {
      const told = await tell(csv(112, usual), { zone });
      expect(told.sentences).toBe('handle time is assumed, 240 s a contact: history has none');
      expect(meanDay(told)).toBeGreaterThan(300);
      expect(meanDay(told)).toBeLessThan(400);
    },
  );

  it('duplicate rows with different values', async () => {
    const told = await tell([...csv(56, usual), `${FIRST}T08:00:00,help,900`]);
    expect(told.sentences).toMatch(
      /line 562.*: another value for the interval of line 2; left out/,
    );
  });

  it('volume below 0, and takes fractions as they are', async () => {
    const rows = csv(56, (day, hour) => usual(day, hour) + 0.5);
    const told = await tell([...rows.slice(0, -1), rows.at(-1)!.replace(/[\d.]+$/, '-3')]);
    expect(told.sentences).toMatch(/line 561, column offered.*below 0: "-3"; left out/);
    expect(meanDay(told)).toBeGreaterThan(300);
  });

  it('more handled than offered', async () => {
    const rows = csv(56, usual).map((row, at) => `${row},${at === 0 ? 'answered' : 20}`);
    const told = await tell(rows.with(-1, rows.at(-1)!.replace(/20$/, '200')));
    expect(told.sentences).toMatch(/more handled than offered/);
  });

  it('special days outside of history and forecast', async () => {
    const told = await tell(csv(56, usual), { specialDays: '{"2019-12-25": "holiday"}' });
    expect(told.sentences).toContain(
      'none of the 1 special days lies between 2026-01-05 and 2026-03-29, where history and ' +
        'forecast are: are they of another year?',
    );
    expect(meanDay(told)).toBe(meanDay(await tell(csv(56, usual))));
  });

  it.each([
    [0, 'expected days to be a whole number of at least 1, got 0'],
    [3653, 'expected days to be at most 400, got 3653'],
    [
      200,
      'expected a horizon of at most 2 times the history, got 200 days after 56 days of history',
    ],
  ])('a horizon of %d days', async (days, sentence) => {
    const told = await tell(csv(56, usual), { days });
    expect(told.forecast).toBeNull();
    expect(told.sentences).toContain(sentence);
  });
});
