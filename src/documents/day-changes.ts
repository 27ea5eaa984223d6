/** Changes of a day under way, as they are proposed and handed back. */
import * as z from 'zod';
import { checkValue } from './issues.ts';
import { parseLocatedJson } from './safe-json.ts';
import { shiftSchema } from './shift-schema.ts';
import { keyed, nameText } from './text-values.ts';

const shifts = z.array(shiftSchema).min(1).max(1000);

/** POST /live/day/changes */
export const dayChangesRequest = keyed({
  publication: nameText.meta({ description: 'That the changes were proposed for' }),
  shifts: shifts.meta({ description: 'Whole shifts of proposals that are to be' }),
  note: z
    .string()
    .max(2000)
    .regex(/^\P{Cc}*$/u, { error: 'expected a note without control characters' })
    .default('')
    .meta({ description: 'What those who read it later should know' }),
}).meta({
  title: 'DayChangesRequest',
  example: {
    publication: 'pb_1f2e3d4c5b6a7988',
    shifts: [
      {
        agent: 'a01',
        date: '2026-03-23',
        pattern: 'day',
        start: '2026-03-23T08:00:00+01:00',
        end: '2026-03-23T14:00:00+01:00',
        activities: [
          {
            ...{ kind: 'work', name: 'work', queue: 'sales', paid: true },
            ...{ start: '2026-03-23T08:00:00+01:00', end: '2026-03-23T14:00:00+01:00' },
          },
        ],
        locked: false,
      },
    ],
    note: 'time off, as wished',
  },
});

const proposalsFile = z.looseObject({
  publication: nameText,
  proposals: z.array(z.looseObject({ shift: shiftSchema })).max(1000),
});

/** Largest file of proposals, in characters. */
const MAX_CHARACTERS = 32 * 1024 * 1024;

/**
 * What of a file of proposals is needed to apply some of them.
 *
 * @throws {AgnerError} `INVALID_INPUT` with line and column; `TOO_LARGE`
 */
export function readDayProposals(text: string, source: string) {
  const { value, locate } = parseLocatedJson(text, source, MAX_CHARACTERS);
  return checkValue(proposalsFile, value, source, locate);
}
