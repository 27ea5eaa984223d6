import { type Command } from 'commander';
import { type ForecastAccuracy } from '../../src/domain/index.ts';
import { noteText } from '../../src/documents/index.ts';
import { reportAccuracy } from '../../src/use-cases/index.ts';
import { accuracyText, originsText, pickText } from '../accuracy-text.ts';
import { drawTo } from '../draw-accuracy.ts';
import { list } from '../options.ts';
import { writeOut } from '../output.ts';
import { clean, grouped } from '../render.ts';
import { runSession } from '../session.ts';
import { storedForecast } from '../sources.ts';

interface AccuracyOptions {
  readonly forecast?: string;
  readonly queues?: string[];
  readonly picture?: string;
}

export function addAccuracy(program: Command): void {
  program
    .command('accuracy')
    .description('how good a stored forecast is: tests on the past before it, and what came since')
    .option('--forecast <id>', 'stored forecast (default: the newest)')
    .option('--queues <names>', 'queues of the forecast (default: all)', list)
    .option('--picture <file>', 'draw the error by lead, weekday and hour of one queue as PNG')
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<AccuracyOptions>();
      await runSession(command, async (session) => {
        const source = storedForecast(session, options.forecast);
        const report = await session.work('accuracy', (context) =>
          reportAccuracy(session.world, { source, queues: options.queues ?? null }, context),
        );
        await writeOut([session.json ? `${JSON.stringify(report)}\n` : `${reportText(report)}\n`]);
        if (options.picture !== undefined) await drawTo(session, options.picture, report.backtest);
        return 0;
      });
    });
}

function reportText({ forecastId, backtest, picks, since, notes }: ForecastAccuracy): string {
  const blocks = since.map((outcome) => {
    const { queue, intervals, until } = outcome;
    const pick = picks.find((each) => each.queue === queue);
    return [
      clean(queue),
      '',
      ...(backtest.verdicts.some((verdict) => verdict.queue === queue)
        ? ['Before the forecast', accuracyText(backtest, queue), '']
        : []),
      ...(pick === undefined ? [] : [pickText(pick), '']),
      ...(until === null
        ? ['Nothing is known yet of the days of the forecast.']
        : [
            `The forecast beside what came, ${grouped(intervals)} intervals until ${until}`,
            accuracyText(outcome, queue),
          ]),
      '',
    ].join('\n');
  });
  return [
    `forecast ${forecastId}`,
    ...(backtest.origins.length === 0 ? [] : [`tests before it: ${originsText(backtest)}`]),
    '',
    ...blocks,
    ...notes.map(noteText),
  ]
    .join('\n')
    .trimEnd();
}
