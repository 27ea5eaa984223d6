import { describe, expect, it } from 'vitest';
import { AgnerError } from '../domain/errors.ts';
import { type Plan } from '../domain/plan.ts';
import { type Problem } from './issues.ts';
import { readPlan } from './plan.ts';

const HOUR = 3600;

const WHOLE = `agner: 1
name: sample
site: { name: sample, zone: Europe/Ljubljana, weekStart: sunday }
openingHours: { mon-fri: ["07:00-21:00"], sat: ["08:00-12:00", "13:00-24:00"], exceptions: { 2026-12-25: closed } }
queues:
  - name: support
    goal: { serviceLevel: 80 %, threshold: 20s, maxOccupancy: 0.9, minimumAgents: 2 }
    patience: 2m
    assumedHandleTime: 240s
  - { name: mail, channel: email, goal: { averageSpeedOfAnswer: 1h }, openingHours: always }
shrinkage:
  rostered: { leave: 0.08, training: 3 % }
  unrostered: { sickness: 0.05 }
nightWindow: { from: "23:00", to: "05:00", atLeast: 2h30m }
shiftPatterns:
  - name: day
    weekdays: [fri, mon]
    starts: { from: "06:00", to: "12:00", every: 15m }
    lengths: [8h30m, 4h]
    breaks:
      - { name: break, length: 15m, paid: true, from: 1h30m, to: 3h }
      - { name: meal, length: 30m, paid: false, from: 4h, to: 5h }
  - { name: night, starts: { from: "22:00" }, lengths: [8h] }
contracts:
  - name: full-time
    shiftPatterns: [day, night]
    paidPerDay: { min: 4h, max: 10h }
    paidPerWeek: { max: 40h }
    daysPerWeek: { max: 5 }
    maxConsecutiveDays: 6
    minRest: 11h
    payPerHour: 18.50
agents:
  - id: a01
    name: Ana Test
    contract: full-time
    skills: [support, mail]
    availability: [{ weekdays: [mon, tue], from: "22:00", to: "06:00" }, { from: "06:00", to: "24:00" }]
    leave: [{ from: 2026-12-24, to: 2026-12-31 }]
    wishes:
      - { dayOff: 2026-12-05, weight: 2 }
      - { startBetween: ["08:00", "10:00"], date: 2026-12-07 }
    locks:
      - { date: 2026-12-04, pattern: day, start: "08:00", length: 8h30m }
      - { date: 2026-12-02, off: true }
specialDays: { 2026-12-25: holiday, "2026-12-10": { type: campaign, queues: [support] } }
costs: { currency: EUR, underPerAgentHour: 50 }
`;

const read = (text: string, source = 'plan.yaml') =>
  readPlan(text, source, { readAgentsFile: null });

describe('what is read', () => {
  const plan = read(WHOLE);

  it('the site and its hours', () => {
    expect(plan.site).toEqual({ name: 'sample', zone: 'Europe/Ljubljana', weekStart: 7 });
    const day = [{ fromSeconds: 7 * HOUR, toSeconds: 21 * HOUR }];
    expect(plan.queues[0]?.openingHours).toEqual({
      weekdays: [
        ...Array.from({ length: 5 }, () => day),
        [
          { fromSeconds: 8 * HOUR, toSeconds: 12 * HOUR },
          { fromSeconds: 13 * HOUR, toSeconds: 24 * HOUR },
        ],
        [],
      ],
      exceptions: [{ date: '2026-12-25', open: [] }],
    });
    expect(plan.queues[1]?.openingHours.weekdays[6]).toEqual([
      { fromSeconds: 0, toSeconds: 86_400 },
    ]);
  });

  it('queues with goals', () => {
    expect(plan.queues[0]).toMatchObject({
      name: 'support',
      channel: 'voice',
      staffing: { kind: 'calls', model: 'erlang-a', method: 'carry-over', patienceSeconds: 120 },
      assumedHandleTimeSeconds: 240,
      goal: {
        serviceLevel: 0.8,
        thresholdSeconds: 20,
        definition: 'offered',
        period: 'interval',
        averageSpeedOfAnswerSeconds: null,
        maxAbandonment: null,
        maxOccupancy: 0.9,
        minimumAgents: 2,
      },
    });
    expect(plan.queues[1]).toMatchObject({
      channel: 'email',
      staffing: { kind: 'calls', model: 'erlang-c', method: 'carry-over', patienceSeconds: null },
      goal: { serviceLevel: null, averageSpeedOfAnswerSeconds: 3600, minimumAgents: 0 },
    });
  });

  it('shares and the night', () => {
    expect(plan.shrinkage).toEqual({
      rostered: [
        { type: 'leave', share: 0.08 },
        { type: 'training', share: 0.03 },
      ],
      unrostered: [{ type: 'sickness', share: 0.05 }],
    });
    expect(plan.nightWindow).toEqual({
      fromSeconds: 23 * HOUR,
      toSeconds: 5 * HOUR,
      minSeconds: 2.5 * HOUR,
    });
  });

  it('shift patterns, lengths and weekdays in order', () => {
    expect(plan.shiftPatterns).toEqual([
      {
        name: 'day',
        weekdays: [1, 5],
        startFromSeconds: 6 * HOUR,
        startToSeconds: 12 * HOUR,
        startStepSeconds: 900,
        lengthsSeconds: [4 * HOUR, 8.5 * HOUR],
        breaks: [
          {
            name: 'break',
            lengthSeconds: 900,
            paid: true,
            earliestSeconds: 1.5 * HOUR,
            latestSeconds: 3 * HOUR,
          },
          {
            name: 'meal',
            lengthSeconds: 1800,
            paid: false,
            earliestSeconds: 4 * HOUR,
            latestSeconds: 5 * HOUR,
          },
        ],
      },
      {
        name: 'night',
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        startFromSeconds: 22 * HOUR,
        startToSeconds: 22 * HOUR,
        startStepSeconds: 1800,
        lengthsSeconds: [8 * HOUR],
        breaks: [],
      },
    ]);
  });

  it('contracts, with what is not said as no limit', () => {
    expect(plan.contracts).toEqual([
      {
        name: 'full-time',
        shiftPatterns: ['day', 'night'],
        paidSecondsPerDay: { min: 4 * HOUR, max: 10 * HOUR },
        paidSecondsPerWeek: { min: 0, max: 40 * HOUR },
        paidSecondsPerPeriod: null,
        daysPerWeek: { min: 0, max: 5 },
        maxConsecutiveDays: 6,
        minRestSeconds: 11 * HOUR,
        maxNightsPerWeek: null,
        maxConsecutiveNights: null,
        maxWeekendsPerPeriod: null,
        payPerHour: 18.5,
      },
    ]);
  });

  it('rules of a contract and a person that are seldom said', () => {
    const rules = `    minConsecutiveDays: 2
    minConsecutiveDaysOff: 2
    maxConsecutiveWeekends: 2
    completeWeekends: true
    minFreeSundaysPerPeriod: 1
    maxNightsPerPeriod: 8
    daysOffAfterNights: 2
    forbiddenSuccessions: [{ after: night, never: [day] }]
    forwardRotation: true
    averagePaid: { maxPerWeek: 48h, weeks: 17, from: 2026-01-04 }
`;
    const person = '    employedFrom: 2026-12-01\n    employedTo: 2027-01-31\n    noNights: true\n';
    const text = WHOLE.replace('    payPerHour', `${rules}    payPerHour`).replace(
      '    skills: [support, mail]\n',
      (skills) => skills + person,
    );
    const { contracts, agents } = read(text);
    expect(contracts[0]).toMatchObject({
      minConsecutiveDays: 2,
      minConsecutiveDaysOff: 2,
      maxConsecutiveWeekends: 2,
      completeWeekends: true,
      minFreeSundaysPerPeriod: 1,
      maxNightsPerPeriod: 8,
      daysOffAfterNights: 2,
      forbiddenSuccessions: [{ after: 'night', never: ['day'] }],
      forwardRotation: true,
      averagePaid: { maxSecondsPerWeek: 48 * HOUR, weeks: 17, from: '2026-01-04' },
    });
    expect(agents[0]).toMatchObject({
      employedFrom: '2026-12-01',
      employedTo: '2027-01-31',
      noNights: true,
    });
  });

  it('agents', () => {
    expect(plan.agents).toEqual([
      {
        id: 'a01',
        name: 'Ana Test',
        contract: 'full-time',
        skills: ['support', 'mail'],
        availability: [
          { weekdays: [1, 2], fromSeconds: 22 * HOUR, toSeconds: 30 * HOUR },
          { weekdays: [1, 2, 3, 4, 5, 6, 7], fromSeconds: 6 * HOUR, toSeconds: 24 * HOUR },
        ],
        leave: [{ from: '2026-12-24', to: '2026-12-31' }],
        wishes: [
          { kind: 'day-off', date: '2026-12-05', weight: 2 },
          {
            kind: 'start-between',
            date: '2026-12-07',
            fromSeconds: 8 * HOUR,
            toSeconds: 10 * HOUR,
            weight: 1,
          },
        ],
        locks: [
          {
            kind: 'shift',
            date: '2026-12-04',
            pattern: 'day',
            startSeconds: 8 * HOUR,
            lengthSeconds: 8.5 * HOUR,
          },
          { kind: 'off', date: '2026-12-02' },
        ],
      },
    ]);
  });

  it('special days and costs', () => {
    expect(plan.specialDays).toEqual([
      { date: '2026-12-10', type: 'campaign', queues: ['support'] },
      { date: '2026-12-25', type: 'holiday', queues: [] },
    ]);
    expect(plan.costs).toEqual({
      currency: 'EUR',
      underPerAgentHour: 50,
      overPerAgentHour: 5,
      unmetWish: 10,
    });
  });

  it('the least that a plan may say', () => {
    const least = read(
      'agner: 1\nname: p\nsite: { name: s, zone: UTC }\nqueues: [{ name: q, goal: { minimumAgents: 1 } }]\n',
    );
    expect(least).toMatchObject({
      site: { weekStart: 1 },
      agents: [],
      nightWindow: { fromSeconds: 22 * HOUR, toSeconds: 6 * HOUR, minSeconds: 3 * HOUR },
      costs: { currency: 'EUR', underPerAgentHour: 60, overPerAgentHour: 5, unmetWish: 10 },
    } satisfies { [K in keyof Plan]?: unknown });
  });

  it('the same from JSON, with and without a byte order mark', () => {
    const json = JSON.stringify({
      agner: 1,
      name: 'p',
      site: { name: 's', zone: 'UTC' },
      queues: [{ name: 'q', goal: { serviceLevel: '80 %', threshold: '20s' } }],
    });
    const yaml =
      'agner: 1\nname: p\nsite: {name: s, zone: UTC}\nqueues: [{name: q, goal: {serviceLevel: 0.8, threshold: 20s}}]';
    expect(read(json, 'plan.json')).toEqual(read(yaml));
    expect(read(json, 'request body')).toEqual(read(yaml));
    expect(read(`\ufeff${json}`, 'plan.json')).toEqual(read(`\ufeff${yaml}`));
  });
});

describe('agents beside the plan', () => {
  const text = WHOLE.replace('specialDays:', 'agentsFile: people.csv\nspecialDays:');
  const withFile = (csv: string) =>
    readPlan(text, 'plan.yaml', {
      readAgentsFile: (name) => {
        expect(name).toBe('people.csv');
        return csv;
      },
    });

  it('come after those of the plan', () => {
    const plan = withFile('id,name,contract,skills\nb1,"=SUM(A1)",full-time,mail;support\n');
    expect(plan.agents.map(({ id, name, skills }) => [id, name, skills])).toEqual([
      ['a01', 'Ana Test', ['support', 'mail']],
      ['b1', '=SUM(A1)', ['mail', 'support']],
    ]);
  });

  it.each([
    [
      'id,name,contract,skills\nb1,B,full-time,mail\na01,C,full-time,mail\n',
      'people.csv, line 3, column id: expected ids that differ, got "a01" as in an agent of the plan',
    ],
    [
      'id,name,contract,skills\nb1,B,full-tim,mail\n',
      'people.csv, line 2, column contract: unknown contract "full-tim", did you mean "full-time"?',
    ],
    [
      'id,name,contract,skills\nb1,B,full-time,mail;sales\n',
      'people.csv, line 2, column skills: unknown queue "sales"; known: "support", "mail"',
    ],
  ])('%#', (csv, message) => {
    expect(() => withFile(csv)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message }),
    );
  });

  it('cannot be read where there is nothing beside', () => {
    expect(() => read(text)).toThrow(
      'plan.yaml, line 46, column 13: expected the agents in the plan itself: no file beside it can be read here',
    );
  });

  it.each(['../agents.csv', '/etc/agents.csv', 'a\\\\b.csv', '.csv', 'agents.txt'])(
    'a file named %s is refused',
    (name) => {
      const changed = text.replace('people.csv', `"${name}"`);
      expect(() => read(changed)).toThrow('expected the name of a CSV file beside the plan');
    },
  );
});

describe('the queues that one continues', () => {
  const withBefore = (before: string) =>
    readPlan(
      `agner: 1
name: p
site: { name: s, zone: Europe/Ljubljana }
queues:
  - { name: new, goal: { serviceLevel: 0.8, threshold: 20s }, before: ${before} }
`,
      'plan.yaml',
      { readAgentsFile: null },
    ).queues[0]!.before;

  it('count whole, by a share, or by one that is measured', () => {
    expect(withBefore('[{ queue: a }, { queue: b, share: 40 % }]')).toEqual([
      { queue: 'a', share: 1 },
      { queue: 'b', share: 0.4 },
    ]);
    expect(withBefore('[{ queue: a, share: measured }]')).toEqual([{ queue: 'a', share: null }]);
  });

  it.each([
    ['[]', 'expected a list of at least 1 entry, got an empty list'],
    ['[{ queue: new }]', 'a queue cannot continue itself'],
    ['[{ queue: a }, { queue: a }]', 'expected queues that differ, got "a" twice'],
    ['[{ queue: a }, { queue: b, share: measured }]', 'a share is measured of one queue alone'],
    ['[{ queue: a, share: 0 }]', 'expected a share above 0, such as 40 %, got 0'],
    ['[{ queue: a, share: 140 % }]', 'expected a share such as 40 %, or measured, got "140 %"'],
  ])('%s is refused', (before, message) => {
    expect(() => withBefore(before)).toThrow(message);
  });
});

describe('problems, with line and column', () => {
  it.each<[what: string, from: string, to: string, message: string]>([
    [
      'an unknown key',
      'zone: Eu',
      'zoen: Eu',
      'line 3, column 23: unknown key "zoen", did you mean "zone"? (and 1 more problem)',
    ],
    [
      'a missing key',
      ', zone: Europe/Ljubljana',
      '',
      'line 3, column 7: missing "zone": expected an IANA time zone such as Europe/Ljubljana',
    ],
    [
      'another version',
      'agner: 1',
      'agner: 2',
      'line 1, column 8: expected the format version 1, as in "agner: 1", got 2',
    ],
    [
      'an unknown zone',
      'Europe/Ljubljana',
      'Europe/Lublana',
      'line 3, column 29: expected an IANA time zone such as Europe/Ljubljana, got "Europe/Lublana"',
    ],
    [
      'a word for a week day',
      'weekStart: sunday',
      'weekStart: sun',
      'line 3, column 58: expected "monday", "tuesday", "wednesday", "thursday", "friday", "saturday" or "sunday", got "sun"',
    ],
    [
      'hours that end before they start',
      '07:00-21:00',
      '21:00-07:00',
      'line 4, column 27: expected hours that end later than they start, got "21:00-07:00" (past midnight, write "22:00-24:00" and the rest on the next day)',
    ],
    [
      'hours without a dash',
      '"07:00-21:00"',
      '7',
      'line 4, column 27: expected opening hours such as "07:00-21:00", ending by 24:00, got 7',
    ],
    [
      'hours that overlap',
      '13:00-24:00',
      '11:00-24:00',
      'line 4, column 48: expected stretches of opening hours that do not overlap',
    ],
    [
      'an unknown day',
      'mon-fri:',
      'weekdays:',
      'line 4, column 17: expected a weekday, a range such as mon-fri, or exceptions, got the key "weekdays"',
    ],
    ['a day twice', 'sat:', 'fri:', 'line 4, column 43: expected each weekday once, got fri twice'],
    [
      'no for closed',
      '2026-12-25: closed',
      '2026-12-25: no',
      'line 4, column 106: expected "closed", "always" or a list such as ["07:00-21:00"], got "no"',
    ],
    [
      'an exception on no date',
      '2026-12-25: closed',
      '2026-02-30: closed',
      'line 4, column 94: expected a date that exists, such as 2026-03-29, got "2026-02-30"',
    ],
    [
      'percent for a fraction',
      'serviceLevel: 80 %',
      'serviceLevel: 80',
      'line 7, column 27: expected a fraction such as 0.8 or 80 %, got 80',
    ],
    [
      'a whole share',
      'serviceLevel: 80 %',
      'serviceLevel: 100 %',
      'line 7, column 27: expected a fraction below 1, such as 0.8 or 80 %, got 1',
    ],
    [
      'a number for a duration',
      'threshold: 20s',
      'threshold: 20',
      'line 7, column 44: expected a duration such as 8h, 30m, 8h30m or 20s, got 20',
    ],
    [
      'a threshold without a level',
      'serviceLevel: 80 %, ',
      '',
      'line 7, column 11: expected a serviceLevel such as 0.8 beside threshold',
    ],
    [
      'a level without a threshold',
      'threshold: 20s, ',
      '',
      'line 7, column 11: expected a threshold such as 20s beside serviceLevel',
    ],
    [
      'a goal that asks nothing',
      'averageSpeedOfAnswer: 1h',
      'period: day',
      'line 10, column 41: expected at least one of serviceLevel, averageSpeedOfAnswer, maxAbandonment, maxOccupancy or minimumAgents',
    ],
    [
      'erlang-a without patience',
      'patience: 2m',
      'model: erlang-a',
      'line 8, column 12: erlang-a needs patience such as 120s',
    ],
    [
      'abandonment without patience',
      'averageSpeedOfAnswer: 1h',
      'maxAbandonment: 5 %',
      'line 10, column 41: maxAbandonment needs patience: without it nobody hangs up',
    ],
    [
      'an unknown channel',
      'channel: email',
      'channel: mail',
      'line 10, column 28: expected "voice", "chat", "email" or "outbound", got "mail"',
    ],
    [
      'two queues of one name',
      'name: mail,',
      'name: support,',
      'line 10, column 13: expected names that differ, got "support" twice (and 1 more problem)',
    ],
    [
      'shrinkage of all',
      'sickness: 0.05',
      'sickness: 0.6, lateness: 0.4',
      'line 13, column 15: expected shares with a sum below 1, got 1',
    ],
    [
      'negative shrinkage',
      'sickness: 0.05',
      'sickness: -0.05',
      'line 13, column 27: expected a fraction such as 0.8 or 80 %, got -0.05',
    ],
    [
      'a start that is a number',
      '"06:00", to: "12:00"',
      '6, to: "12:00"',
      'line 18, column 21: expected a clock time such as "06:00", got 6',
    ],
    [
      'a start past the day',
      '"06:00", to: "12:00"',
      '"24:00", to: "12:00"',
      'line 18, column 21: expected a clock time such as "06:00", got "24:00"',
    ],
    [
      'starts backwards',
      '"06:00", to: "12:00"',
      '"12:00", to: "06:00"',
      'line 18, column 34: expected a latest start not before the earliest (and 1 more problem)',
    ],
    [
      'a shift of no length',
      'lengths: [8h]',
      'lengths: [0h]',
      'line 23, column 57: expected a duration above 0',
    ],
    [
      'a shift longer than a day',
      'lengths: [8h]',
      'lengths: [25h]',
      'line 23, column 56: expected shifts of at most 24h, got 25h (and 1 more problem)',
    ],
    [
      'a break outside the shift',
      'from: 4h, to: 5h',
      'from: 4h, to: 8h15m',
      'line 22, column 9: expected the break inside the shift of 8h30m, got one that may end 8h45m after its start',
    ],
    [
      'a break window backwards',
      'from: 4h, to: 5h',
      'from: 5h, to: 4h',
      'line 22, column 63: expected a latest start not before the earliest',
    ],
    [
      'breaks that overlap',
      'from: 4h, to: 5h',
      'from: 1h, to: 1h30m',
      'line 22, column 9: expected breaks in the order in which they are taken that do not overlap, got no room for "meal" in a shift of 4h',
    ],
    [
      'an unknown shift pattern',
      '[day, night]',
      '[dya, night]',
      'line 26, column 21: unknown shift pattern "dya", did you mean "day"? (and 1 more problem)',
    ],
    [
      'more at least than at most',
      'min: 4h, max: 10h',
      'min: 11h, max: 10h',
      'line 27, column 17: expected min not above max, got 11h and 10h',
    ],
    [
      'a shift beyond the contract',
      'max: 10h',
      'max: 7h30m',
      'line 26, column 26: a shift of "night" has 8h of paid time, more than the 7h30m per day of this contract',
    ],
    [
      'a shift below the contract',
      'min: 4h',
      'min: 8h30m',
      'line 26, column 21: a shift of "day" has 8h of paid time, outside the 8h30m to 10h per day of this contract (and 1 more problem)',
    ],
    ['eight days a week', 'max: 5 }', 'max: 8 }', 'line 29, column 25: expected at most 7, got 8'],
    [
      'an unknown contract',
      'contract: full-time',
      'contract: fulltime',
      'line 36, column 15: unknown contract "fulltime", did you mean "full-time"?',
    ],
    [
      'an unknown skill',
      '[support, mail]',
      '[support, chat]',
      'line 37, column 23: unknown queue "chat"; known: "support", "mail"',
    ],
    [
      'a skill twice',
      '[support, mail]',
      '[support, support]',
      'line 37, column 23: expected "support" once, got it twice',
    ],
    [
      'no skill',
      '[support, mail]',
      '[]',
      'line 37, column 13: expected a list of at least 1 entry, got an empty list',
    ],
    [
      'an unknown weekday',
      'weekdays: [mon, tue]',
      'weekdays: [mon, tuesday]',
      'line 38, column 38: expected a weekday: mon, tue, wed, thu, fri, sat or sun, got "tuesday"',
    ],
    [
      'leave backwards',
      'to: 2026-12-31',
      'to: 2026-12-01',
      'line 39, column 13: expected a last day not before 2026-12-24, got 2026-12-01',
    ],
    [
      'a wish on no date',
      'dayOff: 2026-12-05',
      'dayOff: 5.12.2026',
      'line 41, column 19: expected a date such as 2026-03-29, got "5.12.2026"',
    ],
    [
      'a wish of no kind',
      '{ dayOff: 2026-12-05, weight: 2 }',
      '{ off: 2026-12-05 }',
      'line 41, column 9: expected a wish: dayOff with a date, or startBetween with two clock times and date',
    ],
    [
      'a wish backwards',
      '["08:00", "10:00"]',
      '["10:00", "08:00"]',
      'line 42, column 25: expected the earlier clock time first',
    ],
    [
      'a lock of an unknown pattern',
      'pattern: day',
      'pattern: early',
      'line 44, column 38: unknown shift pattern "early"; known: "day", "night"',
    ],
    [
      'a lock of another length',
      'start: "08:00", length: 8h30m',
      'start: "08:00", length: 9h',
      'line 44, column 67: expected a length of "day" (4h, 8h30m), got 9h',
    ],
    [
      'a lock off the starts',
      'start: "08:00", length',
      'start: "08:05", length',
      'line 44, column 50: expected a start that the pattern "day" allows',
    ],
    [
      'a lock on another weekday',
      'date: 2026-12-04',
      'date: 2026-12-03',
      'line 44, column 17: expected a weekday on which "day" starts, got 2026-12-03',
    ],
    [
      'a lock on leave',
      'date: 2026-12-04',
      'date: 2026-12-25',
      'line 44, column 9: expected no locked shift on leave, got one on 2026-12-25',
    ],
    [
      'a lock outside employment',
      '    leave:',
      '    employedFrom: 2026-12-05\n    leave:',
      'line 45, column 9: expected no locked shift outside employment, got one on 2026-12-04',
    ],
    [
      'employment backwards',
      '    leave:',
      '    employedFrom: 2026-11-05\n    employedTo: 2026-11-04\n    leave:',
      'line 40, column 17: expected a last day not before 2026-11-05, got 2026-11-04 (and 1 more problem)',
    ],
    [
      'a succession of an unknown pattern',
      '    payPerHour',
      '    forbiddenSuccessions: [{ after: nihgt, never: [day] }]\n    payPerHour',
      'line 32, column 37: unknown shift pattern of the contract "nihgt", did you mean "night"?',
    ],
    [
      'more days in a row at least than at most',
      'maxConsecutiveDays: 6',
      'maxConsecutiveDays: 6\n    minConsecutiveDays: 7',
      'line 31, column 25: expected minConsecutiveDays not above maxConsecutiveDays, got 7 and 6',
    ],
    [
      'two locks a day',
      'date: 2026-12-02',
      'date: 2026-12-04',
      'line 45, column 17: expected one lock a day, got 2026-12-04 twice',
    ],
    [
      'a lock that is neither',
      'off: true',
      'off: false',
      'line 45, column 34: expected true, got false',
    ],
    [
      'a special day of an unknown queue',
      'queues: [support] }',
      'queues: [suport] }',
      'line 46, column 78: unknown queue "suport", did you mean "support"?',
    ],
    [
      'a currency in words',
      'currency: EUR',
      'currency: euro',
      'line 47, column 20: expected a currency such as EUR, got "euro"',
    ],
    [
      'a name of blanks',
      'name: Ana Test',
      'name: " "',
      'line 35, column 11: expected a name without spaces at its ends, got " "',
    ],
    ['an id that is a number', 'id: a01', 'id: 101', 'line 34, column 9: expected a name, got 101'],
    [
      'a hidden character',
      'name: Ana Test',
      'name: "Ana\\u202eTest"',
      'line 35, column 11: expected a name without control or hidden characters, got "Ana\\u202eTest"',
    ],
    [
      'nothing where something is due',
      'name: Ana Test',
      'name:',
      'line 35, column 10: expected a name, got nothing',
    ],
  ])('%s', (_, from, to, message) => {
    expect(WHOLE).toContain(from);
    expect(() => read(WHOLE.replace(from, to))).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: `plan.yaml, ${message}` }),
    );
  });

  it('two agents of one id', () => {
    const again = '  - { id: a01, name: B, contract: full-time, skills: [mail] }\n';
    expect(() => read(WHOLE.replace('specialDays:', `${again}specialDays:`))).toThrow(
      'plan.yaml, line 46, column 11: expected ids that differ, got "a01" twice',
    );
  });

  it('all of them stand in the details, unknown keys first and missing ones last', () => {
    const problems = problemsOf('site: { zoen: UTC }\nqueues: 3\n');
    expect(problems).toEqual([
      {
        line: 1,
        column: 9,
        path: 'site.zoen',
        message: 'unknown key "zoen", did you mean "zone"?',
      },
      { line: 2, column: 9, path: 'queues', message: 'expected a list, got 3' },
      {
        line: 1,
        column: 1,
        path: 'agner',
        message: 'missing "agner": expected the format version 1, as in "agner: 1"',
      },
      { line: 1, column: 1, path: 'name', message: 'missing "name": expected a name' },
      { line: 1, column: 7, path: 'site.name', message: 'missing "name": expected a name' },
      {
        line: 1,
        column: 7,
        path: 'site.zone',
        message: 'missing "zone": expected an IANA time zone such as Europe/Ljubljana',
      },
    ]);
  });

  it('JSON tells lines, too', () => {
    const json =
      '{\n  "agner": 1,\n  "name": "p",\n  "site": {"name": "s", "zone": "UTC"},\n  "queues": [\n    {"name": "q", "goal": {"serviceLevel": 80, "threshold": "20s"}}\n  ]\n}';
    expect(() => read(json, 'plan.json')).toThrow(
      'plan.json, line 6, column 44: expected a fraction such as 0.8 or 80 %, got 80',
    );
  });
});

function problemsOf(text: string): readonly Problem[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof AgnerError) return error.details['problems'] as Problem[];
  }
  return [];
}
