import { Temporal } from 'temporal-polyfill';

/**
 * RFC 5545 VTIMEZONE of a zone, lines ended by CRLF: the offset in force at `from` and every
 * change up to and including the first one after `to`, each written out instead of as a yearly
 * rule. Some zones change by rules that a yearly rule cannot say (Santiago: the Sunday of
 * 2 to 8 April), and a rule that fits today is wrong once a country changes its law.
 *
 * @param zone IANA zone name that calendar.ts has checked
 * @param from first instant that must read right, epoch seconds
 * @param to last instant that must read right, epoch seconds
 *
 * Where a year has two offsets, the one further ahead is named DAYLIGHT; readers take the
 * offsets alone.
 *
 * @see RFC 5545, section 3.6.5.
 */
export function formatVtimezone(zone: string, from: number, to: number): string {
  const observances: Observance[] = [];
  let at = instantAt(zone, from).add({ seconds: 1 }).getTimeZoneTransition('previous');
  if (at === null) {
    const offset = instantAt(zone, from).offsetNanoseconds;
    observances.push({ local: '19700101T000000', before: offset, after: offset });
    at = instantAt(zone, from).getTimeZoneTransition('next');
  }
  while (at !== null) {
    const before = at.subtract({ nanoseconds: 1 }).offsetNanoseconds;
    observances.push({
      // The change is written as the clock showed it before it was moved.
      local: compact(at.toInstant().add({ nanoseconds: before }).toString()),
      before,
      after: at.offsetNanoseconds,
    });
    if (at.epochMilliseconds / 1000 > to) break;
    at = at.getTimeZoneTransition('next');
  }
  const lines = ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observances.flatMap(observanceLines)];
  return [...lines, 'END:VTIMEZONE', ''].join('\r\n');
}

interface Observance {
  readonly local: string;
  /** Offsets in nanoseconds. */
  readonly before: number;
  readonly after: number;
}

function observanceLines({ local, before, after }: Observance): string[] {
  const kind = after > before ? 'DAYLIGHT' : 'STANDARD';
  return [
    `BEGIN:${kind}`,
    `DTSTART:${local}`,
    `TZOFFSETFROM:${offsetText(before)}`,
    `TZOFFSETTO:${offsetText(after)}`,
    `TZNAME:${offsetText(after)}`,
    `END:${kind}`,
  ];
}

function instantAt(zone: string, instant: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant * 1000).toZonedDateTimeISO(zone);
}

function compact(iso: string): string {
  return iso.slice(0, 19).replaceAll(/[-:]/g, '');
}

/** "+0200", with seconds where a zone of long ago had them. */
function offsetText(nanoseconds: number): string {
  const seconds = Math.abs(Math.round(nanoseconds / 1e9));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const text = parts.map((part) => String(part).padStart(2, '0'));
  return `${nanoseconds < 0 ? '-' : '+'}${text.slice(0, parts[2] === 0 ? 2 : 3).join('')}`;
}
