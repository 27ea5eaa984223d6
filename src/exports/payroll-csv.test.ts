import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSample, makeShift } from '../../test/support/sample-roster.ts';
import { type Plan, type Roster, type Shift } from '../domain/index.ts';
import { formatApprovedPayrollCsv, formatPlannedPayrollCsv } from './payroll-csv.ts';

const { plan, roster } = makeSample({
  zone: 'Europe/Ljubljana',
  from: '2026-03-23',
  days: 14,
  agents: 6,
});
const ZERO = '0.00';

describe('hours by hand', () => {
  it('names the unit in every column and calls hours planned', () => {
    expect(formatPlannedPayrollCsv(rosterOf([]), plan)).toBe(
      'agent,name,contract,date,planned_paid_hours,planned_night_hours,planned_saturday_hours,' +
        'planned_sunday_hours,planned_special_day_hours,special_day\n',
    );
  });

  it('splits a night at midnight', () => {
    // 22:00-06:30, break 00:00-00:15 paid, meal 02:00-02:30 unpaid, night until 06:00.
    expect(rowsOf([makeShift('Europe/Ljubljana', 'a01', '2026-03-26', 79_200)])).toEqual([
      ['2026-03-26', '2.00', '2.00', ZERO, ZERO, ZERO, ''],
      ['2026-03-27', '6.00', '5.50', ZERO, ZERO, ZERO, ''],
    ]);
  });

  it.each([
    // 02:00 to 03:00 does not exist: the clock shows 22:00-07:30, five hours of it before 06:00.
    ['2026-03-28', '22:00 to 07:30', '4.50'],
    // 02:00 to 03:00 comes twice: the clock shows 22:00-05:30.
    ['2026-10-24', '22:00 to 05:30', '6.00'],
  ])('counts elapsed time of a Saturday night on %s, %s', (date, _, night) => {
    const [saturday, sunday] = rowsOf([makeShift('Europe/Ljubljana', 'a01', date, 79_200)]);
    expect(saturday).toEqual([date, '2.00', '2.00', '2.00', ZERO, ZERO, '']);
    expect(sunday?.slice(1)).toEqual(['6.00', night, ZERO, '6.00', ZERO, '']);
  });

  it('counts a special day for all, and not the campaign of one queue', () => {
    const shifts = ['2026-03-24', '2026-03-25'].map((date) =>
      makeShift('Europe/Ljubljana', 'a01', date, 28_800),
    );
    expect(rowsOf(shifts)).toEqual([
      ['2026-03-24', '8.00', ZERO, ZERO, ZERO, '8.00', 'holiday'],
      ['2026-03-25', '8.00', ZERO, ZERO, ZERO, ZERO, ''],
    ]);
  });

  it('reads a night window that does not cross midnight', () => {
    const nightWindow = { fromSeconds: 3_600, toSeconds: 18_000, minSeconds: 0 };
    const [, second] = rowsOf([makeShift('Europe/Ljubljana', 'a01', '2026-03-26', 79_200)], {
      ...plan,
      nightWindow,
    });
    expect(second?.[2]).toBe('3.50');
  });

  it('keeps a name from becoming a formula', () => {
    const shifts = [makeShift('Europe/Ljubljana', 'a01', '2026-03-26', 28_800)];
    const agents = [{ ...roster.agents[0]!, name: '=1+1' }];
    expect(formatPlannedPayrollCsv({ ...roster, agents, shifts }, plan)).toContain(
      "\na01,'=1+1,full-time,2026-03-26,8.00,",
    );
  });
});

describe('approved hours', () => {
  const shifts = ['2026-03-24', '2026-03-26'].map((date) =>
    makeShift('Europe/Ljubljana', 'a01', date, 28_800),
  );
  const approval = (date: string, ...paid: readonly (readonly [string, string])[]) => ({
    id: `ts_${date}`,
    agent: 'a01',
    date,
    paid: paid.map(([from, to]) => ({
      from: `${date}T${from}:00+01:00`,
      to: `${date}T${to}:00+01:00`,
    })),
    isAsSeen: false,
    plannedSeconds: 28_800,
    workedSeconds: 0,
    unknownSeconds: 0,
    reason: 'r',
    madeAt: '2026-04-01T00:00:00.000Z',
    madeBy: 'local',
  });
  const csv = (...approvals: ReturnType<typeof approval>[]) =>
    formatApprovedPayrollCsv(rosterOf(shifts), plan, approvals);

  it('take the place of planned ones, also where they are none', () => {
    const holiday = approval('2026-03-24', ['05:00', '10:00'], ['10:30', '12:00']);
    const [head, ...rows] = csv(holiday, approval('2026-03-26')).trimEnd().split('\n');
    expect(head).toMatch(/,approved_paid_hours,approved_night_hours,.*,special_day$/);
    expect(rows.map((row) => row.split(',').slice(3))).toEqual([
      ['2026-03-24', '6.50', '1.00', ZERO, ZERO, '6.50', 'holiday'],
      ['2026-03-26', ZERO, ZERO, ZERO, ZERO, ZERO, ''],
    ]);
  });

  it('are asked for of every planned day', () => {
    expect(() => csv(approval('2026-03-24'))).toThrowError(
      /approved hours of every day with planned time, got none of 1 \(a01 on 2026-03-26/,
    );
  });
});

describe('laws', () => {
  it('loses no paid time and counts none twice, over clock changes of all kinds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Ljubljana', 'America/Santiago', 'Australia/Lord_Howe'),
        fc.constantFrom('2026-03-28', '2026-04-04', '2026-09-05', '2026-10-03', '2026-10-24'),
        fc.integer({ min: 0, max: 95 }),
        fc.integer({ min: 1, max: 48 }),
        (zone, date, quarter, quarters) => {
          const shift = makeShift(zone, 'a01', date, quarter * 900, {
            lengthSeconds: quarters * 900,
          });
          const rows = rowsOf([shift], { ...plan, site: { ...plan.site, zone } }, zone);
          const paid = shift.activities
            .filter((activity) => activity.paid)
            .reduce((sum, { start, end }) => sum + Date.parse(end) - Date.parse(start), 0);
          expect(sumOf(rows, 1)).toBeCloseTo(paid / 3_600_000, 9);
          for (const row of rows) expect(Number(row[2])).toBeLessThanOrEqual(Number(row[1]));
        },
      ),
    );
  });

  it('sums to the paid hours of the whole roster', () => {
    expect(sumOf(rowsOf(roster.shifts), 1)).toBeCloseTo(roster.score.paidSeconds / 3600, 6);
  });
});

describe('refusals', () => {
  it('INVALID_INPUT for a plan of another zone', () => {
    const site = { ...plan.site, zone: 'UTC' };
    expect(() => formatPlannedPayrollCsv(roster, { ...plan, site })).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: "expected a plan in the roster's time zone Europe/Ljubljana, got UTC",
      }),
    );
  });
});

function rosterOf(shifts: readonly Shift[], zone = roster.grid.zone): Roster {
  return { ...roster, grid: { ...roster.grid, zone }, shifts };
}

/** Date and what follows it, of every row. */
function rowsOf(shifts: readonly Shift[], of: Plan = plan, zone = roster.grid.zone): string[][] {
  return formatPlannedPayrollCsv(rosterOf(shifts, zone), of)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => row.split(',').slice(3));
}

function sumOf(rows: readonly string[][], column: number): number {
  return rows.reduce((sum, row) => sum + Number(row[column]), 0);
}
