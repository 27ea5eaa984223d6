import { AgnerError } from '../../domain/errors.ts';
import { type Performance } from '../performance.ts';
import { figuresOf, type QueueFigures } from './answer-parts.ts';
import { type PatienceQuestion, type QuestionModel, type Targets } from './question.ts';
import { checkQuestionAgents, makeQueueModel, type QueueModel } from './queue-model.ts';
import { searchFirst } from './search-reals.ts';
import { checkTargets, meetsTargets } from './targets.ts';

/** Shortest and longest mean patience that is looked at: what Erlang A takes. */
const SHORTEST_SECONDS = 1e-3;
const LONGEST_SECONDS = 1e12;

export type PatienceAnswer = {
  readonly model: QuestionModel;
  readonly load: number;
  readonly agents: number;
  /** Least mean patience that meets the targets; `null` where any shorter one does, too. */
  readonly leastPatienceSeconds: number | null;
  /** Longest that does; `null` where any longer one does, too. */
  readonly mostPatienceSeconds: number | null;
} & QueueFigures;

/**
 * How patient callers must be, on average, for a number of agents to meet the targets: Erlang A
 * turned round.
 *
 * Patience makes fewer hang up, but fills the queue: abandonment falls with it, and waits,
 * occupancy, blocking and the service levels of the answered and of all who wait get worse. A
 * service level of the offered may rise and fall; it is the product of one that falls and one that
 * rises, which bounds it on any stretch, so that stretches without an answer are ruled out.
 *
 * @returns the least and the longest mean patience that meet the targets, with what the queue
 *   gives at the least (at the longest, where there is no least)
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`; `UNREACHABLE_GOAL` where no patience from
 *   0.001 to 1e12 s meets the targets
 *
 * Cost: about 100 evaluations of Erlang A; some 100,000 where a service level barely touches its
 * target.
 *
 * @see docs/models/questions.md
 */
export function patienceQuestion(question: PatienceQuestion): PatienceAnswer {
  const { model, agents, targets, demand } = question;
  if (model !== 'erlang-a') {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected model erlang-a where patience is asked for, got ${model}`,
      { model },
    );
  }
  checkTargets(targets, { ...question, patience: null });
  checkQuestionAgents(question, agents);
  const queueAt = (patienceSeconds: number): QueueModel =>
    makeQueueModel(
      { ...question, demand, patience: { kind: 'exponential', meanSeconds: patienceSeconds } },
      true,
    );
  const performanceAt = (patienceSeconds: number): Performance =>
    queueAt(patienceSeconds).evaluate(agents).performance;
  const passes = (patienceSeconds: number) =>
    meetsTargets(performanceAt(patienceSeconds), targets, 0);
  const mayPass = (shorter: number, longer: number) =>
    meetsTargets(bestBetween(performanceAt(shorter), performanceAt(longer)), targets);
  const least = searchFirst(SHORTEST_SECONDS, LONGEST_SECONDS, passes, mayPass);
  if (least === null) refuseNone(targets, agents, performanceAt);
  const most = searchFirst(LONGEST_SECONDS, least, passes, mayPass) ?? least;
  const shown = least > SHORTEST_SECONDS ? least : most;
  const queue = queueAt(shown);
  return {
    model,
    load: queue.load,
    agents,
    leastPatienceSeconds: least === SHORTEST_SECONDS ? null : least,
    mostPatienceSeconds: most === LONGEST_SECONDS ? null : most,
    ...figuresOf(queue.evaluate(agents), queue, question.thresholdSeconds),
  };
}

/** At least as good, target by target, as any patience between two. */
function bestBetween(shorter: Performance, longer: Performance): Performance {
  const answered = Math.min(1, longer.answeredProbability / (1 - longer.blockedProbability));
  const inTime = Math.min(1, shorter.serviceLevels.answered * answered);
  const late = 1 - shorter.serviceLevels.includingShortAbandons;
  return {
    ...shorter,
    abandonProbability: longer.abandonProbability,
    serviceLevels: {
      offered: shorter.serviceLevels.answered * longer.answeredProbability,
      entered: inTime,
      answered: shorter.serviceLevels.answered,
      excludingShortAbandons: inTime + late === 0 ? 1 : inTime / (inTime + late),
      includingShortAbandons: shorter.serviceLevels.includingShortAbandons,
    },
  };
}

function refuseNone(
  targets: Targets,
  agents: number,
  performanceAt: (patienceSeconds: number) => Performance,
): never {
  const figures = [SHORTEST_SECONDS, 60, 3600].map((seconds) => {
    const { serviceLevels, abandonProbability, averageWaitSeconds } = performanceAt(seconds);
    const level = serviceLevels[targets.serviceLevelDefinition];
    return `${seconds} s: service level ${short(level)}, abandonment ${short(abandonProbability)}, mean wait ${short(averageWaitSeconds)} s`;
  });
  throw new AgnerError(
    'UNREACHABLE_GOAL',
    `expected targets that ${agents} agents meet at some mean patience, got some that none does (${figures.join('; ')})`,
    { part: 'patience' },
  );
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
