/**
 * The only file that knows time zones. Instants are epoch seconds (UTC), local dates are
 * "YYYY-MM-DD", zones are IANA names. Nothing here depends on the zone the process runs in.
 */
import { Temporal } from 'temporal-polyfill';
import { AgnerError } from './errors.ts';

/** Monday is 1, Sunday is 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A local date and time read in a zone; a clock change makes some times void and some double. */
export type LocalReading =
  | { readonly kind: 'instant'; readonly instant: number }
  | { readonly kind: 'gap'; readonly jump: number }
  | { readonly kind: 'double'; readonly earlier: number; readonly later: number };

interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

const spansOfZone = new Map<string, OffsetSpan[]>();

/** Throws `INVALID_INPUT` unless `zone` is an IANA zone name (or "UTC") that this machine knows. */
export function checkZone(zone: string): void {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(zone) || !isKnownZone(zone)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected an IANA time zone such as Europe/Ljubljana, got "${zone.slice(0, 60)}"`,
    );
  }
}

function isKnownZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** Seconds to add to UTC for the zone's local time at an instant. */
export function offsetSeconds(zone: string, instant: number): number {
  let spans = spansOfZone.get(zone);
  if (spans === undefined) {
    checkZone(zone);
    spans = [];
    spansOfZone.set(zone, spans);
  }
  const known = spans.find((span) => span.from <= instant && instant < span.to);
  if (known !== undefined) return known.offset;
  const span = findSpan(zone, instant);
  spans.unshift(span);
  return span.offset;
}

function findSpan(zone: string, instant: number): OffsetSpan {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(instant) * 1000).toZonedDateTimeISO(
    zone,
  );
  const next = at.getTimeZoneTransition('next');
  // "previous" is strictly before; one second on, it includes a transition at this very instant.
  const previous = at.add({ seconds: 1 }).getTimeZoneTransition('previous');
  return {
    from: previous === null ? -Infinity : previous.epochMilliseconds / 1000,
    to: next === null ? Infinity : next.epochMilliseconds / 1000,
    offset: at.offsetNanoseconds / 1e9,
  };
}

/** Epoch seconds of an ISO instant with offset. Throws `INVALID_INPUT` where it has none. */
export function epochSeconds(iso: string): number {
  const milliseconds = /(Z|[+-]\d\d:?\d\d)$/.test(iso) ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected an instant with an offset such as 2026-03-29T08:00:00+02:00, got "${iso.slice(0, 60)}"`,
    );
  }
  return milliseconds / 1000;
}

/** "2026-03-29T08:00:00+02:00": an instant as its zone's wall clock with offset, to the second. */
export function formatInstant(instant: number, zone: string): string {
  const offset = offsetSeconds(zone, instant);
  const local = new Date((Math.floor(instant) + offset) * 1000).toISOString().slice(0, -5);
  const minutes = Math.abs(Math.round(offset / 60));
  return `${local}${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** The local date of an instant. */
export function localDateOf(instant: number, zone: string): string {
  return isoDate(Math.floor((instant + offsetSeconds(zone, instant)) / 86_400));
}

/** Seconds since local midnight as the wall clock shows them (a 02:30 is 9000 on any day). */
export function wallClockSeconds(instant: number, zone: string): number {
  const local = instant + offsetSeconds(zone, instant);
  return local - Math.floor(local / 86_400) * 86_400;
}

/** First instant of a local date (not always 00:00: some zones change their clocks at midnight). */
export function startOfDay(zone: string, date: string): number {
  checkZone(zone);
  return Temporal.PlainDate.from(checkDate(date)).toZonedDateTime(zone).epochMilliseconds / 1000;
}

/** Elapsed seconds of a local date: 86,400 but for clock changes. */
export function dayLengthSeconds(zone: string, date: string): number {
  return startOfDay(zone, addDays(date, 1)) - startOfDay(zone, date);
}

/** Reads a wall-clock time (seconds since midnight, may exceed a day) on a local date. */
export function readLocal(zone: string, date: string, wallSeconds: number): LocalReading {
  const naive = dayNumber(date) * 86_400 + wallSeconds;
  const offsets = [offsetSeconds(zone, naive - 86_400), offsetSeconds(zone, naive + 86_400)];
  const hits = [...new Set(offsets)]
    .filter((offset) => offsetSeconds(zone, naive - offset) === offset)
    .map((offset) => naive - offset)
    .sort((a, b) => a - b);
  const [first, second] = hits;
  if (first === undefined) {
    return { kind: 'gap', jump: findSpan(zone, naive - Math.max(...offsets)).to };
  }
  if (second === undefined) return { kind: 'instant', instant: first };
  return { kind: 'double', earlier: first, later: second };
}

/**
 * The instant of a planned wall-clock time. A void time moves to the instant at which the clock
 * jumps past it; of a double time the earlier is taken. For what people plan, not for data.
 */
export function plannedInstant(zone: string, date: string, wallSeconds: number): number {
  const reading = readLocal(zone, date, wallSeconds);
  if (reading.kind === 'instant') return reading.instant;
  return reading.kind === 'double' ? reading.earlier : reading.jump;
}

/** ISO weekday of a local date. */
export function weekdayOf(date: string): Weekday {
  return (((((dayNumber(date) + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** The date `days` later (or earlier, if negative). */
export function addDays(date: string, days: number): string {
  return isoDate(dayNumber(date) + days);
}

/** Whole days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** Days since 1970-01-01. Throws `INVALID_INPUT` for a date that does not exist. */
export function dayNumber(date: string): number {
  return Date.parse(`${checkDate(date)}T00:00:00Z`) / 86_400_000;
}

/** Returns `date` if it is an existing "YYYY-MM-DD", else throws `INVALID_INPUT`. */
export function checkDate(date: string): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a date such as 2026-03-29, got "${date.slice(0, 40)}"`,
    );
  }
  return date;
}

function isoDate(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
