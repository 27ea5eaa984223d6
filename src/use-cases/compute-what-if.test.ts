import { describe, expect, it } from 'vitest';
import { makeSample } from '../../test/support/sample-roster.ts';
import { type Scenario } from '../domain/index.ts';
import { type MipSolver } from '../scheduling/index.ts';
import { computeWhatIf } from './compute-what-if.ts';

const { plan, forecast, roster } = makeSample({
  zone: 'Europe/Ljubljana',
  from: '2026-03-23',
  days: 7,
  agents: 6,
});
const nothing: Scenario = {
  name: 'nothing',
  queues: [],
  volumeFactor: null,
  handleTimeFactor: null,
  goal: null,
  unrosteredShrinkage: null,
  patienceSeconds: null,
  headcount: [],
  openingHours: null,
  roster: 'keep',
};
const noSolver: MipSolver = {
  solve: () => Promise.resolve({ status: 'none', values: null, objective: null, bound: null }),
  solveLp: () =>
    Promise.resolve({ status: 'none', values: null, objective: null, bound: null, duals: null }),
} as unknown as MipSolver;

function compute(scenarios: readonly Scenario[]) {
  return computeWhatIf(
    { plan, forecast, roster, scenarios, seed: 1, timeLimitSeconds: 0, inputs: {} },
    { signal: new AbortController().signal, onProgress: () => undefined },
    { solver: noSolver, elapsedSeconds: () => 0 },
  );
}

const [first] = forecast.queues;

describe('scenarios', () => {
  it('that change nothing give the baseline', async () => {
    const { outcomes, totals } = await compute([nothing]);
    const half = outcomes.length / 2;
    outcomes.slice(0, half).forEach((base, index) => {
      expect({ ...outcomes[half + index], scenario: 'baseline' }).toEqual(base);
    });
    expect({ ...totals[1], scenario: 'baseline' }).toEqual(totals[0]);
  });

  it('touch no queue but those they name', async () => {
    const name = first!.queue;
    const { outcomes } = await compute([
      { ...nothing, name: 'sick', queues: [name], unrosteredShrinkage: 0.4 },
    ]);
    const required = (scenario: string, queue: string) =>
      outcomes.find((one) => one.scenario === scenario && one.queue === queue)!
        .requiredAgentSeconds;
    for (const { queue } of forecast.queues) {
      if (queue === name) {
        expect(required('sick', queue)).toBeGreaterThan(required('baseline', queue));
      } else {
        expect(required('sick', queue)).toBe(required('baseline', queue));
      }
    }
  });

  it('scale contacts and never need fewer people for more of them', async () => {
    const { outcomes } = await compute([{ ...nothing, name: 'more', volumeFactor: 1.5 }]);
    const half = outcomes.length / 2;
    outcomes.slice(0, half).forEach((base, index) => {
      const more = outcomes[half + index]!;
      expect(more.volume).toBeCloseTo(1.5 * base.volume, 6);
      expect(more.requiredAgentSeconds).toBeGreaterThanOrEqual(base.requiredAgentSeconds);
    });
  });
});

describe('refusals', () => {
  it.each([
    [[{ ...nothing, queues: ['nobody'] }], /no queue "nobody"/],
    [[nothing, nothing], /expected each scenario once/],
    [[{ ...nothing, headcount: [{ contract: 'none', change: 1 }] }], /changes contract "none"/],
  ])('%#', async (scenarios, message) => {
    await expect(compute(scenarios)).rejects.toThrowError(message);
  });
});
