import { type JobList } from './deferred-work.ts';
import { itemsOf, sharesOfFlow, workOf } from './evaluate-deferred.ts';
import { flowWork } from './flow-work.ts';
import { type Obligation, windowBounds } from './window-bounds.ts';

/** Slack of comparisons with a share: rounding of sums. */
const ROUNDING = 1e-12;

/** All that can be in time must be, the rest of what is due is done by the end. */
export function allObligations(list: JobList): readonly Obligation[] {
  return obligationsOf(list, null);
}

/**
 * Which part of each job must be in time so that a share of the items is, under the least constant
 * capacity beside what is given; the rest of what is due must be done by the last position.
 *
 * A capacity puts the most work in time if it does the earliest due first and what is late last
 * (Glover's rule for matchings); all that is due is done by the end if it is at some rate, in
 * whatever order, since nobody idles. So both hold for a capacity or not, they hold for every
 * greater one, and the least is found by halving to the last bit.
 *
 * @param share fraction in (0, 1)
 * @param given agents per position that are there anyway
 * @param limits most agents per position; `null` for none
 * @returns `null` if the limits are too low for it
 *
 * Cost: O(positions^2) for the upper end, then about 60 flows of O(jobs + positions).
 *
 * @see Glover (1967), "Maximum matching in a convex bipartite graph", Naval Research Logistics
 *   Quarterly 14(3).
 */
export function shareObligations(
  list: JobList,
  share: number,
  stepSeconds: number,
  given: Float64Array,
  limits: Float64Array | null,
): readonly Obligation[] | null {
  const { jobs, positions } = list;
  const items = itemsOf(list);
  const seconds = workOf(list);
  const flowAt = (level: number) => {
    const capacity = given.map(
      (there, i) => (there + Math.min(level, limits === null ? level : limits[i]!)) * stepSeconds,
    );
    return flowWork(list, seconds, items, capacity, 'last');
  };
  const holds = (level: number): boolean => {
    const flow = flowAt(level);
    const { due, inTime } = sharesOfFlow(list, items, seconds, flow);
    if (inTime < share * due * (1 - ROUNDING)) return false;
    return jobs.every(
      (job, index) =>
        job.due >= positions ||
        job.from >= positions ||
        flow.done[index]! >= seconds[index]! * (1 - ROUNDING),
    );
  };

  let high = highestLevel(list, stepSeconds);
  if (limits !== null) high = Math.max(high, ...limits);
  if (!holds(high)) return null;
  let low = 0;
  if (holds(0)) high = 0;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return obligationsOf(list, flowAt(high).inTime);
}

/** A constant capacity under which all that can be in time is, a hair above the least. */
function highestLevel(list: JobList, stepSeconds: number): number {
  const still = { handleTimeVariation: 0, countDispersion: 1 };
  const bounds = windowBounds(allObligations(list), list.positions, still, null);
  let highest = 0;
  for (let s = 0; s < list.positions; s++) {
    for (let t = s; t < list.positions; t++) {
      highest = Math.max(highest, bounds[s * list.positions + t]! / (t - s + 1));
    }
  }
  return (highest / stepSeconds) * (1 + 1e-9);
}

function obligationsOf(
  { jobs, positions }: JobList,
  inTime: Float64Array | null,
): readonly Obligation[] {
  const obligations: Obligation[] = [];
  const end = positions - 1;
  jobs.forEach((job, index) => {
    const { from, due, items, handleTimeSeconds, hopeless } = job;
    if (due >= positions || from >= positions) return;
    const counted = job.interval < 0;
    const soon = hopeless
      ? 0
      : inTime === null
        ? items
        : Math.min(items, inTime[index]! / handleTimeSeconds);
    const later = items - soon;
    if (soon > 0) obligations.push({ from, due, items: soon, handleTimeSeconds, counted });
    if (later > items * ROUNDING) {
      obligations.push({ from, due: end, items: later, handleTimeSeconds, counted });
    }
  });
  return obligations;
}
