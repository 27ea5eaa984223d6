import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { erlangB, linesForBlocking } from './blocking/erlang-b.ts';
import { erlangC } from './waiting/erlang-c.ts';
import { extendedB } from './blocking/extended-b.ts';
import { requireAgentsC } from './staffing/require-agents-c.ts';
import { scheduledAgents } from './staffing/scheduled-agents.ts';
import { evaluateStaffing, requiredAgents } from './staffing/staffing.ts';
import { offeredLoad } from './traffic.ts';
import { type ServiceGoal } from '../domain/requirement.ts';

interface TruthCase {
  readonly id: string;
  readonly kind: string;
  readonly inputs: Record<string, number | null>;
  readonly expected: Record<string, number | null>;
}

// High-precision reference values (96 digits); see test/golden/truth-README.md.
const truth = JSON.parse(
  readFileSync(new URL('../../test/golden/truth-public.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly TruthCase[] };

function casesOf(kind: string): [string, TruthCase][] {
  const cases = truth.cases.filter((entry) => entry.kind === kind);
  return cases.map((entry) => [entry.id, entry]);
}

/** Relative error; absolute below `floor`. */
function expectRelative(
  actual: number,
  expected: number,
  limit: number,
  name: string,
  floor = 1e-290,
) {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), floor);
  expect(error, `${name}: expected ${expected}, got ${actual}`).toBeLessThan(limit);
}

describe('Erlang B and C against the reference values', () => {
  it.each(casesOf('erlang_bc'))('%s', (_, { inputs, expected }) => {
    const load = inputs['load_erlangs']!;
    const agents = inputs['agents']!;
    const run = () => erlangC(load, inputs['aht_seconds']!, agents, inputs['answer_time_seconds']!);
    expectRelative(erlangB(load, agents), expected['blocking_probability_erlang_b']!, 1e-13, 'B');
    if (!expected['stable']) {
      expect(run).toThrowError(expect.objectContaining({ code: 'UNSTABLE_QUEUE' }));
      return;
    }
    const actual = run();
    expectRelative(actual.waitProbability, expected['wait_probability']!, 1e-12, 'C');
    expectRelative(actual.serviceLevels.offered, expected['service_level']!, 1e-12, 'level');
    expectRelative(actual.averageSpeedOfAnswerSeconds, expected['asa_seconds']!, 1e-12, 'wait');
    expectRelative(actual.meanQueueLength, expected['mean_queue_length_calls']!, 1e-12, 'queue');
    expectRelative(actual.occupancy, expected['occupancy']!, 1e-12, 'occupancy');
  });
});

describe('fractions of agents against the reference values', () => {
  it.each(casesOf('erlang_bc_fractional_agents'))('%s', (_, { inputs, expected }) => {
    const load = inputs['load_erlangs']!;
    const agents = inputs['agents']!;
    const actual = erlangC(load, inputs['aht_seconds']!, agents, inputs['answer_time_seconds']!);
    expectRelative(erlangB(load, agents), expected['blocking_probability_erlang_b']!, 1e-13, 'B');
    expectRelative(actual.waitProbability, expected['wait_probability']!, 1e-13, 'C');
    expectRelative(actual.serviceLevels.offered, expected['service_level']!, 1e-13, 'level');
    expectRelative(actual.averageSpeedOfAnswerSeconds, expected['asa_seconds']!, 1e-13, 'wait');
  });
});

describe('Extended Erlang B against the reference values', () => {
  it.each(casesOf('extended_erlang_b'))('%s', (_, { inputs, expected }) => {
    const actual = extendedB({
      load: inputs['offered_load_erlangs']!,
      lines: inputs['trunks']!,
      recallFraction: inputs['recall_factor']!,
    });
    expectRelative(actual.totalLoad, expected['total_load_erlangs']!, 1e-13, 'total');
    expectRelative(actual.blockedProbability, expected['blocking_probability']!, 1e-13, 'B');
    expectRelative(actual.carriedLoad, expected['carried_load_erlangs']!, 1e-13, 'carried');
    expectRelative(actual.lostLoad, expected['final_lost_load_erlangs']!, 1e-13, 'lost');
  });
});

describe('lines by Erlang B against the reference values', () => {
  it.each(casesOf('trunks_erlang_b'))('%s', (_, { inputs, expected }) => {
    const traffic = {
      volume: inputs['calls_per_interval']!,
      stepSeconds: inputs['interval_seconds']!,
      handleTimeSeconds: inputs['aht_seconds']!,
    };
    const maxBlocking = inputs['max_blocking_probability']!;
    expect(linesForBlocking(traffic, maxBlocking)).toBe(expected['required_trunks']);
    expect(linesForBlocking(offeredLoad(traffic), maxBlocking)).toBe(expected['required_trunks']);
  });
});

describe.each(['staffing_erlang_c', 'staffing_erlang_a'])('%s, every answer exact', (kind) => {
  it.each(casesOf(kind))('%s', (_, { inputs, expected }) => {
    const traffic = {
      volume: inputs['calls_per_interval']!,
      stepSeconds: inputs['interval_seconds']!,
      handleTimeSeconds: inputs['aht_seconds']!,
    };
    const goal: ServiceGoal = {
      serviceLevel: inputs['target_service_level']!,
      thresholdSeconds: inputs['answer_time_seconds']!,
      definition:
        String(inputs['service_level_definition']) === 'service_level_excl_short_abandons'
          ? 'excludingShortAbandons'
          : 'offered',
      period: 'interval',
      serviceLevelFloor: null,
      averageSpeedOfAnswerSeconds: inputs['target_asa_seconds']!,
      maxAbandonment: inputs['max_abandon_probability'] ?? null,
      maxOccupancy: inputs['max_occupancy']!,
      minimumAgents: 0,
    };
    const model = kind === 'staffing_erlang_c' ? 'erlang-c' : 'erlang-a';
    const patience = inputs['patience_mean_seconds'] ?? null;
    const agents = requiredAgents(traffic, goal, model, patience);
    expect(agents).toBe(expected['required_agents']);
    if (model === 'erlang-c') {
      const { volume, handleTimeSeconds, stepSeconds } = traffic;
      const series = { volume: [volume], handleTimeSeconds: [handleTimeSeconds], stepSeconds };
      expect(requireAgentsC(series, goal)[0]).toBe(agents);
    }
    const shrinkage = inputs['shrinkage'];
    expect(scheduledAgents(agents, shrinkage ? [shrinkage] : []).scheduledAgents).toBe(
      expected['scheduled_agents_after_shrinkage'],
    );
    const performance = evaluateStaffing(traffic, agents, model, patience, goal.thresholdSeconds);
    const level = expected['service_level'] ?? expected['service_level_offered']!;
    expect(performance.serviceLevels.offered).toBeCloseTo(level, 9);
    expect(performance.occupancy).toBeCloseTo(expected['occupancy']!, 9);
  });
});
