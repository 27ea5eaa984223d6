import { describe, expect, it } from 'vitest';
import { addDays, type Plan, weekdayOf } from '../domain/index.ts';
import { settlePlan, writeOutCalendar } from '../use-cases/index.ts';
import { chineseHolidays } from './chinese-holidays.ts';
import { findHolidays } from './index.ts';

const dates = async (country: string, region: string | null, year: number) =>
  (await findHolidays({ country, region }, [year])).days.map(({ date }) => date);

describe('public holidays', () => {
  // Zakon o praznikih in dela prostih dnevih v Republiki Sloveniji.
  it('of Slovenia', async () => {
    expect(await dates('SI', null, 2027)).toEqual([
      ...['2027-01-01', '2027-01-02', '2027-02-08', '2027-03-28', '2027-03-29', '2027-04-27'],
      ...['2027-05-01', '2027-05-02', '2027-05-16', '2027-06-25', '2027-08-15', '2027-10-31'],
      ...['2027-11-01', '2027-12-25', '2027-12-26'],
    ]);
    const { days } = await findHolidays({ country: 'SI', region: null }, [2027]);
    expect(new Set(days.map(({ type }) => type))).toEqual(new Set(['holiday']));
  });

  it('of a region are those of its country and its own', async () => {
    const [germany, bavaria] = [await dates('DE', null, 2026), await dates('DE', 'BY', 2026)];
    expect(bavaria).toEqual(expect.arrayContaining(germany));
    expect(bavaria.filter((date) => !germany.includes(date))).toContain('2026-01-06');
    expect(await dates('DE', 'BY-A', 2026)).toContain('2026-08-08');
  });

  it('of several days are several days', async () => {
    const eid = (await findHolidays({ country: 'SA', region: null }, [2026])).days;
    expect(eid.filter(({ date }) => date.startsWith('2026-03')).length).toBeGreaterThan(2);
  });

  it.each([
    ['XX', null, 'expected a country whose public holidays are known, one of AD, AE'],
    ['DE', 'ZZ', 'expected a region of DE whose public holidays are known, one of BB, BE'],
    ['DE', 'BY-Q', 'expected a part of DE-BY whose public holidays are known, one of A, '],
    ['SI', 'LJ', 'expected a region of SI whose public holidays are known, which has none'],
  ])('%s %s are refused', async (country, region, message) => {
    await expect(findHolidays({ country, region }, [])).rejects.toThrow(message);
  });
});

describe('Chinese rest days', () => {
  const years = [2021, 2022, 2023, 2024, 2025, 2026];

  it.each(years)('of %d: what is worked is a weekend, what is off is not worked', (year) => {
    const days = chineseHolidays(year)!;
    const off = new Set(days.flatMap((day) => (day.type === 'holiday' ? [day.date] : [])));
    const worked = days.filter(({ type }) => type === 'working-day');
    for (const { date } of worked) {
      expect(weekdayOf(date)).toBeGreaterThan(5);
      expect(off.has(date)).toBe(false);
    }
    // Every weekday off is a day of the law (13 of them since 2025) or worked on a weekend.
    const weekdaysOff = [...off].filter((date) => weekdayOf(date) <= 5).length;
    expect(weekdaysOff - worked.length).toBe(year >= 2025 ? 13 : 11);
  });

  it('of a year without a notice are those of the law, and said to be undecided', async () => {
    expect(chineseHolidays(2040)).toBeNull();
    const { days, undecidedYears } = await findHolidays({ country: 'CN', region: null }, [2040]);
    expect(undecidedYears).toEqual([2040]);
    expect(days.some(({ date }) => date === '2040-10-01')).toBe(true);
    expect(days.some(({ type }) => type === 'working-day')).toBe(false);
  });

  it('of the turn of the year are in the notice of the next', async () => {
    const plan = planOf({ country: 'CN', region: null, queues: [], open: null });
    const range = { from: '2022-12-01', to: '2022-12-31' };
    const written = await writeOutCalendar({ findHolidays }, plan, range);
    expect(written.plan.specialDays.map(({ date }) => date)).toContain('2022-12-31');
  });
});

describe('a plan that is settled', () => {
  const open = [{ fromSeconds: 28_800, toSeconds: 72_000 }];

  it('is closed on holidays that close, open on rest days that are worked', async () => {
    const plan = planOf({ country: 'CN', region: null, queues: [], open: [] });
    const range = { from: '2026-09-01', to: '2026-10-31' };
    const { queues } = await settlePlan({ findHolidays }, plan, range);
    const on = (date: string) =>
      queues[0]!.openingHours.exceptions.find((exception) => exception.date === date)?.open;
    expect(on('2026-10-01')).toEqual([]);
    expect(on('2026-09-20')).toEqual(open);
    expect(on(addDays('2026-09-20', 7))).toEqual([]);
    expect(on('2026-10-12')).toBeUndefined();
  });

  it('keeps the exceptions that its hours have, and its own special days before holidays', async () => {
    const plain = planOf({ country: 'SI', region: null, queues: [], open: [] });
    const [queue] = plain.queues;
    const exceptions = [{ date: '2026-12-25', open }];
    const plan: Plan = {
      ...plain,
      queues: [{ ...queue!, openingHours: { ...queue!.openingHours, exceptions } }],
      specialDays: [{ date: '2026-12-26', type: 'campaign', queues: ['q'], open }],
    };
    const range = { from: '2026-12-01', to: '2026-12-31' };
    const { queues } = await settlePlan({ findHolidays }, plan, range);
    const on = (date: string) =>
      queues[0]!.openingHours.exceptions.find((exception) => exception.date === date)?.open;
    expect(on('2026-12-25')).toEqual(open);
    expect(on('2026-12-26')).toEqual(open);
  });

  it('of an earlier version, without holidays, stays as it is', async () => {
    const plan = structuredClone(
      planOf({ country: 'SI', region: null, queues: [], open: [] }),
    ) as Partial<{ -readonly [K in keyof Plan]: Plan[K] }>;
    delete plan.holidays;
    const range = { from: '2026-12-01', to: '2026-12-31' };
    expect(await settlePlan({ findHolidays }, plan as Plan, range)).toEqual(plan);
  });
});

/** Open from Monday to Friday, 08:00 to 20:00. */
function planOf(holidays: NonNullable<Plan['holidays']>[number]): Plan {
  const open = [{ fromSeconds: 28_800, toSeconds: 72_000 }];
  const weekdays = [open, open, open, open, open, [], []];
  return {
    name: 'p',
    specialDays: [],
    holidays: [holidays],
    queues: [{ name: 'q', openingHours: { weekdays, exceptions: [] } }],
  } as unknown as Plan;
}
