/** Accuracy as it is answered: of backtests, and of stored forecasts beside what came. */
import * as z from 'zod';
import { type Backtest, type ForecastAccuracy } from '../domain/forecast.ts';
import { fraction, label, nonNegative, noteSchema, provenanceSchema } from './document-parts.ts';
import { pickShape } from './forecast.ts';
import { instantText } from './shift-schema.ts';
import { dateText, keyed, nameText } from './text-values.ts';

const level = z.number().gt(0).lt(1);

const accuracyRows = z.array(
  keyed({
    queue: nameText,
    method: label,
    by: z.enum(['lead', 'weekday', 'hour']),
    bucket: label,
    intervals: z.int().min(0),
    wapeInterval: nonNegative,
    wapeDay: nonNegative,
    mase: nonNegative.nullable(),
    bias: z.number(),
    coverage: z.array(keyed({ level, share: fraction })),
  }),
);

const verdicts = z.array(
  keyed({
    queue: nameText,
    method: label,
    wapeDay: nonNegative,
    wapeInterval: nonNegative,
    rival: keyed({ method: label, wapeDay: nonNegative }).nullable(),
    outcome: z.enum(['better', 'alike', 'worse', 'alone']),
    bias: z.number(),
    lean: z.enum(['high', 'low', 'even']),
    bands: z.array(keyed({ level, share: fraction, fit: z.enum(['holds', 'narrow', 'wide']) })),
  }),
);

const picks = z.array(keyed({ queue: nameText, origin: dateText, ...pickShape }));

export const backtestSchema: z.ZodType<Backtest> = keyed({
  kind: z.literal('backtest'),
  provenance: provenanceSchema,
  origins: z.array(dateText),
  leadDays: z.int().min(1),
  accuracy: accuracyRows,
  verdicts,
  picks,
  rows: z.array(
    keyed({
      queue: nameText,
      origin: dateText,
      intervalStart: instantText,
      point: nonNegative,
      median: nonNegative,
      bands: z.array(keyed({ level, lower: nonNegative, upper: nonNegative })),
      actual: nonNegative.nullable(),
    }),
  ),
});

export const forecastAccuracySchema: z.ZodType<ForecastAccuracy> = keyed({
  forecastId: label,
  backtest: keyed({
    origins: z.array(dateText),
    leadDays: z.int().min(1),
    accuracy: accuracyRows,
    verdicts,
  }),
  picks,
  since: z.array(
    keyed({
      queue: nameText,
      intervals: z.int().min(0),
      until: dateText.nullable(),
      accuracy: accuracyRows,
      verdicts,
    }),
  ),
  notes: z.array(noteSchema),
});
