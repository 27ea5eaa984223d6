import {
  addDays,
  dayNumber,
  type IntervalHistory,
  MEASURES,
  type SpecialDay,
  weekdayOf,
} from '../src/domain/index.ts';
import { gridFrom, layOutSlots } from '../src/forecast/slot-layout.ts';
import { poisson, type Random, seededRandom, standardNormal } from '../src/simulation/index.ts';

/** An invented queue with a known kind of past, and where its forecasts are to start. */
export interface SyntheticCentre {
  readonly name: string;
  readonly history: IntervalHistory;
  readonly specialDays: readonly SpecialDay[];
  readonly origins: readonly string[];
}

/** How one invented queue behaves; every figure is drawn, so that no setting is fitted to one. */
interface Law {
  readonly days: number;
  readonly stepSeconds: number;
  readonly dayTotal: number;
  /** Factor by weekday, Monday first; 0 for closed. */
  readonly weekdays: readonly number[];
  readonly growthPerYear: number;
  readonly season: readonly (readonly [number, number])[];
  /** Standard deviations, in log volume, of a day's step of the level and of its own noise. */
  readonly walk: number;
  readonly noise: number;
  /** How much of a day's noise is left the next day. */
  readonly persistence: number;
  /** Days on which the level jumps, and by how much in log volume. */
  readonly shifts: readonly (readonly [number, number])[];
  readonly monthStart: number;
  /** Factor of holidays, 0 for closed, and of the day after one. */
  readonly holiday: number;
  readonly afterHoliday: number;
  /** Share of days that something nobody wrote down drives up or down. */
  readonly oddDays: number;
  readonly slotNoise: number;
}

const FIRST = '2022-01-03';
const ZONE = 'Europe/Ljubljana';
const HORIZON_DAYS = 28;
const ORIGINS = 6;
/** Month and day of invented public holidays. */
const HOLIDAYS = ['01-01', '02-08', '04-27', '05-01', '06-25', '08-15', '10-31', '12-25', '12-26'];

/**
 * Invented queues, the same for the same seeds: daily and half-hourly or hourly, of 10 to 20,000
 * contacts a day, closed, quiet or busy at weekends, with holidays, growth, season, shifts of
 * level and days that nobody explains.
 */
export function makeSyntheticCentre(seed: number): SyntheticCentre {
  const random = seededRandom(seed);
  const law = drawLaw(random, seed);
  const grid = gridFrom(ZONE, FIRST, law.days, law.stepSeconds);
  const dates = Array.from({ length: law.days + HORIZON_DAYS }, (_, day) => addDays(FIRST, day));
  const special = dates.flatMap((date): SpecialDay[] => {
    if (!HOLIDAYS.includes(date.slice(5))) return [];
    return [{ date, type: law.holiday === 0 ? 'closed' : 'holiday', queues: [] }];
  });
  const totals = drawTotals(random, law, dates, new Set(special.map(({ date }) => date)));
  const tilt = standardNormal(random) * 0.15;
  const { dayOfSlot, wallOfSlot } = layOutSlots(grid);
  const shapes = Array.from(dayOfSlot, (day, slot) => {
    const wall = wallOfSlot[slot]! * law.stepSeconds;
    const weekday = weekdayOf(dates[day]!) - 1;
    return shareAt(wall, weekday, tilt * (day / law.days - 0.5), law);
  });
  const sums = new Float64Array(law.days);
  for (const [slot, share] of shapes.entries()) sums[dayOfSlot[slot]!]! += share;
  const offered = shapes.map((share, slot): number | null => {
    const day = dayOfSlot[slot]!;
    const mean = (totals[day]! * share) / sums[day]!;
    const wobble = Math.exp(law.slotNoise * standardNormal(random) - law.slotNoise ** 2 / 2);
    return mean === 0 ? null : poisson(random, mean * wobble);
  });
  const nulls = offered.map(() => null);
  const unknown = Object.fromEntries(MEASURES.map((measure) => [measure, nulls]));
  return {
    name: `${law.stepSeconds === 86_400 ? 'daily' : 'interval'}-${seed}`,
    history: {
      queue: `centre-${seed}`,
      channel: 'voice',
      attribution: 'arrival',
      grid,
      totals: { ...unknown, offered } as unknown as IntervalHistory['totals'],
    },
    specialDays: special,
    origins: originsOf(law.days),
  };
}

/** Origins spread over the later part of the history, on changing weekdays. */
function originsOf(days: number): readonly string[] {
  const last = days - HORIZON_DAYS;
  const spacing = Math.min(58, Math.max(9, Math.floor((last - 84) / ORIGINS)));
  return Array.from({ length: ORIGINS }, (_, at) => last - spacing * (ORIGINS - 1 - at))
    .filter((day) => day >= 56)
    .map((day) => addDays(FIRST, day));
}

function drawLaw(random: Random, seed: number): Law {
  const between = (low: number, high: number) => low + (high - low) * random();
  const logBetween = (low: number, high: number) =>
    Math.exp(between(Math.log(low), Math.log(high)));
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const isDaily = seed % 2 === 0;
  const days = Math.round(logBetween(190, 1300));
  const weekend = pick(['closed', 'closed', 'quiet', 'quiet', 'even']);
  const weekdays = Array.from(
    { length: 5 },
    (_, day) => between(0.85, 1.05) + (day === 0 ? 0.15 : 0),
  );
  const saturday = weekend === 'closed' ? 0 : weekend === 'quiet' ? between(0.2, 0.7) : 1;
  const sunday = weekend === 'even' ? 1 : saturday * between(0.3, 1);
  const amplitude = pick([0, 0.05, 0.1, 0.2]);
  const shifts = Array.from({ length: pick([0, 0, 1, 2, 4]) }, (): [number, number] => [
    Math.floor(random() * days),
    standardNormal(random) * 0.3,
  ]);
  return {
    days,
    stepSeconds: isDaily ? 86_400 : pick([1800, 3600]),
    dayTotal: logBetween(isDaily ? 10 : 60, isDaily ? 5000 : 20_000),
    weekdays: [...weekdays, saturday, sunday],
    growthPerYear: pick([-0.1, 0, 0.05, 0.1, 0.25, 0.5]),
    season: [1, 2].map((wave): [number, number] => [
      (standardNormal(random) * amplitude) / wave,
      (standardNormal(random) * amplitude) / wave,
    ]),
    walk: pick([0, 0.003, 0.01, 0.03]),
    noise: pick([0.02, 0.04, 0.08, 0.2]),
    persistence: pick([0, 0.3, 0.6, 0.8]),
    shifts,
    monthStart: pick([0, 0, 0.1, 0.25]),
    holiday: pick([0, 0.3, 0.6, 0.8]),
    afterHoliday: between(1, 1.2),
    oddDays: pick([0, 0, 0.01, 0.03]),
    slotNoise: pick([0, 0.03, 0.08]),
  };
}

/** Contacts expected of every date; 0 where closed. */
function drawTotals(
  random: Random,
  law: Law,
  dates: readonly string[],
  holidays: ReadonlySet<string>,
): Float64Array {
  let level = Math.log(law.dayTotal);
  let carried = 0;
  const fresh = law.noise * Math.sqrt(1 - law.persistence ** 2);
  return Float64Array.from(dates, (date, day) => {
    level += law.walk * standardNormal(random) + Math.log1p(law.growthPerYear) / 365.25;
    for (const [at, size] of law.shifts) if (at === day) level += size;
    carried = law.persistence * carried + fresh * standardNormal(random);
    const odd = random() < law.oddDays ? standardNormal(random) : 0;
    const factor = law.weekdays[weekdayOf(date) - 1]!;
    if (factor === 0) return 0;
    if (holidays.has(date) && law.holiday === 0) return 0;
    let log = level + carried + odd + Math.log(factor);
    const angle = (2 * Math.PI * dayNumber(date)) / 365.25;
    for (const [wave, [sine, cosine]] of law.season.entries()) {
      log += sine * Math.sin((wave + 1) * angle) + cosine * Math.cos((wave + 1) * angle);
    }
    if (Number(date.slice(8)) <= 3) log += law.monthStart / Number(date.slice(8));
    if (holidays.has(date)) log += Math.log(law.holiday);
    else if (holidays.has(addDays(date, -1))) log += Math.log(law.afterHoliday);
    return Math.exp(log);
  });
}

/** Relative volume at a wall-clock time: a morning and an afternoon hump, later at weekends. */
function shareAt(wallSeconds: number, weekday: number, tilt: number, law: Law): number {
  if (law.stepSeconds === 86_400) return 1;
  const hour = wallSeconds / 3600;
  const isOpenAllDay = law.weekdays[6]! > 0;
  if (!isOpenAllDay && (hour < 7 || hour >= 20)) return 0;
  const late = weekday >= 5 ? 1.5 : weekday === 0 ? -0.5 : 0;
  const morning = Math.exp(-(((hour - 10.5 - late) / 2.5) ** 2));
  const afternoon = (0.7 + tilt) * Math.exp(-(((hour - 15.5 - late) / 3) ** 2));
  return morning + afternoon + 0.05;
}
