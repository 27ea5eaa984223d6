import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Answer, ask } from '../../test/support/ask-erlang.ts';

interface TruthCase {
  readonly id: string;
  readonly kind: string;
  readonly inputs: Answer;
  readonly expected: Answer;
}

function casesOf(file: string, kind: string): [string, TruthCase][] {
  const url = new URL(`../../test/golden/${file}.json`, import.meta.url);
  const { cases } = JSON.parse(readFileSync(url, 'utf8')) as { cases: TruthCase[] };
  return cases.filter((one) => one.kind === kind).map((one) => [one.id, one]);
}

const DEFINITIONS: Record<string, string> = {
  service_level_offered: 'offered',
  service_level_entered: 'entered',
  service_level_answered: 'answered',
  service_level_excl_short_abandons: 'excludingShortAbandons',
  service_level_incl_short_abandons: 'includingShortAbandons',
};

/** Where the answer to a field of the reference stands. */
const PROBABILITIES: Record<string, (answer: Answer) => number> = {
  blocked_probability: (answer) => answer.blockedProbability,
  wait_probability: (answer) => answer.waitProbability,
  abandon_probability: (answer) => answer.abandonProbability,
  answered_probability: (answer) => answer.answeredProbability,
  answered_within_t_probability: (answer) => answer.answeredWithinThreshold,
  abandoned_within_t_probability: (answer) => answer.abandonedWithinThreshold,
  occupancy: (answer) => answer.occupancy,
  ...Object.fromEntries(
    Object.entries(DEFINITIONS).map(([key, name]) => [
      key,
      (answer: Answer) => answer.serviceLevels[name],
    ]),
  ),
};

const TIMES: Record<string, (answer: Answer) => number> = {
  asa_answered_seconds: (answer) => answer.averageSpeedOfAnswerSeconds,
  asa_all_entered_seconds: (answer) => answer.averageWaitSeconds,
  mean_queue_length_calls: (answer) => answer.meanQueueLength,
};

/** Probabilities within 1e-9, times within 1e-8 relative (absolute below 1e-90). */
function expectFigures(answer: Answer, expected: Answer) {
  for (const [key, valueOf] of Object.entries(PROBABILITIES)) {
    if (key in expected) expect(Math.abs(valueOf(answer) - expected[key]), key).toBeLessThan(1e-9);
  }
  for (const [key, valueOf] of Object.entries(TIMES)) {
    if (!(key in expected)) continue;
    expectRelative(valueOf(answer), expected[key], 1e-8, key, 1e-90);
  }
}

function expectRelative(actual: number, expected: number, limit: number, key = '', floor = 1e-290) {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), floor);
  expect(error, `${key}: expected ${expected}, got ${actual}`).toBeLessThan(limit);
}

function callsOf(inputs: Answer) {
  return {
    callsPerInterval: inputs.calls_per_interval,
    intervalSeconds: inputs.interval_seconds,
    handleTimeSeconds: inputs.aht_seconds,
  };
}

describe.each(['erlang_bc', 'erlang_bc_fractional_agents'])('%s', (kind) => {
  it.each(casesOf('truth-public', kind))('%s', (_, { inputs, expected }) => {
    const load = inputs.load_erlangs;
    const blocked = ask('evaluate', { model: 'erlang-b', load, lines: inputs.agents });
    expectRelative(blocked.blockedProbability, expected.blocking_probability_erlang_b, 1e-11);
    if ('carried_load_erlangs_erlang_b' in expected) {
      expectRelative(blocked.carriedLoad, expected.carried_load_erlangs_erlang_b, 1e-11);
      expectRelative(blocked.occupancy, expected.occupancy_erlang_b, 1e-11);
    }
    const answer = ask('evaluate', {
      model: 'erlang-c',
      load,
      handleTimeSeconds: inputs.aht_seconds,
      agents: inputs.agents,
      thresholdSeconds: inputs.answer_time_seconds,
    });
    if (expected.stable === false) {
      expect(answer.error.code).toBe('UNSTABLE_QUEUE');
      return;
    }
    expectRelative(answer.waitProbability, expected.wait_probability, 1e-11);
    expectRelative(answer.serviceLevels.offered, expected.service_level, 1e-11);
    expectRelative(answer.averageSpeedOfAnswerSeconds, expected.asa_seconds, 1e-11);
    if ('occupancy' in expected) expectRelative(answer.occupancy, expected.occupancy, 1e-11);
  });
});

describe.each(['erlang_a', 'erlang_a_trunks'])('%s', (kind) => {
  it.each(casesOf('truth-public', kind))('%s', (_, { inputs, expected }) => {
    const answer = ask('evaluate', {
      model: 'erlang-a',
      ...callsOf(inputs),
      patienceSeconds: inputs.patience_mean_seconds,
      lines: inputs.trunks,
      agents: inputs.agents,
      thresholdSeconds: inputs.answer_time_seconds,
    });
    expectFigures(answer, expected);
  });
});

describe('mmn_plus_general_patience', () => {
  it.each(casesOf('truth-general-patience', 'mmn_plus_general_patience'))(
    '%s',
    (_, { inputs, expected }) => {
      const answer = ask('evaluate', {
        model: 'mmng',
        ...callsOf(inputs),
        patience: inputs.patience,
        agents: inputs.agents,
        thresholdSeconds: inputs.answer_time_seconds,
      });
      expectFigures(answer, expected);
    },
  );
});

describe('extended_erlang_b', () => {
  it.each(casesOf('truth-public', 'extended_erlang_b'))('%s', (_, { inputs, expected }) => {
    const answer = ask('evaluate', {
      model: 'extended-b',
      load: inputs.offered_load_erlangs,
      lines: inputs.trunks,
      recallFraction: inputs.recall_factor,
    });
    expectRelative(answer.totalLoad, expected.total_load_erlangs, 1e-11);
    expectRelative(answer.blockedProbability, expected.blocking_probability, 1e-11);
    expectRelative(answer.carriedLoad, expected.carried_load_erlangs, 1e-11);
    expectRelative(answer.lostLoad, expected.final_lost_load_erlangs, 1e-11);
  });
});

describe('erlang_x_redial', () => {
  it.each(casesOf('truth-public', 'erlang_x_redial'))('%s', (_, { inputs, expected }) => {
    const answer = ask('evaluate', {
      model: 'erlang-x',
      ...callsOf({ ...inputs, calls_per_interval: inputs.first_attempt_calls_per_interval }),
      patienceSeconds: inputs.patience_mean_seconds,
      lines: inputs.trunks,
      agents: inputs.agents,
      thresholdSeconds: inputs.answer_time_seconds,
      redialFractionOfAbandoned: inputs.redial_fraction_of_abandoned,
      redialFractionOfBlocked: inputs.redial_fraction_of_blocked,
    });
    expectFigures(answer, expected);
    expectRelative(answer.attemptsPerCaller, expected.total_arrivals_per_first_attempt, 1e-9);
    expectRelative(
      answer.totalLoad / inputs.aht_seconds,
      expected.total_arrival_rate_per_second,
      1e-9,
    );
  });
});

describe('transient_mtmnt_plus_m', () => {
  const url = new URL('../../test/golden/truth-transient.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(url, 'utf8')) as { cases: Answer[] };
  const names = {
    mean_in_system_end_calls: 'meanInSystemAtEnd',
    mean_queue_end_calls: 'meanQueueAtEnd',
    mean_queue_time_average_calls: 'meanQueueLength',
    mean_busy_agents_time_average: 'meanBusyAgents',
    wait_probability_of_arrivals: 'waitProbability',
    expected_abandons: 'expectedAbandoned',
    expected_answer_completions: 'expectedAnswered',
    expected_offered: 'expectedOffered',
    occupancy: 'occupancy',
  };

  it.each(cases.map((one) => [one.id, one]))('%s', (_, { inputs, expected_per_interval }) => {
    const rows = ask('transient', {
      callsPerInterval: inputs.calls_per_interval,
      intervalSeconds: inputs.interval_seconds,
      handleTimeSeconds: inputs.aht_seconds,
      patienceSeconds: inputs.patience_mean_seconds,
      agents: inputs.agents,
      initialCalls: inputs.initial_calls_in_system,
    });
    expect(rows).toHaveLength(expected_per_interval.length);
    expected_per_interval.forEach((expected: Answer, interval: number) => {
      for (const [key, name] of Object.entries(names)) {
        const actual = rows[interval][name];
        // The reference gives a time average where nobody calls.
        if (key === 'wait_probability_of_arrivals' && inputs.calls_per_interval[interval] === 0) {
          expect(actual).toBeNull();
          continue;
        }
        const error = Math.abs(actual - expected[key]) / Math.max(1, Math.abs(expected[key]));
        expect(error, `${interval} ${key}`).toBeLessThan(1e-8);
      }
    });
  });
});

describe('trunks_erlang_b, every answer exact', () => {
  it.each(casesOf('truth-public', 'trunks_erlang_b'))('%s', (_, { inputs, expected }) => {
    const answer = ask('require', {
      model: 'erlang-b',
      ...callsOf(inputs),
      targets: { maxBlockingProbability: inputs.max_blocking_probability },
    });
    expect(answer.lines).toBe(expected.required_trunks);
    expectRelative(answer.blockedProbability, expected.blocking_probability, 1e-11);
    expectRelative(
      answer.withOneLineLess.blockedProbability,
      expected.blocking_probability_with_one_trunk_less,
      1e-11,
    );
  });
});

describe.each(['staffing_erlang_c', 'staffing_erlang_a'])('%s, every answer exact', (kind) => {
  it.each(casesOf('truth-public', kind))('%s', (_, { inputs, expected }) => {
    const definition = DEFINITIONS[inputs.service_level_definition];
    const answer = ask('require', {
      model: kind === 'staffing_erlang_c' ? 'erlang-c' : 'erlang-a',
      ...callsOf(inputs),
      patienceSeconds: inputs.patience_mean_seconds ?? null,
      thresholdSeconds: inputs.answer_time_seconds,
      shrinkage: inputs.shrinkage,
      targets: {
        serviceLevel: inputs.target_service_level,
        ...(definition === undefined ? {} : { serviceLevelDefinition: definition }),
        averageSpeedOfAnswerSeconds: inputs.target_asa_seconds,
        maxAbandonProbability: inputs.max_abandon_probability ?? null,
        maxOccupancy: inputs.max_occupancy,
      },
    });
    expect(answer.agents).toBe(expected.required_agents);
    expect(answer.scheduledAgents).toBe(expected.scheduled_agents_after_shrinkage);
    const level = expected.service_level ?? expected.service_level_offered;
    expect(answer.serviceLevels.offered).toBeCloseTo(level, 9);
    expect(answer.occupancy).toBeCloseTo(expected.occupancy, 9);
    const fewer =
      expected.service_level_with_one_agent_less ??
      expected.service_level_offered_with_one_agent_less;
    // The reference has none where one less is none or has no steady state.
    if (typeof fewer === 'number') {
      expect(answer.withOneAgentLess.serviceLevels.offered).toBeCloseTo(fewer, 9);
    } else expect(answer.withOneAgentLess).toBeNull();
  });
});
