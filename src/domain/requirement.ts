import { type Provenance } from './document.ts';
import { type Note } from './forecast.ts';
import { type IntervalGrid } from './interval-grid.ts';

/**
 * Which share "service level" is, T being the threshold:
 * - `offered`: answered in T over offered
 * - `entered`: answered in T over offered less blocked
 * - `answered`: answered in T over answered
 * - `excludingShortAbandons`: answered in T over entered less abandoned in T
 * - `includingShortAbandons`: answered or abandoned in T over entered
 */
export const SERVICE_LEVEL_DEFINITIONS = [
  'offered',
  'entered',
  'answered',
  'excludingShortAbandons',
  'includingShortAbandons',
] as const;

export type ServiceLevelDefinition = (typeof SERVICE_LEVEL_DEFINITIONS)[number];

/** Over which stretch a goal is to be met. */
export const GOAL_PERIODS = ['interval', 'day', 'week', 'month'] as const;

export type GoalPeriod = (typeof GOAL_PERIODS)[number];

export const STAFFING_MODELS = ['erlang-c', 'erlang-a'] as const;

export type StaffingModel = (typeof STAFFING_MODELS)[number];

/**
 * How the intervals of a plan are staffed together:
 * - `carry-over`: each takes over what the one before left, in the transient model
 * - `mol-mean`, `mol-max`: each by itself, for the mean (highest) load in it that infinitely many
 *   agents would see, earlier arrivals included
 * - `sipp`: each by itself, for its own arrivals, as if it lasted
 */
export const STAFFING_METHODS = ['carry-over', 'mol-mean', 'mol-max', 'sipp'] as const;

export type StaffingMethod = (typeof STAFFING_METHODS)[number];

/**
 * How a queue's contacts are taken, and so which model staffs it:
 * - `calls`: one at a time, waiting in a queue
 * - `chat`: several at a time by each agent
 * - `deferred`: work that may wait for hours, done in order of its due time
 */
export type QueueStaffing =
  | {
      readonly kind: 'calls';
      readonly model: StaffingModel;
      readonly method: StaffingMethod;
      /** Mean patience of callers; `null` for callers who never hang up (needs erlang-c). */
      readonly patienceSeconds: number | null;
    }
  | {
      readonly kind: 'chat';
      /** Mean handle time of a contact whose agent holds 1, 2, ... contacts. */
      readonly handleTimeByConcurrencySeconds: readonly number[];
      readonly patienceSeconds: number | null;
    }
  | {
      readonly kind: 'deferred';
      /** Whether an answer time runs while the queue is closed: `open` counts open time alone. */
      readonly clock: 'open' | 'elapsed';
      /** Items that wait when the plan begins; they are due one answer time later. */
      readonly backlog: number;
      /** Probability with which the goal is to be met in random volume, fraction in [0.5, 1). */
      readonly certainty: number;
    };

/** What a queue is staffed to; `null` is "not asked for". Shares are fractions. */
export interface ServiceGoal {
  readonly serviceLevel: number | null;
  readonly thresholdSeconds: number;
  readonly definition: ServiceLevelDefinition;
  readonly period: GoalPeriod;
  /** Least service level of every single interval, where the period is longer than that. */
  readonly serviceLevelFloor: number | null;
  readonly averageSpeedOfAnswerSeconds: number | null;
  readonly maxAbandonment: number | null;
  readonly maxOccupancy: number | null;
  /** Agents on the phones in every open interval, whatever the load. */
  readonly minimumAgents: number;
}

/** What staffing each interval by itself would have taken, and would really have given. */
export interface SippStaffing {
  readonly agents: readonly number[];
  readonly serviceLevel: readonly (number | null)[];
  /** Intervals with contacts, or days, weeks or months where the goal is over those. */
  readonly judged: number;
  /** How many of them would have missed the goal. */
  readonly missed: number;
}

/**
 * What of a queue of calls is not taken as known, and how sure its goal is to be met.
 */
export interface Uncertainty {
  /**
   * How the mean volume of an interval may turn out: by the forecast's own band, by a gamma law
   * whose standard deviation over mean is `variation`, or as forecast.
   */
  readonly volume:
    | { readonly kind: 'forecast-band' }
    | { readonly kind: 'gamma'; readonly variation: number }
    | { readonly kind: 'certain' };
  /** Whether each scheduled agent is absent at random, or the requirement is divided. */
  readonly absence: 'random' | 'divided';
  /** By the means of all that may happen, or by what happens with this probability, in (0, 1). */
  readonly aim:
    { readonly kind: 'expectation' } | { readonly kind: 'probability'; readonly share: number };
}

/** Staff of all intervals together. */
export interface StaffBill {
  /** Paid time of scheduled agents. */
  readonly paidSeconds: number;
  /** `null` where nobody in the plan may work the queue. */
  readonly fte: number | null;
  readonly cost: number | null;
}

/** What a requirement under uncertainty is worth. */
export interface UncertainOutlook {
  readonly uncertainty: Uncertainty;
  /** Of the costs, such as EUR. */
  readonly currency: string;
  /** Probability that every part of the goal is met; `null` where nothing is offered. */
  readonly goalProbability: readonly (number | null)[];
  /** Share of what may come that lies between the lower and the upper case. */
  readonly bandLevel: number;
  /** Sample paths that the cases are quantiles of; without, they take every interval alike. */
  readonly paths?: number;
  /** With what is required. */
  readonly required: StaffBill;
  /** Were volumes known, and low, middling or high. */
  readonly lower: StaffBill;
  readonly median: StaffBill;
  readonly upper: StaffBill;
}

/** Requirement of one queue, one value per slot of the grid. */
export interface QueueRequirement {
  readonly queue: string;
  readonly grid: IntervalGrid;
  readonly staffing: QueueStaffing;
  readonly goal: ServiceGoal;
  /** Share of scheduled agents who are not there unplanned, fraction in [0, 1). */
  readonly unrosteredShrinkage: number;
  readonly open: readonly boolean[];
  readonly volume: readonly number[];
  readonly handleTimeSeconds: readonly number[];
  /** Offered load in erlangs. */
  readonly load: readonly number[];
  /** Agents on the phones. */
  readonly agents: readonly number[];
  /** Agents to have in the roster: agents / (1 - unrostered shrinkage), rounded up. */
  readonly scheduledAgents: readonly number[];
  /** The same before rounding, for sums of hours and FTE. */
  readonly scheduledAgentsExact: readonly number[];
  /** Expected with `agents`; `null` in slots without contacts. */
  readonly serviceLevel: readonly (number | null)[];
  readonly averageSpeedOfAnswerSeconds: readonly (number | null)[];
  readonly abandonment: readonly (number | null)[];
  readonly occupancy: readonly (number | null)[];
  /** Expected contacts that still wait when the queue closes, and are sent away. */
  readonly leftAtClosing: readonly number[];
  /** What staffing each interval by itself takes; `null` unless staffed with carry-over. */
  readonly sipp: SippStaffing | null;
  /** What the goal in every single interval would have taken; `null` where it is that. */
  readonly everyIntervalAgents: readonly number[] | null;
  /**
   * Expected contacts outside the goal with 5 agents fewer to 5 more than `agents`, 11 numbers;
   * `null` where nothing is offered or the model has no such figure.
   */
  readonly lateContacts: readonly (readonly number[] | null)[];
  /** `null` where volume and absence are taken as known. */
  readonly outlook: UncertainOutlook | null;
  readonly notes: readonly Note[];
}

/** Agents times time, over all slots of a grid. */
export function agentSeconds(
  { stepSeconds }: Pick<IntervalGrid, 'stepSeconds'>,
  agents: readonly number[],
): number {
  return agents.reduce((sum, count) => sum + count, 0) * stepSeconds;
}

/**
 * Agents on the phones times time, with the unrostered shrinkage on top and without rounding: what
 * a requirement costs, whoever's agents are counted.
 */
export function scheduledSeconds(
  { grid, unrosteredShrinkage }: Pick<QueueRequirement, 'grid' | 'unrosteredShrinkage'>,
  agents: readonly number[],
): number {
  return agentSeconds(grid, agents) / (1 - unrosteredShrinkage);
}

export interface Requirement {
  readonly kind: 'requirement';
  readonly provenance: Provenance;
  readonly queues: readonly QueueRequirement[];
}

/**
 * Probability that the goal is met over all contacts, and in the interval where it is least sure;
 * `null` where nothing is offered.
 */
export function outlookOdds(
  goalProbability: readonly (number | null)[],
  volume: readonly number[],
): { readonly mean: number | null; readonly least: number | null } {
  let met = 0;
  let offered = 0;
  let least: number | null = null;
  goalProbability.forEach((one, slot) => {
    if (one === null) return;
    met += one * volume[slot]!;
    offered += volume[slot]!;
    least = Math.min(least ?? 1, one);
  });
  return { mean: offered === 0 ? null : met / offered, least };
}
