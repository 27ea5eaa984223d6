import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  checkZone,
  dayLengthSeconds,
  epochSeconds,
  formatInstant,
  localDateOf,
  plannedInstant,
  readLocal,
  startOfDay,
  wallClockSeconds,
  weekdayOf,
} from './calendar.ts';

const ZONES = [
  'UTC',
  'Europe/Ljubljana',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Africa/Casablanca',
];
const instants = fc.integer({ min: epochSeconds('1995-01-01T00:00:00Z'), max: 2_100_000_000 });

describe('days across a clock change', () => {
  // Hours as the tz database gives them for these dates.
  it.each([
    ['Europe/Ljubljana', '2026-03-29', 23],
    ['Europe/Ljubljana', '2026-10-25', 25],
    ['Europe/Ljubljana', '2026-06-01', 24],
    ['America/Santiago', '2026-04-04', 25],
    ['America/Santiago', '2026-09-06', 23],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
  ])('%s %s has %d hours', (zone, date, hours) => {
    expect(dayLengthSeconds(zone, date)).toBe(hours * 3600);
  });

  it('starts the day at 01:00 where the clock jumps at midnight', () => {
    expect(formatInstant(startOfDay('America/Santiago', '2026-09-06'), 'America/Santiago')).toBe(
      '2026-09-06T01:00:00-03:00',
    );
  });
});

describe('reading a wall clock', () => {
  const hour = 3600;
  it('finds the one instant of an ordinary time', () => {
    expect(readLocal('Europe/Ljubljana', '2026-03-28', 2.5 * hour)).toEqual({
      kind: 'instant',
      instant: epochSeconds('2026-03-28T02:30:00+01:00'),
    });
  });

  it('tells a void time and where the clock jumps', () => {
    expect(readLocal('Europe/Ljubljana', '2026-03-29', 2.5 * hour)).toEqual({
      kind: 'gap',
      jump: epochSeconds('2026-03-29T01:00:00Z'),
    });
    expect(plannedInstant('Europe/Ljubljana', '2026-03-29', 2.5 * hour)).toBe(
      epochSeconds('2026-03-29T01:00:00Z'),
    );
  });

  it('tells a double time with both instants', () => {
    expect(readLocal('America/Santiago', '2026-04-04', 23.5 * hour)).toEqual({
      kind: 'double',
      earlier: epochSeconds('2026-04-04T23:30:00-03:00'),
      later: epochSeconds('2026-04-04T23:30:00-04:00'),
    });
  });

  it('reads a half-hour change', () => {
    expect(readLocal('Australia/Lord_Howe', '2026-10-04', 2.25 * hour).kind).toBe('gap');
    expect(readLocal('Australia/Lord_Howe', '2026-04-05', 1.75 * hour).kind).toBe('double');
  });

  it('takes times beyond midnight as the next day', () => {
    expect(plannedInstant('UTC', '2026-01-01', 30 * hour)).toBe(
      epochSeconds('2026-01-02T06:00:00Z'),
    );
  });
});

describe('laws', () => {
  it('an instant survives formatting in any zone', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        expect(epochSeconds(formatInstant(instant, zone))).toBe(instant);
      }),
    );
  });

  it('its local date and wall clock read back to it', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        const reading = readLocal(
          zone,
          localDateOf(instant, zone),
          wallClockSeconds(instant, zone),
        );
        const found =
          reading.kind === 'instant'
            ? [reading.instant]
            : reading.kind === 'double'
              ? [reading.earlier, reading.later]
              : [];
        expect(found).toContain(instant);
      }),
    );
  });

  it('days follow each other without gap or overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(...ZONES), (n, zone) => {
        const date = addDays('1995-01-01', n % 12_000);
        const start = startOfDay(zone, date);
        expect(localDateOf(start, zone)).toBe(date);
        expect(localDateOf(start - 1, zone)).toBe(addDays(date, -1));
        expect(weekdayOf(addDays(date, 7))).toBe(weekdayOf(date));
      }),
    );
  });
});

describe('refusals', () => {
  it.each(['Mars/Olympus', '../../etc/localtime', '', 'Europe/', '+02:00'])('zone "%s"', (zone) => {
    expect(() => {
      checkZone(zone);
    }).toThrowError(/expected an IANA time zone/);
  });

  it.each(['2026-02-30', '2026-2-3', '20260203', 'tomorrow', '2026-13-01'])('date %s', (date) => {
    expect(() => addDays(date, 1)).toThrowError(/expected a date such as/);
  });

  it.each(['2026-01-01T00:00:00', '2026-01-01', 'x', '2026-01-01T25:00:00Z'])(
    'instant %s',
    (text) => {
      expect(() => epochSeconds(text)).toThrowError(/expected an instant with an offset/);
    },
  );
});

it('knows that 1878-01-01 was a Tuesday', () => {
  expect(weekdayOf('1878-01-01')).toBe(2);
});

it('runs in the process zone that the project names', () => {
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(process.env['TZ']);
});
