import * as z from 'zod';
import { type Agent, type AvailabilityStretch, type Lock, type Wish } from '../domain/plan.ts';
import { EVERY_DAY } from './shift-pattern-text.ts';
import { agentIdText } from './shift-schema.ts';
import {
  clockText,
  dateText,
  endClockText,
  keyed,
  nameText,
  present,
  positiveDurationText,
  weekdaysText,
} from './text-values.ts';

const availabilityText = keyed({
  weekdays: weekdaysText.optional(),
  from: clockText,
  to: endClockText,
}).transform(({ weekdays, from, to }): AvailabilityStretch => ({
  weekdays: weekdays ?? EVERY_DAY,
  fromSeconds: from,
  toSeconds: to <= from ? to + 86_400 : to,
}));

const weight = z.number().gt(0).max(1000).optional().meta({ description: '1 unless said' });

const wishText = z
  .union(
    [
      keyed({ dayOff: dateText, weight }),
      keyed({ startBetween: z.tuple([clockText, clockText]), date: dateText, weight }),
    ],
    { error: 'expected a wish: dayOff with a date, or startBetween with two clock times and date' },
  )
  .transform((text): Wish => {
    if ('dayOff' in text) return { kind: 'day-off', date: text.dayOff, weight: text.weight ?? 1 };
    const [fromSeconds, toSeconds] = text.startBetween;
    const { date } = text;
    return { kind: 'start-between', date, fromSeconds, toSeconds, weight: text.weight ?? 1 };
  });

const lockText = z
  .union(
    [
      keyed({ date: dateText, off: z.literal(true) }),
      keyed({ date: dateText, pattern: nameText, start: clockText, length: positiveDurationText }),
    ],
    { error: 'expected a lock: date with off: true, or date with pattern, start and length' },
  )
  .transform((text): Lock => {
    if ('off' in text) return { kind: 'off', date: text.date };
    const { date, pattern, start, length } = text;
    return { kind: 'shift', date, pattern, startSeconds: start, lengthSeconds: length };
  });

export const agentText = keyed({
  id: agentIdText.meta({ description: 'What the ACD and payroll know the person by' }),
  name: nameText,
  contract: nameText,
  skills: z
    .array(nameText)
    .min(1)
    .max(200)
    .meta({ description: 'Queues the person may work, the main one first' }),
  availability: z
    .array(availabilityText)
    .max(100)
    .optional()
    .meta({ description: 'When the person may work; always unless said' }),
  leave: z
    .array(keyed({ from: dateText, to: dateText }))
    .max(400)
    .optional()
    .meta({ description: 'First and last day of leave' }),
  employedFrom: dateText.optional().meta({ description: 'First day of employment' }),
  employedTo: dateText.optional().meta({ description: 'Last day of employment' }),
  noNights: z
    .boolean()
    .optional()
    .meta({ description: 'Whether the person may work no night shift' }),
  wishes: z.array(wishText).max(400).optional(),
  locks: z.array(lockText).max(400).optional().meta({ description: 'What is fixed beforehand' }),
})
  .meta({ title: 'Agent' })
  .transform(({ id, name, contract, skills, ...rest }): Agent => ({
    id,
    name,
    contract,
    skills,
    availability: rest.availability ?? [],
    leave: rest.leave ?? [],
    wishes: rest.wishes ?? [],
    locks: rest.locks ?? [],
    ...present({
      employedFrom: rest.employedFrom,
      employedTo: rest.employedTo,
      noNights: rest.noNights,
    }),
  }));
