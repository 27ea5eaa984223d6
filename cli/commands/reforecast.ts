import { type Command } from 'commander';
import { formatForecastCsv } from '../../src/documents/index.ts';
import { reforecastQueues } from '../../src/use-cases/index.ts';
import { formatOption, nameOption, outputOption, seedOption } from '../options.ts';
import { runSession } from '../session.ts';
import { forecastSource, keeping, planSource, zoneOf } from '../sources.ts';
import { writeResult } from '../write-result.ts';
import { forecastText, type FromHistoryOptions, historySource, specialDaysOf } from './forecast.ts';
import { addHistoryFileOptions } from './import.ts';

type ReforecastOptions = Omit<FromHistoryOptions, 'days' | 'levels' | 'queues' | 'handleTime'> & {
  readonly forecast?: string;
  readonly asOf?: string;
};

export function addReforecast(program: Command): void {
  addHistoryFileOptions(
    program
      .command('reforecast')
      .description('the rest of a day by what has come of it so far')
      .option('--forecast <forecast>', 'stored id or file (default: the newest)')
      .option('--as-of <instant>', 'known up to then (default: the last interval known)')
      .option('-i, --input <file>', 'history with the day so far, from a file; - is stdin')
      .option('--plan <plan>', 'plan (name or file): opening hours, special days')
      .option('--special-days <file>', 'JSON file {"YYYY-MM-DD": "type"}'),
  )
    .addOption(seedOption())
    .addOption(nameOption())
    .addOption(outputOption())
    .addOption(formatOption(['csv', 'json']))
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<ReforecastOptions>();
      await runSession(command, async (session) => {
        const plan = await planSource(session, options.plan);
        const request = {
          forecast: await forecastSource(session, options.forecast, await zoneOf(session, plan)),
          histories: await historySource(session, options),
          plan,
          specialDays: await specialDaysOf(options.specialDays),
          asOf: options.asOf ?? null,
          seed: options.seed,
          keeping: keeping(session, options.input !== undefined, options.name),
        };
        const answer = await session.work('reforecast', (context) =>
          reforecastQueues(session.world, request, context),
        );
        await writeResult(session, options, answer, {
          csv: formatForecastCsv,
          text: forecastText,
        });
        return 0;
      });
    });
}
