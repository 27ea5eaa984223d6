import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  auditRequest,
  backtestRequest,
  forecastRequest,
  historyImportQuery,
  readRequest,
  rosterRequest,
  staffRequest,
  whatIfRequest,
} from './requests.ts';

const schemas = {
  forecastRequest,
  backtestRequest,
  staffRequest,
  rosterRequest,
  auditRequest,
  whatIfRequest,
  historyImportQuery,
};

describe('defaults', () => {
  it('a forecast of everything for four weeks', () => {
    expect(readRequest(forecastRequest, {})).toEqual({
      queues: null,
      plan: null,
      from: null,
      days: 28,
      levels: [0.8, 0.95],
      reconcile: false,
      name: null,
      seed: 1,
    });
  });

  it('a roster from a requirement and a plan', () => {
    expect(readRequest(rosterRequest, { requirement: 'rq_1', plan: 'sample' })).toEqual({
      requirement: 'rq_1',
      plan: 'sample',
      from: null,
      days: null,
      seed: 1,
      timeLimitSeconds: 60,
      iterationLimit: null,
      name: null,
      previous: null,
    });
  });

  it('what-ifs carry scenarios as the core knows them', () => {
    const request = readRequest(whatIfRequest, {
      plan: 'sample',
      forecast: 'fc_1',
      scenarios: [{ name: 'calls +10 %', volume: '+10 %', headcount: { 'full-time': -2 } }],
    });
    expect(request.scenarios).toEqual([
      {
        name: 'calls +10 %',
        queues: [],
        volumeFactor: 1.1,
        handleTimeFactor: null,
        goal: null,
        unrosteredShrinkage: null,
        patienceSeconds: null,
        headcount: [{ contract: 'full-time', change: -2 }],
        openingHours: null,
        roster: 'keep',
      },
    ]);
  });

  it('numbers of a query are read from text', () => {
    expect(
      readRequest(historyImportQuery, { interval: '15', queue: 'sales', columns: 'offered=Calls' }),
    ).toEqual({ interval: 15, queue: 'sales', columns: { offered: 'Calls' } });
  });
});

describe('refusals', () => {
  it.each([
    [forecastRequest, { days: 401 }, 'request, days: expected at most 400, got 401'],
    [forecastRequest, { days: 0 }, 'request, days: expected at least 1, got 0'],
    [forecastRequest, { days: 1.5 }, 'request, days: expected a whole number, got 1.5'],
    [forecastRequest, { days: '28' }, 'request, days: expected a number, got "28"'],
    [forecastRequest, { day: 7 }, 'request, day: unknown key "day", did you mean "days"?'],
    [forecastRequest, [], 'request: expected keys with values, got an empty list'],
    [forecastRequest, null, 'request: expected keys with values, got nothing'],
    [forecastRequest, { levels: [0.8, 0.8] }, 'request, levels: expected levels that differ'],
    [
      forecastRequest,
      { levels: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] },
      'request, levels: expected a list of at most 5 entries, got a list',
    ],
    [forecastRequest, { levels: [80] }, 'request, levels[0]: expected below 1, got 80'],
    [
      forecastRequest,
      { from: '2026-02-30' },
      'request, from: expected a date that exists, such as 2026-03-29, got "2026-02-30"',
    ],
    [
      forecastRequest,
      { name: 'a\nb' },
      'request, name: expected a name without control or hidden characters, got "a\\nb"',
    ],
    [
      forecastRequest,
      { queues: ['x'.repeat(201)] },
      `request, queues[0]: expected a name of at most 200 characters, got "${'x'.repeat(60)}…"`,
    ],
    [
      forecastRequest,
      { queues: Array.from({ length: 201 }, (_, i) => `q${i}`) },
      'request, queues: expected a list of at most 200 entries, got a list',
    ],
    [staffRequest, { forecast: 'fc_1' }, 'request, plan: missing "plan": expected a name'],
    [
      rosterRequest,
      { requirement: 'rq_1', plan: 'p', timeLimitSeconds: 601 },
      'request, timeLimitSeconds: expected at most 600, got 601',
    ],
    [
      historyImportQuery,
      { columns: '__proto__=a' },
      'request, columns: expected pairs of names such as offered=Calls, each once, got "__proto__=a"',
    ],
    [
      historyImportQuery,
      { preset: 'avayo' },
      'request, preset: expected "genesys-cloud", "amazon-connect" or "avaya", got "avayo"',
    ],
    [auditRequest, { plan: 'p' }, 'request: expected either roster or shifts'],
    [
      whatIfRequest,
      { plan: 'p', forecast: 'f', scenarios: [{ name: 'a', volume: 80 }] },
      'request, scenarios[0].volume: expected a change such as +10 % or -5 %, or a factor above 0 and up to 5 such as 1.1, got 80',
    ],
  ])('%#', (schema, value, message) => {
    expect(() => readRequest<unknown>(schema, value)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message }),
    );
  });
});

describe('description', () => {
  it.each(Object.entries(schemas))(
    '%s has a JSON Schema that refuses unknown keys',
    (_, schema) => {
      const described = z.toJSONSchema(schema, { io: 'input' });
      expect(described).toMatchObject({ type: 'object', additionalProperties: false });
    },
  );

  it.each(Object.entries(schemas).filter(([name]) => name !== 'historyImportQuery'))(
    '%s accepts its own example',
    (_, schema) => {
      const { example } = z.toJSONSchema(schema, { io: 'input' });
      expect(() => readRequest<unknown>(schema, example)).not.toThrow();
    },
  );
});
