import * as z from 'zod';
import { ALWAYS_OPEN } from '../domain/opening-hours.ts';
import { type OpeningHours, type OpenStretch } from '../domain/plan.ts';
import { expected, quoted } from './issues.ts';
import { clockSeconds, dateText, WEEKDAYS } from './text-values.ts';

const STRETCH_WORDS = 'opening hours such as "07:00-21:00", ending by 24:00';

const stretchText = z
  .string({ error: expected(STRETCH_WORDS) })
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, {
    error: expected(STRETCH_WORDS),
  })
  .refine((text) => clockSeconds(text.slice(6)) > clockSeconds(text), {
    error: (issue) =>
      `expected hours that end later than they start, got ${quoted(String(issue.input))}` +
      ' (past midnight, write "22:00-24:00" and the rest on the next day)',
  })
  .meta({ examples: ['07:00-21:00'] });

/** The stretches of one day: "closed", "always" or a list of stretches that do not overlap. */
export const dayText = z
  .union([z.literal('closed'), z.literal('always'), z.array(stretchText).max(24)], {
    error: expected('"closed", "always" or a list such as ["07:00-21:00"]'),
  })
  .transform((value, context): readonly OpenStretch[] => {
    if (value === 'closed') return [];
    if (value === 'always') return [{ fromSeconds: 0, toSeconds: 86_400 }];
    const stretches = value
      .map((text) => ({
        fromSeconds: clockSeconds(text),
        toSeconds: clockSeconds(text.slice(6)),
      }))
      .sort((a, b) => a.fromSeconds - b.fromSeconds);
    if (
      stretches.some((stretch, i) => i > 0 && stretch.fromSeconds < stretches[i - 1]!.toSeconds)
    ) {
      context.issues.push({
        code: 'custom',
        input: value,
        message: 'expected stretches of opening hours that do not overlap',
      });
    }
    return stretches;
  });

const exceptionsText = z.record(dateText, dayText).meta({
  description: 'Dates that differ from their weekday',
  examples: [{ '2026-12-25': 'closed', '2026-12-24': ['08:00-12:00'] }],
});

const DAY = WEEKDAYS.join('|');
const DAY_KEY = new RegExp(`^(${DAY})(?:-(${DAY}))?$`);

/**
 * "always", or stretches by weekday or range of weekdays ("mon-fri"); a day not named is closed.
 */
export const openingHoursText = z
  .union(
    [
      z.literal('always'),
      z
        .object({ exceptions: exceptionsText.optional() })
        .catchall(dayText)
        .meta({ propertyNames: { pattern: `^(?:exceptions|(?:${DAY})(?:-(?:${DAY}))?)$` } }),
    ],
    { error: expected('"always" or hours by weekday such as { mon-fri: ["07:00-21:00"] }') },
  )
  .meta({
    description: 'Opening hours in the zone of the site',
    examples: ['always', { 'mon-fri': ['07:00-21:00'], sat: ['08:00-14:00'] }],
  })
  .transform((value, context): OpeningHours => {
    if (value === 'always') return ALWAYS_OPEN;
    const { exceptions = {}, ...days } = value;
    const weekdays: (readonly OpenStretch[] | null)[] = WEEKDAYS.map(() => null);
    const problem = (key: string, message: string) => {
      const params = { atKey: true };
      context.issues.push({ code: 'custom', input: value, path: [key], message, params });
    };
    for (const [key, stretches] of Object.entries(days)) {
      const named = daysNamed(key);
      if (named === null) {
        problem(
          key,
          `expected a weekday, a range such as mon-fri, or exceptions, got the key ${quoted(key)}`,
        );
        continue;
      }
      for (const day of named) {
        if (weekdays[day] !== null) {
          problem(key, `expected each weekday once, got ${WEEKDAYS[day] ?? ''} twice`);
        }
        weekdays[day] = stretches;
      }
    }
    return {
      weekdays: weekdays.map((stretches) => stretches ?? []),
      exceptions: Object.entries(exceptions)
        .map(([date, open]) => ({ date, open }))
        .sort((a, b) => (a.date < b.date ? -1 : 1)),
    };
  });

/** Indexes (Monday is 0) of "mon" or "mon-fri"; a range may run over Sunday ("sat-mon"). */
function daysNamed(key: string): number[] | null {
  const [, first, last] = DAY_KEY.exec(key) ?? [];
  if (first === undefined) return null;
  const from = WEEKDAYS.findIndex((day) => day === first);
  const to = last === undefined ? from : WEEKDAYS.findIndex((day) => day === last);
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => (from + i) % 7);
}
