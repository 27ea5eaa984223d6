import { type LawPanel } from './law-panel.ts';
import { type Cell, cutCells, timeOf, walkLaw } from './law-walk.ts';
import { type PatienceLaw } from './patience-law.ts';
import { type CallFlow, type WaitPoint } from './wait-walk.ts';

/** A rise of the log density before its peak that is small enough to be walked over from 0. */
const FLAT = 1e-3;

/** Where the density of the offered wait is highest, with what is known there. */
export interface WaitPeak {
  readonly peak: WaitPoint;
  /** Stretches from 0 to the peak on which the law is smooth, rising, cut at the threshold. */
  readonly before: readonly Cell[];
}

/**
 * The peak of the density: where the callers who stay are as many as the agents can serve,
 * arrivals x survival = departures, or 0 if they are never more.
 *
 * There the slope is 0 and the share of callers still staying is departures / arrivals by
 * definition, rather than as computed from a rounded place.
 */
export function findPeak(
  law: PatienceLaw,
  flow: CallFlow,
  threshold: number,
  panel: LawPanel,
): WaitPeak {
  const { arrivals, departures } = flow;
  const slope = departures - arrivals + arrivals * law.balking;
  const start: WaitPoint = {
    place: { edge: 0, offset: 0 },
    fall: 0,
    slope,
    staying: 1 - law.balking,
    gone: law.balking,
    goneTime: 0,
  };
  if (slope >= 0) return { peak: start, before: [] };
  const place =
    law.certainAt < Infinity
      ? { edge: law.certainAt, offset: 0 }
      : law.timeAtHazard(Math.log1p(-slope / departures));
  if (-slope * timeOf(place) < FLAT) return { peak: start, before: [] };
  const { cells, goneTime } = walkLaw(law, place, panel);
  const before = cutCells(cells, threshold);
  // Everybody hangs up at the peak: this is what lies before it.
  if (law.certainAt < Infinity) return { peak: { ...start, place }, before };
  return {
    peak: {
      place,
      fall: 0,
      slope: 0,
      staying: departures / arrivals,
      gone: (arrivals - departures) / arrivals,
      goneTime,
    },
    before,
  };
}
