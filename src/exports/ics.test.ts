import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSample, makeShift } from '../../test/support/sample-roster.ts';
import { type AgentId, epochSeconds, type Roster, type Shift } from '../domain/index.ts';
import { formatRosterIcs, formatShiftsIcs } from './ics.ts';

const sample = makeSample({ zone: 'Europe/Ljubljana', from: '2026-03-23', days: 14, agents: 6 });

describe('round trip', () => {
  it('gives every shift of the roster back at its instants', () => {
    const events = readEvents(formatRosterIcs(sample.roster, { agent: null }));
    expect(events).toHaveLength(sample.roster.shifts.length);
    const written = events.map(({ start, end }) => `${start} ${end}`).sort();
    expect(written).toEqual(sample.roster.shifts.map(instants).sort());
  });

  it.each([
    ['Europe/Ljubljana', '2026-03-28', '2026-03-28T22:00:00+01:00', '2026-03-29T07:30:00+02:00'],
    ['Europe/Ljubljana', '2026-10-24', '2026-10-24T22:00:00+02:00', '2026-10-25T05:30:00+01:00'],
    ['America/Santiago', '2026-04-04', '2026-04-04T22:00:00-03:00', '2026-04-05T05:30:00-04:00'],
    ['America/Santiago', '2026-09-05', '2026-09-05T22:00:00-04:00', '2026-09-06T07:30:00-03:00'],
    ['America/Santiago', '2029-04-07', '2029-04-07T22:00:00-03:00', '2029-04-08T05:30:00-04:00'],
    ['Australia/Lord_Howe', '2026-04-04', '2026-04-04T22:00:00+11:00', '2026-04-05T06:00:00+10:30'],
    ['Australia/Lord_Howe', '2026-10-03', '2026-10-03T22:00:00+10:30', '2026-10-04T07:00:00+11:00'],
  ])('night shift in %s on %s', (zone, date, start, end) => {
    const text = formatRosterIcs(rosterOf(zone, [makeShift(zone, 'a01', date, 79_200)]), {
      agent: null,
    });
    const local = (iso: string) => iso.slice(0, 19).replaceAll(/[-:]/g, '');
    expect(text).toContain(`DTSTART;TZID=${zone}:${local(start)}\r\n`);
    expect(text).toContain(`DTEND;TZID=${zone}:${local(end)}\r\n`);
    expect(text).toContain(`TZID:${zone}\r\n`);
    expect(readEvents(text)).toEqual([
      expect.objectContaining({ start: epochSeconds(start), end: epochSeconds(end) }),
    ]);
  });

  it('needs no zone for UTC', () => {
    const shift = makeShift('UTC', 'a01', '2026-03-28', 79_200);
    const text = formatRosterIcs(rosterOf('UTC', [shift]), { agent: null });
    expect(text).toContain('DTSTART:20260328T220000Z\r\nDTEND:20260329T063000Z\r\n');
  });

  it('writes the second reading of a repeated time in UTC', () => {
    const zone = 'Europe/Ljubljana';
    const [start, end] = ['2026-10-25T02:30:00+01:00', '2026-10-25T10:00:00+01:00'];
    const shift = { ...makeShift(zone, 'a01', '2026-10-25', 9_000), start, end };
    const text = formatRosterIcs(rosterOf(zone, [shift]), { agent: null });
    expect(text).toContain('DTSTART:20261025T013000Z\r\n');
    const [event] = readEvents(text);
    expect(event).toMatchObject({ start: epochSeconds(start), end: epochSeconds(end) });
  });

  it('keeps any shift at its instants in any zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'America/Santiago',
          'Australia/Lord_Howe',
          'Africa/Casablanca',
          'Asia/Gaza',
        ),
        fc.integer({ min: 0, max: 4 * 365 * 96 }),
        fc.integer({ min: 1, max: 48 }),
        (zone, quarter, length) => {
          const start = epochSeconds('2026-01-01T00:00:00Z') + quarter * 900;
          const iso = (instant: number) => new Date(instant * 1000).toISOString();
          const shift: Shift = {
            ...makeShift(zone, 'a01', '2026-01-01', 0),
            start: iso(start),
            end: iso(start + length * 900),
          };
          const [event] = readEvents(formatRosterIcs(rosterOf(zone, [shift]), { agent: null }));
          expect(event).toMatchObject({ start, end: start + length * 900 });
        },
      ),
    );
  });
});

describe('what a calendar makes of it', () => {
  it('tells breaks and paid time in local clock time', () => {
    const shift = makeShift('Europe/Ljubljana', 'a01', '2026-03-28', 79_200);
    const [event] = readEvents(
      formatRosterIcs(rosterOf('Europe/Ljubljana', [shift]), { agent: null }),
    );
    expect(event?.text['SUMMARY']).toBe('Ana Novak: Shift night');
    expect(event?.text['CATEGORIES']).toBe('Shift,night');
    expect(event?.text['DESCRIPTION']?.split('\n')).toEqual([
      '22:00-00:00 support-en',
      '00:00-00:15 break',
      '00:15-03:00 support-en',
      '03:00-03:30 meal (unpaid)',
      '03:30-05:15 support-en',
      '05:15-05:30 break',
      '05:30-07:30 support-en',
      'Paid: 8.00 h',
    ]);
  });

  it('names an entry by site, agent, date and number, whenever it is written', () => {
    const [zone, date] = ['UTC', '2026-03-28'];
    const split = [
      makeShift(zone, 'a01', date, 64_800, { lengthSeconds: 14_400 }),
      makeShift(zone, 'a01', date, 28_800, { lengthSeconds: 14_400 }),
      makeShift(zone, 'a02', date, 28_800),
    ];
    const uids = (shifts: readonly Shift[], stampedAt: string | null) =>
      readEvents(formatRosterIcs(rosterOf(zone, shifts), { agent: null }, stampedAt))
        .map(({ text }) => text['UID'])
        .sort();
    const expected = [
      '2026-03-28.1.a01@sample',
      '2026-03-28.1.a02@sample',
      '2026-03-28.2.a01@sample',
    ];
    expect(uids(split, null)).toEqual(expected);
    expect(uids(split.toReversed(), '2026-03-01T09:30:00+02:00')).toEqual(expected);
  });

  it('stamps with the instant given, else with the start, always in UTC', () => {
    const roster = rosterOf('Europe/Ljubljana', [
      makeShift('Europe/Ljubljana', 'a01', '2026-03-28', 79_200),
    ]);
    const stamp = (at: string | null) =>
      readEvents(formatRosterIcs(roster, { agent: null }, at))[0]?.text['DTSTAMP'];
    expect(stamp('2026-03-01T09:30:00+02:00')).toBe('20260301T073000Z');
    expect(stamp(null)).toBe('20260328T210000Z');
  });

  it('holds one person alone when asked, without the name in each entry', () => {
    const text = formatRosterIcs(sample.roster, { agent: 'a01' as AgentId });
    const events = readEvents(text);
    expect(events).toHaveLength(
      sample.roster.shifts.filter(({ agent }) => agent === ('a01' as AgentId)).length,
    );
    expect(new Set(events.map((event) => event.text['SUMMARY']))).toEqual(new Set(['Shift night']));
    expect(text).toContain('X-WR-CALNAME:sample: Ana Novak\r\n');
  });

  it('is a calendar with a zone where a person has no shift', () => {
    const text = formatRosterIcs({ ...sample.roster, shifts: [] }, { agent: null });
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n(.*\r\n)*BEGIN:VTIMEZONE\r\n/);
    expect(text.endsWith('END:VTIMEZONE\r\nEND:VCALENDAR\r\n')).toBe(true);
  });

  it('is the same text for the same roster', () => {
    expect(formatRosterIcs(sample.roster, { agent: null })).toBe(
      formatRosterIcs(structuredClone(sample.roster), { agent: null }),
    );
  });
});

describe('hostile and foreign text', () => {
  it.each([
    'Eve\r\nEND:VEVENT\r\nBEGIN:VALARM',
    'a;b,c\\d:"e"',
    'Žiga Čeh 陈美 Иван '.repeat(12),
    '\u0000\u0007\u2028\ud800x',
  ])('a name cannot break out or be lost: %j', (name) => {
    const [first] = sample.roster.shifts;
    const agent = name as AgentId;
    const roster: Roster = {
      ...sample.roster,
      plan: name,
      site: name,
      agents: [{ ...sample.roster.agents[0]!, id: agent, name }],
      shifts: [{ ...first!, agent, pattern: name }],
    };
    const text = formatRosterIcs(roster, { agent: null });
    expect(text.replaceAll('\r\n ', '').match(/^BEGIN:V[A-Z]+/gm)).toEqual([
      'BEGIN:VCALENDAR',
      'BEGIN:VTIMEZONE',
      'BEGIN:VEVENT',
    ]);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/\p{Cc}/u);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const shown = Buffer.from(name)
      .toString()
      .replaceAll(/[\p{Cc}\u2028]+/gu, ' ');
    expect(readEvents(text)[0]?.text['SUMMARY']).toBe(`${shown}: Shift ${shown}`);
  });
});

describe('refusals', () => {
  it('NOT_FOUND for a stranger', () => {
    expect(() => formatRosterIcs(sample.roster, { agent: 'zz' as AgentId })).toThrowError(
      expect.objectContaining({
        code: 'NOT_FOUND',
        message: 'expected an agent of the roster, got "zz"',
      }),
    );
  });

  it('INVALID_INPUT for a zone with a line end in it', () => {
    const grid = { ...sample.roster.grid, zone: 'Europe/Ljubljana\r\nX:1' };
    expect(() => formatRosterIcs({ ...sample.roster, grid }, { agent: null })).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });
});

function rosterOf(zone: string, shifts: readonly Shift[]): Roster {
  return { ...sample.roster, grid: { ...sample.roster.grid, zone }, shifts };
}

function instants({ start, end }: Shift): string {
  return `${epochSeconds(start)} ${epochSeconds(end)}`;
}

interface Event {
  readonly start: number;
  readonly end: number;
  readonly text: Readonly<Record<string, string>>;
}

/** A reader that knows RFC 5545 and nothing of ours: zones come from the file's own VTIMEZONE. */
function readEvents(text: string): Event[] {
  const lines = text.replaceAll('\r\n ', '').split('\r\n');
  const changes: { at: number; offset: number; local: number; before: number }[] = [];
  const events: Event[] = [];
  let block: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const [name = '', parameter = ''] = line.slice(0, colon).split(';');
    const value = line.slice(colon + 1);
    if (name === 'BEGIN') block = {};
    else if (name === 'END' && (value === 'STANDARD' || value === 'DAYLIGHT')) {
      const [before, offset] = [seconds(block['TZOFFSETFROM']!), seconds(block['TZOFFSETTO']!)];
      const local = naive(block['DTSTART']!);
      changes.push({ at: local - before, offset, local, before });
    } else if (name === 'END' && value === 'VEVENT') {
      events.push({
        start: instant(block['DTSTART']!),
        end: instant(block['DTEND']!),
        text: block,
      });
    } else if (name.startsWith('DT') && parameter !== '') block[name] = `${value} zoned`;
    else block[name] = unescape(value);
  }
  return events;

  function instant(value: string): number {
    if (value.endsWith('Z')) return naive(value);
    expect(value).toMatch(/ zoned$/);
    const local = naive(value);
    // The first reading of a repeated time, as the standard says.
    const hits = changes
      .map(({ offset }) => local - offset)
      .filter((at) => at >= changes[0]!.at && local - at === offsetAt(at));
    return Math.min(...hits);
  }

  function offsetAt(at: number): number {
    return changes.filter((change) => change.at <= at).at(-1)!.offset;
  }
}

function naive(value: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/.exec(
    value,
  )!;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1000;
}

function seconds(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(offset)!;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

function unescape(value: string): string {
  return value.replaceAll(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
}

describe('shifts of no roster', () => {
  it('are a calendar with one component, though there are none', () => {
    const text = formatShiftsIcs({
      ...{ site: 'default', zone: 'UTC', title: 'Shifts: a01', names: null },
      ...{ start: '2026-03-01T00:00:00Z', shifts: [], stampedAt: null },
    });
    expect(text).toContain('X-WR-CALNAME:Shifts: a01\r\n');
    expect(text).not.toContain('VEVENT');
    expect(text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
  });
});
