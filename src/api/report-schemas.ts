/** What the API answers of reports. */
import * as z from 'zod';
import {
  KPI_PERIODS,
  KPI_SUBJECTS,
  SERVICE_LEVEL_DEFINITIONS,
  SHRINKAGE_TYPES,
} from '../domain/index.ts';

const text = z.string();
const instant = z.iso.datetime({ offset: true });
const amount = z.number().min(0).nullable();
const share = z.number().min(0).nullable();
const shares = <N extends string>(names: readonly N[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, share])) as Record<N, typeof share>);

const row = z.strictObject({
  queue: text.nullable(),
  agent: text.nullable(),
  name: text.nullable(),
  from: instant,
  to: instant,
  intervals: z.int().min(0).nullable().meta({ description: 'Intervals with known contacts' }),
  offered: amount,
  answered: amount,
  abandoned: amount,
  abandonment: share,
  serviceLevel: shares(SERVICE_LEVEL_DEFINITIONS),
  averageSpeedOfAnswerSeconds: amount,
  averageHandleTimeSeconds: amount,
  averageTalkTimeSeconds: amount,
  averageAfterContactWorkSeconds: amount,
  occupancy: share,
  utilisation: share,
  shrinkage: shares([...SHRINKAGE_TYPES, 'total']),
  agents: amount,
  contactsPerAgent: amount,
  adherence: share,
  forecastOffered: amount,
  forecastWape: share,
  forecastBias: z.number().nullable(),
});

export const reportSchemas = {
  KpiReport: z
    .strictObject({
      site: text,
      zone: text,
      from: text,
      to: text,
      of: z.enum(KPI_SUBJECTS),
      every: z.enum(KPI_PERIODS),
      forecasts: z.array(text),
      rows: z.array(row),
      notes: z.array(
        z.strictObject({ code: text, details: z.record(text, z.union([text, z.number()])) }),
      ),
    })
    .meta({
      description: 'Key figures; null is "the stored data do not tell", and a note says why',
    }),
};
