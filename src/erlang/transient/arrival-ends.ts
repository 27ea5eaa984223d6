import { dot, drainQueue, type Queue } from './drain-queue.ts';
import { type IntervalRun } from './late-arrivals.ts';
import { followToEnd } from './late-ends.ts';
import { busyProbability, meanWaiting, shareOfQueue, waitingByPlace } from './queue-states.ts';
import { tagWaits } from './tagged-caller.ts';

/** How the calls that arrive in one interval end, whenever it is, in expected contacts. */
export interface ArrivalEnds {
  readonly answered: number;
  readonly abandoned: number;
  /** Still waiting when the queue closes. */
  readonly leftAtClosing: number;
  /** Sum of the waits of those answered. */
  readonly answeredWaitSeconds: number;
  /** Sum of all waits; `null` where some of them never end. */
  readonly waitSeconds: number | null;
}

/** Of the arrivals of an interval, so few do not matter to how they end. */
const NEGLIGIBLE = 1e-7;

/**
 * Answers, hang-ups and waits of the calls that arrive in an interval.
 *
 * Closed forms give them as if the interval lasted; those who wait at its end are taken out of
 * them and followed to theirs. How long the answered among these had waited by then is
 * approximate; all else is exact.
 */
export function measureEnds(run: IntervalRun): ArrivalEnds {
  const { rates, seconds, evolution, following } = run;
  const offered = rates.arrivalRate * seconds;
  if (offered === 0) return NO_ENDS;
  const { average } = evolution;
  const { waiting, ages, insideSeconds } = waitingAtEnd(run);
  const longest = Math.max(waiting.length, average.first + average.mass.length - rates.agents);
  const waits = tagWaits(rates, longest);
  const ends = followToEnd(waiting, ages, rates, following, NEGLIGIBLE * offered);
  const immediate = 1 - busyProbability(average, rates.agents);
  const answered =
    offered * (immediate + shareOfQueue(average, rates.agents, waits.answered)) -
    dot(waiting, waits.answered) +
    ends.answered;
  const answeredWaitSeconds =
    offered * shareOfQueue(average, rates.agents, waits.answeredWaitSeconds) -
    dot(waiting, waits.answeredWaitSeconds) -
    dot(ages, waits.answered) +
    ends.answeredWaitSeconds;
  const waitSeconds = insideSeconds + ends.waitSeconds;
  const abandoned = rates.patienceRate === 0 ? 0 : rates.patienceRate * waitSeconds;
  // Within bounds but for the last bits of rounding.
  return {
    answered: Math.min(offered, Math.max(0, answered)),
    abandoned: Math.min(offered, abandoned),
    leftAtClosing: ends.leftAtClosing,
    answeredWaitSeconds: Math.max(0, answeredWaitSeconds),
    waitSeconds: waitSeconds === Infinity ? null : waitSeconds,
  };
}

const NO_ENDS: ArrivalEnds = {
  answered: 0,
  abandoned: 0,
  leftAtClosing: 0,
  answeredWaitSeconds: 0,
  waitSeconds: 0,
};

interface WaitingAtEnd {
  /** Of the calls that arrived in the interval, those still waiting, by place. */
  readonly waiting: Queue;
  /** The seconds they have waited, summed, by place. */
  readonly ages: Queue;
  /** What all calls that arrived in the interval waited inside it. */
  readonly insideSeconds: number;
}

/** Calls from before the interval are before those from inside it in line, and are left out. */
function waitingAtEnd({ rates, seconds, start, evolution }: IntervalRun): WaitingAtEnd {
  const { agents, patienceRate, arrivalRate } = rates;
  const all = waitingByPlace(evolution.end, agents);
  const before = waitingByPlace(start, agents);
  const old = drainQueue(before, rates, seconds, NEGLIGIBLE * arrivalRate * seconds);
  const endless = tagWaits(rates, before.length).waitSeconds;
  const oldSeconds =
    agents === 0 && patienceRate === 0
      ? before.reduce((sum, callers) => sum + callers, 0) * seconds
      : dot(before, endless) - dot(old, endless);
  const allSeconds = meanWaiting(evolution.average, agents) * seconds;
  return withoutOld(all, old, Math.max(0, allSeconds - oldSeconds), arrivalRate);
}

/**
 * A caller is about as old as the calls behind took to arrive. The number of old calls and that of
 * all rise and fall together, so that where a place is not old it is the longest lines that are
 * there.
 */
function withoutOld(
  all: Queue,
  old: Queue,
  insideSeconds: number,
  arrivalRate: number,
): WaitingAtEnd {
  const waiting = all.map((callers, place) => Math.max(0, callers - (old[place] ?? 0)));
  const ages = new Float64Array(all.length);
  let behind = 0;
  let end = all.length;
  // Sums all[m] - old[place] over the places m behind where it is positive.
  for (let place = all.length - 1, from = all.length; place >= 0; place--) {
    const gone = old[place] ?? 0;
    while (from > place + 1) behind += all[--from]!;
    while (end > place + 1 && all[end - 1]! <= gone) behind -= all[--end]!;
    ages[place] = Math.max(0, behind - gone * Math.max(0, end - place - 1)) / arrivalRate;
  }
  return { waiting, ages, insideSeconds };
}
