import { addCover } from './cover.ts';
import { type DutyBreak, type ModelDuty } from './roster-model.ts';

/** A duty with its line and breaks chosen. */
export interface Assignment {
  readonly duty: ModelDuty;
  /** Index of the line that it covers; -1 for work that nobody asked for. */
  readonly line: number;
  /** Starts of the duty's breaks, in seconds after its start. */
  readonly breakOffsets: readonly number[];
}

/** Running sums of a price per slot: entry i is the price of slots 0 to i - 1. */
export type PriceSums = Float64Array;

/** Running sums of prices per line. */
export type Prices = readonly PriceSums[];

/** Running sums of prices. */
export function sumPrices(prices: Float64Array): PriceSums {
  const sums = new Float64Array(prices.length + 1);
  let sum = 0;
  for (let slot = 0; slot < prices.length; slot++) {
    sums[slot] = sum;
    sum += prices[slot]!;
  }
  sums[prices.length] = sum;
  return sums;
}

/** Price of everything before a place given in slots; places outside the grid are free. */
function priceBefore(sums: PriceSums, place: number): number {
  if (place <= 0) return 0;
  const last = sums.length - 1;
  if (place >= last) return sums[last]!;
  const slot = Math.floor(place);
  const before = sums[slot]!;
  const share = place - slot;
  return share === 0 ? before : before + share * (sums[slot + 1]! - before);
}

const MAX_OFFSETS = 4096;
const best = new Float64Array(MAX_OFFSETS);
const bestBefore = new Float64Array(MAX_OFFSETS);

/**
 * Least price of working a duty on a line, its breaks placed best. Breaks follow each other in
 * order; their best places are found one after the other (a dynamic programme over starts).
 */
export function priceDuty(duty: ModelDuty, sums: PriceSums): number {
  const whole = priceBefore(sums, duty.to) - priceBefore(sums, duty.from);
  return duty.breaks.length === 0 ? whole : whole - breakGain(duty, sums);
}

/** Most price that the breaks of a duty can spare. */
function breakGain(duty: ModelDuty, sums: PriceSums): number {
  const { breaks, from } = duty;
  if (from >= 0 && duty.to < sums.length && breaks.every(onEdges)) return edgeGain(duty, sums);
  let previous = null;
  for (const current of breaks) {
    const { offsetsSlots, lengthSlots } = current;
    let reach = 0;
    let reached = previous === null ? 0 : -Infinity;
    for (let index = 0; index < offsetsSlots.length; index++) {
      const offset = offsetsSlots[index]!;
      if (previous !== null) {
        const { offsetsSlots: ends, lengthSlots: length } = previous;
        while (reach < ends.length && ends[reach]! + length <= offset + 1e-9) {
          if (bestBefore[reach]! > reached) reached = bestBefore[reach]!;
          reach++;
        }
      }
      const place = from + offset;
      best[index] = reached + priceBefore(sums, place + lengthSlots) - priceBefore(sums, place);
    }
    bestBefore.set(best.subarray(0, offsetsSlots.length));
    previous = current;
  }
  let gain = -Infinity;
  for (let index = 0; index < (previous?.offsetsSlots.length ?? 0); index++) {
    if (best[index]! > gain) gain = best[index]!;
  }
  return gain;
}

function onEdges({ isOnEdges }: DutyBreak): boolean {
  return isOnEdges;
}

/** The same where every break begins and ends on edges of cells of the grid. */
function edgeGain({ breaks, from }: ModelDuty, sums: PriceSums): number {
  let count = 0;
  for (let order = 0; order < breaks.length; order++) {
    const { offsetsSlots, lengthSlots } = breaks[order]!;
    const previous = order === 0 ? null : breaks[order - 1]!;
    let reach = 0;
    let reached = previous === null ? 0 : -Infinity;
    count = offsetsSlots.length;
    for (let index = 0; index < count; index++) {
      const offset = offsetsSlots[index]! | 0;
      if (previous !== null) {
        const latest = offset - previous.lengthSlots;
        const ends = previous.offsetsSlots;
        while (reach < ends.length && ends[reach]! <= latest) {
          if (bestBefore[reach]! > reached) reached = bestBefore[reach]!;
          reach++;
        }
      }
      const place = (from + offset) | 0;
      best[index] = reached + sums[place + lengthSlots]! - sums[place]!;
    }
    for (let index = 0; index < count; index++) bestBefore[index] = best[index]!;
  }
  let gain = -Infinity;
  for (let index = 0; index < count; index++) if (best[index]! > gain) gain = best[index]!;
  return gain;
}

/** Line and breaks that make a duty cheapest; the preferred line of equals. */
export function assignDuty(duty: ModelDuty, lines: readonly number[], prices: Prices): Assignment {
  let line = -1;
  let least = Infinity;
  for (const candidate of lines) {
    const price = priceDuty(duty, prices[candidate]!);
    if (price < least - 1e-9) {
      least = price;
      line = candidate;
    }
  }
  const breakOffsets =
    line < 0
      ? duty.breaks.map(({ offsetsSeconds }) => offsetsSeconds[0]!)
      : placeBreaks(duty, prices[line]!);
  return { duty, line, breakOffsets };
}

/** The starts of breaks that {@link priceDuty} prices, in seconds after the duty's start. */
function placeBreaks(duty: ModelDuty, sums: PriceSums): readonly number[] {
  const { breaks, from } = duty;
  const gains: { gain: number; via: number }[][] = [];
  breaks.forEach(({ offsetsSlots, lengthSlots }, order) => {
    const previous = breaks[order - 1];
    gains.push(
      Array.from(offsetsSlots, (offset) => {
        const place = from + offset;
        const own = priceBefore(sums, place + lengthSlots) - priceBefore(sums, place);
        if (previous === undefined) return { gain: own, via: -1 };
        let via = -1;
        let before = -Infinity;
        gains[order - 1]!.forEach(({ gain }, index) => {
          const end = previous.offsetsSlots[index]! + previous.lengthSlots;
          if (end <= offset + 1e-9 && gain > before) {
            before = gain;
            via = index;
          }
        });
        return { gain: own + before, via };
      }),
    );
  });
  const offsets: number[] = [];
  let at = -1;
  for (let order = breaks.length - 1; order >= 0; order--) {
    const row = gains[order]!;
    if (at < 0) {
      row.forEach(({ gain }, index) => {
        if (at < 0 || gain > row[at]!.gain) at = index;
      });
    }
    offsets.unshift(breaks[order]!.offsetsSeconds[at]!);
    at = row[at]!.via;
  }
  return offsets;
}

/** Adds a person's work on a duty to the cover of a line (or a share of it; -1 takes it away). */
export function addAssignment(
  cover: readonly Float64Array[],
  { duty, line, breakOffsets }: Assignment,
  weight: number,
): void {
  const slots = cover[line];
  if (slots === undefined || weight === 0) return;
  addCover(slots, duty.from, duty.to, weight);
  duty.breaks.forEach(({ lengthSlots, slotsPerSecond }, index) => {
    const from = duty.from + breakOffsets[index]! * slotsPerSecond;
    addCover(slots, from, from + lengthSlots, -weight);
  });
}
