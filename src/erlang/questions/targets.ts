import { checkNonNegative, checkShare } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type Patience } from '../../domain/patience.ts';
import { type Performance } from '../performance.ts';
import { isLossModel, type QueueTerms, type Targets } from './question.ts';

/** Slack of comparisons: the rounding of the models, relative to what may go wrong. */
const ROUNDING = 1e-13;

/** Of a service level near 1, in units of {@link ROUNDING}. */
const LAST_BITS = 4e-3;

/**
 * Throws `INVALID_INPUT` unless the targets make sense for the model.
 *
 * Whether a number of agents meets them is not looked at.
 */
export function checkTargets(targets: Targets, terms: QueueTerms): void {
  const { serviceLevel, averageSpeedOfAnswerSeconds } = targets;
  for (const name of [
    'serviceLevel',
    'maxAbandonProbability',
    'maxOccupancy',
    'maxBlockingProbability',
  ] as const) {
    const value = targets[name];
    if (value !== null) checkShare(`targets.${name}`, value);
  }
  if (averageSpeedOfAnswerSeconds !== null) {
    checkNonNegative('targets.averageSpeedOfAnswerSeconds', averageSpeedOfAnswerSeconds);
  }
  if (isLossModel(terms.model)) {
    checkLossTargets(targets, terms.model);
    return;
  }
  if (serviceLevel !== null && terms.thresholdSeconds === null) {
    refuse('thresholdSeconds beside targets.serviceLevel', 'none');
  }
  const asked = [
    serviceLevel,
    averageSpeedOfAnswerSeconds,
    targets.maxAbandonProbability,
    targets.maxOccupancy,
    targets.maxBlockingProbability,
  ];
  if (asked.every((value) => value === null)) {
    refuse(
      'at least one target: serviceLevel, averageSpeedOfAnswerSeconds, maxAbandonProbability, maxOccupancy or maxBlockingProbability',
      'none',
    );
  }
}

function checkLossTargets(targets: Targets, model: string): void {
  const { maxBlockingProbability } = targets;
  if (maxBlockingProbability === null) {
    refuse(`targets.maxBlockingProbability for ${model}`, 'none');
  }
  for (const name of [
    'serviceLevel',
    'averageSpeedOfAnswerSeconds',
    'maxAbandonProbability',
    'maxOccupancy',
  ] as const) {
    const value = targets[name];
    if (value === null) continue;
    refuse(
      `targets.maxBlockingProbability alone for ${model}, where nobody waits`,
      `${name} ${value}`,
    );
  }
}

function refuse(expected: string, got: string): never {
  throw new AgnerError('INVALID_INPUT', `expected ${expected}, got ${got}`, {
    name: 'targets',
    expected,
    got,
  });
}

/**
 * Throws `UNREACHABLE_GOAL` for targets that no number of agents meets, where contacts come and
 * lines have no limit: each of these is approached and never reached.
 */
export function checkReachable(targets: Targets, { patience, thresholdSeconds }: QueueTerms): void {
  const { serviceLevel, averageSpeedOfAnswerSeconds, maxAbandonProbability } = targets;
  const { serviceLevelDefinition: definition } = targets;
  // Nobody waits longer than a fixed patience, so all who do not count against the level are in time.
  const isBounded =
    patience?.kind === 'deterministic' &&
    patience.valueSeconds <= (thresholdSeconds ?? 0) &&
    definition !== 'offered' &&
    definition !== 'entered';
  if (serviceLevel === 1 && !isBounded) {
    refuseGoal('serviceLevel', 'below 1: some calls always wait', 1);
  }
  if (averageSpeedOfAnswerSeconds === 0) {
    refuseGoal('averageSpeedOfAnswerSeconds', 'above 0: some calls always wait', 0);
  }
  if (maxAbandonProbability === 0 && hangsUp(patience)) {
    refuseGoal('maxAbandonProbability', 'above 0: some callers always hang up', 0);
  }
}

/** Whether anybody ever hangs up. */
function hangsUp(patience: Patience | null): boolean {
  if (patience?.kind !== 'piecewise-hazard') return patience !== null;
  return patience.balkingShare > 0 || patience.hazardPerSecond.some((hazard) => hazard > 0);
}

function refuseGoal(part: string, expected: string, got: number): never {
  throw new AgnerError('UNREACHABLE_GOAL', `expected targets.${part} ${expected}, got ${got}`, {
    part,
    got,
  });
}

/**
 * Whether a performance meets every target: the rule of service goals, with blocking.
 *
 * @param rounding slack of the comparisons; 0 where a boundary itself is looked for
 */
export function meetsTargets(
  performance: Performance,
  targets: Targets,
  rounding = ROUNDING,
): boolean {
  const { serviceLevel, averageSpeedOfAnswerSeconds, maxAbandonProbability } = targets;
  const { maxOccupancy, maxBlockingProbability } = targets;
  const more = 1 + rounding;
  return (
    (serviceLevel === null ||
      performance.serviceLevels[targets.serviceLevelDefinition] >=
        serviceLevel - (rounding * (1 - serviceLevel) + LAST_BITS * rounding)) &&
    (averageSpeedOfAnswerSeconds === null ||
      longestWait(performance) <= averageSpeedOfAnswerSeconds * more) &&
    (maxAbandonProbability === null ||
      performance.abandonProbability <= maxAbandonProbability * more) &&
    (maxOccupancy === null || performance.occupancy <= maxOccupancy * more) &&
    (maxBlockingProbability === null ||
      performance.blockedProbability <= maxBlockingProbability * more)
  );
}

function longestWait(performance: Performance): number {
  return Math.max(performance.averageSpeedOfAnswerSeconds, performance.averageWaitSeconds);
}

/** The targets that a performance misses, with what it gives. */
export function missedTargets(
  performance: Performance,
  targets: Targets,
): readonly { readonly part: keyof Targets; readonly asked: number; readonly given: number }[] {
  const { serviceLevelDefinition, averageSpeedOfAnswerSeconds } = targets;
  const given = {
    serviceLevel: performance.serviceLevels[serviceLevelDefinition],
    averageSpeedOfAnswerSeconds: longestWait(performance),
    maxAbandonProbability: performance.abandonProbability,
    maxOccupancy: performance.occupancy,
    maxBlockingProbability: performance.blockedProbability,
  };
  const none: Targets = { ...NO_TARGETS, serviceLevelDefinition };
  const parts = Object.keys(given) as (keyof typeof given)[];
  return parts.flatMap((part) => {
    const asked =
      part === 'averageSpeedOfAnswerSeconds' ? averageSpeedOfAnswerSeconds : targets[part];
    if (asked === null || meetsTargets(performance, { ...none, [part]: asked })) return [];
    return [{ part, asked, given: given[part] }];
  });
}

const NO_TARGETS: Targets = {
  serviceLevel: null,
  serviceLevelDefinition: 'offered',
  averageSpeedOfAnswerSeconds: null,
  maxAbandonProbability: null,
  maxOccupancy: null,
  maxBlockingProbability: null,
};
