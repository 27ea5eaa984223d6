/** What the API answers of what is stored of people. */
import * as z from 'zod';

const text = z.string();
const list = z.array(z.looseObject({}));

export const staffDataSchemas = {
  PersonData: z.strictObject({
    site: text,
    agent: text.meta({ description: 'Id of the person in plans and rosters' }),
    names: z.array(text),
    plans: list.meta({ description: 'What each version of a plan says of the person' }),
    rosters: list.meta({ description: 'Shifts, wishes, broken rules and ledger by roster' }),
    exceptions: list,
    timesheets: list.meta({ description: 'Approved hours, also those that were approved anew' }),
    states: list.meta({ description: 'What the person was seen to do, followed live' }),
    spans: list.meta({ description: 'The same as queue logs tell it' }),
    calls: list.meta({ description: 'Calls that the person took' }),
    feeds: list,
    users: list.meta({ description: 'Who signs in as the person, with tokens, without secrets' }),
    overrides: list.meta({ description: 'What these users said of forecasts' }),
    changes: list.meta({ description: 'Lines of the audit trail of what these users changed' }),
  }),
  PersonErasure: z.strictObject({
    site: text,
    pseudonym: text.meta({ description: 'What stands for the person from now on' }),
    changed: z.record(text, z.int().min(1)).meta({ description: 'Rows by what they are' }),
    stillPlanned: z
      .array(text)
      .meta({ description: 'Plans whose newest version still plans for the pseudonym' }),
  }),
};
