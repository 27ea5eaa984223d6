/** What the API answers of people's hours. */
import * as z from 'zod';

const text = z.string();
const seconds = z.int().min(0);
const instant = z.iso.datetime({ offset: true });
const paid = z.array(z.strictObject({ from: instant, to: instant }));
const seen = { plannedSeconds: seconds, workedSeconds: seconds, unknownSeconds: seconds };

const approval = z.strictObject({
  id: text,
  agent: text,
  date: text,
  paid,
  isAsSeen: z.boolean(),
  ...seen,
  reason: text,
  madeAt: instant,
  madeBy: text,
});

const share = { mean: z.number().min(0), halfWidth: z.number().min(0).nullable() };

export const timesheetSchemas = {
  Timesheet: z.strictObject({
    site: text,
    zone: text,
    from: text,
    to: text,
    days: z.array(
      z.strictObject({
        agent: text,
        name: text,
        date: text,
        ...seen,
        worked: paid.meta({ description: 'Paid time as it was seen' }),
        approval: approval.nullable(),
        hasChanged: z
          .boolean()
          .meta({ description: 'Whether other hours are seen or planned than when approved' }),
      }),
    ),
  }),
  TimesheetApproval: approval,
  LearnedShrinkage: z.strictObject({
    site: text,
    from: text,
    to: text,
    days: z.int().min(0),
    scheduledSeconds: z.number().min(0),
    knownSeconds: z.number().min(0),
    total: z.strictObject(share).nullable(),
    types: z.array(z.strictObject({ type: text, ...share })),
  }),
};
