import * as z from 'zod';
import { epochSeconds, formatInstant } from '../domain/calendar.ts';
import { type SamplePaths } from '../domain/forecast.ts';
import { formatCsvRow } from './csv-row.ts';
import { gridSchema, nonNegative, provenanceSchema } from './document-parts.ts';
import { keyed, nameText } from './text-values.ts';

export const pathValue = z.enum(['counts', 'means']);

export const samplePathsSchema: z.ZodType<SamplePaths> = keyed({
  kind: z.literal('sample-paths'),
  provenance: provenanceSchema,
  queues: z.array(
    keyed({
      queue: nameText,
      grid: gridSchema,
      of: pathValue,
      paths: z.array(z.array(nonNegative)),
    }),
  ),
});

/** Paths as CSV, line by line, header first: a line for each interval of each path. */
export function* formatSamplePathsCsv({ queues }: SamplePaths): Generator<string> {
  yield `${formatCsvRow(['queue', 'path', 'interval_start', 'contacts'])}\n`;
  for (const { queue, grid, paths } of queues) {
    const start = epochSeconds(grid.start);
    const stamps = Array.from({ length: grid.length }, (_, slot) =>
      formatInstant(start + slot * grid.stepSeconds, grid.zone),
    );
    for (const [at, path] of paths.entries()) {
      for (const [slot, contacts] of path.entries()) {
        yield `${formatCsvRow([queue, at + 1, stamps[slot]!, contacts])}\n`;
      }
    }
  }
}
