import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eightyTwenty as goal } from '../../test/support/eighty-twenty.ts';
import { erlangB, linesForBlocking } from './blocking/erlang-b.ts';
import { erlangC } from './waiting/erlang-c.ts';
import { extendedB } from './blocking/extended-b.ts';
import { loadForBlocking } from './blocking/load-for-blocking.ts';
import { scheduledAgents } from './staffing/scheduled-agents.ts';
import { requiredAgents } from './staffing/staffing.ts';

interface PublishedCase {
  readonly id: string;
  readonly inputs: Record<string, number>;
  readonly published: Record<string, number>;
}

// Values that others have published, with their sources; rounded as they print them.
const published = JSON.parse(
  readFileSync(new URL('../../test/golden/truth-published.json', import.meta.url), 'utf8'),
) as readonly PublishedCase[];

function caseOf(id: string): PublishedCase {
  const found = published.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no published case ${id}`);
  return found;
}

/** Fewest agents so that at most a share waits at all. */
function agentsForWait(load: number, maxWait: number): number {
  const level = Number((1 - maxWait).toFixed(9));
  const traffic = { volume: load, stepSeconds: 180, handleTimeSeconds: 180 };
  return requiredAgents(
    traffic,
    { ...goal, serviceLevel: level, thresholdSeconds: 0 },
    'erlang-c',
    null,
  );
}

const tijms = published.filter(({ id }) => id.startsWith('P-TIJMS'));

describe('published values', () => {
  it('are there', () => {
    expect(tijms.length).toBeGreaterThan(15);
  });

  it.each(tijms.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const { load_erlangs: load, max_wait_probability: maxWait } = one.inputs;
    expect(agentsForWait(load!, maxWait!)).toBe(one.published['min_agents']);
  });

  it.each(['P-CRAN-14', 'P-CRAN-11'])('%s', (id) => {
    const { inputs, published: expected } = caseOf(id);
    const actual = erlangC(10, inputs['aht_s']!, inputs['agents']!, inputs['T_s']!);
    expect(actual.waitProbability).toBeCloseTo(expected['wait_probability']!, 7);
    expect(actual.serviceLevels.offered).toBeCloseTo(
      expected['service_level']!,
      id === 'P-CRAN-14' ? 5 : 7,
    );
    if (expected['asa_s'] === undefined) return;
    expect(actual.averageSpeedOfAnswerSeconds).toBeCloseTo(expected['asa_s'], 12);
  });

  it('P-PYW-15', () => {
    const { inputs, published: expected } = caseOf('P-PYW-15');
    const traffic = { volume: 10, stepSeconds: 180, handleTimeSeconds: 180 };
    const capped = { ...goal, maxOccupancy: inputs['max_occupancy']! };
    const agents = requiredAgents(traffic, capped, 'erlang-c', null);
    expect(agents).toBe(expected['raw']);
    expect(scheduledAgents(agents, [inputs['shrinkage']!]).scheduledAgents).toBe(
      expected['positions'],
    );
    const actual = erlangC(10, inputs['aht_s']!, agents, inputs['T_s']!);
    expect(actual.serviceLevels.offered).toBeCloseTo(expected['service_level']!, 3);
    expect(actual.occupancy).toBeCloseTo(expected['occupancy']!, 3);
    expect(actual.waitProbability).toBeCloseTo(expected['wait_probability']!, 3);
  });

  it('P-TEF-26', () => {
    const { inputs, published: expected } = caseOf('P-TEF-26');
    expect(agentsForWait(inputs['load']!, inputs['max_wait_probability']!)).toBe(
      expected['min_agents'],
    );
    expect(erlangC(20, 120, 30, 0).waitProbability).toBeCloseTo(
      expected['wait_probability_30']!,
      3,
    );
  });

  it('P-HERZ-C', () => {
    const { inputs, published: expected } = caseOf('P-HERZ-C');
    const load = inputs['lambda_per_min']! * inputs['aht_min']!;
    const { averageSpeedOfAnswerSeconds } = erlangC(load, 180, inputs['agents']!, 20);
    expect(averageSpeedOfAnswerSeconds).toBeCloseTo(expected['asa_s']!, 2);
  });

  it('P-GETH', () => {
    const { inputs, published: expected } = caseOf('P-GETH');
    const traffic = {
      volume: inputs['calls']!,
      stepSeconds: inputs['interval_s']!,
      handleTimeSeconds: inputs['aht_s']!,
    };
    const wanted = { ...goal, serviceLevel: inputs['sl']!, thresholdSeconds: inputs['T_s']! };
    expect(requiredAgents(traffic, wanted, 'erlang-c', null)).toBe(expected['min_agents']);
  });

  it('P-MITAN', () => {
    const { published: expected } = caseOf('P-MITAN');
    const actual = erlangC(48, 240, 55, 15);
    expect(actual.waitProbability).toBeCloseTo(expected['wait_probability']!, 3);
    expect(actual.averageSpeedOfAnswerSeconds).toBeCloseTo(expected['asa_s']!, 1);
    expect(actual.serviceLevels.offered).toBeCloseTo(expected['service_level']!, 3);
    expect(actual.occupancy).toBeCloseTo(expected['occupancy']!, 3);
  });

  it('P-PYW-B17', () => {
    const { inputs, published: expected } = caseOf('P-PYW-B17');
    const lines = linesForBlocking(inputs['load']!, inputs['max_blocking']!);
    expect(lines).toBe(expected['trunks']);
    expect(scheduledAgents(lines, [inputs['shrinkage']!]).scheduledAgents).toBe(
      expected['positions'],
    );
  });

  it('P-WEST-B', () => {
    const { inputs, published: expected } = caseOf('P-WEST-B');
    const load = loadForBlocking(inputs['trunks']!, inputs['blocking']!);
    expect(load).toBeCloseTo(expected['load_erlangs']!, 3);
    expect(erlangB(load, inputs['trunks']!)).toBeCloseTo(inputs['blocking']!, 14);
  });

  it('P-WEST-EXTB', () => {
    const { inputs, published: expected } = caseOf('P-WEST-EXTB');
    const blocked = (lines: number) =>
      extendedB({ load: inputs['load']!, lines, recallFraction: inputs['recall']! })
        .blockedProbability;
    expect(blocked(expected['trunks']!)).toBeLessThan(inputs['blocking']!);
    expect(blocked(expected['trunks']! - 1)).toBeGreaterThan(inputs['blocking']!);
  });

  it('P-WEST-EXTBT', () => {
    const { inputs, published: expected } = caseOf('P-WEST-EXTBT');
    const { blockedProbability } = extendedB({
      load: expected['load_erlangs']!,
      lines: inputs['trunks']!,
      recallFraction: inputs['recall']!,
    });
    expect(blockedProbability).toBeCloseTo(inputs['blocking']!, 5);
  });
});
