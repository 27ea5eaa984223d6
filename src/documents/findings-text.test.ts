import { describe, expect, it } from 'vitest';
import { type AgentId, type Finding, type ServiceGoal, type Violation } from '../domain/index.ts';
import { en } from '../../web/i18n/en.ts';
import { RULES } from '../scheduling/index.ts';
import { duration } from './duration.ts';
import { findingText, goalText, noteText, staffingText, violationText } from './findings-text.ts';

const finding: Finding = {
  code: 'bad-number',
  severity: 'warning',
  queue: 'sales',
  line: 12,
  column: 'offered',
  interval: '2026-07-06T08:00:00+02:00',
  action: 'left-out',
  details: { got: '1e999', reason: 'not-a-number' },
};

describe('findings', () => {
  it('say where, what and what was done', () => {
    expect(findingText(finding)).toBe(
      'line 12, column offered, queue sales, 2026-07-06T08:00:00+02:00: ' +
        'not a number that is understood: "1e999" (not-a-number); left out',
    );
  });

  it.each<[Partial<Finding>, string]>([
    [{ code: 'gap', details: { slots: 1, until: 'x' } }, 'no history for 1 interval, until x'],
    [
      { code: 'duplicate-same', action: 'merged', details: { firstLine: 4 } },
      'the same interval and values as line 4; merged',
    ],
    [
      { code: 'zero-run', details: { slots: 8, until: 'x', expected: 40.333 } },
      'no contacts where 40.33 are usual (8 intervals, until x); an outage?',
    ],
    [
      { code: 'lookalike-name', details: { got: 'a', other: 'b', reason: 'r' } },
      'the name "a" looks like "b"',
    ],
    [{ code: 'negative', details: { more: 7 } }, '7 more like this (negative) are not listed'],
    [{ code: 'dst-gap', details: {} }, 'the clock jumps over this time in ?'],
    [
      { code: 'layout', details: { separator: ';', decimal: 'comma' } },
      'read as (separator ;, decimal comma)',
    ],
  ])('%#', (change, text) => {
    const bare = { queue: null, line: null, column: null, interval: null, action: 'told' } as const;
    expect(findingText({ ...finding, ...bare, ...change })).toBe(text);
  });

  it('with an unknown code say it with its details', () => {
    const odd = { ...finding, code: 'toString' as Finding['code'], details: { a: 1 } };
    expect(findingText(odd)).toMatch(/: toString \(a 1\); left out$/);
  });
});

describe('violations', () => {
  it.each<[string, Violation['details'], string]>([
    [
      'min-rest',
      { restSeconds: 9 * 3600, minSeconds: 11 * 3600 },
      'rest of 9h between shifts, at least 11h is due',
    ],
    ['days-per-week', { found: 6, max: 5 }, '6 days in the week, at most 5'],
    [
      'paid-per-week',
      { foundSeconds: 54_000, minSeconds: 57_600 },
      '15h of paid time, at least 16h in the week',
    ],
    ['lock', { expected: 'off' }, 'works on a day fixed as off'],
    [
      'lock',
      { expected: 'day', startSeconds: 30_600, lengthSeconds: 30_600 },
      'the day is fixed as "day" from 08:30 for 8h30m',
    ],
    [
      'shift-pattern',
      { fault: 'start', found: '' },
      'fits no shift pattern of the contract (start)',
    ],
    [
      'shift-shape',
      { fault: 'other-date', found: 'x', expected: 'y' },
      'the shift is not whole (other-date) (found x, expected y)',
    ],
    ['quota', { found: 3 }, 'quota (found 3)'],
    [
      'forward-rotation',
      { startSeconds: 27_000, beforeSeconds: 28_800 },
      'starts at 07:30, earlier than the day before (08:00)',
    ],
    ['succession', { found: 'late', after: 'night' }, '"late" on the day after "night"'],
    [
      'employment',
      { found: '2026-11-03', from: '2026-11-04' },
      'works on 2026-11-03, employed from 2026-11-04',
    ],
    [
      'average-paid',
      { foundSeconds: 144_000, maxSeconds: 115_200, weeks: 2 },
      '40h of paid time, at most 32h in 2 weeks',
    ],
    ['complete-weekends', { found: 'sunday' }, 'only the Sunday of the weekend is worked'],
  ])('%s %#', (rule, details, text) => {
    expect(violationText({ rule, agent: 'a' as AgentId, date: '2026-07-06', details })).toBe(text);
  });

  it('of every rule are a sentence, here and on the page', () => {
    for (const { name: rule } of RULES) {
      const text = violationText({ rule, agent: 'a' as AgentId, date: '', details: { found: 3 } });
      expect(text).not.toBe(`${rule} (found 3)`);
      expect(en.roster.rules).toHaveProperty([rule]);
    }
  });
});

it('notes', () => {
  expect(noteText({ code: 'history-ends-early', details: { gapDays: 3 } })).toBe(
    'history ends 3 days before the first day of the forecast',
  );
  expect(noteText({ code: 'new-code', details: {} })).toBe('new-code');
});

describe('goals', () => {
  const nothing: ServiceGoal = {
    serviceLevel: null,
    thresholdSeconds: 20,
    definition: 'offered',
    period: 'interval',
    serviceLevelFloor: null,
    averageSpeedOfAnswerSeconds: null,
    maxAbandonment: null,
    maxOccupancy: null,
    minimumAgents: 0,
  };

  it('name what is asked for', () => {
    expect(goalText({ ...nothing, serviceLevel: 0.8, maxAbandonment: 0.05 })).toBe(
      '80 % in 20s (offered), at most 5 % abandoned, per interval',
    );
    expect(
      goalText({
        ...nothing,
        averageSpeedOfAnswerSeconds: 90,
        maxOccupancy: 0.875,
        minimumAgents: 2,
        period: 'day',
      }),
    ).toBe('mean wait up to 1m30s, occupancy up to 87.5 %, at least 2 on the phones, per day');
    expect(
      goalText({ ...nothing, serviceLevel: 0.8, serviceLevelFloor: 0.6, period: 'week' }),
    ).toBe('80 % in 20s (offered), at least 60 % in every interval, per week');
    expect(goalText(nothing)).toBe('as given');
  });

  it('and models are named', () => {
    expect(
      staffingText({ kind: 'calls', model: 'erlang-a', method: 'sipp', patienceSeconds: 90 }),
    ).toBe('erlang-a, sipp');
    const bill = { paidSeconds: 0, fte: null, cost: null };
    const outlook = {
      uncertainty: { volume: { kind: 'certain' }, absence: 'random', aim: { kind: 'expectation' } },
      ...{ currency: 'EUR', goalProbability: [], bandLevel: 0.8 },
      ...{ required: bill, lower: bill, median: bill, upper: bill },
    } as const;
    const calls = { kind: 'calls', model: 'erlang-a', patienceSeconds: 90 } as const;
    expect(staffingText({ ...calls, method: 'carry-over' }, outlook)).toBe('erlang-a, mol-mean');
    expect(staffingText({ ...calls, method: 'sipp' }, outlook)).toBe('erlang-a, sipp');
    expect(
      staffingText({
        kind: 'chat',
        handleTimeByConcurrencySeconds: [240, 300],
        patienceSeconds: null,
      }),
    ).toBe('chat, up to 2 at a time');
    expect(staffingText({ kind: 'deferred', clock: 'open', backlog: 0, certainty: 0.95 })).toBe(
      'deferred, 95 % certain',
    );
  });
});

it.each([
  [0, '0s'],
  [30_600, '8h30m'],
  [3601, '1h1s'],
  [59, '59s'],
])('duration of %d s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
