/** What is said of people's days beside what was published, as it is written. */
import * as z from 'zod';
import { type ScheduleExceptionStatement } from '../domain/attendance.ts';
import { ACTIVITY_KINDS } from '../domain/roster.ts';
import { expected } from './issues.ts';
import { instantText } from './shift-schema.ts';
import { keyed, nameText } from './text-values.ts';

const KINDS = [...ACTIVITY_KINDS, 'off'] as const;

/** POST /adherence/exceptions */
export const exceptionRequest: z.ZodType<ScheduleExceptionStatement> = keyed({
  agent: nameText.meta({ description: 'Id of a person in rosters' }),
  from: instantText,
  to: instantText,
  activity: z
    .enum(KINDS, { error: expected(KINDS.join(', ')) })
    .meta({ description: 'What was to be done instead; off for nothing' }),
  reason: nameText.meta({ description: 'Why, for whoever reads it later' }),
}).meta({
  title: 'ExceptionRequest',
  example: {
    agent: 'a01',
    from: '2026-03-23T10:00:00+01:00',
    to: '2026-03-23T10:30:00+01:00',
    activity: 'meeting',
    reason: 'called by the team lead',
  },
});
