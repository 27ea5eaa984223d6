import { AgnerError } from '../domain/index.ts';
import {
  answerQuestion,
  type CaseQuestion,
  loadOf,
  MAX_AGENTS,
  type SteadyQuestion,
} from '../erlang/index.ts';
import {
  type ErlangAnswer,
  type ErlangCase,
  type ErlangQuestion,
  type RefusedCase,
} from './erlang-case.ts';
import { type WorkContext } from './ports.ts';
import { type World } from './sources.ts';
import { type ErlangInput } from './tasks.ts';
import { checkNotCancelled } from './work.ts';

export {
  type CallWait,
  type CapacityAnswer,
  type CaseQuestion,
  type Demand,
  type EvaluateQuestion,
  type IdleTime,
  type LossFigures,
  type PatienceAnswer,
  type PatienceEstimateAnswer,
  type PatienceTotalsAnswer,
  QUESTION_MODELS,
  type QuestionWarning,
  type QueueFigures,
  type QueueQuestion,
  type QueueTerms,
  type RequireAnswer,
  type SensitivityAnswer,
  type SteadyQuestion,
  type Targets,
  type TransientRow,
  waitPercentiles,
} from '../erlang/index.ts';

/** The answer to one question. Throws `AgnerError` as the core does. */
export function answerErlang(asked: ErlangQuestion): ErlangAnswer {
  return answerQuestion(asked);
}

/** What `read` gives, or in its place why it gives nothing. */
export function readErlangCase(read: () => ErlangQuestion): ErlangCase {
  try {
    return read();
  } catch (error) {
    return refusedCase(error);
  }
}

/** The answer to one of many: what is wrong with it stands in its place. */
export function answerErlangCase(asked: ErlangCase): ErlangAnswer | RefusedCase {
  if ('error' in asked) return asked;
  try {
    return answerErlang(asked);
  } catch (error) {
    return refusedCase(error);
  }
}

function refusedCase(error: unknown): RefusedCase {
  if (!(error instanceof AgnerError)) throw error;
  return { error: { code: error.code, message: error.message } };
}

/** The answers to many questions, in their order. */
export function computeErlang(
  { cases }: ErlangInput,
  context: WorkContext,
): readonly (ErlangAnswer | RefusedCase)[] {
  return cases.map((asked, index) => {
    checkNotCancelled(context);
    context.onProgress({ fraction: index / cases.length, step: 'erlang', figures: {} });
    return answerErlangCase(asked);
  });
}

/**
 * The answer to one question, worked out where it holds nobody up.
 *
 * @throws {AgnerError} as the core does; `TOO_LARGE` for more work than a caller may wait for
 */
export async function askErlang(
  { tasks }: Pick<World, 'tasks'>,
  question: ErlangQuestion,
  context: WorkContext,
): Promise<ErlangAnswer> {
  const [answer] = await askErlangCases({ tasks }, [question], context);
  if (answer === undefined) throw new AgnerError('INTERNAL', 'a question got no answer');
  if ('error' in answer) throw new AgnerError(answer.error.code, answer.error.message);
  return answer;
}

/** The answers to many questions; what is wrong with one stands in its place. Throws likewise. */
export async function askErlangCases(
  { tasks }: Pick<World, 'tasks'>,
  cases: readonly ErlangCase[],
  context: WorkContext,
): Promise<readonly (ErlangAnswer | RefusedCase)[]> {
  checkWork(cases);
  return tasks.run('erlang', { cases }, context);
}

/** Most steps of models that one request may cost: a few seconds. */
const MAX_STEPS = 1e9;

function checkWork(cases: readonly ErlangCase[]): void {
  const steps = cases.reduce((sum, one) => sum + ('error' in one ? 0 : stepsOf(one)), 0);
  if (steps <= MAX_STEPS) return;
  throw new AgnerError(
    'TOO_LARGE',
    `expected cases of at most ${MAX_STEPS} steps of their models together, got about ${steps.toExponential(1)}; send fewer at a time`,
    { steps },
  );
}

/** About how many evaluations of the model a kind of question takes. */
const EVALUATIONS = {
  evaluate: 1,
  sensitivity: 15,
  require: 30,
  capacity: 100,
  'patience-needed': 300,
} satisfies Record<SteadyQuestion['kind'], number>;

/** About how many steps of its models a question takes, at most; 0 for one that they refuse. */
function stepsOf(asked: ErlangQuestion): number {
  const steps =
    asked.kind in EVALUATIONS
      ? steadySteps(asked as SteadyQuestion)
      : caseSteps(asked as CaseQuestion);
  return Number.isFinite(steps) && steps > 0 ? steps : 0;
}

function steadySteps({ kind, question }: SteadyQuestion): number {
  const load = 'demand' in question ? loadOf(question.demand) : question.agents;
  const agents = 'agents' in question ? question.agents : load;
  // What is beyond the models is refused by them.
  const sizes = [load, agents, question.lines ?? 0].map((size) => Math.min(size, MAX_AGENTS));
  // Redials are settled step by step.
  const rounds = question.model === 'erlang-x' ? 20 : 1;
  return EVALUATIONS[kind] * rounds * sizes.reduce((sum, size) => sum + size, 100);
}

function caseSteps({ kind, question }: CaseQuestion): number {
  switch (kind) {
    case 'transient':
      // About 0.1 ms for an interval of 300 agents, 1 s for one of 20,000: states times jumps.
      return question.agents.reduce((sum, agents, interval) => {
        const calls = question.callsPerInterval[interval] ?? 0;
        const { handleTimeSeconds: times } = question;
        const seconds = typeof times === 'number' ? times : (times[interval] ?? 0);
        const load = (calls * seconds) / question.intervalSeconds;
        const size = Math.max(agents, load);
        return sum + 100 * (100 + size) + size ** 2 / 2;
      }, 0);
    case 'deferred': {
      const rounds = question.ask !== 'evaluate' && question.margin.kind === 'paths' ? 60 : 1;
      return 100 * rounds * question.work.open.length ** 2;
    }
    case 'blend': {
      const { agents } = question.team;
      // The least reserve is some standard deviations of the load.
      const reserves = question.ask === 'evaluate' ? 1 : 1 + 3 * Math.sqrt(agents);
      return 100 * reserves * (agents + 1) * (agents + 60);
    }
    case 'chat':
    case 'outbound':
    case 'uncertain':
      return 1e6;
    case 'patience':
      return 100 * question.calls.length;
    case 'patience-totals':
      return 10 * question.intervals.length;
  }
}
