import ical, { type ICalCalendar } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import {
  type AgentId,
  AgnerError,
  checkZone,
  epochSeconds,
  formatInstant,
  readLocal,
  type Roster,
  type Shift,
  wallClockSeconds,
  localDateOf,
} from '../domain/index.ts';
import { type ShiftCalendar } from '../use-cases/index.ts';
import { formatVtimezone } from './vtimezone.ts';
import { paidSecondsOf } from './worked-time.ts';

/**
 * The shifts of a roster, or of one of its people, as an iCalendar file (RFC 5545); see
 * {@link formatShiftsIcs}.
 *
 * @param agent whose shifts; `null` for everybody, with the person's name in front of each entry
 * @param stampedAt ISO instant at which the roster was made
 * @throws {AgnerError} `NOT_FOUND` for an agent that the roster does not have; `INVALID_INPUT` for
 *   a zone or instant that cannot be read
 */
export function formatRosterIcs(
  roster: Roster,
  { agent }: { readonly agent: AgentId | null },
  stampedAt: string | null = null,
): string {
  const { zone, start } = roster.grid;
  const names = new Map<string, string>(roster.agents.map(({ id, name }) => [id, name]));
  if (agent !== null && !names.has(agent)) {
    throw new AgnerError('NOT_FOUND', `expected an agent of the roster, got "${agent}"`, { agent });
  }
  const whose = agent === null ? roster.site : (names.get(agent) ?? agent);
  return formatShiftsIcs({
    site: roster.site,
    zone,
    title: `${oneLine(roster.plan)}: ${oneLine(whose)}`,
    names: agent === null ? names : null,
    start,
    shifts: roster.shifts.filter((shift) => agent === null || shift.agent === agent),
    stampedAt,
  });
}

/**
 * Shifts as an iCalendar file.
 *
 * One VEVENT a shift, in the zone with its VTIMEZONE. The UID is made of site, agent, local
 * date and the shift's number on that date, so a later roster replaces a day's entry instead of
 * adding a second. The same arguments give the same text.
 *
 * A site in UTC, and a time that a clock change repeats, are written in UTC. DTSTAMP is
 * `stampedAt`, so that a calendar knows the newer of two entries; `null` stamps each shift with its own start.
 *
 * @returns text with CRLF line ends, lines folded at 75 bytes
 * @throws {AgnerError} `INVALID_INPUT` for a zone or instant that cannot be read
 */
export function formatShiftsIcs(of: ShiftCalendar): string {
  const { zone, names, stampedAt } = of;
  checkZone(zone);
  const shifts = of.shifts.toSorted((a, b) => epochSeconds(a.start) - epochSeconds(b.start));
  const first = shifts[0]?.start ?? of.start;
  const last = Math.max(...shifts.map(({ end }) => epochSeconds(end)), epochSeconds(first));
  const timezone = formatVtimezone(zone, epochSeconds(first), last);
  const calendar = ical({
    prodId: { company: 'Agner', product: 'roster', language: 'EN' },
    // The library writes a calendar's name as it is.
    name: escapeText(oneLine(of.title)),
    // A calendar-wide zone name would take the Z off DTSTAMP.
    timezone: { name: null, generator: () => timezone },
  });
  const seen = new Map<string, number>();
  for (const shift of shifts) {
    const day = `${shift.date} ${shift.agent}`;
    const number = (seen.get(day) ?? 0) + 1;
    seen.set(day, number);
    const name = names === null ? null : (names.get(shift.agent) ?? shift.agent);
    addShift(calendar, of, shift, { number, name, stampedAt: stampedAt ?? shift.start });
  }
  const text = calendar.toString();
  // A calendar without shifts still has to have one component.
  return `${shifts.length > 0 ? text : text.replace('END:VCALENDAR', `${timezone}END:VCALENDAR`)}\r\n`;
}

function addShift(
  calendar: ICalCalendar,
  { site, zone }: ShiftCalendar,
  shift: Shift,
  entry: { readonly number: number; readonly name: string | null; readonly stampedAt: string },
): void {
  const pattern = oneLine(shift.pattern);
  const title = pattern === '' ? 'Shift' : `Shift ${pattern}`;
  const ends = [shift.start, shift.end];
  // Of a time that a clock change repeats, a local reading means the first; the second needs UTC.
  const timezone = ends.some((instant) => isSecondReading(instant, zone)) ? null : zone;
  calendar.createEvent({
    id: `${shift.date}.${entry.number}.${uriText(shift.agent)}@${uriText(site)}`,
    stamp: zonedDateTime(entry.stampedAt, 'UTC'),
    start: zonedDateTime(shift.start, timezone ?? 'UTC'),
    end: zonedDateTime(shift.end, timezone ?? 'UTC'),
    timezone,
    summary: entry.name === null ? title : `${oneLine(entry.name)}: ${title}`,
    description: describeShift(shift, zone),
    categories: [{ name: 'Shift' }, ...(pattern === '' ? [] : [{ name: pattern }])],
  });
}

/** Every activity on a line of its own in local time, then the paid time. */
function describeShift(shift: Shift, zone: string): string {
  const lines = shift.activities.map((activity) => {
    const { kind, name, queue, paid } = activity;
    const what = kind === 'work' ? (queue ?? name) : name;
    return `${clock(activity.start, zone)}-${clock(activity.end, zone)} ${oneLine(what)}${paid ? '' : ' (unpaid)'}`;
  });
  return [...lines, `Paid: ${(paidSecondsOf(shift) / 3600).toFixed(2)} h`].join('\n');
}

function clock(instant: string, zone: string): string {
  return formatInstant(epochSeconds(instant), zone).slice(11, 16);
}

function isSecondReading(instant: string, zone: string): boolean {
  const at = epochSeconds(instant);
  const reading = readLocal(zone, localDateOf(at, zone), wallClockSeconds(at, zone));
  return reading.kind === 'double' && reading.later === at;
}

function zonedDateTime(instant: string, zone: string): Temporal.ZonedDateTime {
  const milliseconds = Math.floor(epochSeconds(instant)) * 1000;
  return Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(zone);
}

/** Control characters and line ends become spaces: they have no place in a name. */
function oneLine(text: string): string {
  return wellFormed(text).replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

function escapeText(text: string): string {
  return text.replaceAll(/[\\;,]/g, '\\$&');
}

function uriText(text: string): string {
  return encodeURIComponent(wellFormed(text));
}

/** A lone surrogate becomes U+FFFD, as it would in any UTF-8 file. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
