import { type Command, Option } from 'commander';
import {
  AgnerError,
  ATTRIBUTIONS,
  type Attribution,
  type Channel,
  CHANNELS,
} from '../../src/domain/index.ts';
import { findingText, formatHistoryCsv, readForecast } from '../../src/documents/index.ts';
import {
  HISTORY_PRESETS,
  type HistoryPreset,
  type HistoryReadOptions,
  importForecast,
  importHistory,
  savePlan,
} from '../../src/use-cases/index.ts';
import { openInput, openMeasured, readText, sourceName } from '../input.ts';
import { durationSeconds, pairs, zone } from '../options.ts';
import { say, writeOut, writeOutput } from '../output.ts';
import { outcomeTable } from '../call-log-text.ts';
import { clean } from '../render.ts';
import { runSession } from '../session.ts';
import { readPlanText } from '../sources.ts';
import { addImportQueueLog } from './import-queue-log.ts';

/** Options that say how a history file is to be read. */
export interface HistoryFileOptions {
  readonly zone?: string;
  readonly queue?: string;
  readonly queueColumn?: string;
  /** Of a backtest: what the data are called. */
  readonly dataset?: string;
  readonly channel?: Channel;
  readonly attribution?: Attribution;
  readonly interval?: number;
  readonly preset?: HistoryPreset;
  readonly columns?: Readonly<Record<string, string>>;
  readonly dateOrder?: 'day-first' | 'month-first';
  readonly decimal?: 'point' | 'comma';
}

export function addHistoryFileOptions(command: Command): Command {
  return command
    .option('--zone <zone>', 'time zone of local times, such as Europe/Ljubljana', zone)
    .option('--queue <name>', 'queue of a file that holds just one')
    .option('--queue-column <column>', 'column that names the queue')
    .addOption(new Option('--channel <channel>', 'channel of the contacts').choices(CHANNELS))
    .addOption(
      new Option('--attribution <when>', 'to which interval a contact counts').choices(
        ATTRIBUTIONS,
      ),
    )
    .option('--interval <length>', 'length of the intervals, such as 15m', durationSeconds)
    .addOption(new Option('--preset <layout>', 'layout of another system').choices(HISTORY_PRESETS))
    .option(
      '--columns <pairs>',
      'columns by our names: offered=volume,interval_start=timestamp',
      pairs,
    )
    .addOption(
      new Option('--date-order <order>', 'how to read 03/04/2026').choices([
        'day-first',
        'month-first',
      ]),
    )
    .addOption(new Option('--decimal <sign>', 'decimal sign').choices(['point', 'comma']));
}

export function readOptionsOf(options: HistoryFileOptions, path: string): HistoryReadOptions {
  return {
    source: sourceName(path),
    zone: options.zone ?? null,
    queue: options.queue ?? null,
    queueIfUnnamed: options.dataset ?? null,
    queueColumn: options.queueColumn ?? null,
    channel: options.channel ?? null,
    attribution: options.attribution ?? null,
    intervalSeconds: options.interval ?? null,
    preset: options.preset ?? null,
    columns: options.columns ?? null,
    dateOrder: options.dateOrder ?? null,
    decimal: options.decimal ?? null,
  };
}

/** How many findings are printed without --all. */
const SHOWN_FINDINGS = 20;

export function addImport(program: Command): void {
  const group = program.command('import').description('bring data into the database');

  addHistoryFileOptions(
    group
      .command('history')
      .description('interval history from CSV (also gzip): our layout or another by options')
      .argument('<files...>', 'files, or - for standard input'),
  )
    .option('-o, --output <file>', 'write the canonical layout there instead of the database')
    .option('--all', 'print every finding')
    .action(async (files: string[], _: unknown, command: Command) => {
      const options = command.opts<HistoryFileOptions & { output?: string; all?: boolean }>();
      await runSession(command, async (session) => {
        if (options.output !== undefined && files.length > 1) {
          throw new AgnerError('INVALID_INPUT', 'expected one file with --output, got several');
        }
        for (const path of files) {
          const readOptions = readOptionsOf(options, path);
          if (options.output !== undefined) {
            const reading = await session.world.readHistory(openInput(path), readOptions);
            await writeOutput(options.output, formatHistoryCsv(reading.histories));
            sayFindings(reading.findings.map(findingText), options.all ?? false);
            say(rowsText(path, reading.rows));
            continue;
          }
          const outcome = await session.work(`import ${path}`, ({ onProgress }) =>
            importHistory(session.world, {
              site: session.site,
              source: openMeasured(path, (fraction) => {
                // Reading is about half of it; the rest is storing.
                onProgress({ fraction: fraction / 2, step: 'read', figures: {} });
              }),
              options: readOptions,
            }),
          );
          if (session.json) {
            await writeOut([`${JSON.stringify(outcome)}\n`]);
            continue;
          }
          sayFindings(outcome.findings.map(findingText), options.all ?? false);
          say(rowsText(path, outcome.rows));
          await writeOut([`${outcomeTable(outcome.queues)}\n`]);
        }
        return 0;
      });
    });

  addImportForecast(group);
  addImportQueueLog(group);

  group
    .command('plan')
    .description('a plan (YAML or JSON) as the newest version of its name')
    .argument('<file>', 'file, or - for standard input')
    .action(async (path: string, _: unknown, command: Command) => {
      await runSession(command, async (session) => {
        const text = await readText(path);
        const plan = readPlanText(text, path);
        const record = await savePlan(session.world, { site: session.site, plan, text });
        await writeOut([
          session.json
            ? `${JSON.stringify(record)}\n`
            : `plan ${clean(record.name)}, version ${record.version}: ${plan.queues.length} queues, ${plan.agents.length} agents\n`,
        ]);
        return 0;
      });
    });
}

function addImportForecast(group: Command): void {
  group
    .command('forecast')
    .description("somebody else's forecast from CSV, to be staffed by and scored like ours")
    .argument('<file>', 'file with interval_start, queue and volume, or - for standard input')
    .requiredOption('--name <name>', 'what to call it')
    .requiredOption('--zone <zone>', 'time zone whose local days count', zone)
    .option('--queue <name>', 'queue of a file that holds just one')
    .option('--columns <pairs>', 'columns by our names: volume=Forecast', pairs)
    .option('--handle-time <length>', 'where the file has none, such as 180s', durationSeconds)
    .action(async (path: string, _: unknown, command: Command) => {
      const options = command.opts<{
        name: string;
        zone: string;
        queue?: string;
        columns?: Readonly<Record<string, string>>;
        handleTime?: number;
      }>();
      await runSession(command, async (session) => {
        const forecast = readForecast(await readText(path), sourceName(path), {
          zone: options.zone,
          queue: options.queue ?? null,
          columns: options.columns ?? null,
          handleTimeSeconds: options.handleTime ?? null,
        });
        const { site } = session;
        const answer = await importForecast(session.world, { site, name: options.name, forecast });
        const { id = '', version = 0 } = answer.header ?? {};
        await writeOut([
          session.json
            ? `${JSON.stringify(answer)}\n`
            : `forecast ${id} (${clean(options.name)}, version ${version}): ${answer.document.queues.length} queues\n`,
        ]);
        return 0;
      });
    });
}

function rowsText(path: string, rows: { read: number; taken: number; leftOut: number }): string {
  return `${sourceName(path)}: ${rows.read} rows read, ${rows.taken} taken, ${rows.leftOut} left out`;
}

/** Findings as lines on stderr, the first twenty unless all are asked for. */
export function sayFindings(lines: readonly string[], all: boolean): void {
  const shown = all ? lines : lines.slice(0, SHOWN_FINDINGS);
  for (const line of shown) say(clean(line));
  if (shown.length < lines.length) {
    say(`... and ${lines.length - shown.length} more; --all prints them`);
  }
}
