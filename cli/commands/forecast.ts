import { type Command } from 'commander';
import { type Forecast, type SpecialDay } from '../../src/domain/index.ts';
import { formatForecastCsv, noteText, readSpecialDays } from '../../src/documents/index.ts';
import {
  type Answer,
  drawForecast,
  forecastQueues,
  type HistorySource,
} from '../../src/use-cases/index.ts';
import { openInput, readText, sourceName } from '../input.ts';
import {
  date,
  durationSeconds,
  formatOption,
  levels,
  list,
  nameOption,
  outputOption,
  seedOption,
  wholeNumber,
} from '../options.ts';
import { daysText } from '../accuracy-text.ts';
import { grouped, share, table } from '../render.ts';
import { say, writeOutput } from '../output.ts';
import { runSession, type Session } from '../session.ts';
import { keeping, planSource } from '../sources.ts';
import { writeResult } from '../write-result.ts';
import {
  addHistoryFileOptions,
  type HistoryFileOptions,
  readOptionsOf,
  sayFindings,
} from './import.ts';
import { findingText } from '../../src/documents/index.ts';

/** Options of commands that work from histories. */
export interface FromHistoryOptions extends HistoryFileOptions {
  readonly input?: string;
  readonly queues?: string[];
  readonly plan?: string;
  readonly specialDays?: string;
  readonly handleTime?: number;
  readonly days: number;
  readonly levels: number[];
  readonly seed: number;
  readonly name?: string;
  readonly output?: string;
  readonly format?: string;
}

export function addFromHistoryOptions(command: Command): Command {
  return addHistoryFileOptions(
    command
      .option('-i, --input <file>', 'history from a file instead of the database; - is stdin')
      .option('--queues <names>', 'queues in the database (default: all)', list)
      .option('--plan <plan>', 'plan (name or file): opening hours, special days')
      .option('--special-days <file>', 'JSON file {"YYYY-MM-DD": "type"}')
      .option('--handle-time <length>', 'where history holds none, such as 180s', durationSeconds)
      .option('--days <number>', 'days to forecast', wholeNumber(1, 400), 28)
      .option('--levels <percents>', 'levels of the bands', levels, [0.8, 0.95]),
  )
    .addOption(seedOption())
    .addOption(nameOption())
    .addOption(outputOption())
    .addOption(formatOption(['csv', 'json']));
}

export function addForecast(program: Command): void {
  addFromHistoryOptions(
    program
      .command('forecast')
      .description('volume and handle time per interval, with bands')
      .option('--from <date>', 'first day (default: the day after the history)', date)
      .option('--reconcile', 'make queues agree with forecasts of their sums, by channel and site')
      .option('--picture <file>', 'draw history and forecast of one queue as PNG'),
  ).action(async (_: unknown, command: Command) => {
    const options = command.opts<
      FromHistoryOptions & { from?: string; picture?: string; reconcile?: true }
    >();
    await runSession(command, async (session) => {
      const request = await fromHistory(session, options);
      const answer = await session.work('forecast', (context) =>
        forecastQueues(
          session.world,
          {
            ...request,
            from: options.from ?? null,
            reconcile: options.reconcile === true,
          },
          context,
        ),
      );
      await writeResult(session, options, answer, {
        csv: formatForecastCsv,
        text: forecastText,
      });
      if (options.picture !== undefined) {
        const picture = await session.work('picture', (context) =>
          drawForecast(session.world, request.histories, answer.document, context),
        );
        await writeOutput(options.picture, [picture]);
        say(`drawn to ${options.picture}`);
      }
      return 0;
    });
  });
}

/** What forecast and backtest ask for alike. */
export async function fromHistory(session: Session, options: FromHistoryOptions) {
  return {
    histories: await historySource(session, options),
    plan: await planSource(session, options.plan),
    specialDays: await specialDaysOf(options.specialDays),
    assumedHandleTimeSeconds: options.handleTime ?? null,
    days: options.days,
    levels: options.levels,
    seed: options.seed,
    keeping: keeping(session, options.input !== undefined, options.name),
  };
}

/** Histories from a file, or those of the database. */
export async function historySource(
  session: Session,
  options: Pick<FromHistoryOptions, 'input' | 'queues'> & HistoryFileOptions,
): Promise<HistorySource> {
  if (options.input === undefined) {
    return { kind: 'stored', site: session.site, queues: options.queues ?? null };
  }
  const reading = await session.world.readHistory(
    openInput(options.input),
    readOptionsOf(options, options.input),
  );
  sayFindings(reading.findings.map(findingText), false);
  return { kind: 'given', histories: reading.histories, name: options.input };
}

/** Special days of a file; none without one. */
export async function specialDaysOf(path: string | undefined): Promise<readonly SpecialDay[]> {
  return path === undefined ? [] : readSpecialDays(await readText(path), sourceName(path));
}

/** A line per queue and what a planner should know. */
export function forecastText({ document }: Answer<Forecast>): string {
  const rows = document.queues.map((queue) => {
    const total = queue.dayTotals.mean.reduce((sum, value) => sum + value, 0);
    const best = queue.models.toSorted((a, b) => b.weight - a.weight)[0];
    return [
      queue.queue,
      `${queue.days[0] ?? ''} to ${queue.days.at(-1) ?? ''}`,
      grouped(total),
      grouped(Math.max(...queue.dayTotals.mean)),
      `${meanHandleTime(queue).toFixed(0)} s`,
      queue.handleTimeSource,
      best === undefined ? '-' : `${best.model} (${share(best.weight, 0)})`,
    ];
  });
  const notes = document.queues.flatMap(({ queue, notes: told, excludedDays }) => [
    ...told.map((note) => `${queue}: ${noteText(note)}`),
    ...(excludedDays.length === 0 ? [] : [`${queue}: ${daysText(excludedDays)}`]),
  ]);
  const isCleaned = document.queues.some(({ excludedDays }) => excludedDays.length > 0);
  if (isCleaned)
    notes.push('A day that was real after all: "history: keep" in the special days of the plan.');
  return [
    table(
      [
        'queue',
        'days',
        'contacts',
        'busiest day',
        'handle time',
        'from',
        'heaviest model (weight)',
      ],
      rows,
    ),
    ...totalsText(document),
    ...notes,
  ].join('\n');
}

/** What queues come to together, where the forecast was reconciled with that. */
function totalsText({ totals = [] }: Forecast): readonly string[] {
  if (totals.length === 0) return [];
  const level = totals[0]!.dayTotals.bands[0]?.level;
  const band = level === undefined ? [] : [`busiest day, ${share(level, 0)} band`];
  return [
    table(
      ['together', 'queues', 'contacts', 'busiest day', ...band],
      totals.map(({ name, queues, dayTotals: { mean, bands } }) => {
        const busiest = mean.indexOf(Math.max(...mean));
        const [first] = bands;
        return [
          name,
          queues.length,
          grouped(mean.reduce((sum, value) => sum + value, 0)),
          grouped(mean[busiest]!),
          ...(first === undefined
            ? []
            : [`${grouped(first.lower[busiest]!)} to ${grouped(first.upper[busiest]!)}`]),
        ];
      }),
    ),
  ];
}

function meanHandleTime(queue: Forecast['queues'][number]): number {
  const contacts = queue.volume.mean.reduce((sum, value) => sum + value, 0);
  const work = queue.volume.mean.reduce(
    (sum, value, slot) => sum + value * (queue.handleTimeSeconds.mean[slot] ?? 0),
    0,
  );
  return contacts === 0 ? 0 : work / contacts;
}
