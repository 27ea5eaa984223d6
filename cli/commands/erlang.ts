import { type Command } from 'commander';
import { AgnerError } from '../../src/domain/index.ts';
import {
  parseJson,
  readCallWaitsCsv,
  readErlangQuestion,
  readSteadyQuestion,
} from '../../src/documents/index.ts';
import {
  answerErlang,
  type CaseQuestion,
  type PatienceEstimateAnswer,
  type PatienceTotalsAnswer,
  type SteadyQuestion,
} from '../../src/use-cases/index.ts';
import { answerLines } from '../erlang/answer-lines.ts';
import { answerText } from '../erlang/answer-text.ts';
import { caseHelp } from '../erlang/case-help.ts';
import { caseText } from '../erlang/case-text.ts';
import { patienceEstimateText, patienceTotalsText } from '../erlang/patience-text.ts';
import {
  addQuestionOptions,
  inOptions,
  percent,
  questionOf,
  type QuestionOptions,
} from '../erlang/question-options.ts';
import { openInput, readText, sourceName } from '../input.ts';
import { list, pairs } from '../options.ts';
import { writeOutput } from '../output.ts';
import { runSession } from '../session.ts';
import { addHistoryFileOptions, type HistoryFileOptions, readOptionsOf } from './import.ts';

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

/** Cases that are one JSON text; patience is read from calls or from a history. */
const CASES = {
  transient: ['a queue from interval to interval, with what each takes over', 'transient'],
  chat: ['agents who hold several contacts at a time', 'chat'],
  deferred: ['work that may wait: e-mail, back office, call-backs', 'deferred'],
  outbound: ['dialling within a cap on silent calls', 'outbound'],
  blend: ['calls out while more than a reserve of a team is idle', 'outbound'],
  uncertain: ['staff where the volume is not certain and some are absent', 'uncertain-volume'],
} satisfies Record<
  Exclude<CaseQuestion['kind'], 'patience' | 'patience-totals'>,
  readonly [description: string, page: string]
>;

export function addErlang(program: Command): void {
  const group = program
    .command('erlang')
    .description('questions to the staffing models, one or a file of them');
  for (const kind of Object.keys(KINDS) as SteadyQuestion['kind'][]) addQuestion(group, kind);
  for (const kind of Object.keys(CASES) as (keyof typeof CASES)[]) addCase(group, kind);
  addPatience(group);
  addPatienceTotals(group);
}

function addCase(group: Command, kind: keyof typeof CASES): void {
  const [description, page] = CASES[kind];
  group
    .command(kind)
    .description(description)
    .addHelpText('after', () => caseHelp(kind, page))
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

interface PatienceOptions {
  readonly input: string;
  readonly output: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly answered: readonly string[];
  readonly abandoned: readonly string[];
  readonly confidence: number;
}

function addPatience(group: Command): void {
  group
    .command('patience')
    .description('how patient callers were, by what became of their calls')
    .requiredOption('-i, --input <file>', 'calls as CSV with wait_seconds,outcome; - is stdin')
    .option('--columns <pairs>', 'columns of the file, such as wait_seconds=queue_s', pairs, {})
    .option('--answered <words>', 'outcomes that are answers', list, ['answered'])
    .option('--abandoned <words>', 'outcomes that are hang-ups', list, ['abandoned'])
    .option('--confidence <share>', 'of all limits, such as 95%', percent, 0.95)
    .option('-o, --output <file>', 'where the answer goes; - is stdout', '-')
    .action(async (_: unknown, run: Command) => {
      const { input, output, confidence, ...layout } = run.opts<PatienceOptions>();
      await runSession(run, async (session) => {
        const calls = await readCallWaitsCsv(openInput(input), sourceName(input), layout);
        const answer = answerErlang({ kind: 'patience', question: { calls, confidence } });
        await writeOutput(output, [
          session.json
            ? `${JSON.stringify(answer)}\n`
            : `${patienceEstimateText(answer as PatienceEstimateAnswer)}\n`,
        ]);
        return 0;
      });
    });
}

interface PatienceTotalsOptions extends HistoryFileOptions {
  readonly input: string;
  readonly output: string;
  readonly confidence: number;
}

function addPatienceTotals(group: Command): void {
  const command = group
    .command('patience-totals')
    .description('how patient callers were on average, by totals of a history')
    .requiredOption(
      '-i, --input <file>',
      'history as CSV with abandoned, wait_answered_seconds, wait_abandoned_seconds; - is stdin',
    )
    .option('--confidence <share>', 'of the limits, such as 95%', percent, 0.95)
    .option('-o, --output <file>', 'where the answer goes; - is stdout', '-');
  addHistoryFileOptions(command).action(async (_: unknown, run: Command) => {
    const { input, output, confidence, ...layout } = run.opts<PatienceTotalsOptions>();
    await runSession(run, async (session) => {
      const { histories } = await session.world.readHistory(
        openInput(input),
        readOptionsOf(layout, input),
      );
      const intervals = histories.flatMap(({ totals }) =>
        totals.abandoned.map((abandoned, slot) => ({
          abandoned,
          waitAnsweredSeconds: totals.waitAnsweredSeconds[slot] ?? null,
          waitAbandonedSeconds: totals.waitAbandonedSeconds[slot] ?? null,
        })),
      );
      const answer = answerErlang({ kind: 'patience-totals', question: { intervals, confidence } });
      await writeOutput(output, [
        session.json
          ? `${JSON.stringify(answer)}\n`
          : `${patienceTotalsText(answer as PatienceTotalsAnswer)}\n`,
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
      await writeOutput(output, [answerOptions(kind, options, session.json)]);
      return 0;
    });
  });
}

/** The answer to a question that was put by options; errors name those. */
function answerOptions(
  kind: SteadyQuestion['kind'],
  options: QuestionOptions,
  json: boolean,
): string {
  try {
    const asked = readSteadyQuestion(kind, questionOf(kind, options));
    return json ? `${JSON.stringify(answerErlang(asked))}\n` : `${answerText(asked)}\n`;
  } catch (error) {
    throw inOptions(error);
  }
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
