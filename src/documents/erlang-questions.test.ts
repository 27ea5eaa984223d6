import { describe, expect, it } from 'vitest';
import { ask, askLine } from '../../test/support/ask-erlang.ts';
import { erlangQuestionSchemas, readErlangQuestion } from './erlang-questions.ts';

const CALLS = { callsPerInterval: 100, intervalSeconds: 1800, handleTimeSeconds: 180 };
const C = { model: 'erlang-c', ...CALLS, thresholdSeconds: 20 };
const A = { ...C, model: 'erlang-a', patienceSeconds: 120 };
const B = { model: 'erlang-b', load: 10 };

describe('evaluate refuses', () => {
  it.each([
    ['no model', {}, 'INVALID_INPUT', /missing "model"/],
    [
      'another model',
      { ...C, model: 'erlang-d' },
      'INVALID_INPUT',
      /model: expected "erlang-b", "extended-b"/,
    ],
    [
      'a typo',
      { ...C, agents: 14, handleTimeSecond: 1 },
      'INVALID_INPUT',
      /unknown key "handleTimeSecond", did you mean "handleTimeSeconds"/,
    ],
    ['no agents', C, 'INVALID_INPUT', /expected agents with erlang-c, got none/],
    ['text', { ...C, agents: '14' }, 'INVALID_INPUT', /agents: expected a number, got "14"/],
    [
      'NaN as text',
      { ...C, agents: 14, callsPerInterval: 'NaN' },
      'INVALID_INPUT',
      /callsPerInterval: expected a number, got "NaN"/,
    ],
    ['null', { ...C, agents: null }, 'INVALID_INPUT', /agents: expected a number, got nothing/],
    ['a list', [C], 'INVALID_INPUT', /expected keys with values, got a list/],
    [
      'agents of 0',
      { ...C, agents: 0 },
      'INVALID_INPUT',
      /agents to be a finite number above 0, got 0/,
    ],
    [
      'agents of 0 (A)',
      { ...A, agents: 0 },
      'INVALID_INPUT',
      /agents to be a whole number of at least 1, got 0/,
    ],
    [
      'fractions of agents (A)',
      { ...A, agents: 12.5 },
      'INVALID_INPUT',
      /agents to be a whole number of at least 1, got 12.5/,
    ],
    ['too many agents', { ...C, agents: 2e6 + 1 }, 'TOO_LARGE', /agents of at most 2000000/],
    [
      'negative calls',
      { ...C, agents: 14, callsPerInterval: -1 },
      'INVALID_INPUT',
      /callsPerInterval to be a finite number of at least 0, got -1/,
    ],
    [
      'no interval',
      { ...C, agents: 14, intervalSeconds: undefined },
      'INVALID_INPUT',
      /intervalSeconds beside callsPerInterval, got none/,
    ],
    [
      'an interval of 0',
      { ...C, agents: 14, intervalSeconds: 0 },
      'INVALID_INPUT',
      /intervalSeconds to be a finite number above 0, got 0/,
    ],
    [
      'no handle time',
      { ...C, agents: 14, handleTimeSeconds: undefined },
      'INVALID_INPUT',
      /handleTimeSeconds beside callsPerInterval, got none/,
    ],
    [
      'a handle time of 0',
      { ...C, agents: 14, handleTimeSeconds: 0 },
      'INVALID_INPUT',
      /handleTimeSeconds to be a finite number above 0, got 0/,
    ],
    [
      'an endless handle time',
      { ...C, agents: 14, handleTimeSeconds: 1e300 },
      'TOO_LARGE',
      /handleTimeSeconds of at most/,
    ],
    [
      'a handle time of no time',
      { ...C, agents: 14, handleTimeSeconds: 1e-300 },
      'INVALID_INPUT',
      /handleTimeSeconds of at least 0.001/,
    ],
    [
      'too much load',
      { ...B, lines: 10, load: 1e7 },
      'TOO_LARGE',
      /at most 1000000 erlangs, got 10000000/,
    ],
    [
      'load and calls',
      { ...C, load: 10, agents: 14 },
      'INVALID_INPUT',
      /either load or callsPerInterval, got both/,
    ],
    [
      'neither',
      { model: 'erlang-b', lines: 3 },
      'INVALID_INPUT',
      /expected load, or callsPerInterval.*got neither/,
    ],
    [
      'a negative threshold',
      { ...C, agents: 14, thresholdSeconds: -1 },
      'INVALID_INPUT',
      /thresholdSeconds to be a finite number of at least 0, got -1/,
    ],
    [
      'a huge threshold',
      { ...C, agents: 14, thresholdSeconds: 1e300 },
      'TOO_LARGE',
      /thresholdSeconds of at most 1000000000, got 1e\+300/,
    ],
    [
      'a threshold without handle time',
      { model: 'erlang-c', load: 10, agents: 12, thresholdSeconds: 20 },
      'INVALID_INPUT',
      /handleTimeSeconds beside load, since thresholdSeconds is given/,
    ],
    [
      'patience without handle time',
      { model: 'erlang-a', load: 10, agents: 12, patienceSeconds: 60 },
      'INVALID_INPUT',
      /handleTimeSeconds beside load, since patience is given/,
    ],
    [
      'patience of 0',
      { ...A, agents: 12, patienceSeconds: 0 },
      'INVALID_INPUT',
      /patience meanSeconds to be a finite number above 0, got 0/,
    ],
    [
      'negative patience',
      { ...A, agents: 12, patienceSeconds: -5 },
      'INVALID_INPUT',
      /above 0, got -5/,
    ],
    [
      'patience of no time',
      { ...A, agents: 12, patienceSeconds: 1e-6 },
      'INVALID_INPUT',
      /expected patienceSeconds from 0.001/,
    ],
    [
      'patience twice',
      { ...A, agents: 12, patience: { kind: 'exponential', meanSeconds: 1 } },
      'INVALID_INPUT',
      /patienceSeconds or patience, got both/,
    ],
    [
      'patience of another kind (A)',
      {
        ...C,
        model: 'erlang-a',
        agents: 12,
        patience: { kind: 'deterministic', value_seconds: 60 },
      },
      'INVALID_INPUT',
      /exponential patience with erlang-a, got deterministic; the model for that is mmng/,
    ],
    [
      'patience (C)',
      { ...C, agents: 14, patienceSeconds: 60 },
      'INVALID_INPUT',
      /no patience with erlang-c/,
    ],
    [
      'lines (C)',
      { ...C, agents: 14, lines: 20 },
      'INVALID_INPUT',
      /lines null, since nobody is turned away with erlang-c, got 20/,
    ],
    [
      'lines below agents',
      { ...A, agents: 14, lines: 10 },
      'INVALID_INPUT',
      /lines of at least 14 agents, got 10/,
    ],
    [
      'fractions of lines',
      { ...A, agents: 9, lines: 10.5 },
      'INVALID_INPUT',
      /lines to be a whole number of at least 0, got 10.5/,
    ],
    [
      'lines and other agents (B)',
      { ...B, agents: 14, lines: 10 },
      'INVALID_INPUT',
      /got lines 10 and agents 14/,
    ],
    ['no lines (B)', B, 'INVALID_INPUT', /expected lines with erlang-b, got none/],
    [
      'negative lines (B)',
      { ...B, lines: -1 },
      'INVALID_INPUT',
      /lines to be a finite number of at least 0, got -1/,
    ],
    [
      'redials (A)',
      { ...A, agents: 12, redialFractionOfAbandoned: 0.5 },
      'INVALID_INPUT',
      /no redialFractionOfAbandoned with erlang-a, got 0.5/,
    ],
    [
      'recalls (B)',
      { ...B, lines: 12, recallFraction: 0.5 },
      'INVALID_INPUT',
      /no recallFraction with erlang-b, got 0.5/,
    ],
    [
      'percent (extended B)',
      { ...B, model: 'extended-b', lines: 12, recallFraction: 50 },
      'INVALID_INPUT',
      /recallFraction to be a fraction in \[0, 1\], got 50/,
    ],
    [
      'percent (X)',
      { ...A, model: 'erlang-x', agents: 12, redialFractionOfAbandoned: 50 },
      'INVALID_INPUT',
      /redialFractionOfAbandoned to be a fraction in \[0, 1\], got 50/,
    ],
    [
      'an unstable queue',
      { ...C, agents: 10 },
      'UNSTABLE_QUEUE',
      /more agents than 10 erlangs, got 10/,
    ],
    [
      'recalls without end',
      { ...B, model: 'extended-b', lines: 10, recallFraction: 1 },
      'UNSTABLE_QUEUE',
      /load below 10 lines/,
    ],
  ])('%s', (_, question, code, message) => {
    const { error } = ask('evaluate', question);
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
  });

  it.each([
    ['{"model":"erlang-c",', /expected a key in double quotes, got the end/],
    ['{"model":"erlang-c","load":1e999}', /expected a finite number, got "1e999"/],
    ['{"model":"erlang-c","load":NaN}', /expected a JSON value, got "NaN"/],
    ['{"model":"erlang-c","load":1,"load":2}', /the key "load" stands twice/],
    ['{"model":"erlang-c","__proto__":1}', /"__proto__" is not allowed/],
    ['7', /expected keys with values, got 7/],
  ])('%s', (line, message) => {
    const { error } = askLine('evaluate', line);
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(message) });
  });
});

describe('require refuses', () => {
  const targets = { serviceLevel: 0.8 };

  it.each([
    ['no targets', C, 'INVALID_INPUT', /missing "targets"/],
    [
      'empty targets',
      { ...C, targets: {} },
      'INVALID_INPUT',
      /expected at least one target: serviceLevel/,
    ],
    [
      'a typo',
      { ...C, targets: { servicelevel: 0.8 } },
      'INVALID_INPUT',
      /did you mean "serviceLevel"/,
    ],
    [
      'percent',
      { ...C, targets: { serviceLevel: 80 } },
      'INVALID_INPUT',
      /targets.serviceLevel to be a fraction in \[0, 1\], got 80/,
    ],
    [
      'percent',
      { ...A, targets: { maxAbandonProbability: 5 } },
      'INVALID_INPUT',
      /targets.maxAbandonProbability to be a fraction in \[0, 1\], got 5/,
    ],
    [
      'percent',
      { ...A, targets: { maxOccupancy: 85 } },
      'INVALID_INPUT',
      /targets.maxOccupancy to be a fraction in \[0, 1\], got 85/,
    ],
    [
      'percent',
      { ...B, targets: { maxBlockingProbability: 2 } },
      'INVALID_INPUT',
      /targets.maxBlockingProbability to be a fraction in \[0, 1\], got 2/,
    ],
    [
      'percent',
      { ...C, targets, shrinkage: 30 },
      'INVALID_INPUT',
      /shrinkage to be a fraction in \[0, 1\), got 30/,
    ],
    [
      'all missing',
      { ...C, targets, shrinkage: 1 },
      'INVALID_INPUT',
      /shrinkage to be a fraction in \[0, 1\), got 1/,
    ],
    ['a negative level', { ...C, targets: { serviceLevel: -0.1 } }, 'INVALID_INPUT', /got -0.1/],
    [
      'a negative wait',
      { ...C, targets: { averageSpeedOfAnswerSeconds: -1 } },
      'INVALID_INPUT',
      /at least 0, got -1/,
    ],
    [
      'a level without threshold',
      { ...C, thresholdSeconds: null, targets },
      'INVALID_INPUT',
      /thresholdSeconds beside targets.serviceLevel, got none/,
    ],
    [
      'another definition',
      { ...C, targets: { ...targets, serviceLevelDefinition: 'all' } },
      'INVALID_INPUT',
      /serviceLevelDefinition: expected "offered", "entered"/,
    ],
    [
      'a wait without handle time',
      { model: 'erlang-c', load: 10, targets: { averageSpeedOfAnswerSeconds: 10 } },
      'INVALID_INPUT',
      /handleTimeSeconds beside load, since targets.averageSpeedOfAnswerSeconds is given/,
    ],
    ['agents', { ...C, agents: 14, targets }, 'INVALID_INPUT', /unknown key "agents"/],
    [
      'lines (B)',
      { ...B, lines: 3, targets: { maxBlockingProbability: 0.1 } },
      'INVALID_INPUT',
      /no lines where those of erlang-b are asked for, got 3/,
    ],
    [
      'a level (B)',
      { ...B, targets },
      'INVALID_INPUT',
      /targets.maxBlockingProbability for erlang-b, got none/,
    ],
    [
      'a level beside (B)',
      { ...B, targets: { ...targets, maxBlockingProbability: 0.1 } },
      'INVALID_INPUT',
      /maxBlockingProbability alone for erlang-b.*got serviceLevel 0.8/,
    ],
    [
      'a level of 1',
      { ...C, targets: { serviceLevel: 1 } },
      'UNREACHABLE_GOAL',
      /targets.serviceLevel below 1: some calls always wait, got 1/,
    ],
    [
      'no wait',
      { ...C, targets: { averageSpeedOfAnswerSeconds: 0 } },
      'UNREACHABLE_GOAL',
      /averageSpeedOfAnswerSeconds above 0/,
    ],
    [
      'no hang-ups',
      { ...A, targets: { maxAbandonProbability: 0 } },
      'UNREACHABLE_GOAL',
      /maxAbandonProbability above 0/,
    ],
    ['no work', { ...C, targets: { maxOccupancy: 0 } }, 'UNREACHABLE_GOAL', /maxOccupancy above 0/],
    [
      'no blocking (B)',
      { ...B, targets: { maxBlockingProbability: 0 } },
      'UNREACHABLE_GOAL',
      /above 0: any finite number of lines loses some calls, got 0/,
    ],
    [
      'too few lines',
      { ...A, callsPerInterval: 300, lines: 20, targets },
      'UNREACHABLE_GOAL',
      /at most 0\.6199, got 0\.8: 20 lines at 30 erlangs block at least B\(20, 30\) = 38\.01 %/,
    ],
    [
      'too few lines',
      {
        ...A,
        callsPerInterval: 300,
        lines: 20,
        patienceSeconds: 600,
        targets: { maxBlockingProbability: 0.1 },
      },
      'UNREACHABLE_GOAL',
      /maxBlockingProbability of at least 0\.3801, got 0\.1/,
    ],
    [
      'too few lines',
      { ...A, callsPerInterval: 300, lines: 20, targets: { maxOccupancy: 0.5 } },
      'UNREACHABLE_GOAL',
      /maxOccupancy of at least 0\.92.*got 0\.5/,
    ],
    ['no line', { ...A, lines: 0, targets }, 'UNREACHABLE_GOAL', /lines of at least 1/],
  ])('%s: %j', (_, question, code, message) => {
    const { error } = ask('require', question);
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
  });
});

const DIALLING = {
  answerRingSeconds: 12,
  maxRingSeconds: 25,
  talkSeconds: 150,
  wrapUpSeconds: 30,
  maxSilenceSeconds: 2,
  previewSeconds: 10,
  answerProbability: 0.3,
};
const BOOKS = { answers: 1000, silent: 20, expectedAnswers: 500 };
/** 10 erlangs of calls in. */
const TEAM = {
  callsPerInterval: 50,
  intervalSeconds: 900,
  handleTimeSeconds: 180,
  patienceSeconds: 120,
  agents: 14,
  outboundHandleTimeSeconds: 60,
  thresholdSeconds: 20,
};
/** One hour's work for three agents, each item due an hour after it comes in. */
const WORK = {
  stepSeconds: 3600,
  open: [true, true, true],
  items: [36, 0, 0],
  handleTimeSeconds: [300, 300, 300],
  goal: { share: 1, thresholdSeconds: 3600, clock: 'open' },
};

describe('calls out beside calls in', () => {
  it('are told for a reserve', () => {
    const short = ask('blend', { ...TEAM, reserveAgents: 2 });
    const long = ask('blend', { ...TEAM, outboundHandleTimeSeconds: 600, reserveAgents: 2 });
    // docs/models/outbound.md, by simulation event by event too.
    expect(short.inbound.serviceLevels.offered).toBeCloseTo(0.89, 2);
    expect(long.inbound.serviceLevels.offered).toBeCloseTo(0.57, 2);
    expect(short.outboundCallsPerSecond).toBeGreaterThan(0);
  });

  it('take the least reserve that keeps a level, of those who are there', () => {
    const found = ask('blend', { ...TEAM, serviceLevel: 0.8 });
    expect(found.status).toBe('met');
    const at = (reserveAgents: number) =>
      ask('blend', { ...TEAM, reserveAgents }).inbound.serviceLevels.offered;
    expect(at(found.reserveAgents)).toBeGreaterThanOrEqual(0.8);
    expect(at(found.reserveAgents - 1)).toBeLessThan(0.8);
    expect(ask('blend', { ...TEAM, serviceLevel: 0.999 })).toMatchObject({ status: 'short' });
  });
});

describe('dialling in a period', () => {
  it('keeps to what the books leave', () => {
    const asked = { ...DIALLING, agents: 20, maxSilentShare: 0.03 };
    const late = ask('outbound', { ...asked, books: { ...BOOKS, silent: 40 } });
    expect(late.allowance).toEqual({
      status: 'within',
      silentCallsLeft: 5,
      maxSilentShare: 0.01,
      steadySilentShare: 0.01,
    });
    expect(late.pace).toEqual(ask('outbound', { ...asked, maxSilentShare: 0.01 }));
    // What was saved so far is not spent.
    const early = ask('outbound', { ...asked, books: BOOKS });
    expect(early.pace).toEqual(ask('outbound', asked));
    const over = ask('outbound', { ...asked, books: { ...BOOKS, silent: 60 } });
    expect(over.allowance.status).toBe('exceeded');
    expect(over.pace.predictive.dialsPerSecond).toBe(0);
  });
});

describe('deferred work in idle time', () => {
  it('takes off what the idle do where it falls', () => {
    const alone = ask('deferred', WORK);
    const beside = ask('deferred', { ...WORK, idle: { kind: 'agents', agents: [1, 0.5, 9] } });
    const sum = (agents: readonly number[]) => agents.reduce((all, one) => all + one, 0);
    // Three agent hours of work, 1.5 of them done by the idle in time.
    expect(sum(alone.agentsExact)).toBeCloseTo(3, 9);
    expect(sum(beside.dedicated.agentsExact)).toBeCloseTo(1.5, 9);
    expect(beside.idleAlone.meetsGoal).toBe(false);
    expect(beside.idleAgents).toEqual([1, 0.5, 9]);
  });

  it('knows what a queue of calls leaves', () => {
    const voice = {
      kind: 'voice',
      callsPerInterval: [200, 200, 200],
      handleTimeSeconds: 180,
      agents: [14, 14, 14],
    };
    const found = ask('deferred', { ...WORK, idle: voice });
    expect(found.idleAgents[0]).toBeCloseTo(4, 12);
    expect(found.idleAlone.meetsGoal).toBe(true);
    expect(found.dedicated.agents).toEqual([0, 0, 0]);
  });
});

describe('cases refuse', () => {
  const T = {
    callsPerInterval: [10, 20],
    intervalSeconds: 900,
    handleTimeSeconds: 300,
    patienceSeconds: 120,
    agents: [5, 9],
  };

  it.each([
    ['transient', { ...T, agents: [5] }, /agents of 2 intervals, got 1/],
    [
      'transient',
      { ...T, callsPerInterval: [] },
      /callsPerInterval: expected a list of at least 1 entry/,
    ],
    [
      'transient',
      { ...T, callsPerInterval: [1, null] },
      /callsPerInterval\[1\]: expected a number, got nothing/,
    ],
    [
      'transient',
      { ...T, callsPerInterval: [1, -1] },
      /callsPerInterval to be a finite number of at least 0, got -1/,
    ],
    ['transient', { ...T, initialCalls: 0.5 }, /initialCalls to be a whole number/],
    ['transient', { ...T, agent: [1, 2] }, /unknown key "agent", did you mean "agents"/],
    [
      'chat',
      { volume: 10, stepSeconds: 900, handleTimeByConcurrencySeconds: [300] },
      /agents or a goal, got neither/,
    ],
    [
      'chat',
      {
        volume: 10,
        stepSeconds: 900,
        handleTimeByConcurrencySeconds: [],
        agents: 3,
        thresholdSeconds: 20,
      },
      /handleTimeByConcurrencySeconds/,
    ],
    [
      'outbound',
      {
        answerRingSeconds: 12,
        maxRingSeconds: 25,
        talkSeconds: 150,
        wrapUpSeconds: 30,
        maxSilenceSeconds: 2,
        previewSeconds: 10,
        answerProbability: 30,
        maxSilentShare: 0.03,
        agents: 20,
      },
      /answerProbability to be a fraction in \(0, 1\], got 30/,
    ],
    ['outbound', { ...DIALLING, books: BOOKS, agents: 20 }, /maxSilentShare or dialsPerSecond/],
    [
      'outbound',
      { ...DIALLING, books: BOOKS, agents: 20, dialsPerSecond: 1 },
      /books or dialsPerSecond, got both/,
    ],
    [
      'outbound',
      { ...DIALLING, books: { ...BOOKS, silent: 2000 }, agents: 20, maxSilentShare: 0.03 },
      /silent of at most 1000 answers, got 2000/,
    ],
    ['blend', TEAM, /reserveAgents or a serviceLevel, got neither/],
    ['blend', { ...TEAM, reserveAgents: 2, serviceLevel: 0.8 }, /got both/],
    [
      'blend',
      { ...TEAM, reserveAgents: 2, serviceLevelDefinition: 'answered' },
      /beside a serviceLevel alone/,
    ],
    ['blend', { ...TEAM, reserveAgents: 15 }, /reserveAgents of at most 14 agents, got 15/],
    ['blend', { ...TEAM, serviceLevel: 80 }, /serviceLevel to be a fraction in \[0, 1\], got 80/],
    ['blend', { ...TEAM, intervalSeconds: 0, serviceLevel: 0.8 }, /intervalSeconds.*got 0/],
    [
      'deferred',
      { ...WORK, agents: [1, 1, 1], idle: { kind: 'agents', agents: [1, 1, 1] } },
      /agents or idle time, got both/,
    ],
    ['deferred', { ...WORK, idle: { kind: 'agents', agents: [1] } }, /got 1/],
    [
      'uncertain',
      { volume: { kind: 'gamma', mean: 100 } },
      /volume\.variation|missing "variation"/,
    ],
    [
      'deferred',
      {
        stepSeconds: 900,
        open: [true],
        items: [1, 2],
        handleTimeSeconds: [300],
        goal: { share: 1, thresholdSeconds: 900, clock: 'open' },
      },
      /items/,
    ],
    ['patience', { calls: [] }, /at least one call that waited or hung up, got none among 0 calls/],
    [
      'patience',
      { calls: [{ waitSeconds: -1, outcome: 'abandoned' }] },
      /waitSeconds to be a finite number of at least 0, got -1/,
    ],
  ] as const)('%s %j', (kind, question, message) => {
    expect(ask(kind, question).error.message).toMatch(message);
  });
});

describe('every kind', () => {
  it.each(Object.entries(erlangQuestionSchemas))(
    '%s has an example that is answered',
    (kind, schema) => {
      const { example } = schema.meta() as { example: object };
      const answer = ask(kind as 'evaluate', example);
      expect(answer).not.toHaveProperty('error');
      expect(() => readErlangQuestion(kind as 'evaluate', 7)).toThrowError(/got 7/);
    },
  );
});

it('leaves out what no threshold was given for', () => {
  const { serviceLevels, ...answer } = ask('evaluate', {
    ...A,
    thresholdSeconds: null,
    agents: 12,
  });
  expect(new Set(Object.values(serviceLevels))).toEqual(new Set([null]));
  expect(answer).toMatchObject({ answeredWithinThreshold: null, abandonedWithinThreshold: null });
  expect(answer.averageSpeedOfAnswerSeconds).toBeGreaterThan(0);
});

it('leaves out times where a load came alone', () => {
  const answer = ask('evaluate', { model: 'erlang-c', load: 10, agents: 14, thresholdSeconds: 0 });
  expect(answer).toMatchObject({ averageSpeedOfAnswerSeconds: null, averageWaitSeconds: null });
  expect(answer.serviceLevels.offered).toBeCloseTo(1 - 0.17413193359504983, 14);
});
