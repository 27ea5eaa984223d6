import { checkPositive, checkPositiveInteger } from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';
import { SERVICE_LEVEL_DEFINITIONS, type ServiceLevelDefinition } from '../domain/requirement.ts';
import { addRun, type Estimate, makeRatioSums, type RatioSums, readRatio } from './ratio-sums.ts';
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
  readonly replications: ReplicationRule;
  readonly seed: number;
}

/** What became of a plan in simulation; `null` where there was nothing to divide by. */
export interface SimulatedPerformance {
  /** Mean contacts offered, redials included. */
  readonly offered: Estimate;
  readonly serviceLevels: Readonly<Record<ServiceLevelDefinition, Estimate | null>>;
  readonly averageSpeedOfAnswerSeconds: Estimate | null;
  /** Abandoned over offered. */
  readonly abandonment: Estimate | null;
  readonly occupancy: Estimate | null;
}

export interface QueueVerification {
  readonly replications: number;
  /** Whether the rule was met; a `fixed` one always is. */
  readonly isPreciseEnough: boolean;
  readonly intervals: readonly SimulatedPerformance[];
  readonly total: SimulatedPerformance;
}

export interface VerificationWatch {
  /** Called after each run with the share of the work that is done, at most 1. */
  readonly onProgress: (fraction: number) => void;
  /** Asked before each run. */
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
 * a plan that no formula had a part in. Two plans that are verified with one seed meet the same
 * callers.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `CANCELLED` once `shouldStop` says so
 *
 * Cost: that of {@link simulateQueue} times the runs; memory does not grow with them.
 */
export function verifyQueue(task: VerificationTask, watch: VerificationWatch): QueueVerification {
  const { queue, seed, replications: rule } = task;
  checkRule(rule);
  const intervals = queue.volume.length;
  const sums = makeRatioSums((intervals + 1) * RATIOS.length);
  const most = rule.kind === 'fixed' ? rule.replications : rule.maxReplications;
  let done = 0;
  let isPreciseEnough = false;
  while (done < most && !isPreciseEnough) {
    if (watch.shouldStop()) {
      throw new AgnerError('CANCELLED', 'the verification was stopped before it was done');
    }
    addService(sums, simulateQueue(queue, seed, done), queue.stepSeconds);
    done++;
    isPreciseEnough = isEnough(rule, sums, intervals, done);
    watch.onProgress(isPreciseEnough ? 1 : done / most);
  }
  return {
    replications: done,
    isPreciseEnough,
    intervals: queue.volume.map((_, interval) => readPerformance(sums, interval)),
    total: readPerformance(sums, intervals),
  };
}

function isEnough(rule: ReplicationRule, sums: RatioSums, total: number, done: number): boolean {
  if (rule.kind === 'fixed') return done === rule.replications;
  if (done < MIN_REPLICATIONS) return false;
  const level = SERVICE_LEVEL_DEFINITIONS.indexOf(rule.definition);
  const estimate = readRatio(sums, total * RATIOS.length + FIRST_LEVEL + level);
  return estimate === null || estimate.halfWidth <= rule.halfWidth;
}

/** Adds one run to the cells of every interval and of the total, which comes last. */
function addService(
  sums: RatioSums,
  { queue, agents }: SimulatedService,
  stepSeconds: number,
): void {
  const intervals = queue.offered.length;
  const total = new Float64Array(9);
  for (let interval = 0; interval < intervals; interval++) {
    const row = [
      queue.offered[interval]!,
      queue.blocked[interval]!,
      queue.answered[interval]!,
      queue.answeredInThreshold[interval]!,
      queue.abandoned[interval]!,
      queue.abandonedInThreshold[interval]!,
      queue.waitAnsweredSeconds[interval]!,
      agents.meanBusy[interval]! * stepSeconds,
      agents.meanPresent[interval]! * stepSeconds,
    ];
    addRow(sums, interval, row);
    row.forEach((value, column) => (total[column]! += value));
  }
  addRow(sums, intervals, total);
}

function addRow(sums: RatioSums, interval: number, row: ArrayLike<number>): void {
  const first = interval * RATIOS.length;
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

function readPerformance(sums: RatioSums, interval: number): SimulatedPerformance {
  const first = interval * RATIOS.length;
  return {
    offered: readRatio(sums, first + OFFERED)!,
    serviceLevels: Object.fromEntries(
      SERVICE_LEVEL_DEFINITIONS.map((definition, level) => [
        definition,
        readRatio(sums, first + FIRST_LEVEL + level),
      ]),
    ) as Record<ServiceLevelDefinition, Estimate | null>,
    averageSpeedOfAnswerSeconds: readRatio(sums, first + SPEED),
    abandonment: readRatio(sums, first + ABANDONMENT),
    occupancy: readRatio(sums, first + OCCUPANCY),
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
