import { type Command, InvalidArgumentError, Option } from 'commander';
import { AgnerError, SERVICE_LEVEL_DEFINITIONS } from '../../src/domain/index.ts';
import { QUESTION_MODELS, type SteadyQuestion } from '../../src/use-cases/index.ts';
import { durationSeconds } from '../options.ts';

/** Options of one question as a person writes it. */
export interface QuestionOptions {
  readonly model?: string;
  readonly calls?: number;
  readonly interval?: number;
  readonly handleTime?: number;
  readonly load?: number;
  readonly agents?: number;
  readonly lines?: number;
  readonly patience?: number;
  readonly threshold?: number;
  readonly recall?: number;
  readonly redialAbandoned?: number;
  readonly redialBlocked?: number;
  readonly serviceLevel?: number;
  readonly definition?: string;
  readonly asa?: number;
  readonly maxAbandon?: number;
  readonly maxOccupancy?: number;
  readonly maxBlocking?: number;
  readonly minimumAgents?: number;
  readonly shrinkage?: number;
  readonly waitPercentile?: number;
}

type Kind = SteadyQuestion['kind'];

/** Adds the options that a kind of question takes. */
export function addQuestionOptions(command: Command, kind: Kind): Command {
  command
    .addOption(
      new Option(
        '--model <model>',
        'default: erlang-a with --patience, erlang-x with redials, else erlang-c',
      ).choices(QUESTION_MODELS),
    )
    .option(
      '--handle-time <length>',
      'mean of talk, hold and wrap-up, such as 180s',
      durationSeconds,
    )
    .option('--interval <length>', 'length of the interval, such as 30m', durationSeconds)
    .option('--threshold <length>', 'answer time that counts, such as 20s', lengthOrNone)
    .option('--lines <number>', 'most contacts in the system (default: no limit)', amount);
  if (kind !== 'capacity') {
    command
      .option('--calls <number>', 'contacts offered in the interval', amount)
      .option('--load <erlangs>', 'instead of calls and interval', amount);
  }
  if (kind !== 'require') command.option('--agents <number>', 'agents on the phones', amount);
  if (kind !== 'patience-needed') {
    command
      .option(
        '--patience <length>',
        'mean patience, such as 2m (default: endless)',
        durationSeconds,
      )
      .option('--redial-abandoned <share>', 'of those who hang up, try again', percent)
      .option('--redial-blocked <share>', 'of those turned away, try again', percent)
      .option('--recall <share>', 'of blocked callers, try again (extended-b)', percent);
  }
  if (kind === 'evaluate') {
    command.option(
      '--wait-percentile <share>',
      'whose longest wait is asked for, such as 90%',
      percent,
    );
  }
  if (kind === 'evaluate' || kind === 'sensitivity') return command;
  command
    .option('--service-level <share>', 'least share in time, such as 80%', percent)
    .addOption(
      new Option('--definition <name>', 'which share the service level is').choices(
        SERVICE_LEVEL_DEFINITIONS,
      ),
    )
    .option('--asa <length>', 'longest mean wait, such as 30s', lengthOrNone)
    .option('--max-abandon <share>', 'largest share that hangs up, such as 5%', percent)
    .option('--max-occupancy <share>', 'largest share of time on contacts', percent)
    .option('--max-blocking <share>', 'largest share turned away', percent);
  if (kind === 'require') {
    command
      .option('--minimum-agents <number>', 'fewest on the phones, whatever comes', amount)
      .option('--shrinkage <share>', 'of scheduled agents, not there', percent);
  }
  return command;
}

/** The question as JSON, such as a program would write it. */
export function questionOf(kind: Kind, options: QuestionOptions): Record<string, unknown> {
  const targets = given({
    serviceLevel: options.serviceLevel,
    serviceLevelDefinition: options.definition,
    averageSpeedOfAnswerSeconds: options.asa,
    maxAbandonProbability: options.maxAbandon,
    maxOccupancy: options.maxOccupancy,
    maxBlockingProbability: options.maxBlocking,
    minimumAgents: options.minimumAgents,
  });
  return given({
    model: options.model ?? modelOf(kind, options),
    load: options.load,
    callsPerInterval: options.calls,
    intervalSeconds: options.interval,
    handleTimeSeconds: options.handleTime,
    agents: options.agents,
    lines: options.lines,
    patienceSeconds: options.patience,
    thresholdSeconds: options.threshold,
    recallFraction: options.recall,
    redialFractionOfAbandoned: options.redialAbandoned,
    redialFractionOfBlocked: options.redialBlocked,
    targets: kind === 'evaluate' || kind === 'sensitivity' ? undefined : targets,
    shrinkage: options.shrinkage,
    waitPercentile: options.waitPercentile,
  });
}

/** Options by the key of the JSON that they stand for, where that is no word of ordinary prose. */
const OPTION_OF: Readonly<Record<string, string>> = {
  callsPerInterval: '--calls',
  intervalSeconds: '--interval',
  handleTimeSeconds: '--handle-time',
  patienceSeconds: '--patience',
  thresholdSeconds: '--threshold',
  recallFraction: '--recall',
  redialFractionOfAbandoned: '--redial-abandoned',
  redialFractionOfBlocked: '--redial-blocked',
  serviceLevel: '--service-level',
  serviceLevelDefinition: '--definition',
  averageSpeedOfAnswerSeconds: '--asa',
  maxAbandonProbability: '--max-abandon',
  maxOccupancy: '--max-occupancy',
  maxBlockingProbability: '--max-blocking',
  minimumAgents: '--minimum-agents',
  waitPercentile: '--wait-percentile',
};

/** An error in the words of the options, where the question was put by options. */
export function inOptions(error: unknown): unknown {
  if (!(error instanceof AgnerError)) return error;
  const message = error.message
    .replace(/^question: /, '')
    .replace(/\b(?:targets\.)?([a-z]+[A-Z]\w*)\b/g, (word, key: string) => OPTION_OF[key] ?? word);
  return new AgnerError(error.code, message, error.details, { cause: error });
}

function modelOf(kind: Kind, options: QuestionOptions): string {
  if (options.recall !== undefined) return 'extended-b';
  if (options.redialAbandoned !== undefined || options.redialBlocked !== undefined) {
    return 'erlang-x';
  }
  const limits = options.patience !== undefined || options.lines !== undefined;
  return limits || kind === 'patience-needed' ? 'erlang-a' : 'erlang-c';
}

function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function amount(text: string): number {
  const value = /^\d+(?:\.\d+)?(?:e\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw new InvalidArgumentError('Expected a number of at least 0.');
  return value;
}

/** "0s" or a length. */
function lengthOrNone(text: string): number {
  return /^0+(?:\.0+)?(?:s|m|min|h)?$/.test(text.trim()) ? 0 : durationSeconds(text);
}

/** "80%" or "80" as 0.8; a bare 0.8 could be either, so it is refused. */
export function percent(text: string): number {
  const match = /^(\d{1,3}(?:\.\d+)?) ?(%?)$/.exec(text.trim());
  const value = Number(match?.[1]);
  const isBare = match?.[2] === '';
  if (match === null || !(value <= 100) || (isBare && value > 0 && value <= 1)) {
    throw new InvalidArgumentError('Expected percent such as 80%.');
  }
  // The decimal that was written, moved by two places: 32.5 % is 0.325.
  return Number(`${match[1] ?? ''}e-2`);
}
