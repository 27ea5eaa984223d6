import { fillLawPanel, type LawPanel } from './law-panel.ts';
import { type Cell, lawReach, nextEdge, timeOf } from './law-walk.ts';
import { type LawPlace, type PatienceLaw } from './patience-law.ts';

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
  readonly place: LawPlace;
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

/** What changes at this very place: all hang up, or nobody hangs up from here on. */
export function settle(point: WaitPoint, law: PatienceLaw, flow: CallFlow): WaitPoint {
  const { place, staying, gone, goneTime } = point;
  if (place.edge === law.certainAt && place.offset === 0) {
    return {
      ...point,
      slope: flow.departures,
      staying: 0,
      gone: gone + staying,
      goneTime: goneTime + place.edge * staying,
    };
  }
  if (staying > 0 && staying < FEW * Math.min(1, flow.departures / flow.arrivals)) {
    return { ...point, slope: flow.departures, staying: 0, gone: gone + staying };
  }
  if (place.edge < law.endlessFrom) return point;
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
  const { place, fall, slope, staying, gone, goneTime } = point;
  const still = staying === 0 || place.edge >= law.endlessFrom;
  const leave = still ? null : law.leaving(place);
  const edge = nextEdge(law, place, threshold);
  const untilEdge = edge - place.edge - place.offset;
  // Where the law has ended the density falls evenly, since a steady state exists.
  const reach = still ? AIM / slope : lawReach(law, place, 1 / flow.departures);
  let length = Math.min(reach, untilEdge);
  for (;;) {
    // The fall is convex, so that the slope at the end bounds it.
    const most = length * (slope + (leave === null ? 0 : flow.arrivals * staying * leave(length)));
    if (!(most > ACCEPT)) break;
    length *= Math.sqrt(AIM / most);
  }
  fillLawPanel(panel, law, leave, timeOf(place), length);
  const { left, leftTime } = panel.end;
  return {
    place:
      length === untilEdge
        ? { edge, offset: 0 }
        : { edge: place.edge, offset: place.offset + length },
    fall: fall + slope * length + flow.arrivals * staying * leftTime,
    slope: slope + flow.arrivals * staying * left,
    staying: staying * (1 - left),
    gone: gone + staying * left,
    goneTime: goneTime + staying * ((timeOf(place) + length) * left - leftTime),
  };
}

/**
 * Fills the panel from a point in a cell to the left, not beyond the cell.
 *
 * @param rest how far into the cell the point is
 * @returns the point at the panel's start, and how far into the cell that is
 */
export function retreat(
  point: WaitPoint,
  law: PatienceLaw,
  flow: CallFlow,
  cell: Cell,
  rest: number,
  panel: LawPanel,
): { readonly point: WaitPoint; readonly rest: number } {
  let length = rest;
  for (;;) {
    const place = { edge: cell.edge, offset: cell.offset + (rest - length) };
    const leave = law.leaving(place);
    const left = leave(length);
    const staying = point.staying / (1 - left);
    const slope = point.slope - flow.arrivals * staying * left;
    const most = -slope * length;
    if (most > ACCEPT) {
      length *= Math.sqrt(AIM / most);
      continue;
    }
    fillLawPanel(panel, law, leave, timeOf(place), length);
    const { leftTime } = panel.end;
    const leftBy = (timeOf(place) + length) * left - leftTime;
    return {
      point: {
        place,
        fall: point.fall - slope * length - flow.arrivals * staying * leftTime,
        slope,
        staying,
        // At least 0 but for the last bits of rounding.
        gone: Math.max(0, point.gone - staying * left),
        goneTime: Math.max(0, point.goneTime - staying * leftBy),
      },
      rest: rest - length,
    };
  }
}
