import * as z from 'zod';
import { type BreakRule, type ShiftPattern } from '../domain/plan.ts';
import {
  clockText,
  durationText,
  keyed,
  nameText,
  positiveDurationText,
  weekdaysText,
} from './text-values.ts';
import { type Weekday } from '../domain/calendar.ts';

export const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

const breakText = keyed({
  name: nameText,
  length: positiveDurationText,
  paid: z.boolean(),
  from: durationText.meta({ description: 'Earliest start of the break, after the start of work' }),
  to: durationText.meta({ description: 'Latest start of the break, after the start of work' }),
}).transform((text): BreakRule => ({
  name: text.name,
  lengthSeconds: text.length,
  paid: text.paid,
  earliestSeconds: text.from,
  latestSeconds: text.to,
}));

export const shiftPatternText = keyed({
  name: nameText,
  weekdays: weekdaysText
    .optional()
    .meta({ description: 'Days on which it may start; all unless said' }),
  starts: keyed({
    from: clockText,
    to: clockText.optional(),
    every: positiveDurationText.optional(),
  }).meta({
    description: 'Earliest and latest start, and the step between (30m unless said)',
    examples: [{ from: '06:00', to: '12:00', every: '30m' }],
  }),
  lengths: z
    .array(positiveDurationText)
    .min(1)
    .max(100)
    .meta({ description: 'From start to end, breaks included', examples: [['8h30m']] }),
  breaks: z
    .array(breakText)
    .max(20)
    .optional()
    .meta({ description: 'In the order in which they are taken' }),
})
  .meta({ title: 'Shift pattern' })
  .transform((text): ShiftPattern => ({
    name: text.name,
    weekdays: text.weekdays ?? EVERY_DAY,
    startFromSeconds: text.starts.from,
    startToSeconds: text.starts.to ?? text.starts.from,
    startStepSeconds: text.starts.every ?? 1800,
    lengthsSeconds: [...new Set(text.lengths)].sort((a, b) => a - b),
    breaks: text.breaks ?? [],
  }));
