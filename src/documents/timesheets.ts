/** What is said of people's hours, as it is written. */
import * as z from 'zod';
import { MOST_APPROVALS, type HoursStatement } from '../use-cases/index.ts';
import { instantText } from './shift-schema.ts';
import { dateText, keyed, nameText } from './text-values.ts';

const statement: z.ZodType<HoursStatement> = keyed({
  agent: nameText.meta({ description: 'Id of a person in rosters' }),
  date: dateText,
  paid: z
    .array(keyed({ from: instantText, to: instantText }))
    .max(100)
    .nullable()
    .meta({ description: 'Paid time of the date, in order; null for as it was seen' }),
  reason: nameText.meta({ description: 'Why, for whoever reads it later' }),
});

/** POST /timesheets/approvals */
export const approvalsRequest = keyed({
  approvals: z.array(statement).min(1).max(MOST_APPROVALS),
}).meta({
  title: 'ApprovalsRequest',
  example: {
    approvals: [
      { agent: 'a01', date: '2026-03-23', paid: null, reason: 'week 13' },
      {
        agent: 'a02',
        date: '2026-03-23',
        paid: [{ from: '2026-03-23T08:00:00+01:00', to: '2026-03-23T12:00:00+01:00' }],
        reason: 'went home ill at noon',
      },
    ],
  },
});
