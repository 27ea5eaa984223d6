/** Computed documents and what they hold, as schemas by the names that OpenAPI gives them. */
import * as z from 'zod';
import { type Finding, type FindingCode } from '../domain/finding.ts';
import { ATTRIBUTIONS, CHANNELS, type IntervalHistory, MEASURES } from '../domain/history.ts';
import { type WhatIf } from '../domain/scenario.ts';
import { type SiteCalendar } from '../domain/special-days.ts';
import { type Verification } from '../domain/verification.ts';
import {
  fraction,
  gridSchema,
  nonNegative,
  noteSchema,
  provenanceSchema,
} from './document-parts.ts';
import { backtestSchema, forecastAccuracySchema } from './accuracy-schemas.ts';
import { forecastSchema } from './forecast.ts';
import { longRangeSchema } from './long-range.ts';
import { samplePathsSchema } from './sample-paths.ts';
import { forecastOverrideSchema, forecastOverridesSchema } from './overrides.ts';
import { goalSchema, requirementSchema, staffingSchema } from './requirement.ts';
import {
  auditEntrySchema,
  auditVerificationSchema,
  ownShiftsSchema,
  publicationSchema,
} from './publications.ts';
import { rosterSchema, violationSchema } from './roster.ts';
import { dateText, keyed, nameText } from './text-values.ts';

const whatIfSchema: z.ZodType<WhatIf> = keyed({
  kind: z.literal('whatif'),
  provenance: provenanceSchema,
  currency: z.string().regex(/^[A-Z]{3}$/),
  outcomes: z.array(
    keyed({
      scenario: nameText,
      queue: nameText,
      volume: nonNegative,
      peakAgents: nonNegative,
      peakScheduledAgents: nonNegative,
      requiredAgentSeconds: nonNegative,
      scheduledAgentSeconds: nonNegative.nullable(),
      requiredCost: nonNegative,
      serviceLevelAtRequirement: fraction.nullable(),
      occupancyAtRequirement: fraction.nullable(),
      serviceLevelWithRoster: fraction.nullable(),
      occupancyWithRoster: fraction.nullable(),
    }),
  ),
  totals: z.array(
    keyed({
      scenario: nameText,
      headcount: z.int().min(0),
      rosterPay: nonNegative.nullable(),
      underAgentSeconds: nonNegative.nullable(),
      overAgentSeconds: nonNegative.nullable(),
    }),
  ),
  notes: z.array(noteSchema),
});

const clockSeconds = z.int().min(0).max(86_400).meta({ description: 'Seconds since midnight' });

const siteCalendarSchema: z.ZodType<SiteCalendar> = keyed({
  plan: nameText,
  from: dateText,
  to: dateText,
  queues: z.array(
    keyed({
      queue: nameText,
      days: z.array(
        keyed({
          date: dateText,
          type: nameText.nullable(),
          name: nameText.nullable(),
          open: z.array(keyed({ fromSeconds: clockSeconds, toSeconds: clockSeconds })),
          like: z
            .literal([1, 2, 3, 4, 5, 6, 7])
            .nullable()
            .meta({ description: 'Weekday that it is like, 1 is Monday' }),
          factor: z.number().gt(0).nullable(),
          history: z.enum(['learn', 'exclude', 'keep']),
        }),
      ),
    }),
  ),
  notes: z.array(noteSchema),
});

const estimate = keyed({ mean: nonNegative, halfWidth: nonNegative });

const compared = keyed({ predicted: nonNegative.nullable(), simulated: estimate.nullable() });

const comparison = {
  offered: estimate,
  serviceLevel: compared,
  averageSpeedOfAnswerSeconds: compared,
  abandonment: compared,
  occupancy: compared,
};

const verificationSchema: z.ZodType<Verification> = keyed({
  kind: z.literal('verification'),
  provenance: provenanceSchema,
  queues: z.array(
    z.discriminatedUnion('status', [
      keyed({
        status: z.literal('simulated'),
        queue: nameText,
        grid: gridSchema,
        staffing: staffingSchema,
        goal: goalSchema,
        replications: z.int().min(2),
        intervals: z.array(keyed(comparison)),
        days: z.array(keyed({ date: dateText, ...comparison })),
        total: keyed(comparison),
      }),
      keyed({
        status: z.literal('not-simulated'),
        queue: nameText,
        reason: z.enum(['deferred', 'uncertain', 'stopped']),
      }),
    ]),
  ),
});

const FINDING_CODES = {
  gap: true,
  'duplicate-same': true,
  'duplicate-different': true,
  'out-of-order': true,
  blank: true,
  'bad-number': true,
  'bad-time': true,
  negative: true,
  'dst-gap': true,
  'dst-double': true,
  'mixed-length': true,
  'handled-over-offered': true,
  'abandoned-over-offered': true,
  'handle-time-without-contacts': true,
  'outlier-high': true,
  'outlier-low': true,
  'zero-run': true,
  'unknown-column': true,
  'ragged-row': true,
  'lookalike-name': true,
  'off-grid': true,
  layout: true,
} satisfies Record<FindingCode, true>;

const findingSchema: z.ZodType<Finding> = keyed({
  code: z.enum(Object.keys(FINDING_CODES) as FindingCode[]),
  severity: z.enum(['info', 'warning', 'refused']),
  queue: z.string().nullable(),
  line: z.int().min(1).nullable(),
  column: z.string().nullable(),
  interval: z.string().nullable(),
  action: z.enum(['kept', 'left-out', 'merged', 'told']),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});

const totals = z.array(nonNegative.nullable());

const historySchema: z.ZodType<IntervalHistory> = keyed({
  queue: nameText,
  channel: z.enum(CHANNELS),
  attribution: z.enum(ATTRIBUTIONS),
  grid: gridSchema,
  totals: z.record(z.enum(MEASURES), totals),
});

/** Schemas of what is answered, by name. */
export const documentSchemas: Readonly<Record<string, z.ZodType>> = {
  Forecast: forecastSchema,
  ForecastOverride: forecastOverrideSchema,
  ForecastOverrides: forecastOverridesSchema,
  Backtest: backtestSchema,
  LongRangeForecast: longRangeSchema,
  SamplePaths: samplePathsSchema,
  SiteCalendar: siteCalendarSchema,
  ForecastAccuracy: forecastAccuracySchema,
  Requirement: requirementSchema,
  Verification: verificationSchema,
  Roster: rosterSchema,
  WhatIf: whatIfSchema,
  IntervalHistory: historySchema,
  Finding: findingSchema,
  Violation: violationSchema,
  Publication: publicationSchema,
  OwnShifts: ownShiftsSchema,
  AuditEntry: auditEntrySchema,
  AuditVerification: auditVerificationSchema,
};
