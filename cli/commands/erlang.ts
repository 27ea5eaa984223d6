import { type Command } from 'commander';
import { AgnerError } from '../../src/domain/index.ts';
import { parseJson, readErlangQuestion, readSteadyQuestion } from '../../src/documents/index.ts';
import { answerErlang, type CaseQuestion, type SteadyQuestion } from '../../src/use-cases/index.ts';
import { answerLines } from '../erlang/answer-lines.ts';
import { answerText } from '../erlang/answer-text.ts';
import { caseText } from '../erlang/case-text.ts';
import {
  addQuestionOptions,
  questionOf,
  type QuestionOptions,
} from '../erlang/question-options.ts';
import { readText } from '../input.ts';
import { writeOutput } from '../output.ts';
import { runSession } from '../session.ts';

interface ErlangOptions extends QuestionOptions {
  readonly input?: string;
  readonly output: string;
}

const KINDS = {
  evaluate: 'what a number of agents gives',
  require: 'least agents that meet targets',
  capacity: 'most that a number of agents can carry at targets',
  'patience-needed': 'mean patience at which a number of agents meets targets',
  sensitivity: 'what more and less agents, volume and handle time would give',
} satisfies Record<SteadyQuestion['kind'], string>;

const CASES = {
  transient: 'a queue from interval to interval, with what each takes over',
  chat: 'agents who hold several contacts at a time',
  deferred: 'work that may wait: e-mail, back office, call-backs',
  outbound: 'dialling within a cap on silent calls',
  uncertain: 'staff where the volume is not certain and some are absent',
} satisfies Record<CaseQuestion['kind'], string>;

export function addErlang(program: Command): void {
  const group = program
    .command('erlang')
    .description('questions to the staffing models, one or a file of them');
  for (const kind of Object.keys(KINDS) as SteadyQuestion['kind'][]) addQuestion(group, kind);
  for (const kind of Object.keys(CASES) as CaseQuestion['kind'][]) addCase(group, kind);
}

function addCase(group: Command, kind: CaseQuestion['kind']): void {
  group
    .command(kind)
    .description(CASES[kind])
    .requiredOption('-i, --input <file>', 'the case as JSON; - is stdin')
    .option('-o, --output <file>', 'where the answer goes; - is stdout', '-')
    .action(async (_: unknown, run: Command) => {
      const { input, output } = run.opts<{ readonly input: string; readonly output: string }>();
      await runSession(run, async (session) => {
        const text = parseJson(await readText(input), 'question');
        const answer = answerErlang(readErlangQuestion(kind, text));
        await writeOutput(output, [
          session.json ? `${JSON.stringify(answer)}\n` : `${caseText(answer)}\n`,
        ]);
        return 0;
      });
    });
}

function addQuestion(group: Command, kind: SteadyQuestion['kind']): void {
  const command = group
    .command(kind)
    .description(KINDS[kind])
    .option('-i, --input <file>', 'questions, one JSON value a line; - is stdin')
    .option('-o, --output <file>', 'where answers go; - is stdout', '-');
  addQuestionOptions(command, kind).action(async (_: unknown, run: Command) => {
    const { input, output, ...options } = run.opts<ErlangOptions>();
    await runSession(run, async (session) => {
      if (input !== undefined) {
        refuseOptions(options);
        await answerLines(kind, input, output, session);
        return 0;
      }
      const asked = readSteadyQuestion(kind, questionOf(kind, options));
      const answer = answerErlang(asked);
      await writeOutput(output, [
        session.json ? `${JSON.stringify(answer)}\n` : `${answerText(asked)}\n`,
      ]);
      return 0;
    });
  });
}

/** A question in a file says everything itself. */
function refuseOptions(options: QuestionOptions): void {
  const [name] = Object.keys(options);
  if (name === undefined) return;
  const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new AgnerError(
    'INVALID_INPUT',
    `expected either --input or the question as options, got --input and --${option}`,
  );
}
