import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ServiceGoal } from '../domain/requirement.ts';
import { erlangB, linesForBlocking } from './blocking/erlang-b.ts';
import { erlangC, waitQuantileC } from './waiting/erlang-c.ts';
import { extendedB, type RecallQueue } from './blocking/extended-b.ts';
import { loadForBlocking } from './blocking/load-for-blocking.ts';
import { requireAgentsC } from './staffing/require-agents-c.ts';
import { requiredAgents } from './staffing/staffing.ts';

interface Case<Inputs = Record<string, number>> {
  readonly inputs: Inputs;
  readonly expected: Record<string, number>;
}

// 36 digits by quadrature, without the recursion: test/golden/erlang-extremes.py.
const golden = JSON.parse(
  readFileSync(new URL('../../test/golden/erlang-extremes.json', import.meta.url), 'utf8'),
) as {
  readonly erlangB: readonly Case[];
  readonly erlangC: readonly Case[];
  readonly extendedB: readonly Case[];
  readonly loadForBlocking: readonly Case[];
  readonly agents: readonly Case<Record<string, string | null>>[];
  readonly lines: readonly Case<Record<string, string>>[];
};

function titled<T extends { readonly inputs: object }>(cases: readonly T[]): [string, T][] {
  return cases.map((one) => [Object.values(one.inputs).map(String).join(', '), one]);
}

function expectRelative(actual: number, expected: number, limit: number, name: string) {
  if (actual === expected) return;
  const error = Math.abs(actual / expected - 1);
  expect(error, `${name}: expected ${expected}, got ${actual}`).toBeLessThan(limit);
}

function numberOrNull(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}

describe('Erlang B', () => {
  it.each(titled(golden.erlangB))('load and lines %s', (_, { inputs, expected }) => {
    const blocked = erlangB(inputs['load']!, inputs['lines']!);
    expectRelative(blocked, expected['blockedProbability']!, 1e-13, 'B');
  });

  it.each(titled(golden.loadForBlocking))('lines and share %s', (_, { inputs, expected }) => {
    const load = loadForBlocking(inputs['lines']!, inputs['maxBlocking']!);
    expectRelative(load, expected['load']!, 1e-12, 'load');
  });

  it.each(titled(golden.lines))('lines for %s', (_, { inputs, expected }) => {
    const traffic = {
      volume: Number(inputs['volume']),
      stepSeconds: Number(inputs['stepSeconds']),
      handleTimeSeconds: Number(inputs['handleTimeSeconds']),
    };
    expect(linesForBlocking(traffic, Number(inputs['maxBlocking']))).toBe(expected['lines']);
  });
});

describe('Erlang C', () => {
  it.each(titled(golden.erlangC))('%s', (_, { inputs, expected }) => {
    const [load, handleTime, agents] = [
      inputs['load']!,
      inputs['handleTimeSeconds']!,
      inputs['agents']!,
    ];
    const actual = erlangC(load, handleTime, agents, inputs['thresholdSeconds']!);
    for (const key of [
      'waitProbability',
      'averageSpeedOfAnswerSeconds',
      'averageWaitOfDelayedSeconds',
      'meanQueueLength',
      'occupancy',
    ] as const) {
      expectRelative(actual[key]!, expected[key]!, 1e-12, key);
    }
    expect(Math.abs(actual.serviceLevels.offered - expected['serviceLevel']!)).toBeLessThan(1e-14);
    const quantile = waitQuantileC(load, handleTime, agents, inputs['share']!);
    expectRelative(quantile, expected['waitQuantileSeconds']!, 1e-12, 'quantile');
  });

  it.each(titled(golden.agents))('agents for %s', (_, { inputs, expected }) => {
    const goal: ServiceGoal = {
      serviceLevel: numberOrNull(inputs['serviceLevel']),
      thresholdSeconds: Number(inputs['thresholdSeconds']),
      definition: 'offered',
      period: 'interval',
      serviceLevelFloor: null,
      averageSpeedOfAnswerSeconds: numberOrNull(inputs['averageSpeedOfAnswerSeconds']),
      maxAbandonment: null,
      maxOccupancy: numberOrNull(inputs['maxOccupancy']),
      minimumAgents: 0,
    };
    const volume = Number(inputs['volume']);
    const stepSeconds = Number(inputs['stepSeconds']);
    const handleTimeSeconds = Number(inputs['handleTimeSeconds']);
    expect(requiredAgents({ volume, stepSeconds, handleTimeSeconds }, goal, 'erlang-c', null)).toBe(
      expected['agents'],
    );
    const series = { volume: [volume], handleTimeSeconds: [handleTimeSeconds], stepSeconds };
    expect(requireAgentsC(series, goal)[0]).toBe(expected['agents']);
  });
});

describe('Extended Erlang B', () => {
  it.each(titled(golden.extendedB))('%s', (_, { inputs, expected }) => {
    const actual = extendedB(inputs as unknown as RecallQueue);
    for (const [key, value] of Object.entries(actual)) {
      expectRelative(value as number, expected[key]!, 1e-12, key);
    }
  });
});
