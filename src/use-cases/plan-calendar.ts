import {
  addDays,
  type Forecast,
  type HolidayRegion,
  hoursOnSpecialDays,
  type IntervalGrid,
  type IntervalHistory,
  localDateOf,
  mergeSpecialDays,
  type Note,
  type Plan,
  slotStart,
  type SpecialDay,
  specialDaysOf,
} from '../domain/index.ts';

/** A day that the public holidays of a region make special. */
export interface HolidayDate extends Pick<SpecialDay, 'date' | 'name' | 'like'> {
  /** "holiday", "half-day", or "working-day" for a rest day that is worked in exchange. */
  readonly type: string;
}

/** The public holidays of a region in some years. */
export interface RegionHolidays {
  readonly days: readonly HolidayDate[];
  /** Years whose shifted working days have not been decreed as far as is known here. */
  readonly undecidedYears: readonly number[];
}

/**
 * Public holidays by country and region.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a country or region that is not known, naming those that are
 */
export type FindHolidays = (
  region: Pick<HolidayRegion, 'country' | 'region'>,
  years: readonly number[],
) => Promise<RegionHolidays>;

/** A plan whose special days are all written out. */
export interface PlanCalendar {
  readonly plan: Plan;
  readonly notes: readonly Note[];
}

/** Local dates, both included. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** A plan with the public holidays of a period among its special days, after its own. */
export async function writeOutCalendar(
  { findHolidays }: { readonly findHolidays: FindHolidays },
  plan: Plan,
  range: DateRange,
): Promise<PlanCalendar> {
  const holidays: SpecialDay[] = [];
  const notes: Note[] = [];
  const years = yearsOf(range);
  for (const { queues, open, ...region } of plan.holidays ?? []) {
    const { days, undecidedYears } = await findHolidays(region, years);
    for (const day of days) {
      const isOff = day.type !== 'working-day';
      holidays.push({ ...day, queues, ...(open === null || !isOff ? {} : { open }) });
    }
    for (const year of undecidedYears) {
      const details = { country: region.country, year };
      notes.push({ code: 'working-days-undecided', details });
    }
  }
  return { plan: { ...plan, specialDays: [...plan.specialDays, ...holidays] }, notes };
}

/**
 * The plan as those need it who go by opening hours: with the public holidays of a period, and the
 * hours of special days among the exceptions of its queues' hours.
 */
export async function settlePlan(
  world: { readonly findHolidays: FindHolidays },
  plan: Plan,
  range: DateRange,
): Promise<Plan> {
  const written = (await writeOutCalendar(world, plan, range)).plan;
  const queues = written.queues.map((queue) => ({
    ...queue,
    openingHours: hoursOnSpecialDays(
      queue.openingHours,
      mergeSpecialDays(specialDaysOf(written.specialDays, queue.name)),
    ),
  }));
  return { ...written, queues };
}

/** Throws `INVALID_INPUT` where a plan names a country or region whose holidays are not known. */
export async function checkHolidays(
  { findHolidays }: { readonly findHolidays: FindHolidays },
  plan: Plan,
): Promise<void> {
  for (const region of plan.holidays ?? []) await findHolidays(region, []);
}

/** The local dates that forecasts reach over. */
export function datesOf({ queues }: Forecast): DateRange {
  const days = queues.flatMap((queue) => [queue.days[0]!, queue.days.at(-1)!]).sort();
  return { from: days[0]!, to: days.at(-1)! };
}

/** The local dates of a grid. */
export function datesOfGrid(grid: IntervalGrid): DateRange {
  const dateAt = (slot: number) => localDateOf(slotStart(grid, slot), grid.zone);
  return { from: dateAt(0), to: dateAt(grid.length - 1) };
}

/** The local dates of histories, and so many days after them (or after `from`, if that is later). */
export function datesAround(
  histories: readonly IntervalHistory[],
  from: string | null,
  days: number,
): DateRange {
  const dates = histories.map(({ grid }) => datesOfGrid(grid)).flatMap((of) => [of.from, of.to]);
  const [first, last] = [
    dates.sort()[0]!,
    [...dates, ...(from === null ? [] : [from])].sort().at(-1)!,
  ];
  return { from: first, to: addDays(last, days) };
}

/** Calendar years that a range touches, and the one after: its holidays may begin in this one. */
function yearsOf({ from, to }: DateRange): readonly number[] {
  const first = Number(from.slice(0, 4));
  const last = Number(to.slice(0, 4)) + (to.slice(5) >= '12-25' ? 1 : 0);
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
