import { describe, expect, it } from 'vitest';
import {
  type Backtest,
  type Forecast,
  gridOfDays,
  type IntervalGrid,
  type Requirement,
  type WhatIf,
} from '../domain/index.ts';
import { formatBacktestCsv } from './backtest.ts';
import { formatForecastCsv, readForecast } from './forecast.ts';
import { formatRequirementCsv, readRequirement } from './requirement.ts';
import { formatWhatIfCsv } from './whatif.ts';

const ZONE = 'Europe/Ljubljana';
const provenance = { program: 'agner 0.1.0', inputsHash: 'ab', seed: 1, inputs: { plan: 'p@1' } };
/** The day on which the clock goes back: 25 hours, two of them called 02. */
const grid = gridOfDays(ZONE, '2026-10-25', 1, 3600);

const row = (base: number) => Array.from({ length: grid.length }, (_, i) => base + i / 8);
const estimate = (base: number) => ({
  mean: row(base),
  median: row(base - 0.5),
  bands: [
    { level: 0.8, lower: row(base - 1), upper: row(base + 1) },
    { level: 0.975, lower: row(base - 2), upper: row(base + 2) },
  ],
});
const total = row(4).reduce((sum, value) => sum + value, 0);

const forecast: Forecast = {
  kind: 'forecast',
  provenance,
  queues: [
    {
      queue: '=sales, "north"',
      channel: 'chat',
      grid,
      volume: estimate(4),
      handleTimeSeconds: estimate(200),
      handleTimeSource: 'history',
      days: ['2026-10-25'],
      dayTotals: { mean: [total], median: [total], bands: [] },
      models: [{ model: 'm', weight: 1, backtestWape: null }],
      excludedDays: [{ date: '2026-01-01', reason: 'outlier', weight: 0.5 }],
      notes: [{ code: 'no-contacts', details: { historyDays: 3 } }],
    },
  ],
};

const slots = <T>(value: T): T[] => Array.from({ length: grid.length }, () => value);
const requirement: Requirement = {
  kind: 'requirement',
  provenance,
  queues: [
    {
      queue: 'sales',
      grid,
      staffing: { kind: 'calls', model: 'erlang-a', method: 'carry-over', patienceSeconds: 120 },
      goal: {
        serviceLevel: 0.8,
        thresholdSeconds: 20,
        definition: 'offered',
        period: 'interval',
        serviceLevelFloor: null,
        averageSpeedOfAnswerSeconds: null,
        maxAbandonment: null,
        maxOccupancy: null,
        minimumAgents: 0,
      },
      unrosteredShrinkage: 0.05,
      open: slots(true).map((_, i) => i > 2),
      volume: row(3),
      handleTimeSeconds: row(180),
      load: row(1),
      agents: slots(3),
      scheduledAgents: slots(4),
      scheduledAgentsExact: slots(3.16),
      serviceLevel: row(0).map((_, i) => (i === 0 ? null : 0.9)),
      averageSpeedOfAnswerSeconds: row(5),
      abandonment: slots(0.01),
      occupancy: slots(0.7),
      leftAtClosing: slots(0).map((_, i) => (i === 5 ? 0.25 : 0)),
      sipp: null,
      everyIntervalAgents: null,
      lateContacts: slots(null).map((_, i) =>
        i === 7 ? Array.from({ length: 11 }, (__, at) => 1 - at / 16) : null,
      ),
      outlook: null,
      notes: [],
    },
  ],
};

describe('a forecast', () => {
  it('comes back from JSON, as it is, stored, and from an answer without a header', () => {
    for (const value of [
      forecast,
      { header: {}, document: forecast },
      { header: null, document: forecast },
    ]) {
      expect(readForecast(JSON.stringify(value), 'f.json')).toEqual(forecast);
      expect(readForecast(JSON.stringify(value), 'standard input')).toEqual(forecast);
    }
  });

  it('comes back from CSV but for models, notes and the bands of days', () => {
    const csv = [...formatForecastCsv(forecast)].join('');
    const read = readForecast(csv, 'f.csv', { zone: ZONE });
    const [queue] = forecast.queues;
    expect(read.queues).toEqual([
      {
        ...queue,
        models: [],
        excludedDays: [],
        notes: [{ code: 'read-from-csv', details: {} }],
      },
    ]);
    expect(read.provenance).toMatchObject({ program: 'csv', inputs: { file: 'f.csv' } });
    expect(read.provenance.inputsHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is written with offsets, so that the double hour stays two', () => {
    const lines = [...formatForecastCsv(forecast)];
    expect(lines[0]).toBe(
      'interval_start,interval_minutes,queue,channel,' +
        'volume,volume_median,volume_lo80,volume_hi80,volume_lo97.5,volume_hi97.5,' +
        'handle_time_seconds,handle_time_seconds_median,handle_time_seconds_lo80,' +
        'handle_time_seconds_hi80,handle_time_seconds_lo97.5,handle_time_seconds_hi97.5\n',
    );
    expect(lines.slice(3, 5)).toEqual([
      `2026-10-25T02:00:00+02:00,60,"'=sales, ""north""",chat,4.25,3.75,3.25,5.25,2.25,6.25,200.25,199.75,199.25,201.25,198.25,202.25\n`,
      `2026-10-25T02:00:00+01:00,60,"'=sales, ""north""",chat,4.375,3.875,3.375,5.375,2.375,6.375,200.375,199.875,199.375,201.375,198.375,202.375\n`,
    ]);
    expect(lines).toHaveLength(26);
  });

  it('of another tool needs four columns; absent intervals have no contacts', () => {
    const read = readForecast(
      'queue,interval_start,volume,handle_time_seconds,extra\n' +
        'q,2026-07-06 08:00,10,100,x\nq,2026-07-06 09:00,30,200,x\nq,2026-07-06 08:30,20,150,x\nq,2026-07-06 10:00,0,0,x\n',
      'f.csv',
      { zone: ZONE },
    );
    expect(read.queues[0]).toMatchObject({
      channel: 'voice',
      grid: { zone: ZONE, start: '2026-07-06T08:00:00+02:00', stepSeconds: 1800, length: 5 },
      volume: { mean: [10, 20, 30, 0, 0], bands: [] },
      handleTimeSeconds: { mean: [100, 150, 200, (1000 + 3000 + 6000) / 60, 0] },
      days: ['2026-07-06'],
      dayTotals: { mean: [60], median: [60], bands: [] },
      notes: [{ code: 'read-from-csv' }, { code: 'intervals-absent', details: { intervals: 1 } }],
    });
  });

  const head = 'interval_start,interval_minutes,queue,volume,handle_time_seconds\n';
  it.each([
    [
      'interval_start,queue,volume\n',
      'f.csv, line 1: missing column "handle_time_seconds", the header has "interval_start", "queue", "volume": name the column, or say the handle time of all contacts',
    ],
    [head, 'f.csv: expected rows below the header, got none'],
    [
      `${head}2026-07-06T08:00:00Z,15,q,x,1\n`,
      'f.csv, line 2, column volume: expected a number of at least 0 such as 12.5, got "x"',
    ],
    [
      `${head}2026-07-06T08:00:00Z,15,q,-1,1\n`,
      'f.csv, line 2, column volume: expected a number of at least 0 such as 12.5, got "-1"',
    ],
    [
      `${head}2026-07-06T08:00:00Z,15,q,,1\n`,
      'f.csv, line 2, column volume: expected a value, got an empty field',
    ],
    [
      `${head}2026-07-06T08:00:00Z,15,,1,1\n`,
      'f.csv, line 2, column queue: expected a value, got an empty field',
    ],
    [
      `${head}06/07/2026,15,q,1,1\n`,
      'f.csv, line 2, column interval_start: expected a time such as 2026-03-29T08:00:00+02:00, got "06/07/2026"',
    ],
    [
      `${head}2026-02-30T08:00:00Z,15,q,1,1\n`,
      'f.csv, line 2, column interval_start: expected a time that exists, got "2026-02-30T08:00:00Z"',
    ],
    [
      `${head}2026-03-29T02:30:00,15,q,1,1\n`,
      'f.csv, line 2, column interval_start: expected a time that exists in Europe/Ljubljana, got "2026-03-29T02:30:00", which the clock jumps over',
    ],
    [
      `${head}2026-10-25T02:30:00,15,q,1,1\n`,
      'f.csv, line 2, column interval_start: expected an offset, for "2026-10-25T02:30:00" comes twice in Europe/Ljubljana',
    ],
    [
      `${head}2026-07-06T08:00:00Z,15,q,1,1\n2026-07-06T10:00:00+02:00,15,q,1,1\n`,
      'f.csv, line 3, column interval_start: expected each interval of a queue once, got the one of line 2 again',
    ],
    [
      `${head}2026-07-06T08:00:00Z,15,q,1,1\n2026-07-06T08:20:00Z,15,q,1,1\n`,
      'f.csv, line 3, column interval_start: expected intervals of 15 minutes in step with the first',
    ],
    [
      `${head}2026-07-06T08:00:00Z,15,q,1,1\n2026-07-06T08:15:00Z,30,q,1,1\n`,
      'f.csv, line 3, column interval_minutes: expected one length of interval, got 30 after 15',
    ],
    [
      `${head}2026-07-06T08:00:00Z,0,q,1,1\n`,
      'f.csv, line 2, column interval_minutes: expected minutes between 1 second and 24 hours, got 0',
    ],
    [
      `${head}2026-07-06T08:00:00Z,,q,1,1\n`,
      'f.csv: expected a column interval_minutes: the starts do not tell the length',
    ],
  ])('%#', (text, message) => {
    expect(() => readForecast(text, 'f.csv', { zone: ZONE })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message }),
    );
  });

  it('of two thousand years is too large', () => {
    const text = `${head}0001-01-01T00:00:00Z,15,q,1,1\n2026-07-06T08:00:00Z,15,q,1,1\n`;
    expect(() => readForecast(text, 'f.csv', { zone: 'UTC' })).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
  });

  it('as CSV needs a zone', () => {
    expect(() => readForecast(head, 'f.csv')).toThrow(
      'f.csv: expected a time zone beside CSV (from a plan, or said by name)',
    );
  });

  it.each<[change: (text: string) => string, message: string]>([
    [
      (text) => text.replace('"mean": [', '"mean": [\n0,'),
      'f.json, line <"mean":>, column 17: expected 25 values, one for each interval of the grid, got 26',
    ],
    [
      (text) => text.replace('"level": 0.8', '"level": 80'),
      'f.json, line <"level":>, column 22: expected below 1, got 80',
    ],
    [(text) => text.replace('"weight": 0.5', '"weight": null'), 'expected a number, got nothing'],
    [
      (text) => text.replace('"channel": "chat"', '"channel": "fax"'),
      'expected "voice", "chat", "email" or "outbound", got "fax"',
    ],
    [(text) => text.replace('"chat"', '"chat", "open": true'), 'unknown key "open"'],
    [
      (text) => text.replace('"kind": "forecast"', '"kind": "roster"'),
      'f.json: expected a forecast, got the kind "roster"',
    ],
    [() => '{"document": 3}', 'f.json: expected a forecast, got something else'],
    [(text) => text.slice(0, -3), 'expected "," or "]", got the end'],
  ])('faulty JSON %#', (change, message) => {
    const text = change(JSON.stringify(forecast, null, 2));
    const lineOf = (word: string) => String(text.slice(0, text.indexOf(word)).split('\n').length);
    expect(() => readForecast(text, 'f.json')).toThrow(
      message.replace(/<(.*)>/, (_, word: string) => lineOf(word)),
    );
  });
});

describe('a requirement', () => {
  it('comes back from JSON', () => {
    expect(
      readRequirement(JSON.stringify({ header: {}, document: requirement }), 'r.json'),
    ).toEqual(requirement);
  });

  it('comes back from CSV but for goal, model and notes', () => {
    const csv = [...formatRequirementCsv(requirement)].join('');
    const [queue] = readRequirement(csv, 'r.csv', { zone: ZONE }).queues;
    const [{ goal, ...expected }] = requirement.queues as [Requirement['queues'][0]];
    expect(queue).toEqual({
      ...expected,
      staffing: { kind: 'calls', model: 'erlang-c', method: 'sipp', patienceSeconds: null },
      unrosteredShrinkage: 0,
      goal: { ...goal, serviceLevel: null },
      notes: [{ code: 'read-from-csv', details: {} }],
    });
  });

  it('as CSV holds what the other ways would have taken, and late contacts by agents', () => {
    const [one] = requirement.queues as [Requirement['queues'][0]];
    const sipp = { agents: slots(2), serviceLevel: slots(0.7), judged: 25, missed: 4 };
    const compared = { ...one, sipp, everyIntervalAgents: slots(5) };
    const rows = [...formatRequirementCsv({ ...requirement, queues: [compared] })];
    const columns = rows[0]!.trimEnd().split(',');
    const row = rows[8]!.trimEnd().split(',');
    const cell = (column: string) => row[columns.indexOf(column)];
    expect(cell('sipp_agents')).toBe('2');
    expect(cell('every_interval_agents')).toBe('5');
    expect(cell('left_at_closing')).toBe('0');
    expect(cell('late_contacts_minus_5')).toBe('1');
    expect(cell('late_contacts')).toBe('0.6875');
    expect(cell('late_contacts_plus_5')).toBe('0.375');
    expect(columns.at(-1)).toBe('late_contacts_plus_5');
  });

  it('holds how sure the goal is and what staff costs, interval by interval', () => {
    const [one] = requirement.queues as [Requirement['queues'][0]];
    const bill = { paidSeconds: 3600, fte: 0.5, cost: null };
    const outlook = {
      uncertainty: {
        volume: { kind: 'gamma', variation: 0.15 },
        absence: 'random',
        aim: { kind: 'probability', share: 0.9 },
      },
      currency: 'EUR',
      goalProbability: slots(null).map((_, slot) => (slot === 7 ? 0.93 : null)),
      bandLevel: 0.8,
      required: bill,
      lower: bill,
      median: bill,
      upper: bill,
    } as const;
    const uncertain = { ...requirement, queues: [{ ...one, outlook }] };
    expect(readRequirement(JSON.stringify(uncertain), 'r.json', { zone: ZONE })).toEqual(uncertain);
    const rows = [...formatRequirementCsv(uncertain)].map((row) => row.trimEnd().split(','));
    const column = rows[0]!.indexOf('goal_probability');
    expect([rows[8]![column], rows[9]![column]]).toEqual(['0.93', '']);
    const short = { ...one, outlook: { ...outlook, goalProbability: [0.93] } };
    expect(() =>
      readRequirement(JSON.stringify({ ...requirement, queues: [short] }), 'r.json', {
        zone: ZONE,
      }),
    ).toThrowError(/expected 25 values, one for each interval of the grid, got 1$/);
  });

  it('of another tool needs start, queue and a number of agents', () => {
    const read = readRequirement(
      'interval_start,queue,agents\n2026-07-06T08:00,q,2.5\n2026-07-06T08:15,q,3\n2026-07-06T08:45,q,1\n',
      'r.csv',
      { zone: ZONE },
    );
    expect(read.queues[0]).toMatchObject({
      open: [true, true, false, true],
      agents: [3, 3, 0, 1],
      scheduledAgents: [3, 3, 0, 1],
      scheduledAgentsExact: [2.5, 3, 0, 1],
      serviceLevel: [null, null, null, null],
      notes: [{ code: 'read-from-csv' }, { code: 'intervals-absent', details: { intervals: 1 } }],
    });
  });

  const head =
    'interval_start,interval_minutes,queue,scheduled_agents,scheduled_agents_exact,service_level,open\n';
  it.each([
    ['interval_start,queue\n', 'r.csv, line 1: missing column "scheduled_agents" (or "agents")'],
    [
      `${head}2026-07-06T08:00Z,15,q,,,,\n`,
      'r.csv, line 2, column scheduled_agents: expected a number of agents, got an empty field',
    ],
    [
      `${head}2026-07-06T08:00Z,15,q,3,4,,\n`,
      'r.csv, line 2, column scheduled_agents_exact: expected at most scheduled_agents, 3, got 4',
    ],
    [
      `${head}2026-07-06T08:00Z,15,q,3,3,80,\n`,
      'r.csv, line 2, column service_level: expected a fraction such as 0.8, got 80',
    ],
    [
      `${head}2026-07-06T08:00Z,15,q,3,3,0.8,maybe\n`,
      'r.csv, line 2, column open: expected true or false, got "maybe"',
    ],
    [
      'interval_start,interval_minutes,queue,agents,late_contacts_minus_5\n2026-07-06T08:00Z,15,q,3,1.5\n',
      'r.csv, line 2, column late_contacts_minus_4: expected late contacts in all 11 columns or in none, got an empty field',
    ],
  ])('%#', (text, message) => {
    expect(() => readRequirement(text, 'r.csv', { zone: ZONE })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message }),
    );
  });

  it('whose lists do not fit the grid is refused', () => {
    const short: Requirement = {
      ...requirement,
      queues: requirement.queues.map((queue) => ({ ...queue, occupancy: [0.5] })),
    };
    expect(() => readRequirement(JSON.stringify(short), 'r.json')).toThrow(
      'expected 25 values, one for each interval of the grid, got 1',
    );
  });
});

describe('a backtest as CSV', () => {
  const backtest: Backtest = {
    kind: 'backtest',
    provenance,
    origins: ['2026-10-25'],
    leadDays: 1,
    accuracy: [],
    verdicts: [],
    picks: [],
    rows: [
      {
        queue: 'q',
        origin: '2026-10-25',
        intervalStart: '2026-10-25T02:00:00+01:00',
        point: 1.5,
        median: 1.25,
        bands: [
          { level: 0.95, lower: 0, upper: 4 },
          { level: 0.8, lower: 1, upper: 2 },
        ],
        actual: 2,
      },
    ],
  };

  it('has wall-clock times and bands by level', () => {
    expect([...formatBacktestCsv(backtest)]).toEqual([
      'dataset,origin,timestamp,point,lo80,hi80,lo95,hi95\n',
      'q,2026-10-25,2026-10-25T02:00:00,1.5,1,2,0,4\n',
    ]);
    expect([...formatBacktestCsv(backtest, { dataset: 'bank', point: 'median' })][1]).toBe(
      'bank,2026-10-25,2026-10-25T02:00:00,1.25,1,2,0,4\n',
    );
  });
});

describe('a what-if as CSV', () => {
  const whatIf: WhatIf = {
    kind: 'whatif',
    provenance,
    currency: 'EUR',
    outcomes: [
      {
        scenario: 'baseline',
        queue: 'q',
        volume: 10,
        peakAgents: 2,
        peakScheduledAgents: 3,
        requiredAgentSeconds: 3600,
        scheduledAgentSeconds: null,
        requiredCost: 15.5,
        serviceLevelAtRequirement: 0.8,
        occupancyAtRequirement: 0.7,
        serviceLevelWithRoster: null,
        occupancyWithRoster: null,
      },
    ],
    totals: [
      {
        scenario: 'baseline',
        headcount: 5,
        rosterPay: null,
        underAgentSeconds: null,
        overAgentSeconds: null,
      },
    ],
    notes: [],
  };

  it('has a row per scenario and queue, unknown cells empty', () => {
    const [head, ...rows] = [...formatWhatIfCsv(whatIf)];
    expect(rows).toEqual(['baseline,q,10,2,3,3600,,15.5,EUR,0.8,0.7,,,5,,,\n']);
    expect(head?.split(',')).toHaveLength(17);
  });
});

it('the grid of these tests has 25 hours', () => {
  expect(grid).toEqual({
    zone: ZONE,
    start: '2026-10-25T00:00:00+02:00',
    stepSeconds: 3600,
    length: 25,
  } satisfies IntervalGrid);
});
