/** The calendar of a plan as it is written: special days, and whose public holidays count. */
import * as z from 'zod';
import { type HolidayRegion, type SpecialDay } from '../domain/plan.ts';
import { expected } from './issues.ts';
import { dayText } from './opening-hours-text.ts';
import { dateText, factorText, keyed, nameText, present, weekdayText } from './text-values.ts';

const queuesText = z
  .array(nameText)
  .max(200)
  .optional()
  .meta({ description: 'Queues it concerns; all unless said' });

/** A type on which nobody answers, and one of which nothing is to be learned unless it is said. */
const CLOSED = 'closed';
const OUTAGE = 'outage';

const dayEntry = keyed({
  type: nameText.optional().meta({
    description:
      'What is special about it: holiday, closed, half-day, campaign, billing-run, outage, or any ' +
      'other word; effects are learned per type. closed has no opening hours, outage is left out of the history',
    examples: ['holiday', 'half-day', 'campaign'],
  }),
  name: nameText.optional().meta({ examples: ['Christmas Eve'] }),
  queues: queuesText,
  open: dayText.optional().meta({ description: "Opening hours in place of the weekday's" }),
  like: weekdayText.optional().meta({
    description: 'Weekday that it is like in volume, profile and hours, for shifted working days',
    examples: ['fri'],
  }),
  factor: factorText.optional().meta({
    description: "Contacts by an ordinary day's, in place of what days of its type have taught",
    examples: ['+30 %', 1.3],
  }),
  history: z.enum(['exclude', 'keep']).optional().meta({
    description: 'Learn nothing from the day (exclude), or learn from it however odd it is (keep)',
  }),
})
  .refine(({ type, history }) => type !== undefined || history !== undefined, {
    path: ['type'],
    error: 'expected a type such as holiday, or history: exclude or keep',
  })
  .refine(({ type, open }) => type !== CLOSED || open === undefined || open.length === 0, {
    path: ['open'],
    error: 'expected no opening hours on a day of type closed; half-day has some',
  })
  .refine(({ type, open, factor }) => factor === undefined || !isClosed(type, open), {
    path: ['factor'],
    error: 'expected no factor on a day that is closed',
  })
  .transform(({ type, queues, open, history, ...rest }) => {
    const hours = open ?? (type === CLOSED ? [] : undefined);
    const said = history ?? (type === OUTAGE ? 'exclude' : undefined);
    return {
      type: type ?? null,
      queues: queues ?? [],
      ...present(rest),
      ...(hours === undefined ? {} : { open: hours }),
      ...(said === undefined ? {} : { history: said }),
    };
  });

function isClosed(type: string | undefined, open: readonly unknown[] | undefined): boolean {
  return type === CLOSED || open?.length === 0;
}

const WORDS = 'a type such as holiday, { type: campaign, queues: [sales] }, or a list of these';

/** A day as its type, as an entry, or as several for different queues. */
const dateEntries = z.union(
  [
    nameText.transform((type) => dayEntry.parse({ type })),
    dayEntry,
    z.array(dayEntry).min(1).max(50),
  ],
  { error: expected(WORDS) },
);

/** { "2026-12-25": holiday } in order of date. */
export const specialDaysText = z
  .record(dateText, dateEntries)
  .meta({
    examples: [
      {
        '2026-12-25': 'holiday',
        '2026-12-24': { type: 'half-day', open: ['08:00-13:00'] },
        '2026-11-27': { type: 'campaign', queues: ['sales'], factor: '+30 %' },
      },
    ],
  })
  .transform((days): SpecialDay[] =>
    Object.entries(days)
      .flatMap(([date, entries]) => [entries].flat().map((entry) => ({ date, ...entry })))
      .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
  );

const holidayText = keyed({
  country: z
    .string({ error: expected('a country code such as SI') })
    .regex(/^[A-Z]{2}$/, { error: expected('a country code such as SI') })
    .meta({ description: 'ISO 3166-1 code of a country', examples: ['SI'] }),
  region: z
    .string({ error: expected('a region such as BY') })
    .regex(/^[A-Z0-9]{1,8}(?:-[A-Z0-9]{1,8})?$/i, {
      error: expected('a region such as BY, or BY-A for a part of it'),
    })
    .optional()
    .meta({ description: 'Part of the country (ISO 3166-2)', examples: ['BY'] }),
  queues: queuesText,
  open: dayText
    .optional()
    .meta({ description: 'Opening hours on them; those of the weekday unless said' }),
}).transform(({ country, region, queues, open }): HolidayRegion => ({
  country,
  region: region ?? null,
  queues: queues ?? [],
  open: open ?? null,
}));

/** { country: SI }, or a list of such. */
export const holidaysText = z
  .union([holidayText, z.array(holidayText).max(50)], {
    error: expected('a country such as { country: SI }, or a list of such'),
  })
  .transform((regions) => [regions].flat());
