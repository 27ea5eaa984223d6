import { type Command, InvalidArgumentError, Option } from 'commander';
import { AgnerError } from '../../src/domain/index.ts';
import {
  agentSpansHeader,
  formatAgentSpans,
  formatCallIntervalsCsv,
  formatQueueCalls,
  queueCallsHeader,
} from '../../src/documents/index.ts';
import {
  type CallLogBatch,
  type CallLogImportRequest,
  followCallLog,
  importCallLog,
  readLogFiles,
  tallyLog,
  type TallySettings,
  usualZone,
} from '../../src/use-cases/index.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { durationSeconds, list, pairs, zone } from '../options.ts';
import { say, writeOut, writeOutput } from '../output.ts';
import { type Session, runSession } from '../session.ts';
import { fileText, logSummary, outcomeTable } from '../call-log-text.ts';

const FORMS = ['intervals', 'calls', 'agent-times'] as const;

interface QueueLogOptions {
  readonly zone?: string;
  readonly interval: number;
  readonly threshold?: number;
  readonly wrapUp?: Readonly<Record<string, number>>;
  readonly wrapUpReasons: readonly string[];
  readonly agents: Readonly<Record<string, string>>;
  readonly log: string;
  readonly table?: string;
  readonly tableZone?: string;
  readonly again: boolean;
  readonly follow: boolean;
  readonly output?: string;
  readonly form: (typeof FORMS)[number];
}

export function addImportQueueLog(group: Command): void {
  group
    .command('queue-log')
    .description(
      "Asterisk's queue_log (also gzip, rotated sets), or a recorded FreeSWITCH event socket: calls, intervals, agents' time",
    )
    .argument('<files...>', 'files of one log, in any order; with --table a database')
    .option('--zone <zone>', 'time zone of the intervals (default: as stored queues have)', zone)
    .option('--interval <length>', 'length of the intervals: 900, 15m', stepSeconds, 900)
    .option('--threshold <length>', 'answer time that service level speaks of: 20s', waitSeconds)
    .option('--wrap-up <length>', 'wrap-up after each call: 30s, or support=30s,sales=1m', wrapUps)
    .option('--wrap-up-reasons <reasons>', 'reasons of pauses that are wrap-up', list, [])
    .option('--agents <pairs>', 'other names of agents: SIP/101=Ada,SIP/102=Ben', pairs, {})
    .option('--log <name>', 'name of the log, one for each server', 'queue_log')
    .option('--table <name>', 'the log is a table of the database: SQLite file or postgres:// URL')
    .option('--table-zone <zone>', 'zone of times in the table (default: of the intervals)', zone)
    .option('--again', 'read all of it, also what was read before', false)
    .option('--follow', 'go on reading as the file grows and is rotated, until Ctrl-C', false)
    .option('-o, --output <file>', 'write CSV there instead of the database; - is stdout')
    .addOption(
      new Option('--form <form>', 'what --output holds').choices(FORMS).default('intervals'),
    )
    .action(async (files: string[], _: unknown, command: Command) => {
      const options = command.opts<QueueLogOptions>();
      await runSession(command, async (given) => {
        checkOptions(options, files);
        const session = await withTable(given, options);
        if (options.output !== undefined) {
          await writeFiles(session, options, options.output, files);
          return 0;
        }
        const request = await requestOf(session, options, files);
        return options.follow ? follow(session, request, files[0]!) : importFiles(session, request);
      });
    });
}

/** Reads tables in place of files where that is asked for. */
async function withTable(session: Session, options: QueueLogOptions): Promise<Session> {
  const { table } = options;
  if (table === undefined) return session;
  const { world, site } = session;
  const inZone =
    options.tableZone ?? options.zone ?? usualZone(await world.store.listQueues(site)) ?? null;
  const log = { table, zone: neededZone(inZone) };
  return {
    ...session,
    world: { ...world, openLogFile: (database) => world.openLogTable(database, log) },
  };
}

function checkOptions(
  { output, follow, wrapUp, wrapUpReasons, table }: QueueLogOptions,
  files: string[],
) {
  const refuse = (message: string) => new AgnerError('INVALID_INPUT', message);
  if (wrapUp !== undefined && wrapUpReasons.length > 0) {
    throw refuse('expected --wrap-up or --wrap-up-reasons, got both');
  }
  if (follow && output !== undefined) {
    throw refuse('expected --follow without --output: it reads into the database');
  }
  if (table !== undefined && (follow || files.length > 1)) {
    throw refuse('expected one database with --table, without --follow');
  }
  if (follow && files.length > 1) {
    throw refuse(`expected one file with --follow, got ${files.length}; import the others before`);
  }
  if (files.includes('-')) {
    throw refuse('expected files, got -: a log is known again by its files');
  }
}

async function writeFiles(
  session: Session,
  options: QueueLogOptions,
  output: string,
  files: readonly string[],
): Promise<void> {
  const { world } = session;
  const reading = readingOptions(options);
  const settings = settingsOf(options, neededZone(options.zone ?? null));
  if (options.form === 'intervals') {
    const tally = await tallyLog(world, files, reading, settings);
    await writeOutput(output, formatCallIntervalsCsv(tally.queues));
    for (const line of logSummary(tally.counts, tally.calls)) say(line);
    return;
  }
  let last: CallLogBatch | null = null;
  let calls = 0;
  const chunks = async function* (): AsyncGenerator<string> {
    yield options.form === 'calls' ? queueCallsHeader() : agentSpansHeader();
    const rows = (batch: Pick<CallLogBatch, 'calls' | 'spans'>) =>
      options.form === 'calls'
        ? formatQueueCalls(batch.calls, settings.zone)
        : formatAgentSpans(batch.spans, settings.zone);
    for await (const batch of readLogFiles(world, files, reading)) {
      calls += batch.calls.length;
      yield [...rows(batch)].join('');
      last = batch;
    }
    const open = last;
    if (open === null) return;
    calls += open.openCalls.length;
    yield [...rows({ calls: open.openCalls, spans: open.openSpans })].join('');
  };
  await writeOutput(output, chunks());
  const end = last as CallLogBatch | null;
  for (const line of end === null ? [] : logSummary(end.counts, calls)) say(line);
}

async function importFiles(session: Session, request: CallLogImportRequest): Promise<number> {
  const result = await session.work('import', (context) =>
    importCallLog(session.world, request, context),
  );
  if (session.json) await writeOut([`${JSON.stringify(result)}\n`]);
  else {
    for (const file of result.files) for (const line of fileText(file)) say(line);
    if (result.files.length === 0) say('Nothing to import: the log is empty; it was left out.');
    await writeOut([`${outcomeTable(result.queues)}\n`]);
  }
  if (!result.isStopped) return 0;
  say('Stopped; the same command goes on from here.');
  return EXIT_CODES.CANCELLED;
}

/** How often a followed file is looked at. */
const LOOK_MS = 1000;

async function follow(
  session: Session,
  request: CallLogImportRequest,
  path: string,
): Promise<number> {
  const { signal } = session;
  say(`following ${path}; Ctrl-C ends it`);
  await followCallLog(
    session.world,
    { ...request, path },
    {
      signal,
      wait: () =>
        new Promise((resolve) => {
          const done = (): void => {
            clearTimeout(timer);
            signal.removeEventListener('abort', done);
            resolve();
          };
          const timer = setTimeout(done, LOOK_MS);
          signal.addEventListener('abort', done);
        }),
      onImported: (file) => {
        for (const line of fileText(file)) say(line);
      },
    },
  );
  return 0;
}

async function requestOf(
  session: Session,
  options: QueueLogOptions,
  paths: readonly string[],
): Promise<CallLogImportRequest> {
  const { world, site } = session;
  const stored = usualZone(await world.store.listQueues(site));
  const { wrapUpReasons, agentNames } = readingOptions(options);
  return {
    site,
    log: options.log,
    paths,
    options: { wrapUpReasons, agentNames },
    settings: settingsOf(options, neededZone(options.zone ?? stored)),
    again: options.again,
  };
}

function readingOptions({ wrapUpReasons, agents }: QueueLogOptions) {
  return { wrapUpReasons, agentNames: agents, takesTornLine: true };
}

function settingsOf(options: QueueLogOptions, inZone: string): TallySettings {
  const { interval, threshold, wrapUp, wrapUpReasons } = options;
  return {
    zone: inZone,
    stepSeconds: interval,
    thresholdSeconds: threshold ?? null,
    wrapUp:
      wrapUp !== undefined
        ? { kind: 'fixed', secondsOf: (queue) => wrapUp[queue] ?? wrapUp[''] ?? null }
        : wrapUpReasons.length > 0
          ? { kind: 'calls' }
          : { kind: 'unknown' },
  };
}

function neededZone(known: string | null): string {
  if (known !== null) return known;
  throw new AgnerError(
    'INVALID_INPUT',
    'expected --zone, such as Europe/Ljubljana: the log itself has none',
  );
}

/** Intervals of which an hour holds a whole number. */
function stepSeconds(text: string): number {
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : durationSeconds(text);
  if (seconds >= 60 && 3600 % seconds === 0) return seconds;
  throw new InvalidArgumentError('Expected a length of which an hour is a multiple: 900, 15m, 1h.');
}

function waitSeconds(text: string): number {
  return text === '0s' ? 0 : durationSeconds(text);
}

/** "30s" for all queues ("" is their name), or "support=30s,sales=1m". */
function wrapUps(text: string): Readonly<Record<string, number>> {
  if (!text.includes('=')) return { '': waitSeconds(text) };
  return Object.fromEntries(
    Object.entries(pairs(text)).map(([queue, length]) => [queue, waitSeconds(length)]),
  );
}
