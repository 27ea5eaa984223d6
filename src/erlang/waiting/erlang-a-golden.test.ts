import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { erlangA, type ImpatientQueue } from './erlang-a.ts';
import { type Performance } from '../performance.ts';

type Numbers = Readonly<Record<string, number | null>>;

interface TruthCase {
  readonly id: string;
  readonly kind: string;
  readonly inputs: Numbers;
  readonly expected: Numbers;
}

function readCases(name: string): readonly TruthCase[] {
  const text = readFileSync(new URL(`../../../test/golden/${name}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly cases: readonly TruthCase[] }).cases;
}

// High-precision reference values (96 digits); see test/golden/truth-README.md.
const truth = readCases('truth-public.json');

function casesOf(kind: string): [string, TruthCase][] {
  return truth.filter((entry) => entry.kind === kind).map((entry) => [entry.id, entry]);
}

/** Every output with the name that the reference has for it. */
const PROBABILITIES: readonly [string, (of: Performance) => number][] = [
  ['blocked_probability', (of) => of.blockedProbability],
  ['wait_probability', (of) => of.waitProbability],
  ['abandon_probability', (of) => of.abandonProbability],
  ['answered_probability', (of) => of.answeredProbability],
  ['answered_within_t_probability', (of) => of.answeredWithinThreshold],
  ['abandoned_within_t_probability', (of) => of.abandonedWithinThreshold],
  ['service_level_offered', (of) => of.serviceLevels.offered],
  ['service_level_entered', (of) => of.serviceLevels.entered],
  ['service_level_answered', (of) => of.serviceLevels.answered],
  ['service_level_excl_short_abandons', (of) => of.serviceLevels.excludingShortAbandons],
  ['service_level_incl_short_abandons', (of) => of.serviceLevels.includingShortAbandons],
  ['occupancy', (of) => of.occupancy],
];

const TIMES: readonly [string, (of: Performance) => number | null][] = [
  ['asa_answered_seconds', (of) => of.averageSpeedOfAnswerSeconds],
  ['asa_all_entered_seconds', (of) => of.averageWaitSeconds],
  ['mean_wait_of_delayed_seconds', (of) => of.averageWaitOfDelayedSeconds],
  ['mean_time_to_abandon_seconds', (of) => of.averageTimeToAbandonSeconds],
  ['mean_queue_length_calls', (of) => of.meanQueueLength],
];

function queueOf({ inputs }: TruthCase): ImpatientQueue {
  const handleTimeSeconds = inputs['aht_seconds']!;
  return {
    load:
      inputs['load_erlangs'] ??
      (inputs['calls_per_interval']! * handleTimeSeconds) / inputs['interval_seconds']!,
    handleTimeSeconds,
    patienceSeconds: inputs['patience_mean_seconds']!,
    lines: inputs['trunks']!,
  };
}

function expectReference(one: TruthCase, probabilityError: number, timeError: number): void {
  const { inputs, expected } = one;
  const actual = erlangA(queueOf(one), inputs['agents']!, inputs['answer_time_seconds']!);
  for (const [key, of] of PROBABILITIES) {
    expect(Math.abs(of(actual) - expected[key]!), key).toBeLessThan(probabilityError);
  }
  // The reference leaves out states below 1e-96 of the whole: E0269's times are made of those.
  if (one.id === 'E0269') return;
  for (const [key, of] of TIMES) {
    const value = expected[key];
    if (value === undefined) continue;
    const got = of(actual);
    if (value === null || value === 0 || got === null) expect(got, key).toBe(value);
    else expect(Math.abs(got / value - 1), key).toBeLessThan(timeError);
  }
}

describe.each(['erlang_a', 'erlang_a_trunks'])('%s against the reference values', (kind) => {
  it.each(casesOf(kind))('%s', (_, one) => {
    expectReference(one, 1e-13, 1e-13);
  });
});

describe('far from the ordinary', () => {
  // X005: of a wait of 1e10 handle times 1e-5 decide. X058: of 1e-4 answered, who of two million.
  const HARD = ['X005', 'X058'];
  it.each(readCases('erlang-a-extremes.json').map((one): [string, TruthCase] => [one.id, one]))(
    '%s',
    (id, one) => {
      expectReference(one, HARD.includes(id) ? 1e-10 : 1e-12, 1e-11);
    },
  );
});
