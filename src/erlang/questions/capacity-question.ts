import { checkNonNegativeInteger, checkPositive } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { checkAgents, MAX_LOAD } from '../blocking/erlang-b.ts';
import { figuresOf, type LossFigures, type QueueFigures } from './answer-parts.ts';
import { checkTerms, checkTime } from './check-terms.ts';
import { lossFigures, lossOrNull } from './loss-model.ts';
import {
  type CapacityQuestion,
  type Demand,
  isLossModel,
  type QuestionModel,
  type QueueQuestion,
} from './question.ts';
import { checkQuestionAgents, makeQueueModel } from './queue-model.ts';
import { searchLargest } from './search-reals.ts';
import { checkReachable, checkTargets, meetsTargets } from './targets.ts';
import { keepsOccupancy, lowestAgents, outcomeOrNull, patientAgents } from './least-agents.ts';
import { type QuestionWarning, warningsOf } from './warnings.ts';

/** Smallest load that is looked at, in erlangs. */
const MIN_LOAD = 1e-12;

export type CapacityAnswer =
  | ({
      readonly model: QuestionModel;
      readonly agents: number;
      /** Erlangs. */
      readonly load: number;
      /** `null` where no interval was given. */
      readonly callsPerInterval: number | null;
    } & QueueFigures & { readonly warnings: readonly QuestionWarning[] })
  | ({
      readonly model: QuestionModel;
      readonly lines: number;
      readonly load: number;
      readonly callsPerInterval: number | null;
    } & LossFigures & { readonly warnings: readonly QuestionWarning[] });

/**
 * Most that a number of agents (of a loss model: lines) can carry so that every target holds, and
 * holds for all that is less.
 *
 * More load makes every target worse (docs/models/questions.md), but for abandonment where lines
 * are limited: there it falls again once most are turned away, so that a limit of it says nothing
 * and is refused.
 *
 * @returns the largest double that meets the targets, with what the queue gives there
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNREACHABLE_GOAL` where no load, or every
 *   load up to a million erlangs, meets the targets
 *
 * Cost: about 60 evaluations of the model.
 */
export function capacityQuestion(question: CapacityQuestion): CapacityAnswer {
  const { model, targets, agents, lines, intervalSeconds, handleTimeSeconds } = question;
  checkTargets(targets, question);
  checkTerms(question);
  if (intervalSeconds !== null) checkPositive('intervalSeconds', intervalSeconds);
  if (handleTimeSeconds !== null) checkTime(handleTimeSeconds);
  if (intervalSeconds !== null && handleTimeSeconds === null) {
    throw new AgnerError(
      'INVALID_INPUT',
      'expected handleTimeSeconds beside intervalSeconds, got none',
      { name: 'handleTimeSeconds' },
    );
  }
  if (isLossModel(model)) return lossCapacity(question);
  checkQuestionAgents(question, agents);
  if (lines !== null && targets.maxAbandonProbability !== null) {
    throw new AgnerError(
      'INVALID_INPUT',
      'expected no targets.maxAbandonProbability with limited lines, where more calls make fewer of them hang up; limit the service level or maxBlockingProbability, got both',
      { name: 'targets.maxAbandonProbability' },
    );
  }
  if (lines === null || agents < lines || targets.serviceLevelDefinition === 'offered') {
    checkReachable(targets, question);
  }
  const queueAt = (amount: number) =>
    makeQueueModel(
      { ...question, demand: demandOf(question, amount) } satisfies QueueQuestion,
      targets.averageSpeedOfAnswerSeconds !== null,
    );
  const amount = largestAmount(question, (value) => {
    const queue = queueAt(value);
    const isWhole = Number.isInteger(agents);
    if (isWhole && lines === null && question.patience === null) {
      return patientAgents(question, queue) <= agents;
    }
    if (isWhole && agents < lowestAgents(question, queue)) return false;
    const outcome = outcomeOrNull(queue, agents);
    return (
      outcome !== null &&
      meetsTargets(outcome.performance, targets, 0) &&
      keepsOccupancy(queue, agents, outcome, targets.maxOccupancy)
    );
  });
  const queue = queueAt(amount);
  const outcome = queue.evaluate(agents);
  return {
    model,
    agents,
    load: queue.load,
    callsPerInterval: intervalSeconds === null ? null : amount,
    ...figuresOf(outcome, queue, question.thresholdSeconds),
    warnings: warningsOf(question, targets, outcome.performance),
  };
}

function lossCapacity(question: CapacityQuestion): CapacityAnswer {
  const { model, agents: lines, targets, intervalSeconds } = question;
  checkNonNegativeInteger('lines', Math.ceil(lines));
  checkAgents('lines', Math.ceil(lines));
  const most = targets.maxBlockingProbability ?? 0;
  const loadAt = (amount: number) => amount * loadPerUnit(question);
  const amount = largestAmount(
    question,
    (value) => (lossOrNull(question, loadAt(value), lines)?.blockedProbability ?? 1) <= most,
  );
  const load = loadAt(amount);
  return {
    model,
    lines,
    load,
    callsPerInterval: intervalSeconds === null ? null : amount,
    ...lossFigures(question, load, lines),
    warnings: [],
  };
}

/** Erlangs of one call per interval; 1 where the load itself is asked for. */
function loadPerUnit({ intervalSeconds, handleTimeSeconds }: CapacityQuestion): number {
  return intervalSeconds === null || handleTimeSeconds === null
    ? 1
    : handleTimeSeconds / intervalSeconds;
}

function demandOf(
  { intervalSeconds, handleTimeSeconds }: CapacityQuestion,
  amount: number,
): Demand {
  return intervalSeconds === null || handleTimeSeconds === null
    ? { kind: 'load', load: amount, handleTimeSeconds }
    : { kind: 'calls', callsPerInterval: amount, intervalSeconds, handleTimeSeconds };
}

function largestAmount(question: CapacityQuestion, passes: (amount: number) => boolean): number {
  const unit = loadPerUnit(question);
  // Rounded down a little, so that no product of the two exceeds the largest load.
  const most = (MAX_LOAD / unit) * (1 - 1e-15);
  const found = searchLargest(MIN_LOAD / unit, most, question.agents / unit, passes);
  if (found !== null && found !== most) return found;
  throw new AgnerError(
    'UNREACHABLE_GOAL',
    found === null
      ? `expected targets that ${question.agents} agents meet at some load, got some that they miss however little there is`
      : `expected targets that end somewhere, got some that ${question.agents} agents meet up to ${MAX_LOAD} erlangs`,
    { part: 'load' },
  );
}
