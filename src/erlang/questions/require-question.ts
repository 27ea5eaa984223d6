import { checkFraction, checkNonNegativeInteger } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { checkAgents, MAX_AGENTS } from '../blocking/erlang-b.ts';
import { linesForBlocking } from '../blocking/lines-for-blocking.ts';
import { type Traffic } from '../traffic.ts';
import { scheduledAgents } from '../staffing/scheduled-agents.ts';
import { figuresOf, type LossFigures, NO_LEVELS, type QueueFigures } from './answer-parts.ts';
import { leastAgents, outcomeOrNull } from './least-agents.ts';
import { lossOrNull, makeLossModel } from './loss-model.ts';
import { type Demand, isLossModel, type QuestionModel, type RequireQuestion } from './question.ts';
import { makeQueueModel } from './queue-model.ts';
import { leastPassing } from '../numerics/least-passing.ts';
import { checkTargets } from './targets.ts';
import { type QuestionWarning, warningsOf } from './warnings.ts';

/** What is to be put in the roster so that enough are there. */
interface Scheduled {
  /** Agents over (1 - shrinkage), rounded up. */
  readonly scheduledAgents: number;
  /** The same before rounding. */
  readonly scheduledAgentsExact: number;
}

export type RequireAnswer =
  | ({
      readonly model: QuestionModel;
      /** Erlangs. */
      readonly load: number;
      readonly agents: number;
    } & Scheduled &
      (QueueFigures | NoFigures) & {
        /** `null` where one less is none, or has no steady state. */
        readonly withOneAgentLess: QueueFigures | null;
        readonly warnings: readonly QuestionWarning[];
      })
  | ({
      readonly model: QuestionModel;
      readonly load: number;
      readonly lines: number;
    } & Scheduled &
      LossFigures & {
        readonly withOneLineLess: LossFigures | null;
        readonly warnings: readonly QuestionWarning[];
      });

/** Where nothing is offered nobody is needed, and there is nothing to tell of. */
type NoFigures = {
  readonly [
    K in keyof Omit<QueueFigures, 'serviceLevels' | 'totalLoad' | 'attemptsPerCaller'>
  ]: null;
} & Pick<QueueFigures, 'serviceLevels'>;

/**
 * Least agents that meet every target (of a loss model: least lines), with what they give and
 * what one less would.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNREACHABLE_GOAL`, with the figure, for
 *   targets that no number meets
 *
 * Cost: a handful of evaluations of the model.
 *
 * @see docs/models/questions.md for the proof that none off by one is answered.
 */
export function requireQuestion(question: RequireQuestion): RequireAnswer {
  checkTargets(question.targets, question);
  checkFraction('shrinkage', question.shrinkage);
  const minimumAgents = question.minimumAgents ?? 0;
  checkNonNegativeInteger('targets.minimumAgents', minimumAgents);
  checkAgents('targets.minimumAgents', minimumAgents);
  if (isLossModel(question.model)) return requireLines(question);
  const { targets, model, thresholdSeconds } = question;
  const queue = makeQueueModel(question, targets.averageSpeedOfAnswerSeconds !== null);
  const { load } = queue;
  if (load === 0) {
    return {
      model,
      load,
      agents: minimumAgents,
      ...scheduled(minimumAgents, question.shrinkage),
      ...NOTHING,
      withOneAgentLess: null,
      warnings: [],
    };
  }
  const agents = leastAgents(question, queue);
  const outcome = queue.evaluate(agents);
  const fewer = agents > 1 ? outcomeOrNull(queue, agents - 1) : null;
  return {
    model,
    load,
    agents,
    ...scheduled(agents, question.shrinkage),
    ...figuresOf(outcome, queue, thresholdSeconds),
    withOneAgentLess: fewer === null ? null : figuresOf(fewer, queue, thresholdSeconds),
    warnings: warningsOf(question, targets, outcome.performance),
  };
}

function scheduled(agents: number, shrinkage: number): Scheduled {
  const { scheduledAgents: whole, exact } = scheduledAgents(agents, [shrinkage]);
  return { scheduledAgents: whole, scheduledAgentsExact: exact };
}

function requireLines(question: RequireQuestion): RequireAnswer {
  const { model, targets } = question;
  if ((question.minimumAgents ?? null) !== null) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected no targets.minimumAgents with ${model}, whose answer is lines`,
      { name: 'targets.minimumAgents' },
    );
  }
  const { load, evaluate } = makeLossModel(question);
  // Checked to be there.
  const most = targets.maxBlockingProbability ?? 0;
  if (most === 0 && load > 0) {
    throw new AgnerError(
      'UNREACHABLE_GOAL',
      'expected targets.maxBlockingProbability above 0: any finite number of lines loses some calls, got 0',
      { part: 'maxBlockingProbability' },
    );
  }
  const lines =
    model === 'erlang-b' && load > 0 && most < 1
      ? linesForBlocking(exactDemand(question.demand), most)
      : leastPassing(0, MAX_AGENTS, Math.ceil(load), (count) => {
          const figures = lossOrNull(question, load, count);
          return figures !== null && figures.blockedProbability <= most * (1 + 1e-13);
        });
  if (lines === null) {
    throw new AgnerError(
      'UNREACHABLE_GOAL',
      `expected targets within reach of ${MAX_AGENTS} lines, got some beyond`,
      { part: 'maxBlockingProbability' },
    );
  }
  return {
    model,
    load,
    lines,
    ...scheduled(lines, question.shrinkage),
    ...evaluate(lines),
    withOneLineLess: lines > 0 ? lossOrNull(question, load, lines - 1) : null,
    warnings: [],
  };
}

/** The demand as Erlang B decides it in the decimals that were written. */
function exactDemand(demand: Demand): number | Traffic {
  if (demand.kind === 'load') return demand.load;
  const { callsPerInterval, intervalSeconds, handleTimeSeconds } = demand;
  return { volume: callsPerInterval, stepSeconds: intervalSeconds, handleTimeSeconds };
}

const NOTHING: NoFigures = {
  blockedProbability: null,
  waitProbability: null,
  abandonProbability: null,
  answeredProbability: null,
  answeredWithinThreshold: null,
  abandonedWithinThreshold: null,
  serviceLevels: NO_LEVELS,
  averageSpeedOfAnswerSeconds: null,
  averageWaitSeconds: null,
  averageWaitOfDelayedSeconds: null,
  averageTimeToAbandonSeconds: null,
  meanQueueLength: null,
  occupancy: null,
};
