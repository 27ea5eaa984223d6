import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Finding,
  gridDays,
  gridOfDays,
  type IntervalHistory,
  type Measure,
  MEASURES,
  type OpeningHours,
  type Totals,
} from '../domain/index.ts';
import { inspectHistory } from './inspect-history.ts';

const ZONE = 'Europe/Berlin';
const DAYS = 84;
const GRID = gridOfDays(ZONE, '2026-01-05', DAYS, 1800);
/** Monday to Friday, 08:00 to 18:00. */
const OFFICE: OpeningHours = {
  weekdays: Array.from({ length: 7 }, (_, day) =>
    day < 5 ? [{ fromSeconds: 8 * 3600, toSeconds: 18 * 3600 }] : [],
  ),
  exceptions: [],
};

describe('a queue as it should be', () => {
  it.each([
    ['with opening hours', OFFICE],
    ['without', null],
  ])('gives no finding %s', (_, openingHours) => {
    expect(inspectHistory(officeHistory(), openingHours)).toEqual([]);
  });

  it('whatever the noise of Poisson counts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -25, max: 25 }), { minLength: 50 }), (noise) => {
        const history = officeHistory((offered, slot) => offered + noise[slot % noise.length]!);
        expect(inspectHistory(history, OFFICE)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('findings', () => {
  it('gap: one for a run, past the nights and weekends between', () => {
    const from = slotOf('2026-02-06', 9);
    const to = slotOf('2026-02-09', 10);
    const history = officeHistory((offered, slot) => (slot >= from && slot < to ? null : offered));
    for (const openingHours of [OFFICE, null]) {
      expect(brief(inspectHistory(history, openingHours))).toEqual([
        ['gap', '2026-02-06T09:00:00+01:00', { slots: 22, until: '2026-02-09T10:00:00+01:00' }],
      ]);
    }
  });

  it('zero-run: no contacts for an hour of a busy day', () => {
    const from = slotOf('2026-02-10', 11);
    const history = officeHistory((offered, slot) =>
      slot >= from && slot < from + 2 ? 0 : offered,
    );
    expect(brief(inspectHistory(history, OFFICE))).toEqual([
      [
        'zero-run',
        '2026-02-10T11:00:00+01:00',
        { slots: 2, until: '2026-02-10T12:00:00+01:00', expected: 200 },
      ],
    ]);
  });

  it('no zero-run where nothing was to be expected, nor at the end of what is known', () => {
    const last = slotOf('2026-03-27', 17);
    const history = officeHistory((offered, slot) => (slot >= last ? 0 : offered));
    expect(inspectHistory(history, OFFICE).map(({ code }) => code)).toEqual(['outlier-low']);
    expect(
      inspectHistory(
        officeHistory(() => 0),
        OFFICE,
      ),
    ).toEqual([]);
  });

  it('outliers: neighbours are one, with what came and what is usual', () => {
    const from = slotOf('2026-02-10', 11);
    const high = officeHistory((offered, slot) =>
      slot >= from && slot < from + 2 ? 400 : offered,
    );
    expect(brief(inspectHistory(high, OFFICE))).toEqual([
      [
        'outlier-high',
        '2026-02-10T11:00:00+01:00',
        { slots: 2, until: '2026-02-10T12:00:00+01:00', got: 800, expected: 200 },
      ],
    ]);
    const low = officeHistory((offered, slot) => (slot === from ? 30 : offered));
    expect(brief(inspectHistory(low, OFFICE))[0]![0]).toBe('outlier-low');
  });

  it('totals that contradict each other', () => {
    const slot = slotOf('2026-02-10', 11);
    const at = (value: number): Totals =>
      GRID_SLOTS.map((other) => (other === slot ? value : null));
    const withTotals = (totals: Partial<Record<Measure, Totals>>, offered: number) => ({
      ...officeHistory((usual, other) => (other === slot ? offered : usual)),
      ...{},
      totals: {
        ...officeHistory((usual, other) => (other === slot ? offered : usual)).totals,
        ...totals,
      },
    });
    const codes = (history: IntervalHistory) =>
      inspectHistory(history, OFFICE).map(({ code, interval }) => [code, interval]);
    const interval = '2026-02-10T11:00:00+01:00';
    expect(codes(withTotals({ answered: at(101) }, 100))).toEqual([
      ['handled-over-offered', interval],
    ]);
    expect(codes(withTotals({ abandoned: at(101) }, 100))).toEqual([
      ['abandoned-over-offered', interval],
    ]);
    expect(codes(withTotals({ answered: at(0), talkSeconds: at(60) }, 100))).toEqual([
      ['handle-time-without-contacts', interval],
    ]);
    expect(codes({ ...withTotals({ answered: at(101) }, 100), attribution: 'answer' })).toEqual([]);
  });
});

describe('days', () => {
  it('work as intervals do', () => {
    const grid = gridOfDays('UTC', '2026-01-01', 120, 86_400);
    const offered = Array.from({ length: 120 }, (_, day) =>
      day === 40 ? null : day === 60 ? 5000 : 1000,
    );
    expect(brief(inspectHistory(historyOf(grid, offered), null))).toEqual([
      ['gap', '2026-02-10T00:00:00+00:00', { slots: 1, until: '2026-02-11T00:00:00+00:00' }],
      [
        'outlier-high',
        '2026-03-02T00:00:00+00:00',
        { slots: 1, until: '2026-03-03T00:00:00+00:00', got: 5000, expected: 1000 },
      ],
    ]);
  });
});

const GRID_SLOTS = Array.from({ length: GRID.length }, (_, slot) => slot);

/** 100 contacts per half-hour of office hours, unknown otherwise. */
function officeHistory(
  change: (offered: number, slot: number) => number | null = (offered) => offered,
): IntervalHistory {
  const offered: (number | null)[] = new Array<null>(GRID.length).fill(null);
  for (const [day, { firstSlot }] of gridDays(GRID).entries()) {
    if (day % 7 >= 5) continue;
    for (let slot = firstSlot + 16; slot < firstSlot + 36; slot++)
      offered[slot] = change(100, slot);
  }
  return historyOf(GRID, offered);
}

function historyOf(grid: IntervalHistory['grid'], offered: Totals): IntervalHistory {
  const totals = Object.fromEntries(
    MEASURES.map((measure) => [measure, new Array<null>(grid.length).fill(null)]),
  ) as unknown as IntervalHistory['totals'];
  return {
    queue: 'sales',
    channel: 'voice',
    attribution: 'arrival',
    grid,
    totals: { ...totals, offered },
  };
}

/** Slot of a winter date's hour. */
function slotOf(date: string, hour: number): number {
  return gridDays(GRID).find((day) => day.date === date)!.firstSlot + hour * 2;
}

function brief(findings: readonly Finding[]) {
  return findings.map(({ code, interval, details }) => [code, interval, details]);
}
