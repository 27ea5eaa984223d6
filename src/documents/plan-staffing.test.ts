import { describe, expect, it } from 'vitest';
import { readPlan } from './plan.ts';

/** The only queue of a plan, from its words after the name. */
function read(words: string) {
  const text = `agner: 1\nname: p\nsite: { name: s, zone: UTC }\nqueues:\n  - { name: q, ${words} }\n`;
  return readPlan(text, 'plan.yaml', { readAgentsFile: null }).queues[0]!;
}

const CALLS = 'goal: { serviceLevel: 0.8, threshold: 20s }';
const MAIL = 'channel: email, goal: { serviceLevel: 0.9, threshold: 4h }';
const CHAT = 'channel: chat, goal: { serviceLevel: 0.8, threshold: 30s }';
const TABLE = 'handleTimeByConcurrency: [4m, 5m, 6m30s]';

describe('how a queue is staffed', () => {
  it.each([
    [CALLS, { kind: 'calls', model: 'erlang-c', method: 'carry-over', patienceSeconds: null }],
    [
      `${CALLS}, patience: 2m`,
      { kind: 'calls', model: 'erlang-a', method: 'carry-over', patienceSeconds: 120 },
    ],
    [
      `${CALLS}, method: sipp, model: erlang-c, patience: 2m`,
      { kind: 'calls', model: 'erlang-c', method: 'sipp', patienceSeconds: 120 },
    ],
    [
      `${CHAT}, ${TABLE}`,
      { kind: 'chat', handleTimeByConcurrencySeconds: [240, 300, 390], patienceSeconds: null },
    ],
    [CHAT, { kind: 'calls', model: 'erlang-c', method: 'carry-over', patienceSeconds: null }],
    [MAIL, { kind: 'deferred', clock: 'open', backlog: 0, certainty: 0.95 }],
    [
      `${MAIL}, model: erlang-c`,
      { kind: 'calls', model: 'erlang-c', method: 'carry-over', patienceSeconds: null },
    ],
    [
      'channel: email, goal: { averageSpeedOfAnswer: 1h }',
      { kind: 'calls', model: 'erlang-c', method: 'carry-over', patienceSeconds: null },
    ],
    [
      'channel: outbound, goal: { serviceLevel: 0.8, threshold: 2h }, deferred: { clock: elapsed, backlog: 40, certainty: 80 % }',
      { kind: 'deferred', clock: 'elapsed', backlog: 40, certainty: 0.8 },
    ],
  ])('%s', (words, staffing) => {
    expect(read(words).staffing).toEqual(staffing);
  });

  it.each([
    [`${CALLS}, ${TABLE}`, 'expected it in a queue of channel chat'],
    [`${CHAT}, ${TABLE}, model: erlang-a, patience: 2m`, 'model does not go with handleTime'],
    [`${CHAT}, ${TABLE}, method: sipp`, 'method does not go with handleTimeByConcurrency'],
    [`${CHAT}, handleTimeByConcurrency: []`, 'expected a list of at least 1 entry'],
    [`${CHAT}, handleTimeByConcurrency: [0s]`, 'expected a duration above 0'],
    [
      `channel: chat, goal: { serviceLevel: 0.8, threshold: 30s, period: day }, ${TABLE}`,
      'a chat queue is staffed per interval',
    ],
    [`${MAIL}, deferred: {}, patience: 5m`, 'patience does not go with deferred work'],
    [`${MAIL}, deferred: {}, method: sipp`, 'method does not go with deferred work'],
    [
      'deferred: {}, goal: { averageSpeedOfAnswer: 1h }',
      'deferred work needs serviceLevel with a threshold, and nothing else',
    ],
    [`${MAIL}, deferred: { certainty: 0.3 }`, 'expected a certainty from 50 % to below 100 %'],
    [`${MAIL}, deferred: { backlog: -1 }`, 'expected at least 0, got -1'],
    [`${CALLS}, method: erlang`, '"carry-over", "mol-mean", "mol-max" or "sipp", got "erlang"'],
  ])('refuses %s', (words, message) => {
    expect(() => read(words)).toThrowError(message);
  });
});

describe('what is not taken as known', () => {
  it.each([
    [
      'uncertainty: {}',
      { volume: { kind: 'forecast-band' }, absence: 'random', aim: { kind: 'expectation' } },
    ],
    [
      'uncertainty: { volume: 15 %, absence: divided, aim: 90 % }',
      {
        volume: { kind: 'gamma', variation: 0.15 },
        absence: 'divided',
        aim: { kind: 'probability', share: 0.9 },
      },
    ],
    [
      'uncertainty: { volume: certain, aim: expectation }',
      { volume: { kind: 'certain' }, absence: 'random', aim: { kind: 'expectation' } },
    ],
  ])('%s', (words, uncertainty) => {
    expect(read(`${CALLS}, ${words}`).uncertainty).toEqual(uncertainty);
  });

  it('is nothing unless said', () => {
    expect(read(CALLS).uncertainty).toBeNull();
  });

  it.each([
    [`${CALLS}, uncertainty: { volume: band }`, 'expected forecast-band, certain, or a variation'],
    [`${CALLS}, uncertainty: { volume: 150 }`, 'expected forecast-band, certain, or a variation'],
    [`${CALLS}, uncertainty: { volume: -0.1 }`, 'expected forecast-band, certain, or a variation'],
    [`${CALLS}, uncertainty: { aim: 0 % }`, 'expected expectation, or a probability'],
    [`${CALLS}, uncertainty: { aim: 100 % }`, 'expected expectation, or a probability'],
    [`${CALLS}, uncertainty: { aim: likely }`, 'expected expectation, or a probability'],
    [`${CALLS}, uncertainty: { absence: maybe }`, '"random" or "divided", got "maybe"'],
    [`${CALLS}, uncertainty: { band: 1 }`, 'unknown key "band"'],
    [`${MAIL}, uncertainty: {}`, 'uncertainty does not go with deferred work'],
    [`${CHAT}, ${TABLE}, uncertainty: {}`, 'uncertainty does not go with handleTimeByConcurrency'],
    [
      'goal: { serviceLevel: 0.8, threshold: 20s, period: day }, uncertainty: {}',
      'uncertainty is met per interval; expected that period',
    ],
  ])('refuses %s', (words, message) => {
    expect(() => read(words)).toThrowError(message);
  });
});

describe('a floor of every interval', () => {
  const goal = (words: string) =>
    read(`goal: { serviceLevel: 0.8, threshold: 20s, ${words} }`).goal;

  it('stands beside a goal over a longer period', () => {
    expect(goal('period: day, serviceLevelFloor: 60 %').serviceLevelFloor).toBe(0.6);
    expect(goal('period: day').serviceLevelFloor).toBeNull();
  });

  it.each([
    ['serviceLevelFloor: 0.6', 'expected a period of day, week or month'],
    ['period: day, serviceLevelFloor: 0.9', 'expected serviceLevelFloor at or below serviceLevel'],
  ])('refuses %s', (words, message) => {
    expect(() => goal(words)).toThrowError(message);
  });
});
