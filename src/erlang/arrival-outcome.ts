import { dot, drainQueue, type Queue } from './drain-queue.ts';
import { followLateArrivals, type IntervalRun, type Within } from './late-arrivals.ts';
import { followToEnd } from './late-ends.ts';
import { busyProbability, meanWaiting, waitingByPlace } from './queue-states.ts';
import { tagCallers, tagWaits } from './tagged-caller.ts';

/** What becomes of the calls that arrive in one interval, in expected contacts. */
export interface ArrivalOutcome {
  readonly offered: number;
  readonly answeredWithin: number;
  readonly abandonedWithin: number;
  /** Answered, hung up or sent away at closing, after more than the threshold. */
  readonly waitedLonger: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Still waiting when the queue closes; in `waitedLonger` whatever their wait. */
  readonly leftAtClosing: number;
  /** Sum of the waits of those answered. */
  readonly answeredWaitSeconds: number;
  /** Sum of all waits; `null` where some of them never end. */
  readonly waitSeconds: number | null;
}

/** Of the arrivals of an interval, so few do not matter to how they end. */
const NEGLIGIBLE = 1e-8;

/**
 * Waits of the calls that arrive in an interval, served first come first served.
 *
 * What they find is the time average of the states (PASTA), and a tagged caller's chances are
 * closed forms while conditions last. Those who arrive within the threshold of the interval's end
 * are followed into the next ones, by quadrature over their age. Of those still waiting at the
 * end, the outcome in the end is that of the conditions that follow first, as if they lasted.
 *
 * Cost: a fraction of the evolution's.
 */
export function measureArrivals(run: IntervalRun, thresholdSeconds: number): ArrivalOutcome {
  const { rates, seconds, evolution, following } = run;
  const { average } = evolution;
  const offered = rates.arrivalRate * seconds;
  if (offered === 0) return NOBODY;
  const places = Math.max(0, average.first + average.mass.length - rates.agents);
  const immediate = 1 - busyProbability(average, rates.agents);
  const tags = tagCallers(rates, thresholdSeconds, places);
  const waits = tagWaits(rates, places);
  const share = (values: Float64Array): number => {
    let sum = 0;
    for (let k = Math.max(0, average.first - rates.agents); k < places; k++) {
      sum += average.mass[rates.agents + k - average.first]! * values[k]!;
    }
    return sum;
  };
  const within: Within = {
    answeredWithin: offered * (immediate + share(tags.answeredWithin)),
    waitedLonger: offered * share(tags.waitedLonger),
  };
  followLateArrivals(run, thresholdSeconds, within);

  const { waiting, ages, insideSeconds } = waitingAtEnd(run);
  const ends = followToEnd(waiting, ages, rates, following, NEGLIGIBLE * offered);
  const answered =
    offered * (immediate + share(waits.answered)) - dot(waiting, waits.answered) + ends.answered;
  const answeredWaitSeconds =
    offered * share(waits.answeredWaitSeconds) -
    dot(waiting, waits.answeredWaitSeconds) -
    dot(ages, waits.answered) +
    ends.answeredWaitSeconds;
  const waitSeconds = insideSeconds + ends.waitSeconds;
  const answeredWithin = clamp(within.answeredWithin, offered);
  const waitedLonger = clamp(within.waitedLonger, offered - answeredWithin);
  const abandoned = rates.patienceRate === 0 ? 0 : rates.patienceRate * waitSeconds;
  return {
    offered,
    answeredWithin,
    abandonedWithin: offered - answeredWithin - waitedLonger,
    waitedLonger,
    answered: clamp(answered, offered),
    abandoned: clamp(abandoned, offered),
    leftAtClosing: ends.leftAtClosing,
    answeredWaitSeconds: Math.max(0, answeredWaitSeconds),
    waitSeconds: waitSeconds === Infinity ? null : waitSeconds,
  };
}

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

/** Within [0, most] but for the last bits of rounding. */
function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

const NOBODY: ArrivalOutcome = {
  offered: 0,
  answeredWithin: 0,
  abandonedWithin: 0,
  waitedLonger: 0,
  answered: 0,
  abandoned: 0,
  leftAtClosing: 0,
  answeredWaitSeconds: 0,
  waitSeconds: 0,
};
