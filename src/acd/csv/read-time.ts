import { dayNumber } from '../../domain/index.ts';

/** A time as it stands in a file. */
export interface WrittenTime {
  /** Local date, "YYYY-MM-DD". */
  readonly date: string;
  /** Seconds since 1970-01-01T00:00 on the wall clock that was written. */
  readonly wall: number;
  /** Seconds east of UTC; `null` where none was written. */
  readonly offset: number | null;
}

export type TimeFault = 'not-a-time' | 'no-such-date' | 'outside-1970-2100' | 'day-or-month-first';

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[T ])/;
const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?=$|[T ,])/;
const CLOCK = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:[.,]0+)?)?(?: ?([AP])\.?M\.?)?/i;
const OFFSET = /^ ?(?:(Z|UTC|GMT)|([+-])(\d\d)(?::?([0-5]\d))?)$/i;
const LONGEST = 40;

/**
 * Reads the start of an interval: ISO 8601 with or without offset ("2026-03-29T08:00:00+02:00",
 * "2026-03-29 08:00", a date alone for its midnight), or with the year last ("29.03.2026 8:00",
 * "3/29/26 8:00 AM") where the order of day and month is said. Years 1970 to 2100.
 */
export function readTime(
  text: string,
  dateOrder: 'day-first' | 'month-first' | null,
): WrittenTime | TimeFault {
  if (text.length > LONGEST) return 'not-a-time';
  const parts = readDate(text, dateOrder);
  if (typeof parts === 'string') return parts;
  const { date, length } = parts;

  let rest = text.slice(length).replace(/^(T|,? +)/, '');
  const clock = CLOCK.exec(rest);
  if (clock === null && rest !== '') return 'not-a-time';
  const seconds = clock === null ? 0 : clockSeconds(clock);
  if (seconds === null) return 'not-a-time';

  rest = rest.slice(clock?.[0].length ?? 0);
  const offset = rest === '' ? null : OFFSET.exec(rest);
  if (rest !== '' && offset === null) return 'not-a-time';
  return {
    date,
    wall: dayOf(date) * 86_400 + seconds,
    offset: offset === null ? null : offsetOf(offset),
  };
}

/** Date and time of two cells as one text; "800" and "8:00-8:30" are 08:00. */
export function joinDateAndTime(date: string, time: string): string {
  const day = date.trim().replace(/[T ]00:00(:00(\.0+)?)?$/, '');
  const start = time.trim().split(/\s*-\s*/, 1)[0] ?? '';
  const clock = /^\d{1,4}$/.test(start)
    ? `${start.padStart(4, '0').slice(0, 2)}:${start.padStart(4, '0').slice(2)}`
    : start;
  return `${day} ${clock}`;
}

function readDate(
  text: string,
  dateOrder: 'day-first' | 'month-first' | null,
): { readonly date: string; readonly length: number } | TimeFault {
  const first = YEAR_FIRST.exec(text);
  const last = first === null ? YEAR_LAST.exec(text) : null;
  const found = first ?? last;
  if (found === null) return 'not-a-time';
  if (last !== null && dateOrder === null) return 'day-or-month-first';
  const [whole = '', a = '', b = '', c = ''] = found;
  const [year, month, day] =
    first !== null ? [a, b, c] : dateOrder === 'day-first' ? [c, b, a] : [c, a, b];
  const fullYear = year.length === 2 ? `20${year}` : year;
  if (Number(fullYear) < 1970 || Number(fullYear) > 2100) return 'outside-1970-2100';
  const date = `${fullYear}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return Number.isNaN(dayOf(date)) ? 'no-such-date' : { date, length: whole.length };
}

let lastDate = '';
let lastDay = Number.NaN;

/** Days since 1970-01-01, NaN for a date that does not exist. Rows of one date come together. */
function dayOf(date: string): number {
  if (date === lastDate) return lastDay;
  lastDate = date;
  try {
    lastDay = dayNumber(date);
  } catch {
    lastDay = Number.NaN;
  }
  return lastDay;
}

function clockSeconds([, hours, minutes, seconds, half]: RegExpExecArray): number | null {
  const hour = Number(hours);
  if (half === undefined ? hour > 23 : hour < 1 || hour > 12) return null;
  const onDay = half === undefined ? hour : (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  return onDay * 3600 + Number(minutes) * 60 + Number(seconds ?? 0);
}

function offsetOf([, utc, sign, hours, minutes]: RegExpExecArray): number {
  if (utc !== undefined) return 0;
  const seconds = Number(hours) * 3600 + Number(minutes ?? 0) * 60;
  return sign === '-' ? -seconds : seconds;
}
