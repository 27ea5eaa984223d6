import * as z from 'zod';
import { type LongRangeForecast, type PeriodSums } from '../domain/forecast.ts';
import { CHANNELS } from '../domain/history.ts';
import { formatCsvRow } from './csv-row.ts';
import { estimateSchema, nonNegative, noteSchema, provenanceSchema } from './document-parts.ts';
import { levelName } from './forecast.ts';
import { dateText, keyed, nameText } from './text-values.ts';

const periodSums: z.ZodType<PeriodSums> = keyed({
  from: z.array(dateText),
  days: z.array(z.int().min(1)),
  contacts: estimateSchema,
  workSeconds: z.array(nonNegative),
});

export const longRangeSchema: z.ZodType<LongRangeForecast> = keyed({
  kind: z.literal('long-range'),
  provenance: provenanceSchema,
  queues: z.array(
    keyed({
      queue: nameText,
      channel: z.enum(CHANNELS),
      zone: nameText,
      annualGrowth: z.number().nullable(),
      growthSeen: z.number().nullable(),
      days: z.array(dateText),
      dayTotals: estimateSchema,
      weeks: periodSums,
      months: periodSums,
      notes: z.array(noteSchema),
    }),
  ),
});

/** Weeks and months as CSV, line by line, header first. Notes and days are left out. */
export function* formatLongRangeCsv({ queues }: LongRangeForecast): Generator<string> {
  const levels = (queues[0]?.dayTotals.bands ?? []).map(({ level }) => level);
  const ends = levels.flatMap((level) => [
    `contacts_lo${levelName(level)}`,
    `contacts_hi${levelName(level)}`,
  ]);
  const head = ['queue', 'period', 'from', 'days', 'contacts', 'contacts_median', ...ends];
  yield `${formatCsvRow([...head, 'work_seconds'])}\n`;
  for (const { queue, weeks, months } of queues) {
    for (const [period, sums] of [
      ['week', weeks],
      ['month', months],
    ] as const) {
      const { mean, median, bands } = sums.contacts;
      for (const [at, from] of sums.from.entries()) {
        yield `${formatCsvRow([
          queue,
          period,
          from,
          sums.days[at]!,
          mean[at]!,
          median[at]!,
          ...bands.flatMap(({ lower, upper }) => [lower[at]!, upper[at]!]),
          sums.workSeconds[at]!,
        ])}\n`;
      }
    }
  }
}
