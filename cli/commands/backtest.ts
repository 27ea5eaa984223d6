import { type Command, Option } from 'commander';
import { type Backtest } from '../../src/domain/index.ts';
import { formatBacktestCsv } from '../../src/documents/index.ts';
import { type Answer, backtestQueues } from '../../src/use-cases/index.ts';
import { accuracyText, originsText, pickText } from '../accuracy-text.ts';
import { drawTo } from '../draw-accuracy.ts';
import { dates } from '../options.ts';
import { clean } from '../render.ts';
import { runSession } from '../session.ts';
import { writeResult } from '../write-result.ts';
import { addFromHistoryOptions, fromHistory, type FromHistoryOptions } from './forecast.ts';

interface BacktestOptions extends FromHistoryOptions {
  readonly origins?: string[];
  readonly dataset?: string;
  readonly point: 'mean' | 'median';
  readonly picture?: string;
}

export function addBacktest(program: Command): void {
  addFromHistoryOptions(
    program
      .command('backtest')
      .description('forecasts of the past against what came, beside two baselines')
      .option(
        '--origins <dates>',
        'first days of the forecasts (default: up to 8 of our choice)',
        dates,
      )
      .option(
        '--dataset <name>',
        'what --output calls the data (default: the queue), and the queue of a file that names none',
      )
      .addOption(
        new Option('--point <kind>', 'what --output gives as the point forecast')
          .choices(['mean', 'median'])
          .default('mean'),
      )
      .option('--picture <file>', 'draw the error by lead, weekday and hour of one queue as PNG'),
  ).action(async (_: unknown, command: Command) => {
    const options = command.opts<BacktestOptions>();
    await runSession(command, async (session) => {
      const request = await fromHistory(session, options);
      const answer = await session.work('backtest', (context) =>
        backtestQueues(session.world, { ...request, origins: options.origins ?? [] }, context),
      );
      await writeResult(session, options, answer, {
        csv: (document) =>
          formatBacktestCsv(document, { dataset: options.dataset ?? null, point: options.point }),
        text: backtestText,
      });
      if (options.picture !== undefined) await drawTo(session, options.picture, answer.document);
      return 0;
    });
  });
}

function backtestText({ document }: Answer<Backtest>): string {
  const blocks = document.picks.map(
    (pick) =>
      `${clean(pick.queue)}\n\n${accuracyText(document, pick.queue)}\n\n${pickText(pick)}\n`,
  );
  return [originsText(document), '', ...blocks].join('\n').trimEnd();
}
