import { AgnerError } from '../../domain/errors.ts';
import { figuresOf, type QueueFigures } from './answer-parts.ts';
import { outcomeOrNull } from './least-agents.ts';
import { type Demand, type EvaluateQuestion, isLossModel, type QuestionModel } from './question.ts';
import { checkQuestionAgents, makeQueueModel } from './queue-model.ts';

/** One step away from the question in one direction; `null` figures where there is no steady state. */
export interface SensitivityRow {
  /** What differs from the question. */
  readonly change: 'none' | 'agents' | 'volume' | 'handle-time';
  readonly agents: number;
  readonly volumeFactor: number;
  readonly handleTimeFactor: number;
  readonly load: number;
  readonly figures: QueueFigures | null;
}

export interface SensitivityAnswer {
  readonly model: QuestionModel;
  readonly rows: readonly SensitivityRow[];
}

/** How many agents more and less are shown. */
const REACH = 5;

/** Volume and handle time are shown a tenth more and less. */
const FACTORS = [0.9, 1.1];

/**
 * What becomes of a queue with up to five agents more and less, a tenth more and less volume, and
 * a tenth longer and shorter handle time.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: 15 evaluations of the model.
 */
export function sensitivityQuestion(question: EvaluateQuestion): SensitivityAnswer {
  const { model, agents, lines } = question;
  if (isLossModel(model)) {
    throw new AgnerError('INVALID_INPUT', `expected a model with agents, got ${model}`, { model });
  }
  checkQuestionAgents(question, agents);
  const rowAt = (
    change: SensitivityRow['change'],
    count: number,
    volumeFactor: number,
    handleTimeFactor: number,
  ): SensitivityRow => {
    const demand = scaled(question.demand, volumeFactor, handleTimeFactor);
    const queue = makeQueueModel({ ...question, demand }, false);
    const outcome = outcomeOrNull(queue, count);
    const figures = outcome === null ? null : figuresOf(outcome, queue, question.thresholdSeconds);
    return { change, agents: count, volumeFactor, handleTimeFactor, load: queue.load, figures };
  };
  const steps = Array.from({ length: 2 * REACH + 1 }, (_, index) => agents - REACH + index);
  const counts = steps.filter((count) => count > 0 && (lines === null || count <= lines));
  return {
    model,
    rows: [
      ...counts.map((count) => rowAt(count === agents ? 'none' : 'agents', count, 1, 1)),
      ...FACTORS.map((factor) => rowAt('volume', agents, factor, 1)),
      ...FACTORS.map((factor) => rowAt('handle-time', agents, 1, factor)),
    ],
  };
}

/** A load alone has volume and handle time in one; a longer handle time shows in its waits too. */
function scaled(demand: Demand, volumeFactor: number, handleTimeFactor: number): Demand {
  const { handleTimeSeconds } = demand;
  return demand.kind === 'calls'
    ? {
        ...demand,
        callsPerInterval: demand.callsPerInterval * volumeFactor,
        handleTimeSeconds: demand.handleTimeSeconds * handleTimeFactor,
      }
    : {
        ...demand,
        load: demand.load * volumeFactor * handleTimeFactor,
        handleTimeSeconds: handleTimeSeconds === null ? null : handleTimeSeconds * handleTimeFactor,
      };
}
