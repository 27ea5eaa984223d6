import * as z from 'zod';
import { type Contract } from '../domain/plan.ts';
import { amount, durationText, keyed, nameText } from './text-values.ts';

const DAY = 86_400;

const durationRange = keyed({ min: durationText.optional(), max: durationText })
  .meta({ examples: [{ min: '40h', max: '40h' }] })
  .transform(({ min, max }) => ({ min: min ?? 0, max }));

const dayRange = keyed({
  min: z.int().min(0).max(7).optional(),
  max: z.int().min(0).max(7),
}).transform(({ min, max }) => ({ min: min ?? 0, max }));

const limit = z.int().min(1).max(366).optional();

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
  maxConsecutiveNights: z.int().min(0).max(366).optional(),
  maxWeekendsPerPeriod: z.int().min(0).max(366).optional(),
  payPerHour: amount.meta({ description: 'Pay per paid hour, in the currency of costs' }),
})
  .meta({ title: 'Contract' })
  .transform((text): Contract => ({
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
  }));
