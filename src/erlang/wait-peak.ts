import { fillLawPanel, type LawPanel } from './law-panel.ts';
import { type PatienceLaw } from './patience-law.ts';
import { type CallFlow, lawReach, nextEdge, type WaitPoint } from './wait-walk.ts';

/** A rise of the log density before its peak that is small enough to be walked over from 0. */
const FLAT = 1e-3;

/** Where the density of the offered wait is highest, seen from both sides. */
export interface WaitPeak {
  readonly left: WaitPoint;
  readonly right: WaitPoint;
  /** Places from 0 to the peak between which the law can be followed, rising. */
  readonly mesh: readonly number[];
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
    at: 0,
    fall: 0,
    slope,
    staying: 1 - law.balking,
    gone: law.balking,
    goneTime: 0,
  };
  if (slope >= 0) return { left: start, right: start, mesh: [0] };
  const peak = Math.min(law.certainAt, law.timeAtHazard(Math.log1p(-slope / departures)));
  if (-slope * peak < FLAT) return { left: start, right: start, mesh: [0] };
  const { mesh, goneTime } = walkLaw(law, start, peak, panel);
  if (threshold > 0 && threshold < peak) {
    mesh.push(threshold);
    mesh.sort((a, b) => a - b);
  }
  if (peak === law.certainAt) {
    // Everybody still there hangs up at the peak; the walk to the right sees to it.
    const left = { ...start, at: peak };
    return { left, right: left, mesh };
  }
  const top: WaitPoint = {
    at: peak,
    fall: 0,
    slope: 0,
    staying: departures / arrivals,
    gone: (arrivals - departures) / arrivals,
    goneTime,
  };
  return { left: top, right: top, mesh };
}

/** Follows the law alone from 0 on: mean patience of those who are gone by a time, times their share. */
function walkLaw(law: PatienceLaw, start: WaitPoint, until: number, panel: LawPanel) {
  const mesh = [0];
  let { at, staying, goneTime } = start;
  while (at < until) {
    const edge = Math.min(until, nextEdge(law, at, Infinity));
    const length = Math.min(lawReach(law, at, until), edge - at);
    fillLawPanel(panel, law, law.leaving(at), at, length);
    const { left, leftTime } = panel.end;
    goneTime += staying * ((at + length) * left - leftTime);
    staying *= 1 - left;
    at = length === edge - at ? edge : at + length;
    mesh.push(at);
  }
  return { mesh, goneTime };
}
