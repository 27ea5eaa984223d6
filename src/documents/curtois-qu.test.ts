import { describe, expect, it } from 'vitest';
import { formatShiftSolutionCsv, readCurtoisQu } from './curtois-qu.ts';

const TEXT = `# a comment
SECTION_HORIZON
# days
7

SECTION_SHIFTS
E,480,
L,540,E

SECTION_STAFF
A,E=7|L=2,2400,960,5,2,2,1
B,E=7|L=7,2400,960,5,2,2,1

SECTION_DAYS_OFF
A,0,6

SECTION_SHIFT_ON_REQUESTS
B,2,L,3

SECTION_SHIFT_OFF_REQUESTS
A,1,E,2

SECTION_COVER
0,E,1,100,1
0,L,0,100,1
`;

const lineOf = (start: string) => TEXT.split('\n').findIndex((line) => line.startsWith(start)) + 1;

describe('readCurtoisQu', () => {
  it('reads every section, minutes as seconds', () => {
    expect(readCurtoisQu(TEXT.replaceAll('\n', '\r\n'), 'x.txt')).toEqual({
      days: 7,
      shifts: [
        { id: 'E', paidSeconds: 28_800, notBefore: [] },
        { id: 'L', paidSeconds: 32_400, notBefore: ['E'] },
      ],
      staff: [
        expect.objectContaining({ id: 'A', maxShifts: { E: 7, L: 2 }, daysOff: [0, 6] }),
        {
          id: 'B',
          maxShifts: { E: 7, L: 7 },
          maxPaidSeconds: 144_000,
          minPaidSeconds: 57_600,
          maxConsecutiveShifts: 5,
          minConsecutiveShifts: 2,
          minConsecutiveDaysOff: 2,
          maxWeekends: 1,
          daysOff: [],
        },
      ],
      requests: [
        { kind: 'on', employee: 'B', day: 2, shift: 'L', weight: 3 },
        { kind: 'off', employee: 'A', day: 1, shift: 'E', weight: 2 },
      ],
      cover: [
        { day: 0, shift: 'E', required: 1, underWeight: 100, overWeight: 1 },
        { day: 0, shift: 'L', required: 0, underWeight: 100, overWeight: 1 },
      ],
    });
  });

  it.each([
    ['0,E,1,100,1', '7,E,1,100,1', '0,E', 'expected a day below 7, got 7'],
    ['0,E,1,100,1', '0,N,1,100,1', '0,E', 'expected a known shift, got "N"'],
    ['0,L,0,100,1', '0,E,0,100,1', '0,L', 'expected each day and shift once, got 0 and "E" twice'],
    ['0,E,1,100,1', '0,E,1,-5,1', '0,E', 'expected a number of at least 0, got "-5"'],
    ['0,E,1,100,1', '0,E,1,100', '0,E', 'expected a number of at least 0, got ""'],
    ['B,2,L,3', 'C,2,L,3', 'B,2', 'expected a known employee, got "C"'],
    ['A,0,6', 'A,0,x', 'A,0', 'expected a whole number, got "x"'],
    ['L,540,E', 'E,540,', 'L,540', 'expected each shift once, got "E" twice'],
    ['L,540,E', 'L,540,X', 'L,540', 'expected a known shift, got "X"'],
    ['E,480,', ',480,', 'E,480', 'expected a name in field 1, got nothing'],
    ['B,E=7|L=7', 'A,E=7|L=7', 'B,E=7', 'expected each employee once, got "A" twice'],
    ['A,E=7|L=2', 'A,E7|L=2', 'A,E=7', 'expected a known shift, got "E7"'],
    ['A,E=7|L=2', 'A,E=|L=2', 'A,E=7', 'expected a whole number, got ""'],
    ['\n7\n', '\n0\n', '7', 'expected at least one day, got 0'],
    [
      'SECTION_STAFF',
      'SECTION_SHIFTS',
      'SECTION_STAFF',
      'expected each section once, got "SECTION_SHIFTS" twice',
    ],
  ])('names the line: %j as %j', (from, to, start, message) => {
    expect(() => readCurtoisQu(TEXT.replace(from, to), 'x.txt')).toThrowError(
      `x.txt, line ${lineOf(start)}: ${message}`,
    );
  });

  it.each([
    [TEXT.slice(0, TEXT.indexOf('SECTION_COVER')), 'x.txt: expected a SECTION_COVER, got none'],
    [`1,2\n${TEXT}`, 'x.txt, line 1: expected a SECTION_, got "1,2"'],
    ['SECTION_HORIZON\n', 'x.txt: expected the number of days'],
    ['\u0000', 'expected text, got the control character'],
  ])('refuses what is no such file (%#)', (text, message) => {
    expect(() => readCurtoisQu(text, 'x.txt')).toThrowError(message);
  });
});

describe('formatShiftSolutionCsv', () => {
  it('writes a row a worked day', () => {
    const rows = formatShiftSolutionCsv({
      assignments: [{ employee: 'A', day: 3, shift: 'E' }],
      cost: { total: 0, under: 0, over: 0, refusedOn: 0, refusedOff: 0 },
      proof: { bound: null, gap: null, stoppedBy: 'time-limit' },
      clashes: [],
      violations: [],
    });
    expect(rows.join('')).toBe('employee,day,shift\nA,3,E\n');
  });
});
