import { type Command, Option } from 'commander';
import { type Backtest } from '../../src/domain/index.ts';
import { formatBacktestCsv } from '../../src/documents/index.ts';
import { type Answer, backtestQueues } from '../../src/use-cases/index.ts';
import { dates } from '../options.ts';
import { share, table } from '../render.ts';
import { runSession } from '../session.ts';
import { writeResult } from '../write-result.ts';
import { addFromHistoryOptions, fromHistory, type FromHistoryOptions } from './forecast.ts';

interface BacktestOptions extends FromHistoryOptions {
  readonly origins?: string[];
  readonly dataset?: string;
  readonly point: 'mean' | 'median';
}

export function addBacktest(program: Command): void {
  addFromHistoryOptions(
    program
      .command('backtest')
      .description('forecasts the past from rolling origins and scores it')
      .option(
        '--origins <dates>',
        'first days of the forecasts (default: up to 8 of our choice)',
        dates,
      )
      .option('--dataset <name>', 'what --output calls the data (default: the queue)')
      .addOption(
        new Option('--point <kind>', 'what --output gives as the point forecast')
          .choices(['mean', 'median'])
          .default('mean'),
      ),
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
      return 0;
    });
  });
}

function backtestText({ document }: Answer<Backtest>): string {
  const rows = document.accuracy.map((row) => [
    row.queue,
    row.bucket,
    row.method,
    share(row.wapeInterval, 2),
    share(row.wapeDay, 2),
    row.mase.toFixed(3),
    share(row.bias, 2),
    ...levelsOf(document).map((level) =>
      share(row.coverage.find((entry) => entry.level === level)?.share ?? null),
    ),
  ]);
  const covers = levelsOf(document).map((level) => `in ${share(level, 0)} band`);
  return [
    `${document.origins.length} origins, ${document.leadDays} days ahead: ${document.origins.join(', ')}`,
    table(
      ['queue', 'leads', 'method', 'WAPE interval', 'WAPE day', 'MASE', 'bias', ...covers],
      rows,
    ),
  ].join('\n');
}

function levelsOf(document: Backtest): readonly number[] {
  const levels = document.accuracy.flatMap((row) => row.coverage.map(({ level }) => level));
  return [...new Set(levels)].sort((a, b) => a - b);
}
