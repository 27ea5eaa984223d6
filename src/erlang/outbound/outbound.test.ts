import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import truth from '../../../test/golden/truth-general-patience.json' with { type: 'json' };
import { exponential, seededRandom, serveContacts } from '../../simulation/index.ts';
import { agentsForList, type DialList, timeForList } from './dial-list.ts';
import { erlangB } from '../blocking/erlang-b.ts';
import { generalPatience } from '../patience/general-patience.ts';
import { type DialCampaign, evaluatePace, paceDialling } from './outbound.ts';
import { silentAllowance, type SilentBooks } from './silent-allowance.ts';
import { loadForSilentShare, silentShare } from './silent-calls.ts';

const CAMPAIGN: DialCampaign = {
  answerProbability: 0.3,
  answerRingSeconds: 12,
  maxRingSeconds: 25,
  talkSeconds: 150,
  wrapUpSeconds: 30,
  maxSilenceSeconds: 2,
  previewSeconds: 5,
};

const agentCount = fc.integer({ min: 1, max: 300 });
const cap = fc.double({ min: 1e-4, max: 0.5, noNaN: true });

describe('share of silent calls', () => {
  it('equals reference values for callers of equal patience', () => {
    const rows = truth.cases.filter(({ inputs }) => inputs.patience.kind === 'deterministic');
    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const { id, inputs, expected } of rows) {
      const load = (inputs.calls_per_interval * inputs.aht_seconds) / inputs.interval_seconds;
      const patience = (inputs.patience as { value_seconds: number }).value_seconds;
      const actual = silentShare(load, inputs.aht_seconds, inputs.agents, patience);
      expect(actual / expected.abandon_probability, id).toBeCloseTo(1, 12);
    }
  });

  it('is Erlang B where no silence is allowed', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 500, noNaN: true }), agentCount, (load, agents) => {
        const blocking = erlangB(load, agents);
        fc.pre(blocking > 1e-290);
        expect(silentShare(load, 180, agents, 0) / blocking).toBeCloseTo(1, 12);
      }),
    );
  });

  it('agrees with the model of any patience', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 100, noNaN: true }),
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0.5, max: 60, noNaN: true }),
        (load, agents, valueSeconds) => {
          const patience = { kind: 'deterministic', valueSeconds } as const;
          const queue = { load, handleTimeSeconds: 180, patience };
          const { abandonProbability } = generalPatience(queue, agents, 20);
          fc.pre(abandonProbability > 1e-12);
          const actual = silentShare(load, 180, agents, valueSeconds);
          expect(actual / abandonProbability).toBeCloseTo(1, 8);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('falls with agents and silence, rises with the load, and stays a share at any size', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 900, noNaN: true }),
        agentCount,
        fc.double({ min: 0, max: 100, noNaN: true }),
        (load, agents, silence) => {
          const share = silentShare(load, 180, agents, silence);
          expect(share).toBeGreaterThanOrEqual(Math.max(0, 1 - agents / load) - 1e-12);
          expect(share).toBeLessThan(1);
          const slack = 1 + 1e-12;
          expect(silentShare(load, 180, agents + 1, silence)).toBeLessThanOrEqual(share * slack);
          expect(silentShare(load, 180, agents, silence + 1)).toBeLessThanOrEqual(share * slack);
          expect(silentShare(load * 1.01, 180, agents, silence)).toBeGreaterThanOrEqual(
            share / slack,
          );
        },
      ),
    );
    expect(silentShare(0, 180, 1, 2)).toBe(0);
    expect(silentShare(1e6, 180, 1, 1e5)).toBeCloseTo(1 - 1e-6, 12);
    expect(silentShare(1, 180, 5000, 2)).toBe(0);
  });

  it('referee: dialled calls one by one', { timeout: 30_000 }, () => {
    // 20 agents at the pace of the cap; rings of random length, answers by chance.
    const agents = 20;
    const { predictive } = paceDialling(CAMPAIGN, agents, 0.03);
    const runs = Array.from({ length: 24 }, (_, seed) => {
      const random = seededRandom(seed + 1);
      const answers: number[] = [];
      for (let clock = 0; answers.length < 8000;) {
        clock += exponential(random, 1 / predictive.dialsPerSecond);
        if (random() < CAMPAIGN.answerProbability) answers.push(clock + 24 * random());
      }
      answers.sort((a, b) => a - b);
      const { answered } = serveContacts(
        {
          arrivalSeconds: Float64Array.from(answers),
          handleSeconds: Float64Array.from(answers, () => exponential(random, 180)),
          patienceSeconds: new Float64Array(answers.length).fill(CAMPAIGN.maxSilenceSeconds),
        },
        Array.from({ length: Math.ceil(answers.at(-1)! / 3600) + 1 }, () => agents),
        3600,
      );
      const settled = answered.subarray(500);
      return settled.filter((got) => got === 0).length / settled.length;
    });
    expect(Math.abs(zScore(runs, predictive.silentShare))).toBeLessThan(3.5);
  });
});

describe('pace', () => {
  it('is the fastest within the cap, to the last bits', () => {
    fc.assert(
      fc.property(agentCount, cap, fc.integer({ min: 0, max: 20 }), (agents, share, silence) => {
        const load = loadForSilentShare(180, agents, silence, share);
        expect(silentShare(load, 180, agents, silence)).toBeLessThanOrEqual(share);
        expect(silentShare(load * (1 + 1e-11), 180, agents, silence)).toBeGreaterThan(share);
      }),
    );
  });

  it('rises with agents and cap, and with them the time agents are busy', () => {
    fc.assert(
      fc.property(agentCount, cap, (agents, share) => {
        const base = paceDialling(CAMPAIGN, agents, share).predictive;
        const more = paceDialling(CAMPAIGN, agents + 1, share).predictive;
        const looser = paceDialling(CAMPAIGN, agents, share * 1.1).predictive;
        expect(more.dialsPerSecond).toBeGreaterThan(base.dialsPerSecond);
        expect(more.occupancy).toBeGreaterThan(base.occupancy);
        expect(looser.dialsPerSecond).toBeGreaterThan(base.dialsPerSecond);
        expect(looser.connectsPerSecond).toBeGreaterThan(base.connectsPerSecond);
        expect(base.silentShare).toBeLessThanOrEqual(share);
        expect(base.connectsPerSecond * 180 + base.idleAgents).toBeCloseTo(agents, 9);
      }),
    );
  });

  it('dials less the more people answer, and connects as many; one at a time connects more', () => {
    fc.assert(
      fc.property(agentCount, fc.double({ min: 0.05, max: 0.9, noNaN: true }), (agents, p) => {
        const at = (answerProbability: number) =>
          paceDialling({ ...CAMPAIGN, answerProbability }, agents, 0.03);
        const seldom = at(p);
        const often = at(p * 1.1);
        expect(often.predictive.dialsPerSecond).toBeLessThan(seldom.predictive.dialsPerSecond);
        expect(often.predictive.connectsPerSecond).toBeCloseTo(
          seldom.predictive.connectsPerSecond,
          12,
        );
        expect(often.oneAtATime.connectsPerSecond).toBeGreaterThan(
          seldom.oneAtATime.connectsPerSecond,
        );
      }),
    );
  });

  it('at a cap of 0 leaves dialling one at a time; near 1 nobody idles', () => {
    const none = paceDialling(CAMPAIGN, 50, 0);
    expect(none).toMatchObject({
      better: 'oneAtATime',
      predictive: { dialsPerSecond: 0, connectsPerSecond: 0, silentShare: 0, idleAgents: 50 },
    });
    // 5 s to read, 0.3 of 12 s and 0.7 of 25 s to ring, 0.3 of 180 s to handle.
    const cycle = 5 + 3.6 + 17.5 + 54;
    expect(none.oneAtATime.dialsPerSecondPerAgent).toBeCloseTo(1 / cycle, 14);
    expect(none.oneAtATime.occupancy).toBeCloseTo(54 / cycle, 14);
    expect(none.oneAtATime.talkShare).toBeCloseTo(45 / cycle, 14);
    expect(none.oneAtATime.callsRinging).toBeCloseTo((50 * 21.1) / cycle, 12);
    const all = paceDialling(CAMPAIGN, 50, 0.9999).predictive;
    expect(all.occupancy).toBeGreaterThan(0.9999);
    expect(all.silentShare).toBeCloseTo(0.9999, 12);
  });

  it('pays from some number of agents on', () => {
    const better = [1, 5, 10, 20, 50, 100, 300].map((n) => paceDialling(CAMPAIGN, n, 0.03).better);
    expect(better[0]).toBe('oneAtATime');
    expect(better.at(-1)).toBe('predictive');
    expect(better.lastIndexOf('oneAtATime')).toBeLessThan(better.indexOf('predictive'));
  });

  it('a pace by hand', () => {
    const pace = evaluatePace({ ...CAMPAIGN, maxSilenceSeconds: 0 }, 2, 0.1);
    // 0.03 answers per second of 180 s: 5.4 erlangs on 2 agents.
    const blocking = 14.58 / (1 + 5.4 + 14.58);
    expect(pace.silentShare).toBeCloseTo(blocking, 14);
    expect(pace.connectsPerSecond).toBeCloseTo(0.03 * (1 - blocking), 14);
    expect(pace.callsRinging).toBeCloseTo(2.11, 12);
    expect(pace.occupancy).toBeCloseTo((5.4 * (1 - blocking)) / 2, 14);
  });
});

describe('allowance of a period', () => {
  const books: SilentBooks = {
    maxSilentShare: 0.03,
    answers: 1000,
    silent: 20,
    expectedAnswers: 500,
  };

  it('spends what is left, and never more than the cap of the whole', () => {
    expect(silentAllowance(books)).toMatchObject({ status: 'within', silentCallsLeft: 25 });
    fc.assert(
      fc.property(
        fc.nat(5000),
        fc.nat(200),
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        (answers, silent, expectedAnswers, maxSilentShare) => {
          fc.pre(silent <= answers);
          const all = answers + expectedAnswers;
          const allowance = silentAllowance({ maxSilentShare, answers, silent, expectedAnswers });
          if (allowance.status === 'exceeded') {
            expect(silent).toBeGreaterThan(maxSilentShare * all);
            const recovered = answers + allowance.answersToRecover!;
            expect(silent / recovered).toBeLessThanOrEqual(maxSilentShare * (1 + 1e-9));
            expect(silent / (recovered - 1)).toBeGreaterThan(maxSilentShare);
            return;
          }
          const end = silent + allowance.maxSilentShare * expectedAnswers;
          expect(end / all).toBeLessThanOrEqual(maxSilentShare * (1 + 1e-9));
          expect((silent + allowance.silentCallsLeft) / all).toBeLessThanOrEqual(
            maxSilentShare * (1 + 1e-9),
          );
          expect(allowance.steadySilentShare).toBeLessThanOrEqual(maxSilentShare);
          if (allowance.maxSilentShare < 1) expect(end / all).toBeCloseTo(maxSilentShare, 9);
        },
      ),
    );
  });

  it('a cap of 0 is exceeded by one silent call, for good', () => {
    expect(silentAllowance({ ...books, maxSilentShare: 0, silent: 1 })).toEqual({
      status: 'exceeded',
      leastSilentShare: 1 / 1500,
      answersToRecover: null,
    });
    expect(silentAllowance({ ...books, maxSilentShare: 0, silent: 0 })).toMatchObject({
      status: 'within',
      silentCallsLeft: 0,
      maxSilentShare: 0,
    });
  });
});

describe('list', () => {
  const list: DialList = { records: 50_000, answerProbabilities: [0.3, 0.25, 0.2] };

  it('dials each person until he answers or the attempts are used up', () => {
    const done = timeForList(list, CAMPAIGN, 100, 0.03);
    expect(done.dials).toBeCloseTo(50_000 * (1 + 0.7 + 0.7 * 0.75), 6);
    expect(done.unreached).toBeCloseTo(50_000 * 0.7 * 0.75 * 0.8, 6);
    expect(done.answers + done.unreached).toBeCloseTo(50_000, 6);
    expect(done.connects + done.silent).toBeCloseTo(done.answers, 6);
    expect(done.dials / done.pace.dialsPerSecond).toBeCloseTo(done.seconds, 6);
    expect(done.silent / done.answers).toBeLessThanOrEqual(0.03 + 1e-12);
    expect(done.way).toBe('predictive');
    expect(timeForList(list, CAMPAIGN, 2, 0.03)).toMatchObject({ way: 'oneAtATime', silent: 0 });
  });

  it('needs the fewest agents who end in time, found against every smaller number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1800, max: 40_000 }),
        fc.constantFrom(0, 0.01, 0.03, 0.3),
        (records, answerProbabilities, available, share) => {
          const small = { records, answerProbabilities };
          const { agents, completion } = agentsForList(small, CAMPAIGN, available, share);
          expect(completion!.seconds).toBeLessThanOrEqual(available);
          for (let fewer = 1; fewer < agents; fewer++) {
            expect(timeForList(small, CAMPAIGN, fewer, share).seconds).toBeGreaterThan(available);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('an empty list needs nobody', () => {
    expect(agentsForList({ ...list, records: 0 }, CAMPAIGN, 3600, 0.03)).toEqual({
      agents: 0,
      completion: null,
    });
    expect(timeForList({ ...list, records: 0 }, CAMPAIGN, 5, 0.03).seconds).toBe(0);
  });
});

describe('refusals', () => {
  const books: SilentBooks = { maxSilentShare: 0.03, answers: 1, silent: 0, expectedAnswers: 1 };
  const list: DialList = { records: 10, answerProbabilities: [0.3] };

  it.each<[string, string, () => unknown]>([
    ['INVALID_INPUT', 'answerProbability', () => pace({ answerProbability: 0 })],
    ['INVALID_INPUT', 'answerProbability', () => pace({ answerProbability: 30 })],
    ['INVALID_INPUT', 'answerProbability', () => pace({ answerProbability: Number.NaN })],
    ['INVALID_INPUT', 'answerRingSeconds', () => pace({ answerRingSeconds: 30 })],
    ['INVALID_INPUT', 'maxRingSeconds', () => pace({ maxRingSeconds: 0 })],
    ['INVALID_INPUT', 'talkSeconds', () => pace({ talkSeconds: -1 })],
    ['INVALID_INPUT', 'handleTimeSeconds', () => pace({ talkSeconds: 0, wrapUpSeconds: 0 })],
    ['INVALID_INPUT', 'maxSilenceSeconds', () => pace({ maxSilenceSeconds: Infinity })],
    ['INVALID_INPUT', 'previewSeconds', () => pace({ previewSeconds: Number.NaN })],
    ['INVALID_INPUT', 'maxSilentShare', () => paceDialling(CAMPAIGN, 5, 3)],
    ['INVALID_INPUT', 'maxSilentShare', () => paceDialling(CAMPAIGN, 5, 1)],
    ['INVALID_INPUT', 'maxSilentShare', () => paceDialling(CAMPAIGN, 5, Number.NaN)],
    ['INVALID_INPUT', 'agents', () => paceDialling(CAMPAIGN, 0, 0.03)],
    ['INVALID_INPUT', 'agents', () => paceDialling(CAMPAIGN, 2.5, 0.03)],
    ['TOO_LARGE', 'maxSilentShare', () => paceDialling(CAMPAIGN, 1_000_000, 0.03)],
    ['INVALID_INPUT', 'dialsPerSecond', () => evaluatePace(CAMPAIGN, 5, -1)],
    ['INVALID_INPUT', 'load', () => silentShare(Number.NaN, 180, 5, 2)],
    ['INVALID_INPUT', 'silent', () => silentAllowance({ ...books, silent: 2 })],
    ['INVALID_INPUT', 'silent', () => silentAllowance({ ...books, silent: 0.5 })],
    ['INVALID_INPUT', 'expectedAnswers', () => silentAllowance({ ...books, expectedAnswers: 0 })],
    ['INVALID_INPUT', 'maxSilentShare', () => silentAllowance({ ...books, maxSilentShare: 3 })],
    ['INVALID_INPUT', 'availableSeconds', () => agentsForList(list, CAMPAIGN, 0, 0.03)],
    ['INVALID_INPUT', 'records', () => timeForList({ ...list, records: 1.5 }, CAMPAIGN, 1, 0.03)],
    ['INVALID_INPUT', 'at least 1 attempt', () => attempts([])],
    ['INVALID_INPUT', 'above 0 for some attempt', () => attempts([0, 0])],
    ['INVALID_INPUT', 'answerProbabilities', () => attempts([0.3, 25])],
    ['TOO_LARGE', 'agents', () => agentsForList({ ...list, records: 1e9 }, CAMPAIGN, 1, 0.03)],
  ])('%s: %s', (code, part, act) => {
    expect(act).toThrowError(
      expect.objectContaining({ code, message: expect.stringContaining(part) as string }),
    );
  });

  function pace(change: Partial<DialCampaign>) {
    return paceDialling({ ...CAMPAIGN, ...change }, 5, 0.03);
  }
  function attempts(answerProbabilities: readonly number[]) {
    return timeForList({ ...list, answerProbabilities }, CAMPAIGN, 1, 0.03);
  }
});

/** Deviations between the mean of independent runs and what is expected of it. */
function zScore(runs: readonly number[], expected: number): number {
  const mean = runs.reduce((sum, x) => sum + x, 0) / runs.length;
  const variance = runs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (runs.length - 1);
  return (mean - expected) / Math.sqrt(variance / runs.length);
}
