import {
  AgnerError,
  checkNonNegative,
  epochSeconds,
  type Estimate,
  type OverrideStatement,
  type OverrideChange,
  type QueueForecast,
  slotAt,
  slotStart,
} from '../domain/index.ts';
import { centralDeviate, countQuantile } from './count-quantiles.ts';
import { findLender } from './lender-day.ts';
import { layOutSlots, type SlotLayout, slotsOfDay } from './slot-layout.ts';
import { copyEstimate, scaleValue, type WritableEstimate } from './writable-estimate.ts';

/** An override of one queue, as far as figures go. */
export type QueueOverride = Pick<OverrideStatement, 'target' | 'change'>;

/** What stands of the overrides: the last said of each day and of each slot. */
interface Standing {
  readonly days: ReadonlyMap<number, OverrideChange>;
  readonly slots: ReadonlyMap<number, OverrideChange>;
}

/**
 * A forecast with a planner's figures in place of the model's.
 *
 * Of several overrides of one day, or of one interval, the last counts; each speaks of the model's
 * figure, so their order matters in nothing else, and without one the rest stands as if it had
 * never been. An interval keeps what was said of it: the rest of a day's total goes to the day's
 * other intervals by the model's profile. A day on which the model expects nobody borrows the
 * profile of the nearest one of its weekday that has one. Bands and medians grow and shrink with
 * the means; handle times stay.
 *
 * @param overrides of this queue and standing, oldest first
 * @throws {AgnerError} `INVALID_INPUT` for a day or interval outside the forecast, a figure below
 *   0, intervals that hold more than their day's total, or a total with no profile to go by
 *
 * Cost: linear in slots.
 */
export function applyOverrides(
  forecast: QueueForecast,
  overrides: readonly QueueOverride[],
): QueueForecast {
  if (overrides.length === 0) return forecast;
  const layout = layOutSlots(forecast.grid);
  const standing = readStanding(forecast, overrides);
  const volume = copyEstimate(forecast.volume);
  const dayTotals = copyEstimate(forecast.dayTotals);
  const touched = new Set(standing.days.keys());
  for (const slot of standing.slots.keys()) touched.add(layout.dayOfSlot[slot]!);
  for (const day of touched) overrideDay(forecast, layout, day, standing, { volume, dayTotals });
  return {
    ...forecast,
    volume,
    dayTotals,
    notes: [...forecast.notes, { code: 'overridden', details: { days: touched.size } }],
  };
}

function readStanding(forecast: QueueForecast, overrides: readonly QueueOverride[]): Standing {
  const days = new Map<number, OverrideChange>();
  const slots = new Map<number, OverrideChange>();
  for (const { target, change } of overrides) {
    if (change.kind === 'absolute') checkNonNegative('contacts', change.contacts);
    else checkNonNegative('factor', change.factor);
    if (target.kind === 'day') days.set(dayOf(forecast, target.date), change);
    else slots.set(slotOf(forecast, target.start), change);
  }
  return { days, slots };
}

function dayOf({ queue, days }: QueueForecast, date: string): number {
  const day = days.indexOf(date);
  if (day < 0) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a day of the forecast of queue "${queue}", ${days[0] ?? '?'} to ` +
        `${days.at(-1) ?? '?'}, got ${date}`,
      { queue, date },
    );
  }
  return day;
}

function slotOf({ queue, grid }: QueueForecast, start: string): number {
  const instant = epochSeconds(start);
  const slot = slotAt(grid, instant);
  if (slot < 0 || slot >= grid.length || slotStart(grid, slot) !== instant) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected the start of an interval of the forecast of queue "${queue}" ` +
        `(from ${grid.start}, every ${grid.stepSeconds} seconds), got ${start}`,
      { queue, start },
    );
  }
  return slot;
}

/** Writes one day's figures as they stand. */
function overrideDay(
  forecast: QueueForecast,
  layout: SlotLayout,
  day: number,
  { days, slots }: Standing,
  into: { readonly volume: WritableEstimate; readonly dayTotals: WritableEstimate },
): void {
  const { mean } = forecast.volume;
  const own = slotsOfDay(layout, day);
  const modelTotal = sumAt(mean, own);
  let fixed = 0;
  for (const slot of own) {
    const change = slots.get(slot);
    if (change === undefined) continue;
    const contacts = changed(change, mean[slot]!);
    fixed += contacts;
    setSlot(into.volume, forecast.volume, slot, contacts);
  }
  const rest = own.filter((slot) => !slots.has(slot));
  const said = days.get(day);
  const total = said === undefined ? fixed + sumAt(mean, rest) : changed(said, modelTotal);
  if (said !== undefined) {
    const left = restOf(forecast, day, total, fixed, rest.length);
    spread(forecast, layout, day, rest, left, into.volume);
  }
  setTotal(into.dayTotals, forecast, day, total);
}

/** What a day's total leaves to the intervals of which nothing was said. */
function restOf(
  { queue, days }: QueueForecast,
  day: number,
  total: number,
  fixed: number,
  intervals: number,
): number {
  const left = total - fixed;
  // Rounding of a sum is no contradiction.
  const slack = 1e-9 * Math.max(1, total);
  if (left < -slack || (intervals === 0 && left > slack)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected the total of ${days[day]!} to be ${intervals === 0 ? '' : 'at least '}the sum of ` +
        `its overridden intervals, ${round(fixed)}, for queue "${queue}", got ${round(total)}`,
      { queue, date: days[day]!, total, intervals: fixed },
    );
  }
  return Math.max(0, left);
}

/** Shares contacts out over slots of a day by the model's profile, or a borrowed one. */
function spread(
  forecast: QueueForecast,
  layout: SlotLayout,
  day: number,
  slots: readonly number[],
  contacts: number,
  into: WritableEstimate,
): void {
  const { volume } = forecast;
  const own = sumAt(volume.mean, slots);
  if (own > 0) {
    for (const slot of slots) scaleValue(into, slot, volume, slot, contacts / own);
    return;
  }
  if (contacts === 0) return;
  const lender = findLender(forecast, layout, day, slots);
  const lent = sumAt(volume.mean, [...lender.values()]);
  for (const [slot, from] of lender) scaleValue(into, slot, volume, from, contacts / lent);
}

/** Bands of a slot follow its mean; where the model expects nobody they are Poisson. */
function setSlot(into: WritableEstimate, model: Estimate, slot: number, contacts: number): void {
  const before = model.mean[slot]!;
  if (before > 0) scaleValue(into, slot, model, slot, contacts / before);
  else setPoisson(into, slot, contacts);
}

function setTotal(
  into: WritableEstimate,
  { dayTotals }: QueueForecast,
  day: number,
  total: number,
): void {
  const before = dayTotals.mean[day]!;
  if (before > 0) scaleValue(into, day, dayTotals, day, total / before);
  else setPoisson(into, day, total);
}

function setPoisson(into: WritableEstimate, at: number, contacts: number): void {
  const law = { mean: contacts, variance: contacts };
  into.mean[at] = contacts;
  into.median[at] = countQuantile(law, 0);
  for (const band of into.bands) {
    const z = centralDeviate(band.level);
    band.lower[at] = countQuantile(law, -z);
    band.upper[at] = countQuantile(law, z);
  }
}

function changed(change: OverrideChange, model: number): number {
  return change.kind === 'absolute' ? change.contacts : change.factor * model;
}

function sumAt(values: readonly number[], slots: readonly number[]): number {
  return slots.reduce((sum, slot) => sum + values[slot]!, 0);
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
