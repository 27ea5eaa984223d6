import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Answer, ask } from '../../test/support/ask-erlang.ts';

interface PublishedCase {
  readonly id: string;
  readonly inputs: Answer;
  readonly published: Answer;
}

// Values that others published, with where each was read; see test/golden/truth-README.md.
const cases = JSON.parse(
  readFileSync(new URL('../../test/golden/truth-published.json', import.meta.url), 'utf8'),
) as readonly PublishedCase[];

/** These are of other models: nothing here has a random factor per day, or groups with skills. */
const NOT_COMPARABLE = new Map([
  ['P-CC-CALLCC', 'one gamma factor multiplies all arrival rates of a day'],
  ['P-CC-SIMPLEMSK', 'three kinds of calls, two groups with skills, a factor per day'],
  ['P-CC-BILINGUAL', 'three groups with skills, uniform handle times, redials after 20 minutes'],
]);

function caseOf(id: string): PublishedCase {
  const found = cases.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no published case ${id}`);
  return found;
}

/** Equal to as many decimals as were published. */
function expectPublished(actual: number, published: number | string): void {
  const decimals = String(published).split('.')[1]?.length ?? 0;
  expect(Math.abs(actual - Number(published))).toBeLessThanOrEqual(
    0.5 * 10 ** -decimals * (1 + 1e-9),
  );
}

/** "0.902 [0.900,0.904]": inside the confidence interval of the simulation. */
function expectWithin(actual: number, published: string): void {
  const [, low, high] = /\[([\d.]+),([\d.]+)\]/.exec(published) ?? [];
  expect(actual).toBeGreaterThanOrEqual(Number(low));
  expect(actual).toBeLessThanOrEqual(Number(high));
}

const C = { model: 'erlang-c' };

/** Least agents so that a share waits at most: a service level within no time. */
function leastForWaiting(load: number, maxWait: number): number {
  const serviceLevel = Number((1 - maxWait).toPrecision(12));
  return ask('require', { ...C, load, thresholdSeconds: 0, targets: { serviceLevel } }).agents;
}

const tijms = cases.filter(({ id }) => id.startsWith('P-TIJMS'));

it.each(tijms.map((one) => [one.id, one] as const))('%s', (_, { inputs, published }) => {
  expect(leastForWaiting(inputs.load_erlangs, inputs.max_wait_probability)).toBe(
    published.min_agents,
  );
});

const others: Record<string, (inputs: Answer, published: Answer) => void> = {
  'P-CRAN-14': (inputs, published) => {
    const answer = ask('evaluate', {
      ...C,
      callsPerInterval: inputs.calls,
      intervalSeconds: inputs.interval_s,
      handleTimeSeconds: inputs.aht_s,
      agents: inputs.agents,
      thresholdSeconds: inputs.T_s,
    });
    expectPublished(answer.waitProbability, published.wait_probability);
    expectPublished(answer.serviceLevels.offered, published.service_level);
    expect(answer.averageSpeedOfAnswerSeconds).toBeCloseTo(published.asa_s, 12);
    expectPublished(1 - answer.waitProbability, published.immediate);
    expectPublished(answer.occupancy, published.occupancy);
  },
  'P-CRAN-11': (inputs, published) => {
    const { load, agents } = inputs;
    const times = { handleTimeSeconds: inputs.aht_s, thresholdSeconds: inputs.T_s };
    const answer = ask('evaluate', { ...C, load, agents, ...times });
    expectPublished(answer.waitProbability, published.wait_probability);
    expectPublished(answer.serviceLevels.offered, published.service_level);
  },
  'P-PYW-15': (inputs, published) => {
    const answer = ask('require', {
      ...C,
      load: inputs.load,
      handleTimeSeconds: inputs.aht_s,
      thresholdSeconds: inputs.T_s,
      shrinkage: inputs.shrinkage,
      targets: { maxOccupancy: inputs.max_occupancy },
    });
    expect(answer).toMatchObject({ agents: published.raw, scheduledAgents: published.positions });
    expectPublished(answer.serviceLevels.offered, published.service_level);
    expectPublished(answer.occupancy, published.occupancy);
    expectPublished(answer.waitProbability, published.wait_probability);
  },
  'P-PYW-A14': (inputs, published) => {
    const answer = ask('evaluate', {
      model: 'erlang-a',
      callsPerInterval: inputs.calls,
      intervalSeconds: inputs.interval_s,
      handleTimeSeconds: inputs.aht_s,
      patienceSeconds: inputs.patience_s,
      agents: inputs.agents,
      thresholdSeconds: inputs.T_s,
    });
    expectPublished(answer.waitProbability, published.wait_probability);
    expectPublished(answer.abandonProbability, published.abandon);
    expectPublished(answer.occupancy, published.occupancy);
    expectPublished(answer.averageWaitSeconds / 60, published.asa_all_min);
    expectPublished(answer.serviceLevels.offered, published.sl_offered);
  },
  'P-WEST-B': (inputs, published) => {
    const targets = { maxBlockingProbability: inputs.blocking };
    const answer = ask('capacity', { model: 'erlang-b', lines: inputs.trunks, targets });
    expectPublished(answer.load, published.load_erlangs);
  },
  'P-WEST-EXTB': (inputs, published) => {
    const answer = ask('require', {
      model: 'extended-b',
      load: inputs.load,
      recallFraction: inputs.recall,
      targets: { maxBlockingProbability: inputs.blocking },
    });
    expect(answer.lines).toBe(published.trunks);
  },
  'P-WEST-EXTBT': (inputs, published) => {
    const answer = ask('capacity', {
      model: 'extended-b',
      lines: inputs.trunks,
      recallFraction: inputs.recall,
      targets: { maxBlockingProbability: inputs.blocking },
    });
    expectPublished(answer.load, published.load_erlangs);
  },
  'P-TEF-26': (inputs, published) => {
    const { load, max_wait_probability: maxWait } = inputs;
    expect(leastForWaiting(load, maxWait)).toBe(published.min_agents);
    const at = (agents: number) =>
      ask('evaluate', { ...C, load, handleTimeSeconds: inputs.aht_s, agents });
    expectPublished(at(26).averageSpeedOfAnswerSeconds, 3);
    expectPublished(at(30).waitProbability, published.wait_probability_30);
    const targets = { serviceLevel: 1 - maxWait };
    const most = ask('capacity', { ...C, agents: 30, thresholdSeconds: 0, targets });
    // The page shows one decimal, and the load rounded down to it meets the goal.
    expect(Math.floor(most.load * 10) / 10).toBe(published.load_for_30_at_15pct);
  },
  'P-HERZ-C': (inputs, published) => {
    const answer = ask('evaluate', { ...C, ...perMinute(inputs), agents: inputs.agents });
    expectPublished(answer.averageSpeedOfAnswerSeconds, published.asa_s);
  },
  'P-HERZ-A13': (inputs, published) => {
    const patience = { model: 'erlang-a', patienceSeconds: inputs.patience_min * 60 };
    for (const lines of [100, null]) {
      const answer = ask('evaluate', {
        ...{ ...patience, ...perMinute(inputs), lines, agents: inputs.agents },
      });
      expectPublished(answer.averageWaitSeconds, published.mean_wait_all_s);
    }
  },
  'P-HERZ-A9': (inputs, published) => {
    const patience = { model: 'erlang-a', patienceSeconds: inputs.patience_min * 60 };
    const answer = ask('evaluate', { ...patience, ...perMinute(inputs), agents: inputs.agents });
    expectPublished(answer.averageWaitSeconds, published.mean_wait_all_s);
  },
  'P-GETH': (inputs, published) => {
    const answer = ask('require', {
      ...C,
      callsPerInterval: inputs.calls,
      intervalSeconds: inputs.interval_s,
      handleTimeSeconds: inputs.aht_s,
      thresholdSeconds: inputs.T_s,
      targets: { serviceLevel: inputs.sl },
    });
    expect(answer.agents).toBe(published.min_agents);
  },
  'P-PYW-B17': (inputs, published) => {
    const answer = ask('require', {
      model: 'erlang-b',
      load: inputs.load,
      shrinkage: inputs.shrinkage,
      targets: { maxBlockingProbability: inputs.max_blocking },
    });
    expect(answer).toMatchObject({ lines: published.trunks, scheduledAgents: published.positions });
  },
  'P-MITAN': (inputs, published) => {
    const answer = ask('evaluate', {
      ...C,
      callsPerInterval: inputs.calls,
      intervalSeconds: inputs.interval_s,
      handleTimeSeconds: inputs.aht_s,
      agents: inputs.agents,
      thresholdSeconds: inputs.T_s,
    });
    expectPublished(answer.waitProbability, published.wait_probability);
    expectPublished(answer.averageSpeedOfAnswerSeconds, published.asa_s);
    expectPublished(answer.serviceLevels.offered, published.service_level);
    expectPublished(answer.occupancy, published.occupancy);
  },
  'P-MZ-50': (inputs, published) => {
    const queue = { ...perMinute(inputs), agents: inputs.agents };
    const patienceSeconds = inputs.patience_min * 60;
    const impatient = ask('evaluate', { model: 'erlang-a', ...queue, patienceSeconds });
    expectPublished(impatient.abandonProbability, published.ErlangA.abandon);
    expectPublished(impatient.averageWaitSeconds, published.ErlangA.wait_s);
    expectPublished(impatient.meanQueueLength, published.ErlangA.queue);
    expectPublished(impatient.occupancy, published.ErlangA.occupancy);
    const patient = ask('evaluate', { ...C, ...queue });
    expectPublished(patient.averageWaitSeconds, published.ErlangC.wait_s);
    expectPublished(patient.meanQueueLength, published.ErlangC.queue);
    expectPublished(patient.occupancy, published.ErlangC.occupancy);
  },
  // Simulated over a day that starts empty: the transient model's answer, not the steady state's.
  'P-CC-MMC': (inputs, published) => {
    const [day] = ask('transient', { ...dayOf(inputs), patienceSeconds: null });
    expectWithin(day.serviceLevelOffered, published.sl);
    expectWithin(day.averageSpeedOfAnswerSeconds / 60, published.asa_min);
    expectWithin(day.occupancy, published.occupancy);
  },
  'P-CC-MMCAb': (inputs, published) => {
    const [day] = ask('transient', { ...dayOf(inputs), patienceSeconds: 60 / inputs.nu_per_min });
    expectWithin(day.expectedAbandoned, published.abandoned_per_day);
    expectWithin(day.occupancy, published.occupancy);
    expectPublished(day.averageSpeedOfAnswerSeconds / 60, published.asa_answered_min);
  },
};

function perMinute(inputs: Answer) {
  return {
    callsPerInterval: inputs.lambda_per_min,
    intervalSeconds: 60,
    handleTimeSeconds: inputs.aht_min * 60,
  };
}

function dayOf(inputs: Answer) {
  return {
    callsPerInterval: [inputs.lambda_per_min * inputs.horizon_min],
    intervalSeconds: inputs.horizon_min * 60,
    handleTimeSeconds: 60 / inputs.mu_per_min,
    agents: [inputs.agents],
    thresholdSeconds: inputs.T_s,
  };
}

describe('published values', () => {
  it.each(Object.keys(others))('%s', (id) => {
    const { inputs, published } = caseOf(id);
    others[id]!(inputs, published);
  });

  it('are all looked at, but for those of other models', () => {
    const looked = [...tijms.map(({ id }) => id), ...Object.keys(others)];
    const ids = [...looked, ...NOT_COMPARABLE.keys()].sort();
    expect(ids).toEqual(cases.map(({ id }) => id).sort());
  });
});
