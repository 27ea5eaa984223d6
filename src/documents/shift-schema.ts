import * as z from 'zod';
import { epochSeconds } from '../domain/calendar.ts';
import { type AgentId } from '../domain/ids.ts';
import { type Activity, ACTIVITY_KINDS, type Shift } from '../domain/roster.ts';
import { expected } from './issues.ts';
import { dateText, keyed, nameText } from './text-values.ts';

/** "2026-03-29T08:00:00+02:00". */
export const instantText = z
  .string({ error: expected('an instant with an offset such as 2026-03-29T08:00:00+02:00') })
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/, {
    error: expected('an instant with an offset such as 2026-03-29T08:00:00+02:00'),
  })
  .refine((text) => !Number.isNaN(Date.parse(text)), {
    error: expected('an instant that exists, such as 2026-03-29T08:00:00+02:00'),
  })
  .meta({ examples: ['2026-03-29T08:00:00+02:00'] });

/** Longest shift, and so the longest gap that can be a break. */
export const MAX_SHIFT_SECONDS = 86_400;

export const agentIdText = nameText.transform((id) => id as AgentId);

const activitySchema = keyed({
  kind: z.enum(ACTIVITY_KINDS),
  name: z.string().max(200),
  queue: nameText.nullable(),
  paid: z.boolean(),
  start: instantText,
  end: instantText,
}) satisfies z.ZodType<Activity>;

/** A shift whose activities run from its start to its end without gaps. */
export const shiftSchema = keyed({
  agent: agentIdText,
  date: dateText,
  pattern: z.string().max(200),
  start: instantText,
  end: instantText,
  activities: z.array(activitySchema).min(1).max(200),
  locked: z.boolean(),
}).check(({ value, issues }) => {
  const problem = (path: PropertyKey[], message: string) => {
    issues.push({ code: 'custom', input: value, path, message });
  };
  let at = value.start;
  value.activities.forEach((activity, index) => {
    if (epochSeconds(activity.start) !== epochSeconds(at)) {
      problem(['activities', index, 'start'], `expected ${at}, got ${activity.start}`);
    }
    if (epochSeconds(activity.end) <= epochSeconds(activity.start)) {
      problem(['activities', index, 'end'], 'expected an end after the start');
    }
    at = activity.end;
  });
  if (epochSeconds(value.end) - epochSeconds(value.start) > MAX_SHIFT_SECONDS) {
    problem(['end'], `expected a shift of at most 24 hours, got ${value.start} to ${value.end}`);
  }
  if (epochSeconds(value.end) !== epochSeconds(at)) {
    problem(['end'], `expected the end of the last activity ${at}, got ${value.end}`);
  }
}) satisfies z.ZodType<Shift>;
