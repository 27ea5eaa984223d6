import { checkNonNegativeInteger } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type DeferredGoal, type DeferredWork, type JobList, listJobs } from './deferred-work.ts';
import {
  checkMargin,
  type DeferredMargin,
  type Draft,
  highestDeviations,
  searchDraft,
} from './deferred-margin.ts';
import { checkAgentsOf, itemsOf, sharesOfFlow, workOf } from './evaluate-deferred.ts';
import { flowWork } from './flow-work.ts';
import { levelCapacity, type LevelCapacity } from './level-capacity.ts';
import { normalQuantile } from '../numerics/normal-quantile.ts';
import { shareOfPaths } from './sampled-work.ts';
import { allObligations, shareObligations } from './share-obligations.ts';
import { wholeCapacity } from './whole-capacity.ts';
import { type Obligation, windowBounds, type WorkSpread } from './window-bounds.ts';

/** Agents per interval, 0 where closed. */
export interface DeferredPlan {
  readonly status: 'met';
  /** As level as can be, in fractions of agents. */
  readonly agentsExact: readonly number[];
  /** Whole agents with the least peak and, given that, the least total. */
  readonly agents: readonly number[];
  /** Largest of `agentsExact`: no plan has a smaller one. */
  readonly peakExact: number;
  /** Agent seconds of `agentsExact`. */
  readonly totalExactSeconds: number;
  /** Standard deviations in reserve; `null` for none. */
  readonly marginDeviations: number | null;
  /** Of the sampled days, the share on which each plan meets the goal; `null` without samples. */
  readonly metShareExact: number | null;
  readonly metShare: number | null;
}

/** What the limits allow where they are too low. */
export interface DeferredShortage {
  readonly status: 'short';
  /** Share in time with all agents allowed, at mean volume; `null` if nothing is due. */
  readonly reachableShare: number | null;
  /** The stretch of intervals that lacks most, margin included; `null` if the share alone is missed. */
  readonly worstStretch: {
    readonly fromInterval: number;
    readonly toInterval: number;
    readonly missingAgentSeconds: number;
  } | null;
}

/**
 * Least capacity that does deferred work in time, as level as it can be.
 *
 * Model: a fluid that comes in evenly through each interval. All of it is in time if and only if,
 * for every stretch of open time, the work that comes in and is due within it fits into the
 * capacity there (demand bound of earliest-due-first). With a margin, a quantile of that work
 * takes the place of its mean. For a share below 1 the least constant capacity decides which part
 * may be late; all of it is still done by the end.
 *
 * @param maxAgents most agents per interval, whole numbers; `null` for no limit
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNREACHABLE_GOAL` if too much of the work is
 *   due before anybody works, if an item takes longer than the answer time, or if no reserve up
 *   to the most that a path can need meets the goal on enough paths
 *
 * Cost: O(levels x open intervals^2); with `paths`, 30 to 60 times that and O(paths x intervals).
 *
 * @see docs/models/deferred.md
 *
 * @example
 * const work = {
 *   stepSeconds: 3600, open: [true, true, true], items: [12, 0, 0],
 *   handleTimeSeconds: [600, 600, 600], backlog: [],
 * };
 * const goal = { share: 1, thresholdSeconds: 7200, clock: 'open', atEnd: 'finish' } as const;
 * requireDeferred(work, goal, { kind: 'none' }, null); // => agentsExact: [0.66.., 0.66.., 0.66..]
 */
export function requireDeferred(
  work: DeferredWork,
  goal: DeferredGoal,
  margin: DeferredMargin,
  maxAgents: readonly number[] | null,
): DeferredPlan | DeferredShortage {
  return requireBeside(work, goal, margin, null, maxAgents);
}

/**
 * {@link requireDeferred} where some agents are there anyway: the least and most level capacity
 * to add to them.
 *
 * @param givenAgents per interval, fractions allowed, 0 where closed; `null` for none
 */
export function requireBeside(
  work: DeferredWork,
  goal: DeferredGoal,
  margin: DeferredMargin,
  givenAgents: readonly number[] | null,
  maxAgents: readonly number[] | null,
): DeferredPlan | DeferredShortage {
  const list = listJobs(work, goal);
  checkMargin(margin, work);
  checkReach(list, goal);
  const limits = readLimits(work, list, maxAgents);
  const given = readGiven(work, list, givenAgents);
  const { stepSeconds } = work;
  const { positions } = list;
  const obligations =
    goal.share === 1
      ? allObligations(list)
      : shareObligations(list, goal.share, stepSeconds, given, limits);
  const spread = margin.kind === 'none' ? STILL : margin.spread;
  const planWith = (parts: readonly Obligation[], deviations: number | null): Draft => {
    const bounds = windowBounds(parts, positions, spread, deviations);
    for (let s = 0; s < positions; s++) {
      for (let t = s, there = 0; t < positions; t++) {
        there += given[t]!;
        bounds[s * positions + t] = bounds[s * positions + t]! / stepSeconds - there;
      }
    }
    return { bounds, deviations, capacity: levelCapacity(bounds, positions, limits) };
  };
  const metShareOf = (agents: ArrayLike<number>): number | null => {
    if (margin.kind !== 'paths') return null;
    const capacity = given.map((there, i) => (there + agents[i]!) * stepSeconds);
    return shareOfPaths(list, margin.paths, capacity, goal.share);
  };

  if (obligations === null) return shortage(work, list, given, limits, null);
  const draft =
    margin.kind === 'none'
      ? planWith(obligations, null)
      : margin.kind === 'window'
        ? planWith(obligations, normalQuantile(margin.probability))
        : searchDraft(
            [(z) => planWith(obligations, z), (z) => planWith(allObligations(list), z)],
            (agents) => metShareOf(agents)! >= margin.probability,
            highestDeviations(list, margin),
          );
  if (draft.capacity.status === 'short') return shortage(work, list, given, limits, draft.capacity);

  const exact = draft.capacity.agents;
  const whole = wholeCapacity(draft.bounds, exact, limits);
  return {
    status: 'met',
    agentsExact: perInterval(work, list, exact),
    agents: perInterval(work, list, whole),
    peakExact: exact.reduce((most, agents) => Math.max(most, agents), 0),
    totalExactSeconds: exact.reduce((sum, agents) => sum + agents, 0) * stepSeconds,
    marginDeviations: draft.deviations,
    metShareExact: metShareOf(exact),
    metShare: metShareOf(whole),
  };
}

const STILL: WorkSpread = { handleTimeVariation: 0, countDispersion: 1 };

/** Throws `UNREACHABLE_GOAL` where even agents without end would not do. */
function checkReach({ jobs, positions, clock }: JobList, goal: DeferredGoal): void {
  let due = 0;
  let lost = 0;
  let first: number | null = null;
  for (const { due: last, hopeless, interval, items, handleTimeSeconds } of jobs) {
    if (handleTimeSeconds > goal.thresholdSeconds) {
      throw new AgnerError(
        'UNREACHABLE_GOAL',
        `expected an answer time of at least the handle time, ${handleTimeSeconds} s, got ${goal.thresholdSeconds}`,
        { part: 'thresholdSeconds', handleTimeSeconds },
      );
    }
    if (last >= positions || (hopeless && interval < 0)) continue;
    due += items;
    if (hopeless) {
      lost += items;
      first ??= interval;
    }
  }
  if (due - lost >= goal.share * due * (1 - 1e-12)) return;
  throw new AgnerError(
    'UNREACHABLE_GOAL',
    `expected a share of at most ${(due - lost) / due}, as what comes in from interval ${String(first)} on is due within ${clock.steps} intervals, before anybody works, got ${goal.share}`,
    { part: 'share', interval: first },
  );
}

function readLimits(
  { open }: DeferredWork,
  { clock }: JobList,
  maxAgents: readonly number[] | null,
): Float64Array | null {
  if (maxAgents === null) return null;
  if (maxAgents.length !== open.length) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected maxAgents for each of ${open.length} intervals, got ${maxAgents.length}`,
      { name: 'maxAgents' },
    );
  }
  for (const most of maxAgents) checkNonNegativeInteger('maxAgents', most);
  return Float64Array.from(clock.openIntervals, (interval) => maxAgents[interval]!);
}

function readGiven(
  work: DeferredWork,
  { clock, positions }: JobList,
  givenAgents: readonly number[] | null,
): Float64Array {
  if (givenAgents === null) return new Float64Array(positions);
  checkAgentsOf(work, 'givenAgents', givenAgents);
  return Float64Array.from(clock.openIntervals, (interval) => givenAgents[interval]!);
}

function shortage(
  work: DeferredWork,
  list: JobList,
  given: Float64Array,
  limits: Float64Array | null,
  stretch: (LevelCapacity & { readonly status: 'short' }) | null,
): DeferredShortage {
  const capacity = given.map((there, i) => (there + (limits?.[i] ?? 0)) * work.stepSeconds);
  const items = itemsOf(list);
  const seconds = workOf(list);
  const flow = flowWork(list, seconds, items, capacity, 'last');
  const { due, inTime } = sharesOfFlow(list, items, seconds, flow);
  const { openIntervals } = list.clock;
  return {
    status: 'short',
    reachableShare: due === 0 ? null : inTime / due,
    worstStretch:
      stretch === null
        ? null
        : {
            fromInterval: openIntervals[stretch.from]!,
            toInterval: openIntervals[stretch.to]!,
            missingAgentSeconds: stretch.missingAgents * work.stepSeconds,
          },
  };
}

function perInterval(
  { open }: DeferredWork,
  { clock }: JobList,
  agents: ArrayLike<number>,
): readonly number[] {
  const values = new Array<number>(open.length).fill(0);
  clock.openIntervals.forEach((interval, position) => {
    values[interval] = agents[position]!;
  });
  return values;
}
