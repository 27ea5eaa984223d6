import { fillLawPanel, type LawPanel } from './law-panel.ts';
import { type LawPlace, type PatienceLaw } from './patience-law.ts';

/** A stretch of time on which a law is smooth. */
export interface Cell extends LawPlace {
  readonly length: number;
}

/** A law of patience from 0 up to, not including, a time. */
export interface LawWalk {
  /** The stretches from 0 to the time, rising. */
  readonly cells: readonly Cell[];
  /** Share of all callers whose patience is at least the time. */
  readonly staying: number;
  /** Mean patience of the others, times their share. */
  readonly goneTime: number;
}

/** Length, against those of the law and of the walk, below which an uneven law is not followed. */
const FINEST = 1e-14;

/** A place as a plain time, rounded. */
export function timeOf({ edge, offset }: LawPlace): number {
  return edge + offset;
}

/** Next place at which the law is not smooth, or the stop; `Infinity` if there is none. */
export function nextEdge(law: PatienceLaw, place: LawPlace, stop: number): number {
  const edge = law.edges.find((each) => each > place.edge) ?? Infinity;
  return stop > place.edge && stop - place.edge > place.offset ? Math.min(edge, stop) : edge;
}

/** Longest stretch from here on on which the law can be followed, in a walk of about `scale`. */
export function lawReach(law: PatienceLaw, place: LawPlace, scale: number): number {
  const reach = law.reach(place);
  if (timeOf(place) > 0 || !law.graded) return reach;
  return Math.max(reach, FINEST * Math.min(scale, law.scaleSeconds));
}

/** Follows a law of patience from 0 to a place that is not beyond the moment when all hang up. */
export function walkLaw(law: PatienceLaw, until: LawPlace, panel: LawPanel): LawWalk {
  const cells: Cell[] = [];
  let edge = 0;
  let offset = 0;
  let staying = 1 - law.balking;
  let goneTime = 0;
  for (;;) {
    const next = edge < until.edge ? nextEdge(law, { edge, offset }, until.edge) : Infinity;
    const untilEnd = next === Infinity ? until.offset - offset : next - edge - offset;
    if (untilEnd <= 0) return { cells, staying, goneTime };
    const reach = lawReach(law, { edge, offset }, timeOf(until));
    const length = Math.min(reach, untilEnd);
    fillLawPanel(panel, law, law.leaving({ edge, offset }), edge + offset, length);
    const { left, leftTime } = panel.end;
    goneTime += staying * ((edge + offset + length) * left - leftTime);
    staying *= 1 - left;
    cells.push({ edge, offset, length });
    if (length < untilEnd) offset += length;
    else if (next === Infinity) return { cells, staying, goneTime };
    else {
      edge = next;
      offset = 0;
    }
  }
}

/** The cells, one of them in two if a time lies inside it. */
export function cutCells(cells: readonly Cell[], time: number): readonly Cell[] {
  return cells.flatMap((cell) => {
    const first = time - cell.edge - cell.offset;
    if (!(first > 0 && first < cell.length)) return [cell];
    return [
      { ...cell, length: first },
      { edge: time, offset: 0, length: cell.length - first },
    ];
  });
}
