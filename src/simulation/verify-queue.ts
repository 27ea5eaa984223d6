import { checkNonNegativeInteger, checkPositive, checkPositiveInteger } from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';
import { SERVICE_LEVEL_DEFINITIONS, type ServiceLevelDefinition } from '../domain/requirement.ts';
import { type ConfidentMean } from '../domain/verification.ts';
import {
  addRun,
  errorsInInterval,
  makeRatioSums,
  type RatioSums,
  readRatio,
} from './ratio-sums.ts';
import { serviceShare } from './service-shares.ts';
import { type QueueSimulation, type SimulatedService, simulateQueue } from './simulate-queue.ts';

/** How many runs: a number, or until the total's half-width of 95 % is as small as asked. */
export type ReplicationRule =
  | { readonly kind: 'fixed'; readonly replications: number }
  | {
      readonly kind: 'precision';
      readonly definition: ServiceLevelDefinition;
      readonly halfWidth: number;
      readonly maxReplications: number;
    };

export interface VerificationTask {
  readonly queue: QueueSimulation;
  /** So many intervals at the beginning bring the queue to life and are not counted. */
  readonly warmUpIntervals: number;
  /** The period (a day, say) of each interval after those, counted from 0. */
  readonly periodOf: readonly number[];
  readonly replications: ReplicationRule;
  readonly seed: number;
}

/** What became of a plan in simulation; `null` where there was nothing to divide by. */
export interface SimulatedPerformance {
  /** Mean contacts offered, redials included. */
  readonly offered: ConfidentMean;
  readonly serviceLevels: Readonly<Record<ServiceLevelDefinition, ConfidentMean | null>>;
  readonly averageSpeedOfAnswerSeconds: ConfidentMean | null;
  /** Hung up, or sent away, over offered. */
  readonly abandonment: ConfidentMean | null;
  /** Contacts in hand over all that the agents could hold. */
  readonly occupancy: ConfidentMean | null;
}

export interface QueueVerification {
  readonly replications: number;
  /** Whether the rule was met; a `fixed` one always is, unless the work was stopped. */
  readonly isPreciseEnough: boolean;
  /** Those after the warm-up. */
  readonly intervals: readonly SimulatedPerformance[];
  readonly periods: readonly SimulatedPerformance[];
  readonly total: SimulatedPerformance;
}

export interface VerificationWatch {
  /** Called after each run with the share of the work that is done, at most 1. */
  readonly onProgress: (fraction: number) => void;
  /** Asked before each run; two runs that are done are kept. */
  readonly shouldStop: () => boolean;
}

/** With fewer runs the half-width is itself a matter of luck. */
const MIN_REPLICATIONS = 10;

const MAX_REPLICATIONS = 100_000;

const RATIOS = ['offered', ...SERVICE_LEVEL_DEFINITIONS, 'asa', 'abandonment', 'occupancy'];
const OFFERED = 0;
const FIRST_LEVEL = 1;
const SPEED = FIRST_LEVEL + SERVICE_LEVEL_DEFINITIONS.length;
const ABANDONMENT = SPEED + 1;
const OCCUPANCY = ABANDONMENT + 1;

/**
 * Runs a queue many times from empty and says what came of it, with 95 % confidence: the test of
 * a plan that no formula had a part in. Figures of a period or of all are ratios of its totals,
 * run by run, so that their intervals hold what neighbouring intervals have to do with each other.
 * Two plans that are verified with one seed meet the same callers.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `CANCELLED` if `shouldStop` says so before two
 *   runs are done
 *
 * Cost: that of {@link simulateQueue} times the runs; memory does not grow with them.
 */
export function verifyQueue(task: VerificationTask, watch: VerificationWatch): QueueVerification {
  const { queue, seed, replications: rule } = task;
  checkRule(rule);
  const cells = cellsOf(task);
  const sums = makeRatioSums((cells.total + 1) * RATIOS.length);
  const most = rule.kind === 'fixed' ? rule.replications : rule.maxReplications;
  let done = 0;
  let isPreciseEnough = false;
  while (done < most && !isPreciseEnough) {
    if (watch.shouldStop()) {
      if (done >= 2) break;
      throw new AgnerError('CANCELLED', 'the verification was stopped before it was done');
    }
    addService(sums, cells, simulateQueue(queue, seed, done), queue);
    done++;
    isPreciseEnough = isEnough(rule, sums, cells.total, done);
    watch.onProgress(isPreciseEnough ? 1 : done / most);
  }
  const errors = errorsInInterval(done);
  const read = (from: number, to: number): SimulatedPerformance[] =>
    Array.from({ length: to - from }, (_, at) => readPerformance(sums, from + at, errors));
  return {
    replications: done,
    isPreciseEnough,
    intervals: read(0, cells.firstPeriod),
    periods: read(cells.firstPeriod, cells.total),
    total: readPerformance(sums, cells.total, errors),
  };
}

/** Where figures are summed: intervals first, then periods, then all. */
interface Cells {
  readonly warmUp: number;
  readonly periodOf: readonly number[];
  readonly firstPeriod: number;
  readonly total: number;
}

function cellsOf({ queue, warmUpIntervals, periodOf }: VerificationTask): Cells {
  checkNonNegativeInteger('warmUpIntervals', warmUpIntervals);
  const intervals = queue.volume.length - warmUpIntervals;
  if (intervals < 1 || periodOf.length !== intervals) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a period for each interval after the warm-up, got ${periodOf.length} for ${queue.volume.length} less ${warmUpIntervals}`,
    );
  }
  let periods = 0;
  for (const period of periodOf) {
    checkNonNegativeInteger('periodOf', period);
    if (period > periods) {
      throw new AgnerError(
        'INVALID_INPUT',
        `expected periods counted from 0 in order, got ${period} where ${periods} is next`,
      );
    }
    if (period === periods) periods++;
  }
  return { warmUp: warmUpIntervals, periodOf, firstPeriod: intervals, total: intervals + periods };
}

function isEnough(rule: ReplicationRule, sums: RatioSums, total: number, done: number): boolean {
  if (rule.kind === 'fixed') return done === rule.replications;
  if (done < MIN_REPLICATIONS) return false;
  const level = SERVICE_LEVEL_DEFINITIONS.indexOf(rule.definition);
  const cell = total * RATIOS.length + FIRST_LEVEL + level;
  const estimate = readRatio(sums, cell, errorsInInterval(done));
  return estimate === null || estimate.halfWidth <= rule.halfWidth;
}

/** Adds one run to the cells of every interval, of every period and of the total. */
function addService(
  sums: RatioSums,
  { warmUp, periodOf, firstPeriod, total }: Cells,
  { queue, agents }: SimulatedService,
  { stepSeconds, slowdowns }: QueueSimulation,
): void {
  const groups = Array.from({ length: total + 1 - firstPeriod }, () => new Float64Array(9));
  for (let interval = warmUp; interval < queue.offered.length; interval++) {
    const row = [
      queue.offered[interval]!,
      queue.blocked[interval]!,
      queue.answered[interval]!,
      queue.answeredInThreshold[interval]!,
      queue.abandoned[interval]! + queue.left[interval]!,
      queue.abandonedInThreshold[interval]!,
      queue.waitAnsweredSeconds[interval]!,
      agents.meanContacts[interval]! * stepSeconds,
      agents.meanPresent[interval]! * stepSeconds * slowdowns.length,
    ];
    addRow(sums, interval - warmUp, row);
    for (const group of [groups[periodOf[interval - warmUp]!]!, groups.at(-1)!]) {
      row.forEach((value, column) => (group[column]! += value));
    }
  }
  groups.forEach((group, at) => {
    addRow(sums, firstPeriod + at, group);
  });
}

function addRow(sums: RatioSums, cell: number, row: ArrayLike<number>): void {
  const first = cell * RATIOS.length;
  const counts = {
    offered: row[0]!,
    blocked: row[1]!,
    answered: row[2]!,
    answeredInThreshold: row[3]!,
    abandonedInThreshold: row[5]!,
  };
  addRun(sums, first + OFFERED, counts.offered, 1);
  SERVICE_LEVEL_DEFINITIONS.forEach((definition, level) => {
    const { good, base } = serviceShare(definition, counts);
    addRun(sums, first + FIRST_LEVEL + level, good, base);
  });
  addRun(sums, first + SPEED, row[6]!, counts.answered);
  addRun(sums, first + ABANDONMENT, row[4]!, counts.offered);
  addRun(sums, first + OCCUPANCY, row[7]!, row[8]!);
}

function readPerformance(sums: RatioSums, at: number, errors: number): SimulatedPerformance {
  const first = at * RATIOS.length;
  return {
    offered: readRatio(sums, first + OFFERED, errors)!,
    serviceLevels: Object.fromEntries(
      SERVICE_LEVEL_DEFINITIONS.map((definition, level) => [
        definition,
        readRatio(sums, first + FIRST_LEVEL + level, errors),
      ]),
    ) as Record<ServiceLevelDefinition, ConfidentMean | null>,
    averageSpeedOfAnswerSeconds: readRatio(sums, first + SPEED, errors),
    abandonment: readRatio(sums, first + ABANDONMENT, errors),
    occupancy: readRatio(sums, first + OCCUPANCY, errors),
  };
}

function checkRule(rule: ReplicationRule): void {
  const most = rule.kind === 'fixed' ? rule.replications : rule.maxReplications;
  checkPositiveInteger('replications', most);
  const least = rule.kind === 'fixed' ? 2 : MIN_REPLICATIONS;
  if (most < least || most > MAX_REPLICATIONS) {
    throw new AgnerError(
      most < least ? 'INVALID_INPUT' : 'TOO_LARGE',
      `expected from ${least} to ${MAX_REPLICATIONS} replications, got ${most}`,
    );
  }
  if (rule.kind === 'precision') checkPositive('halfWidth', rule.halfWidth);
}
