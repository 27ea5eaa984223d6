import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHistoryCsv } from '../acd/index.ts';
import {
  CHANNELS,
  gridOfDays,
  type IntervalHistory,
  makeGrid,
  type Measure,
  MEASURES,
  type Totals,
} from '../domain/index.ts';
import { formatHistoryCsv } from './history-csv.ts';

describe('formatHistoryCsv', () => {
  it('writes offsets, blanks for the unknown, and no row for unknown intervals', () => {
    const history = historyOf(
      { zone: 'Europe/Berlin', start: '2026-03-29T01:30:00+01:00', stepSeconds: 1800, length: 3 },
      { offered: [4, null, 0], talkSeconds: [100.5, null, null] },
    );
    expect([...formatHistoryCsv([history])]).toEqual([
      'interval_start,interval_minutes,queue,channel,offered,answered,answered_in_threshold,abandoned,abandoned_in_threshold,talk_seconds,hold_seconds,acw_seconds,wait_answered_seconds,wait_abandoned_seconds\n',
      '2026-03-29T01:30:00+01:00,30,sales,voice,4,,,,,100.5,,,,\n',
      '2026-03-29T03:30:00+02:00,30,sales,voice,0,,,,,,,,,\n',
    ]);
  });

  it.each([
    ['Europe/Berlin', '2026-03-28', 1800],
    ['Europe/Berlin', '2026-10-24', 900],
    ['America/Santiago', '2026-04-03', 900],
    ['America/Santiago', '2026-09-05', 3600],
    ['Australia/Lord_Howe', '2026-04-04', 1800],
    ['Pacific/Chatham', '2026-09-26', 900],
    ['Asia/Kathmandu', '2026-01-01', 3600],
    ['UTC', '2026-01-01', 86_400],
  ])('is read back as it was: %s from %s in steps of %d s', async (zone, date, stepSeconds) => {
    const grid = gridOfDays(zone, date, 3, stepSeconds);
    await fc.assert(
      fc.asyncProperty(
        fc
          .uniqueArray(queueName, { minLength: 1, maxLength: 3 })
          .chain((names) => fc.tuple(...names.map((name) => anyHistory(name, grid.length)))),
        async (parts) => {
          const histories = parts.map(({ totals, ...rest }) => ({ ...rest, grid, totals }));
          const text = [...formatHistoryCsv(histories)].join('');
          const reading = await readHistoryCsv(Buffer.from(text), { source: 'x.csv', zone });
          expect(reading.rows.leftOut).toBe(0);
          expect(reading.histories).toEqual(histories);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('keeps names that spreadsheets would run', async () => {
    const grid = makeGrid('UTC', 1_767_600_000, 900, 1);
    const histories = ['=1+1', '+x', '-2', '@y', "'=z", '"q",'].map((queue) => ({
      ...historyOf(grid, { offered: [1] }),
      queue,
    }));
    const text = [...formatHistoryCsv(histories)].join('');
    expect(text).not.toMatch(/,"?[=+@]/);
    const reading = await readHistoryCsv(Buffer.from(text), {});
    expect(reading.histories).toEqual(histories);
  });
});

const queueName = fc.constantFrom('sales', 'Продажи', '-2+3', '=cmd()', '__proto__', 'a, "b"');

/** Consistent totals, known in the first and last slot. */
function anyHistory(queue: string, length: number) {
  const slot = (isKnown: fc.Arbitrary<boolean>) =>
    fc.record({
      isKnown,
      offered: fc.nat(500),
      answeredShare: fc.nat(100),
      seconds: fc.option(fc.nat(90_000_000)),
    });
  return fc
    .record({
      channel: fc.constantFrom(...CHANNELS),
      ends: fc.tuple(slot(fc.constant(true)), slot(fc.constant(true))),
      middle: fc.array(slot(fc.boolean()), { minLength: length - 2, maxLength: length - 2 }),
    })
    .map(({ channel, ends, middle }) => {
      const slots = [ends[0], ...middle, ends[1]];
      const answered = slots.map(({ isKnown, offered, answeredShare }) =>
        isKnown ? Math.floor((offered * answeredShare) / 100) : null,
      );
      const offered = slots.map((entry) => (entry.isKnown ? entry.offered : null));
      const talkSeconds = slots.map(({ isKnown, seconds }) =>
        isKnown && seconds !== null ? seconds / 1000 : null,
      );
      return {
        queue,
        channel,
        attribution: 'arrival' as const,
        totals: totalsOf(length, { offered, answered, talkSeconds }),
      };
    });
}

function totalsOf(
  length: number,
  known: Partial<Record<Measure, Totals>>,
): IntervalHistory['totals'] {
  return Object.fromEntries(
    MEASURES.map((measure) => [measure, known[measure] ?? new Array<null>(length).fill(null)]),
  ) as unknown as IntervalHistory['totals'];
}

function historyOf(
  grid: IntervalHistory['grid'],
  known: Partial<Record<Measure, Totals>>,
): IntervalHistory {
  return {
    queue: 'sales',
    channel: 'voice',
    attribution: 'arrival',
    grid,
    totals: totalsOf(grid.length, known),
  };
}
