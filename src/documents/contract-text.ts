import * as z from 'zod';
import { type Contract } from '../domain/plan.ts';
import { amount, dateText, durationText, keyed, nameText, present } from './text-values.ts';

const DAY = 86_400;

const durationRange = keyed({ min: durationText.optional(), max: durationText })
  .meta({ examples: [{ min: '40h', max: '40h' }] })
  .transform(({ min, max }) => ({ min: min ?? 0, max }));

const dayRange = keyed({
  min: z.int().min(0).max(7).optional(),
  max: z.int().min(0).max(7),
}).transform(({ min, max }) => ({ min: min ?? 0, max }));

const limit = z.int().min(1).max(366).optional();
const count = z.int().min(0).max(366).optional();

export const contractText = keyed({
  name: nameText,
  shiftPatterns: z
    .array(nameText)
    .min(1)
    .max(200)
    .meta({ description: 'Names of the shift patterns that its people may work' }),
  paidPerDay: durationRange
    .optional()
    .meta({ description: 'Paid time on a day with a shift; up to 24h unless said' }),
  paidPerWeek: durationRange.meta({ description: 'Paid time per week of the site' }),
  paidPerPeriod: durationRange
    .optional()
    .meta({ description: 'Paid time over the whole rostering period; no limit unless said' }),
  daysPerWeek: dayRange.optional().meta({ description: 'Days with a shift; 0 to 7 unless said' }),
  maxConsecutiveDays: limit,
  minRest: durationText.meta({
    description: 'From the end of a shift to the start of the next',
    examples: ['11h'],
  }),
  maxNightsPerWeek: z.int().min(0).max(7).optional(),
  maxConsecutiveNights: count,
  maxNightsPerPeriod: count,
  maxWeekendsPerPeriod: count,
  maxConsecutiveWeekends: count,
  completeWeekends: z
    .boolean()
    .optional()
    .meta({ description: 'Whether Saturday and Sunday are both worked or both off' }),
  minFreeSundaysPerPeriod: count,
  minConsecutiveDays: z.int().min(1).max(14).optional(),
  minConsecutiveDaysOff: z.int().min(1).max(14).optional(),
  daysOffAfterNights: z.int().min(0).max(14).optional().meta({
    description: 'Whole days off after the last of some nights in a row',
  }),
  forbiddenSuccessions: z
    .array(keyed({ after: nameText, never: z.array(nameText).min(1).max(200) }))
    .max(200)
    .optional()
    .meta({
      description: 'Shift patterns that may not stand on the day after another',
      examples: [[{ after: 'night', never: ['day', 'late'] }]],
    }),
  forwardRotation: z.boolean().optional().meta({
    description: 'Whether on days in a row no shift starts earlier than the one before',
  }),
  averagePaid: keyed({
    maxPerWeek: durationText,
    weeks: z.int().min(1).max(53),
    from: dateText,
  })
    .optional()
    .meta({
      description:
        'Most paid time a week on average over blocks of weeks, one of which begins then',
      examples: [{ maxPerWeek: '48h', weeks: 17, from: '2026-01-05' }],
    }),
  payPerHour: amount.meta({ description: 'Pay per paid hour, in the currency of costs' }),
})
  .meta({ title: 'Contract' })
  .transform(({ averagePaid, ...text }): Contract => ({
    name: text.name,
    shiftPatterns: text.shiftPatterns,
    paidSecondsPerDay: text.paidPerDay ?? { min: 0, max: DAY },
    paidSecondsPerWeek: text.paidPerWeek,
    paidSecondsPerPeriod: text.paidPerPeriod ?? null,
    daysPerWeek: text.daysPerWeek ?? { min: 0, max: 7 },
    maxConsecutiveDays: text.maxConsecutiveDays ?? null,
    minRestSeconds: text.minRest,
    maxNightsPerWeek: text.maxNightsPerWeek ?? null,
    maxConsecutiveNights: text.maxConsecutiveNights ?? null,
    maxWeekendsPerPeriod: text.maxWeekendsPerPeriod ?? null,
    payPerHour: text.payPerHour,
    ...present({
      minConsecutiveDays: text.minConsecutiveDays,
      minConsecutiveDaysOff: text.minConsecutiveDaysOff,
      maxConsecutiveWeekends: text.maxConsecutiveWeekends,
      completeWeekends: text.completeWeekends,
      minFreeSundaysPerPeriod: text.minFreeSundaysPerPeriod,
      maxNightsPerPeriod: text.maxNightsPerPeriod,
      daysOffAfterNights: text.daysOffAfterNights,
      forbiddenSuccessions: text.forbiddenSuccessions,
      forwardRotation: text.forwardRotation,
    }),
    ...(averagePaid === undefined
      ? {}
      : {
          averagePaid: {
            maxSecondsPerWeek: averagePaid.maxPerWeek,
            weeks: averagePaid.weeks,
            from: averagePaid.from,
          },
        }),
  }));
