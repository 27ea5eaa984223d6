import { type Command, InvalidArgumentError } from 'commander';
import { type LongRangeForecast, type PeriodSums } from '../../src/domain/index.ts';
import { formatLongRangeCsv, noteText } from '../../src/documents/index.ts';
import { lookFarAhead } from '../../src/use-cases/index.ts';
import { grouped, share, table } from '../render.ts';
import { date, durationSeconds, formatOption, levels, list } from '../options.ts';
import { outputOption, seedOption, wholeNumber } from '../options.ts';
import { runSession } from '../session.ts';
import { planSource } from '../sources.ts';
import { writeResult } from '../write-result.ts';
import { type FromHistoryOptions, historySource, specialDaysOf } from './forecast.ts';
import { addHistoryFileOptions } from './import.ts';

type LongRangeOptions = Omit<FromHistoryOptions, 'days' | 'name'> & {
  readonly from?: string;
  readonly weeks: number;
  readonly growth?: number;
};

export function addLongRange(program: Command): void {
  addHistoryFileOptions(
    program
      .command('long-range')
      .description('volume and handle time by week and month, for capacity planning')
      .option('-i, --input <file>', 'history from a file instead of the database; - is stdin')
      .option('--queues <names>', 'queues in the database (default: all)', list)
      .option('--plan <plan>', 'plan (name or file): opening hours, special days, first weekday')
      .option('--special-days <file>', 'JSON file {"YYYY-MM-DD": "type"}')
      .option('--handle-time <length>', 'where history holds none, such as 180s', durationSeconds)
      .option('--from <date>', 'first day (default: the day after the history)', date)
      .option('--weeks <number>', 'whole weeks to forecast', wholeNumber(1, 104), 78)
      .option('--growth <percent>', 'growth per year beyond four weeks, such as "5 %"', growth)
      .option('--levels <percents>', 'levels of the bands', levels, [0.8, 0.95]),
  )
    .addOption(seedOption())
    .addOption(outputOption())
    .addOption(formatOption(['csv', 'json']))
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<LongRangeOptions>();
      await runSession(command, async (session) => {
        const request = {
          histories: await historySource(session, options),
          plan: await planSource(session, options.plan),
          specialDays: await specialDaysOf(options.specialDays),
          assumedHandleTimeSeconds: options.handleTime ?? null,
          from: options.from ?? null,
          weeks: options.weeks,
          annualGrowth: options.growth ?? null,
          levels: options.levels,
          seed: options.seed,
        };
        const answer = await session.work('long-range', (context) =>
          lookFarAhead(session.world, request, context),
        );
        await writeResult(session, options, answer, {
          csv: formatLongRangeCsv,
          text: ({ document }) => longRangeText(document),
        });
        return 0;
      });
    });
}

function growth(text: string): number {
  const match = /^([+-]?\d+(?:\.\d+)?) ?%$/.exec(text.trim());
  const value = Number(match?.[1]) / 100;
  if (!(value > -1 && value <= 10)) {
    throw new InvalidArgumentError('Expected growth per year such as "5 %".');
  }
  return value;
}

function longRangeText({ queues }: LongRangeForecast): string {
  return queues
    .map(({ queue, growthSeen, annualGrowth, weeks, months, notes }) =>
      [
        `${queue}: growth seen ${growthSeen === null ? 'not known' : share(growthSeen)} a year, ` +
          `taken ${annualGrowth === null ? "from the history's trend" : share(annualGrowth)}`,
        periodTable('week from', weeks),
        '',
        periodTable('month from', months),
        ...notes.map((note) => `${queue}: ${noteText(note)}`),
      ].join('\n'),
    )
    .join('\n\n');
}

function periodTable(head: string, { from, days, contacts, workSeconds }: PeriodSums): string {
  const ends = contacts.bands.flatMap(({ level }) => [
    `${share(level, 0)} from`,
    `${share(level, 0)} to`,
  ]);
  return table(
    [head, 'days', 'contacts', ...ends, 'handle time', 'work hours'],
    from.map((date, at) => [
      date,
      String(days[at]),
      grouped(contacts.mean[at]!),
      ...contacts.bands.flatMap(({ lower, upper }) => [grouped(lower[at]!), grouped(upper[at]!)]),
      contacts.mean[at]! > 0 ? `${(workSeconds[at]! / contacts.mean[at]!).toFixed(0)} s` : '-',
      grouped(workSeconds[at]! / 3600),
    ]),
  );
}
