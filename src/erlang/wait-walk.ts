import { fillLawPanel, type LawPanel } from './law-panel.ts';
import { type PatienceLaw } from './patience-law.ts';

/** Calls of a queue, per second. */
export interface CallFlow {
  readonly arrivals: number;
  /** What all agents together finish when all are busy. */
  readonly departures: number;
}

/**
 * A place on the axis of the offered wait, with what is known there. Walked to by increments of
 * one sign each, so that nothing cancels.
 */
export interface WaitPoint {
  readonly at: number;
  /** Logarithm of the peak density over the density here. */
  readonly fall: number;
  /** Its derivative. */
  readonly slope: number;
  /** Share of all callers whose patience is longer. */
  readonly staying: number;
  readonly gone: number;
  /** Mean patience of those who are gone, times their share. */
  readonly goneTime: number;
}

/** Fall of the log density over one panel that is aimed at, and the most that is accepted. */
const AIM = 6;
const ACCEPT = 8;

/** Share of callers, against those whom the agents can serve, that no longer matters. */
const FEW = 1e-18;

/** Length, against those of the law and of the wait, below which an uneven law is not followed. */
const FINEST = 1e-14;

/** Next place at which the density is not smooth, or the threshold; `Infinity` if there is none. */
export function nextEdge(law: PatienceLaw, at: number, threshold: number): number {
  const edge = law.edges.find((place) => place > at) ?? Infinity;
  return threshold > at ? Math.min(edge, threshold) : edge;
}

/** Longest stretch from here on on which the law can be followed, in a walk of about `scale`. */
export function lawReach(law: PatienceLaw, at: number, scale: number): number {
  const reach = law.reach(at);
  if (at > 0 || !law.graded) return reach;
  return Math.max(reach, FINEST * Math.min(scale, law.scaleSeconds));
}

/** What changes at this very place: all hang up, or nobody hangs up from here on. */
export function settle(point: WaitPoint, law: PatienceLaw, flow: CallFlow): WaitPoint {
  const { at, staying, gone, goneTime } = point;
  if (at === law.certainAt) {
    return {
      ...point,
      slope: flow.departures,
      staying: 0,
      gone: gone + staying,
      goneTime: goneTime + at * staying,
    };
  }
  if (staying > 0 && staying < FEW * Math.min(1, flow.departures / flow.arrivals)) {
    return { ...point, slope: flow.departures, staying: 0, gone: gone + staying };
  }
  if (at < law.endlessFrom) return point;
  const endless = (1 - law.balking) * law.endless;
  return { ...point, staying: endless, slope: flow.departures - flow.arrivals * endless };
}

/** Fills the panel from a point on to the right, and returns the point at its end. */
export function advance(
  point: WaitPoint,
  law: PatienceLaw,
  flow: CallFlow,
  threshold: number,
  panel: LawPanel,
): WaitPoint {
  const { at, fall, slope, staying, gone, goneTime } = point;
  const still = staying === 0 || at >= law.endlessFrom;
  const leave = still ? null : law.leaving(at);
  const edge = nextEdge(law, at, threshold);
  const reach = still ? Infinity : lawReach(law, at, 1 / flow.departures);
  let length = Math.min(reach, edge - at);
  // Without an edge and a law to follow the density falls evenly, since a steady state exists.
  if (length === Infinity) length = AIM / slope;
  for (;;) {
    // The fall is convex, so that the slope at the end bounds it.
    const most = length * (slope + (leave === null ? 0 : flow.arrivals * staying * leave(length)));
    if (!(most > ACCEPT)) break;
    length *= Math.sqrt(AIM / most);
  }
  fillLawPanel(panel, law, leave, at, length);
  const { left, leftTime } = panel.end;
  const end = length === edge - at ? edge : at + length;
  return {
    at: end,
    fall: fall + slope * length + flow.arrivals * staying * leftTime,
    slope: slope + flow.arrivals * staying * left,
    staying: staying * (1 - left),
    gone: gone + staying * left,
    goneTime: goneTime + staying * ((at + length) * left - leftTime),
  };
}

/** Fills the panel from a point to the left, not beyond `least`, and returns the point at its start. */
export function retreat(
  point: WaitPoint,
  law: PatienceLaw,
  flow: CallFlow,
  least: number,
  panel: LawPanel,
): WaitPoint {
  let length = point.at - least;
  for (;;) {
    const at = length === point.at - least ? least : point.at - length;
    const leave = law.leaving(at);
    const left = leave(length);
    const staying = point.staying / (1 - left);
    const slope = point.slope - flow.arrivals * staying * left;
    const most = -slope * length;
    if (most > ACCEPT) {
      length *= Math.sqrt(AIM / most);
      continue;
    }
    fillLawPanel(panel, law, leave, at, length);
    const { leftTime } = panel.end;
    return {
      at,
      fall: point.fall - slope * length - flow.arrivals * staying * leftTime,
      slope,
      staying,
      // At least 0 but for the last bits of rounding.
      gone: Math.max(0, point.gone - staying * left),
      goneTime: Math.max(0, point.goneTime - staying * (point.at * left - leftTime)),
    };
  }
}
