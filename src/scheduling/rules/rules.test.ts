import { describe, expect, it } from 'vitest';
import {
  dayPattern,
  fullTime,
  HOUR,
  makeAgent,
  makePlan,
  makeQueue,
} from '../../../test/support/roster-plan.ts';
import {
  type Agent,
  type AgentId,
  type Contract,
  formatInstant,
  type Plan,
  plannedInstant,
  type Shift,
} from '../../domain/index.ts';
import { auditShifts } from '../audit-shifts.ts';

// 2026-11-02 is a Monday.
const MONDAY = '2026-11-02';
const loose: Contract = {
  ...fullTime,
  paidSecondsPerWeek: { min: 0, max: 60 * HOUR },
  daysPerWeek: { min: 0, max: 7 },
  maxConsecutiveDays: null,
  maxConsecutiveNights: null,
  maxNightsPerWeek: null,
  maxWeekendsPerPeriod: null,
  paidSecondsPerDay: { min: 0, max: 12 * HOUR },
};

interface Case {
  readonly rule: string;
  readonly contract?: Partial<Contract>;
  readonly agent?: Partial<Agent>;
  readonly days?: number;
  readonly before?: readonly Shift[];
  readonly keeps: readonly Shift[];
  readonly breaks: readonly Shift[];
  /** Of the first breach. */
  readonly date: string;
  readonly details: Record<string, unknown>;
}

const cases: Case[] = [
  {
    rule: 'known-agent',
    keeps: [day(2)],
    breaks: [{ ...day(2), agent: 'x' as AgentId }],
    date: '2026-11-02',
    details: { found: 'x' },
  },
  {
    rule: 'shift-shape',
    keeps: [day(2)],
    breaks: [{ ...day(2), activities: day(2).activities.slice(0, -1) }],
    date: '2026-11-02',
    details: { fault: 'activities-end' },
  },
  {
    rule: 'one-shift-per-day',
    keeps: [shift('2026-11-02', 'day', 6)],
    breaks: [shift('2026-11-02', 'day', 6), shift('2026-11-02', 'night', 23)],
    date: '2026-11-02',
    details: { found: 2, allowed: 1 },
  },
  {
    rule: 'no-overlap',
    keeps: [shift('2026-11-02', 'night', 20), shift('2026-11-03', 'day', 6)],
    breaks: [shift('2026-11-02', 'night', 22), shift('2026-11-03', 'day', 6)],
    date: '2026-11-03',
    details: { overlapSeconds: 1800 },
  },
  {
    rule: 'min-rest',
    keeps: [shift('2026-11-02', 'late', 12.5), shift('2026-11-03', 'day', 8)],
    breaks: [shift('2026-11-02', 'late', 12.5), shift('2026-11-03', 'day', 7.5)],
    date: '2026-11-03',
    details: { restSeconds: 10.5 * HOUR, minSeconds: 11 * HOUR },
  },
  {
    rule: 'min-rest',
    before: [shift('2026-11-01', 'late', 12.5)],
    keeps: [shift('2026-11-02', 'day', 8)],
    breaks: [shift('2026-11-02', 'day', 7.5)],
    date: '2026-11-02',
    details: { restSeconds: 10.5 * HOUR },
  },
  {
    rule: 'shift-pattern',
    keeps: [shift('2026-11-02', 'day', 12)],
    breaks: [shift('2026-11-02', 'day', 12.5)],
    date: '2026-11-02',
    details: { fault: 'start', found: 'day' },
  },
  {
    rule: 'shift-pattern',
    keeps: [{ ...shift('2026-11-02', 'late', 13), pattern: '' }],
    breaks: [{ ...shift('2026-11-02', 'late', 17), pattern: '' }],
    date: '2026-11-02',
    details: { fault: 'start' },
  },
  {
    rule: 'shift-pattern',
    keeps: [shift('2026-11-02', 'day', 8, [2, 4, 7])],
    breaks: [shift('2026-11-02', 'day', 8, [3.25, 4, 7])],
    date: '2026-11-02',
    details: { fault: 'breaks' },
  },
  {
    rule: 'skill',
    keeps: [day(2)],
    breaks: [shift('2026-11-02', 'day', 8, [2, 4, 7], 'sales')],
    date: '2026-11-02',
    details: { found: 'sales' },
  },
  {
    rule: 'availability',
    agent: {
      availability: [
        { weekdays: [1], fromSeconds: 8 * HOUR, toSeconds: 24 * HOUR },
        { weekdays: [2], fromSeconds: 0, toSeconds: 6 * HOUR },
      ],
    },
    keeps: [shift('2026-11-02', 'night', 21.5)],
    breaks: [shift('2026-11-02', 'night', 22)],
    date: '2026-11-02',
    details: { start: '2026-11-02T22:00:00+01:00' },
  },
  {
    rule: 'leave',
    agent: { leave: [{ from: '2026-11-04', to: '2026-11-05' }] },
    keeps: [day(3), day(6)],
    breaks: [day(3), day(5)],
    date: '2026-11-05',
    details: { found: '2026-11-05' },
  },
  {
    rule: 'leave',
    agent: { leave: [{ from: '2026-11-04', to: '2026-11-05' }] },
    keeps: [shift('2026-11-03', 'late', 15.5)],
    breaks: [shift('2026-11-03', 'late', 16)],
    date: '2026-11-03',
    details: { found: '2026-11-04' },
  },
  {
    rule: 'lock',
    agent: { locks: [{ kind: 'off', date: '2026-11-03' }] },
    keeps: [day(2)],
    breaks: [day(3)],
    date: '2026-11-03',
    details: { expected: 'off' },
  },
  {
    rule: 'lock',
    agent: {
      locks: [
        {
          kind: 'shift',
          date: '2026-11-03',
          pattern: 'day',
          startSeconds: 8 * HOUR,
          lengthSeconds: 8.5 * HOUR,
        },
      ],
    },
    keeps: [day(3)],
    breaks: [shift('2026-11-03', 'day', 8.5)],
    date: '2026-11-03',
    details: { expected: 'day' },
  },
  {
    rule: 'consecutive-days',
    contract: { maxConsecutiveDays: 3 },
    before: [day(1)],
    keeps: [day(2), day(3), day(5), day(6)],
    breaks: [day(2), day(3), day(4), day(5)],
    date: '2026-11-04',
    details: { found: 5, allowed: 3 },
  },
  {
    rule: 'consecutive-nights',
    contract: { maxConsecutiveNights: 2 },
    keeps: [night(2), night(3), shift('2026-11-04', 'late', 16), night(5)],
    breaks: [night(2), night(3), night(4)],
    date: '2026-11-04',
    details: { found: 3, allowed: 2 },
  },
  {
    rule: 'nights-per-week',
    contract: { maxNightsPerWeek: 2 },
    days: 14,
    keeps: [night(5), night(7), night(9), night(11)],
    breaks: [night(5), night(6), night(8)],
    date: '2026-11-02',
    details: { found: 3, max: 2 },
  },
  {
    rule: 'weekends',
    contract: { maxWeekendsPerPeriod: 1 },
    days: 14,
    keeps: [day(7), day(8)],
    breaks: [day(7), day(15)],
    date: '2026-11-02',
    details: { found: 2, max: 1 },
  },
  {
    rule: 'paid-per-day',
    contract: { paidSecondsPerDay: { min: 0, max: 8 * HOUR } },
    keeps: [day(2)],
    breaks: [{ ...day(2), activities: day(2).activities.map((a) => ({ ...a, paid: true })) }],
    date: '2026-11-02',
    details: { foundSeconds: 8.5 * HOUR, maxSeconds: 8 * HOUR },
  },
  {
    rule: 'days-per-week',
    contract: { daysPerWeek: { min: 2, max: 3 } },
    days: 9,
    keeps: [day(2), day(3), day(9)],
    breaks: [day(2)],
    date: '2026-11-02',
    details: { found: 1, min: 2 },
  },
  {
    rule: 'paid-per-week',
    contract: { paidSecondsPerWeek: { min: 40 * HOUR, max: 40 * HOUR } },
    keeps: [2, 3, 4, 5, 6].map(day),
    breaks: [2, 3, 4, 5].map(day),
    date: '2026-11-02',
    details: { foundSeconds: 32 * HOUR, minSeconds: 40 * HOUR },
  },
  {
    // One of five working days is leave: a fifth of the minimum falls away.
    rule: 'paid-per-week',
    contract: {
      paidSecondsPerWeek: { min: 40 * HOUR, max: 40 * HOUR },
      daysPerWeek: { min: 0, max: 5 },
    },
    agent: { leave: [{ from: '2026-11-06', to: '2026-11-06' }] },
    keeps: [2, 3, 4, 5].map(day),
    breaks: [2, 3, 4].map(day),
    date: '2026-11-02',
    details: { foundSeconds: 24 * HOUR, minSeconds: 32 * HOUR },
  },
  {
    rule: 'paid-per-period',
    contract: { paidSecondsPerPeriod: { min: 16 * HOUR, max: 24 * HOUR } },
    keeps: [2, 3, 4].map(day),
    breaks: [2, 3, 4, 5].map(day),
    date: '2026-11-02',
    details: { foundSeconds: 32 * HOUR, maxSeconds: 24 * HOUR },
  },
];

describe('each rule alone', () => {
  it.each(cases)('$rule is kept', ({ keeps, ...given }) => {
    expect(breachesOf(given, keeps)).toEqual([]);
  });

  it.each(cases)('$rule is broken', ({ breaks, rule, date, details, ...given }) => {
    const found = breachesOf({ ...given, rule }, breaks);
    expect(found[0]).toMatchObject({ rule, date, details });
  });
});

describe('nights in which the clock changes', () => {
  // Spring forward: 22:00 + 8.5 h is 07:30, and only ten hours lie between 07:30 and 17:30 again.
  it.each([
    ['Europe/Ljubljana', '2026-03-28', 11, 12],
    ['Europe/Ljubljana', '2026-10-24', 13, 12],
    ['America/Santiago', '2026-09-05', 11, 12],
    ['America/Santiago', '2026-04-04', 13, 12],
  ])('%s %s: rest after a late shift is %i h, not %i', (zone, date, hours, nominal) => {
    const plan = makePlan({ site: { name: 'x', zone, weekStart: 1 } });
    const late = build(zone, date, 'late', 12.5, [2, 4, 7], 'support');
    const next = nextDate(date);
    const start = plannedInstant(zone, next, (21 + nominal - 24) * HOUR);
    const early = {
      ...build(zone, next, 'day', 21 + nominal - 24, [2, 4, 7], 'support'),
      start: formatInstant(start, zone),
    };
    const context = (minRestSeconds: number) => ({
      plan: { ...plan, contracts: [{ ...loose, minRestSeconds }] },
      from: date,
      days: 2,
      before: [],
    });
    const rest = (seconds: number) =>
      auditShifts(context(seconds), [late, early]).filter(({ rule }) => rule === 'min-rest');
    expect(rest(hours * HOUR)).toEqual([]);
    expect(rest(hours * HOUR + 1)).toHaveLength(1);
  });
});

function breachesOf(
  given: Omit<Case, 'keeps' | 'breaks' | 'date' | 'details'>,
  shifts: readonly Shift[],
) {
  const plan: Plan = makePlan({
    queues: [makeQueue('support'), makeQueue('sales')],
    contracts: [{ ...loose, ...given.contract }],
    agents: [makeAgent('a01', given.agent)],
  });
  const context = { plan, from: MONDAY, days: given.days ?? 7, before: given.before ?? [] };
  return auditShifts(context, shifts).filter(({ rule }) => rule === given.rule);
}

function day(date: number): Shift {
  return shift(`2026-11-${String(date).padStart(2, '0')}`, 'day', 8);
}

function night(date: number): Shift {
  return shift(`2026-11-${String(date).padStart(2, '0')}`, 'night', 22);
}

function nextDate(date: string): string {
  return new Date(Date.parse(`${date}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function shift(
  date: string,
  pattern: string,
  startHour: number,
  breaks = [2, 4, 7],
  queue = 'support',
) {
  return build('Europe/Ljubljana', date, pattern, startHour, breaks, queue);
}

/** A shift of 8 1/2 hours with the day pattern's three breaks at hours after its start. */
function build(
  zone: string,
  date: string,
  pattern: string,
  startHour: number,
  breaks: readonly number[],
  queue: string,
): Shift {
  const start = plannedInstant(zone, date, startHour * HOUR);
  const text = (seconds: number) => formatInstant(start + seconds, zone);
  const activities: Shift['activities'][number][] = [];
  let at = 0;
  const work = (until: number) => {
    activities.push({
      kind: 'work',
      name: 'work',
      queue,
      paid: true,
      start: text(at),
      end: text(until),
    });
  };
  dayPattern.breaks.forEach((rule, order) => {
    const from = breaks[order]! * HOUR;
    work(from);
    at = from + rule.lengthSeconds;
    activities.push({
      kind: 'break',
      name: rule.name,
      queue: null,
      paid: rule.paid,
      start: text(from),
      end: text(at),
    });
  });
  work(8.5 * HOUR);
  return {
    agent: 'a01' as AgentId,
    date,
    pattern,
    start: text(0),
    end: text(8.5 * HOUR),
    activities,
    locked: false,
  };
}
