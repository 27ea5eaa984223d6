/** The small words of written plans and requests, each as a schema that reads it into a core unit. */
import * as z from 'zod';
import { checkDate, checkZone, type Weekday } from '../domain/calendar.ts';
import { expected, quoted, suggestion } from './issues.ts';

/** An object of exactly these keys; an unknown one is told with the key that was likely meant. */
export function keyed<S extends z.core.$ZodLooseShape>(shape: S) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .slice(0, 5)
            .map((key) => `unknown key ${quoted(key)}${suggestion(key, known)}`)
            .join('; ')
        : undefined,
  });
}

/** The parts that are there. */
export function present<T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(parts).filter(([, value]) => value !== undefined),
  ) as never;
}

const HIDDEN = /[\p{Cc}\u2028\u2029\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/u;

/** Names that would reach into an object's prototype if they ever became keys. */
const PROTOTYPE_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/** A name that people gave: 1 to 200 characters, none of them hidden or of control. */
export const nameText = z
  .string({ error: expected('a name') })
  .min(1, { error: expected('a name') })
  .max(200, { error: expected('a name of at most 200 characters') })
  .refine((text) => !HIDDEN.test(text), {
    error: expected('a name without control or hidden characters'),
  })
  .refine((text) => text === text.trim(), {
    error: expected('a name without spaces at its ends'),
  })
  .refine((text) => !PROTOTYPE_NAMES.has(text), {
    error: expected('another name: this one is reserved'),
  });

/** "Europe/Ljubljana". */
export const zoneText = z
  .string({ error: expected('an IANA time zone such as Europe/Ljubljana') })
  .max(80)
  .refine(
    (text) =>
      succeeds(() => {
        checkZone(text);
      }),
    {
      error: expected('an IANA time zone such as Europe/Ljubljana'),
    },
  )
  .meta({ description: 'IANA time zone', examples: ['Europe/Ljubljana'] });

/** A local date that exists, "2026-03-29". */
export const dateText = z
  .string({ error: expected('a date such as 2026-03-29') })
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: expected('a date such as 2026-03-29') })
  .refine((text) => succeeds(() => checkDate(text)), {
    error: expected('a date that exists, such as 2026-03-29'),
  })
  .meta({ description: 'Local date, year-month-day', examples: ['2026-03-29'] });

const DURATION = /^(?=\d)(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s)?$/;
const DURATION_WORDS = 'a duration such as 8h, 30m, 8h30m or 20s';

/** "8h30m" as seconds, 0 or more. */
export const durationText = z
  .string({ error: expected(DURATION_WORDS) })
  .regex(DURATION, { error: expected(DURATION_WORDS) })
  .meta({ description: 'Duration in hours, minutes and seconds', examples: ['8h30m', '20s'] })
  .transform((text) => {
    const [, hours = '0', minutes = '0', seconds = '0'] = DURATION.exec(text) ?? [];
    return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  });

/** The same, above 0. */
export const positiveDurationText = durationText.refine((seconds) => seconds > 0, {
  error: 'expected a duration above 0',
});

const CLOCK_WORDS = 'a clock time such as "06:00"';

/** "06:30" as seconds since local midnight, below 86,400. */
export const clockText = z
  .string({ error: expected(CLOCK_WORDS) })
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: expected(CLOCK_WORDS) })
  .meta({ description: 'Clock time, 00:00 to 23:59', examples: ['06:00'] })
  .transform(clockSeconds);

/** The same, with "24:00" for the end of the day. */
export const endClockText = z
  .string({ error: expected(CLOCK_WORDS) })
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: expected(CLOCK_WORDS) })
  .meta({ description: 'Clock time, 00:00 to 24:00', examples: ['22:00'] })
  .transform(clockSeconds);

/** Seconds since midnight of "HH:MM". */
export function clockSeconds(text: string): number {
  return Number(text.slice(0, 2)) * 3600 + Number(text.slice(3, 5)) * 60;
}

/** 0.08 or "8 %" as a fraction in [0, 1]; all that is neither is refused as not what is expected. */
export function fractionTextOr(expectedText: string) {
  const error = { error: expected(expectedText) };
  return z
    .union(
      [
        z.number(error).min(0, error).max(1, error),
        z
          .string(error)
          .regex(/^(?:\d{1,2}(?:\.\d{1,6})?|100) ?%$/, error)
          .transform((text) => Number((Number.parseFloat(text) / 100).toPrecision(12))),
      ],
      error,
    )
    .meta({ description: 'Share, as a fraction or as percent', examples: [0.8, '80 %'] });
}

/** 0.08 or "8 %" as a fraction in [0, 1]. */
export const fractionText = fractionTextOr('a fraction such as 0.8 or 80 %');

/** The same, in [0, 1). */
export const shareText = fractionText.refine((share) => share < 1, {
  error: expected('a fraction below 1, such as 0.8 or 80 %'),
});

const factorError = {
  error: expected('a change such as +10 % or -5 %, or a factor above 0 and up to 5 such as 1.1'),
};

/** "+10 %" or 1.1 as a factor in (0, 5]. */
export const factorText = z
  .union(
    [
      z.number(factorError).gt(0, factorError).max(5, factorError),
      z
        .string(factorError)
        .regex(/^[+-]\d{1,3}(?:\.\d{1,6})? ?%$/, factorError)
        .transform((text) => Number((1 + Number.parseFloat(text) / 100).toPrecision(12)))
        .refine((factor) => factor > 0 && factor <= 5, factorError),
    ],
    factorError,
  )
  .meta({ description: 'Change in percent, or factor', examples: ['+10 %', 1.1] });

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** "mon" as 1, "sun" as 7. */
export const weekdayText = z
  .enum(WEEKDAYS, { error: expected('a weekday: mon, tue, wed, thu, fri, sat or sun') })
  .transform((day) => (WEEKDAYS.indexOf(day) + 1) as Weekday);

/** Weekdays in order, none twice. */
export const weekdaysText = z
  .array(weekdayText)
  .min(1)
  .max(7)
  .transform((days) => [...new Set(days)].sort((a, b) => a - b));

/** Money or a price: 0 or more. */
export const amount = z.number().min(0).max(1e9);

function succeeds(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
