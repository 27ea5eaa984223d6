/** Required against scheduled agents, per slot and per day. */
import { type Coverage } from '../../src/domain/roster.ts';

/** Agents per slot. Over and under are summed queue by queue: one queue's surplus fills no other's gap. */
export interface Cover {
  readonly required: Float64Array;
  readonly scheduled: Float64Array;
  readonly under: Float64Array;
  readonly over: Float64Array;
  /** The most of required and scheduled, and of under and over, in any slot; at least 1. */
  readonly highest: number;
  readonly widest: number;
}

/** Cover of one queue, or of all of them if `queue` is `null`. */
export function coverOf(coverage: readonly Coverage[], queue: string | null, slots: number): Cover {
  const required = new Float64Array(slots);
  const scheduled = new Float64Array(slots);
  const under = new Float64Array(slots);
  const over = new Float64Array(slots);
  for (const part of coverage) {
    if (queue !== null && part.queue !== queue) continue;
    for (let slot = 0; slot < slots; slot++) {
      const need = part.required[slot] ?? 0;
      const have = part.scheduled[slot] ?? 0;
      required[slot]! += need;
      scheduled[slot]! += have;
      if (have < need) under[slot]! += need - have;
      else over[slot]! += have - need;
    }
  }
  return {
    required,
    scheduled,
    under,
    over,
    highest: highestOf(required, scheduled),
    widest: highestOf(under, over),
  };
}

function highestOf(...series: readonly Float64Array[]): number {
  return series.reduce((most, values) => values.reduce((a, b) => Math.max(a, b), most), 1);
}

/** A run of slots in which somebody is missing; `worst` agents at `worstSlot`. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly worst: number;
  readonly worstSlot: number;
}

/** All gaps in order of time. */
export function gapsOf(under: ArrayLike<number>): readonly Gap[] {
  const gaps: Gap[] = [];
  let from = 0;
  while (from < under.length) {
    let to = from;
    let worstSlot = from;
    while (to < under.length && under[to]! > 0) {
      if (under[to]! > under[worstSlot]!) worstSlot = to;
      to++;
    }
    if (to > from) gaps.push({ from, to, worst: under[worstSlot]!, worstSlot });
    from = to + 1;
  }
  return gaps;
}

/** The first gap that starts after a slot, round to the first; `null` if there is none. */
export function nextGap(gaps: readonly Gap[], after: number): Gap | null {
  return gaps.find((gap) => gap.from > after) ?? gaps[0] ?? null;
}
