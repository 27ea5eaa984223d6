import { type Command, Option } from 'commander';
import {
  gridDays,
  type PathValue,
  type QueuePaths,
  type SamplePaths,
} from '../../src/domain/index.ts';
import { formatSamplePathsCsv } from '../../src/documents/index.ts';
import { drawPaths, MAX_PATHS } from '../../src/use-cases/index.ts';
import { formatOption, list, outputOption, seedOption, wholeNumber, zone } from '../options.ts';
import { clean, grouped, share, table } from '../render.ts';
import { runSession } from '../session.ts';
import { forecastSource } from '../sources.ts';
import { writeResult } from '../write-result.ts';

interface PathsOptions {
  readonly forecast?: string;
  readonly queues?: string[];
  readonly zone?: string;
  readonly count: number;
  readonly of: PathValue;
  readonly seed: number;
  readonly output?: string;
  readonly format?: string;
}

/** Shares of paths that are told of. */
const SHARES: readonly number[] = [0.1, 0.5, 0.9];

export function addPaths(program: Command): void {
  program
    .command('paths')
    .description('ways in which the volume of a forecast may turn out, all equally likely')
    .option('--forecast <forecast>', 'stored id or file (default: the newest)')
    .option('--queues <names>', 'queues of the forecast (default: all)', list)
    .option('--zone <zone>', 'time zone of a forecast from CSV', zone)
    .option('--count <number>', 'paths of each queue', wholeNumber(1, MAX_PATHS), 100)
    .addOption(
      new Option('--of <values>', 'contacts that may come, or the means that they come about')
        .choices(['counts', 'means'])
        .default('counts'),
    )
    .addOption(seedOption())
    .addOption(outputOption())
    .addOption(formatOption(['csv', 'json']))
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<PathsOptions>();
      await runSession(command, async (session) => {
        const request = {
          forecast: await forecastSource(session, options.forecast, options.zone ?? null),
          queues: options.queues ?? null,
          count: options.count,
          of: options.of,
          seed: options.seed,
        };
        const answer = await session.work('paths', (context) =>
          drawPaths(session.world, request, context),
        );
        await writeResult(session, options, answer, {
          csv: formatSamplePathsCsv,
          text: ({ document }) => pathsText(document),
        });
        return 0;
      });
    });
}

function pathsText({ queues }: SamplePaths): string {
  const rows = queues.flatMap((queue) =>
    FIGURES.map(({ name, of }) => {
      const values = queue.paths.map((path) => of(path, queue)).sort((a, b) => a - b);
      const at = (part: number) => values[Math.ceil(part * values.length) - 1]!;
      return [clean(queue.queue), name, ...SHARES.map((part) => grouped(at(part)))];
    }),
  );
  const heads = SHARES.map((part) => `${share(part, 0)} at most`);
  return `${table(['queue', 'contacts', ...heads], rows)}\n\nPaths one by one: --output FILE.`;
}

const FIGURES: readonly {
  readonly name: string;
  readonly of: (path: readonly number[], queue: QueuePaths) => number;
}[] = [
  { name: 'of all days', of: (path) => path.reduce((sum, contacts) => sum + contacts, 0) },
  { name: 'of the busiest day', of: busiestDay },
  { name: 'of the busiest interval', of: (path) => Math.max(0, ...path) },
];

function busiestDay(path: readonly number[], { grid }: QueuePaths): number {
  const days = gridDays(grid).map(({ firstSlot, slots }) =>
    path.slice(firstSlot, firstSlot + slots).reduce((sum, contacts) => sum + contacts, 0),
  );
  return Math.max(0, ...days);
}
