/** What the API answers of people's days. */
import * as z from 'zod';
import { ACTIVITY_KINDS, AGENT_STATES } from '../domain/index.ts';

const text = z.string();
const seconds = z.number().min(0);
const instant = z.iso.datetime({ offset: true });
const kind = z.enum(ACTIVITY_KINDS);
const share = z.number().min(0).nullable();
const state = z.enum(AGENT_STATES);
const late = z.array(z.strictObject({ agent: text, seconds }));

const person = z.strictObject({
  agent: text,
  name: text,
  scheduledSeconds: seconds,
  knownSeconds: seconds.meta({ description: 'Scheduled, and known what the person did' }),
  adherentSeconds: seconds,
  excusedSeconds: seconds.meta({ description: 'In deviations no longer than the grace' }),
  scheduledWorkSeconds: seconds,
  workedSeconds: seconds,
  unscheduledWorkSeconds: seconds,
  adherence: share,
  adherenceWithGrace: share,
  conformance: share,
  deviations: z.array(
    z.strictObject({
      from: instant,
      to: instant,
      scheduled: z.enum([...kind.options, 'off']),
      name: text,
      actual: state,
      reason: text.nullable(),
      isExcused: z.boolean(),
    }),
  ),
  firstSeen: instant.nullable(),
  lastSeen: instant.nullable(),
  now: z
    .strictObject({
      scheduled: kind.nullable(),
      name: text.nullable(),
      state: state.nullable(),
      reason: text.nullable(),
      outSince: instant.nullable(),
    })
    .nullable(),
});

export const attendanceSchemas = {
  DayAttendance: z.strictObject({
    site: text,
    date: text,
    asOf: instant,
    graceSeconds: seconds,
    adherenceVariant: text,
    conformanceVariant: text,
    people: z.array(person),
    absent: z.array(text),
    late,
    early: late,
    unscheduled: late,
    unmappedReasons: z.array(text),
    unmappedAgents: z.array(text),
  }),
  ScheduleException: z.strictObject({
    id: text,
    agent: text,
    from: instant,
    to: instant,
    activity: z.enum([...kind.options, 'off']),
    reason: text,
    madeAt: instant,
    madeBy: text,
  }),
};
