import { describe, expect, it } from 'vitest';
import { type AgentId, gridOfDays, type Roster, type Shift } from '../domain/index.ts';
import { formatRosterCsv, readRoster } from './roster.ts';
import { readRosterShifts } from './roster-shifts.ts';

const ZONE = 'Europe/Ljubljana';
const agent = 'a1' as AgentId;

/** A night over the change to winter time: 9 elapsed hours between 22:00 and 06:00. */
const night: Shift = {
  agent,
  date: '2026-10-24',
  pattern: 'night',
  start: '2026-10-24T22:00:00+02:00',
  end: '2026-10-25T06:00:00+01:00',
  locked: true,
  activities: [
    {
      kind: 'work',
      name: 'work',
      queue: 'sales',
      paid: true,
      start: '2026-10-24T22:00:00+02:00',
      end: '2026-10-25T02:30:00+02:00',
    },
    {
      kind: 'break',
      name: 'meal',
      queue: null,
      paid: false,
      start: '2026-10-25T02:30:00+02:00',
      end: '2026-10-25T02:00:00+01:00',
    },
    {
      kind: 'work',
      name: 'work',
      queue: 'support',
      paid: true,
      start: '2026-10-25T02:00:00+01:00',
      end: '2026-10-25T06:00:00+01:00',
    },
  ],
};

const grid = gridOfDays(ZONE, '2026-10-24', 2, 900);
const roster: Roster = {
  kind: 'roster',
  provenance: { program: 'agner 0.1.0', inputsHash: 'ab', seed: 1, inputs: {} },
  plan: 'p',
  site: 's',
  grid,
  agents: [{ id: agent, name: '=Ash Wren', contract: 'c', skills: ['sales', 'support'] }],
  shifts: [night],
  coverage: [
    {
      queue: 'sales',
      required: Array.from({ length: grid.length }, () => 1),
      scheduled: Array.from({ length: grid.length }, () => 0),
    },
  ],
  shortfalls: [
    {
      queue: 'sales',
      start: '2026-10-24T00:00:00+02:00',
      end: '2026-10-24T01:00:00+02:00',
      agentSeconds: 3600,
    },
  ],
  wishes: [
    { agent, wish: { kind: 'day-off', date: '2026-10-24', weight: 2 }, granted: false },
    {
      agent,
      wish: { kind: 'start-between', date: '2026-10-24', fromSeconds: 0, toSeconds: 60, weight: 1 },
      granted: true,
    },
  ],
  violations: [{ rule: 'min-rest', agent, date: '2026-10-24', details: { restSeconds: 3600 } }],
  score: {
    currency: 'EUR',
    pay: 100.5,
    paidSeconds: 30_600,
    underAgentSeconds: 0,
    overAgentSeconds: 0,
    unmetWishWeight: 2,
    objective: 120,
  },
  proof: { bound: 100, gap: 1 / 6, stoppedBy: 'time-limit' },
  notes: [{ code: 'agent-without-queue', details: { agent: 'a1' } }],
};

describe('a roster', () => {
  it('comes back from JSON, as it is and stored', () => {
    expect(readRoster(JSON.stringify(roster), 'r.json')).toEqual(roster);
    expect(readRoster(JSON.stringify({ header: {}, document: roster }), '-')).toEqual(roster);
  });

  it('gives CSV with a row an activity, names made harmless', () => {
    expect([...formatRosterCsv(roster)].slice(0, 3)).toEqual([
      'agent,name,date,shift,activity,activity_name,paid,queue,start,end,locked\n',
      "a1,'=Ash Wren,2026-10-24,night,work,work,true,sales,2026-10-24T22:00:00+02:00,2026-10-25T02:30:00+02:00,true\n",
      "a1,'=Ash Wren,2026-10-24,night,break,meal,false,,2026-10-25T02:30:00+02:00,2026-10-25T02:00:00+01:00,true\n",
    ]);
  });

  it.each<[change: (text: string) => string, message: string]>([
    [
      (text) => text.replace('"end":"2026-10-25T02:30', '"end":"2026-10-25T02:15'),
      'expected 2026-10-25T02:15:00+02:00, got 2026-10-25T02:30:00+02:00',
    ],
    [
      (text) => text.replace('"agent":"a1","date"', '"agent":"a2","date"'),
      'expected an agent of the roster, got "a2"',
    ],
    [
      (text) => text.replace('01:00:00+02:00","agentSeconds', '00:00:00+02:00","agentSeconds'),
      'expected an end after the start 2026-10-24T00:00:00+02:00, got 2026-10-24T00:00:00+02:00',
    ],
    [
      (text) => text.replace('"scheduled":[0,', '"scheduled":['),
      'expected 196 values, one for each interval of the grid, got 195',
    ],
    [
      (text) => text.replace('"kind":"roster"', '"kind":"forecast"'),
      'r.json: expected a roster, got the kind "forecast"',
    ],
  ])('faulty JSON %#', (change, message) => {
    expect(() => readRoster(change(JSON.stringify(roster)), 'r.json')).toThrow(message);
  });
});

describe('shifts to audit', () => {
  it('come back from CSV, from a roster and from a list', () => {
    const csv = [...formatRosterCsv(roster)].join('');
    expect(readRosterShifts(csv, 'r.csv', { zone: ZONE })).toEqual([night]);
    expect(readRosterShifts(JSON.stringify(roster), 'r.json')).toEqual([night]);
    expect(readRosterShifts(JSON.stringify([night]), 'r.json')).toEqual([night]);
  });

  it('of another tool need agent, start and end', () => {
    const shifts = readRosterShifts(
      'agent;start;end\nb;2026-07-07 08:00;2026-07-07 16:00\na;2026-07-06T22:00:00Z;2026-07-07T04:00:00Z\n',
      'r.csv',
      { zone: ZONE },
    );
    expect(shifts).toEqual([
      {
        agent: 'a',
        date: '2026-07-07',
        pattern: '',
        start: '2026-07-07T00:00:00+02:00',
        end: '2026-07-07T06:00:00+02:00',
        locked: false,
        activities: [
          {
            kind: 'work',
            name: 'work',
            queue: null,
            paid: true,
            start: '2026-07-07T00:00:00+02:00',
            end: '2026-07-07T06:00:00+02:00',
          },
        ],
      },
      expect.objectContaining({ agent: 'b', start: '2026-07-07T08:00:00+02:00' }),
    ]);
  });

  it('without a date are runs of rows that touch', () => {
    const shifts = readRosterShifts(
      'agent,start,end,activity\na,2026-07-06T23:00,2026-07-07T02:00,work\na,2026-07-07T02:00,2026-07-07T03:00,break\n' +
        'a,2026-07-07T03:00,2026-07-07T07:00,work\na,2026-07-07T20:00,2026-07-07T23:00,\n',
      'r.csv',
      { zone: ZONE },
    );
    expect(
      shifts.map(({ date, activities }) => [
        date,
        activities.map(({ kind, paid }) => [kind, paid]),
      ]),
    ).toEqual([
      [
        '2026-07-06',
        [
          ['work', true],
          ['break', false],
          ['work', true],
        ],
      ],
      ['2026-07-07', [['work', true]]],
    ]);
  });

  it('with a date are the rows of that date; time between them is an unpaid break', () => {
    const [shift, ...others] = readRosterShifts(
      'agent,date,start,end,queue\na,2026-07-06,2026-07-06T20:00,2026-07-06T23:00,q\na,2026-07-06,2026-07-07T00:00,2026-07-07T03:00,q\n',
      'r.csv',
      { zone: ZONE },
    );
    expect(others).toEqual([]);
    expect(shift?.activities.map(({ kind, paid, start }) => [kind, paid, start])).toEqual([
      ['work', true, '2026-07-06T20:00:00+02:00'],
      ['break', false, '2026-07-06T23:00:00+02:00'],
      ['work', true, '2026-07-07T00:00:00+02:00'],
    ]);
  });

  const head = 'agent,date,start,end,activity,paid\n';
  it.each([
    ['agent,start\n', 'r.csv, line 1: missing column "end", the header has "agent", "start"'],
    [
      `${head}a,,2026-07-06T08:00,2026-07-06T08:00,,\n`,
      'r.csv, line 2, column end: expected an end after the start',
    ],
    [
      `${head}a,,2026-07-06T08:00,later,,\n`,
      'r.csv, line 2, column end: expected a time such as 2026-03-29T08:00:00+02:00, got "later"',
    ],
    [
      `${head}a,6.7.2026,2026-07-06T08:00,2026-07-06T09:00,,\n`,
      'r.csv, line 2, column date: expected a date such as 2026-03-29, got "6.7.2026"',
    ],
    [
      `${head}a,2026-07-09,2026-07-06T08:00,2026-07-06T09:00,,\n`,
      'r.csv, line 2, column date: expected the date on which the shift starts, 2026-07-06, got 2026-07-09',
    ],
    [
      `${head}a,,2026-07-06T08:00,2026-07-06T09:00,lunch,\n`,
      'r.csv, line 2, column activity: expected work, break, training or meeting, got "lunch"',
    ],
    [
      `${head}a,,2026-07-06T08:00,2026-07-06T09:00,,?\n`,
      'r.csv, line 2, column paid: expected true or false, got "?"',
    ],
    [
      `${head},,2026-07-06T08:00,2026-07-06T09:00,,\n`,
      'r.csv, line 2, column agent: expected a value, got an empty field',
    ],
    [
      `${head}a,,2026-07-06T08:00,2026-07-06T10:00,,\na,,2026-07-06T09:00,2026-07-06T11:00,,\n`,
      'r.csv, line 3, column start: expected rows of "a" that do not overlap',
    ],
    [
      `${head}a,,2026-07-06T08:00,2026-07-07T09:00,,\n`,
      'r.csv, line 2, column end: expected a shift of at most 24 hours, got one from 2026-07-06T08:00:00+02:00',
    ],
  ])('%#', (text, message) => {
    expect(() => readRosterShifts(text, 'r.csv', { zone: ZONE })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message }),
    );
  });

  it('as CSV need a zone', () => {
    expect(() => readRosterShifts(head, 'r.csv')).toThrow('expected a time zone beside CSV');
  });
});
