import { describe, expect, it } from 'vitest';
import { makeSample } from '../../test/support/sample-roster.ts';
import {
  differsFromFormula,
  type PlanQueue,
  type QueueForecast,
  type QueueRequirement,
  type QueueStaffing,
  type Requirement,
  type Uncertainty,
  type VerifiedQueue,
} from '../domain/index.ts';
import { staffQueue } from './compute-requirement.ts';
import { computeVerification } from './compute-verification.ts';

const { plan, forecast } = makeSample({
  zone: 'Europe/Ljubljana',
  from: '2026-03-23',
  days: 2,
  agents: 6,
});
const [queue] = plan.queues as [PlanQueue];
const [series] = forecast.queues.filter((one) => one.queue === queue.name) as [QueueForecast];
const calls: QueueStaffing = {
  kind: 'calls',
  model: 'erlang-a',
  method: 'carry-over',
  patienceSeconds: 90,
};

function staff(staffing: QueueStaffing, goal: Partial<PlanQueue['goal']> = {}): QueueRequirement {
  const asked = { ...queue.goal, maxOccupancy: null, maxAbandonment: null, ...goal };
  return staffQueue(series, { ...queue, staffing, goal: asked }, plan);
}

function verify(
  queues: readonly QueueRequirement[],
  replications: number,
  signal: AbortSignal = new AbortController().signal,
  onProgress: (fraction: number) => void = () => undefined,
) {
  const provenance = { program: 'agner', inputsHash: '', seed: 1, inputs: {} };
  const requirement: Requirement = { kind: 'requirement', provenance, queues };
  return computeVerification(
    { requirement, replications, seed: 3, inputs: {} },
    {
      signal,
      onProgress: ({ fraction }) => {
        onProgress(fraction);
      },
    },
  );
}

function simulated(found: VerifiedQueue | undefined) {
  if (found?.status === 'simulated') return found;
  throw new Error('expected a queue that was simulated');
}

describe('a requirement of calls', () => {
  const required = staff(calls);
  const found = simulated(verify([required], 150).queues[0]);

  it('is simulated interval by interval, and predicted as the requirement says', () => {
    expect(found.replications).toBe(150);
    found.intervals.forEach(({ offered, serviceLevel }, slot) => {
      const expected = required.serviceLevel[slot] ?? null;
      if (expected === null) expect(serviceLevel.predicted).toBeNull();
      else expect(serviceLevel.predicted).toBeCloseTo(expected, 12);
      const volume = required.open[slot] === true ? required.volume[slot]! : 0;
      // Five standard errors of a Poisson mean.
      expect(Math.abs(offered.mean - volume)).toBeLessThanOrEqual(5 * Math.sqrt(volume / 150));
    });
  });

  it('has days that are totals of intervals over all runs', () => {
    let slot = 0;
    expect(found.days.map(({ date }) => date)).toEqual(['2026-03-23', '2026-03-24']);
    for (const day of found.days) {
      let good = 0;
      let offered = 0;
      for (const end = slot + 96; slot < end; slot++) {
        const one = found.intervals[slot]!;
        offered += one.offered.mean;
        good += one.offered.mean * (one.serviceLevel.simulated?.mean ?? 0);
      }
      expect(day.offered.mean).toBeCloseTo(offered, 9);
      expect(day.serviceLevel.simulated!.mean).toBeCloseTo(good / offered, 9);
    }
  });

  it('gives what was predicted or a little better, since people finish the contact', () => {
    const { serviceLevel, abandonment, occupancy } = found.total;
    const difference = serviceLevel.simulated!.mean - serviceLevel.predicted!;
    expect(difference).toBeGreaterThan(-2 * serviceLevel.simulated!.halfWidth);
    expect(difference).toBeLessThan(0.02);
    expect(Math.abs(abandonment.simulated!.mean - abandonment.predicted!)).toBeLessThan(0.01);
    expect(Math.abs(occupancy.simulated!.mean - occupancy.predicted!)).toBeLessThan(0.02);
  });

  it('is found out where it promises more than its people can do', () => {
    const fewer = required.agents.map((agents) => Math.max(1, agents - 1));
    const wrong = simulated(verify([{ ...required, agents: fewer }], 150).queues[0]);
    const differing = (one: typeof found) =>
      one.intervals.filter(({ serviceLevel, offered }) =>
        differsFromFormula(serviceLevel, offered.mean * 150),
      ).length;
    expect(differsFromFormula(wrong.total.serviceLevel, wrong.total.offered.mean * 150)).toBe(true);
    expect(differing(wrong)).toBeGreaterThan(3 * differing(found));
  });

  it('comes out the same with its seed', () => {
    expect(verify([required], 10)).toEqual(verify([required], 10));
  });
});

it.each([
  ['2026-03-28', [96, 92, 96]],
  ['2026-10-24', [96, 100, 96]],
])('days are those of the wall clock: three from %s', (from, slots) => {
  const sample = makeSample({ zone: 'Europe/Ljubljana', from, days: 3, agents: 6 });
  const [one] = sample.forecast.queues as [QueueForecast];
  const required = staffQueue(one, { ...queue, staffing: calls }, sample.plan);
  const found = simulated(verify([required], 20).queues[0]);
  let slot = 0;
  found.days.forEach(({ offered }, day) => {
    const inDay = found.intervals.slice(slot, (slot += slots[day]!));
    expect(offered.mean).toBeCloseTo(
      inDay.reduce((sum, interval) => sum + interval.offered.mean, 0),
      9,
    );
  });
  expect(slot).toBe(found.intervals.length);
});

it('a day without contacts has nothing to compare, and says so', () => {
  const none = series.volume.mean.map((volume, slot) => (slot < 96 ? 0 : volume));
  const required = staffQueue(
    { ...series, volume: { ...series.volume, mean: none } },
    { ...queue, staffing: calls },
    plan,
  );
  const { days, intervals } = simulated(verify([required], 20).queues[0]);
  expect(days[0]).toMatchObject({
    offered: { mean: 0, halfWidth: 0 },
    serviceLevel: { predicted: null, simulated: null },
    averageSpeedOfAnswerSeconds: { predicted: null, simulated: null },
    abandonment: { predicted: null, simulated: null },
    occupancy: { predicted: 0, simulated: { mean: 0, halfWidth: 0 } },
  });
  expect(intervals[0]!.serviceLevel).toEqual({ predicted: null, simulated: null });
  expect(days[1]!.serviceLevel.simulated).not.toBeNull();
});

it('callers who never hang up are simulated so, even where a patience is known', () => {
  const required = staff({ ...calls, model: 'erlang-c', method: 'sipp' });
  const { total } = simulated(verify([required], 40).queues[0]);
  expect(total.abandonment).toMatchObject({ predicted: 0, simulated: { mean: 0 } });
});

it('who waits at closing is sent away in both', () => {
  const open = series.volume.mean.map((_, slot) => slot % 96 >= 36 && slot % 96 < 48);
  const morning = [{ fromSeconds: 9 * 3600, toSeconds: 12 * 3600 }];
  const volume = { ...series.volume, mean: series.volume.mean.map(() => 30) };
  const required = staffQueue(
    { ...series, volume },
    {
      ...queue,
      staffing: calls,
      openingHours: { weekdays: Array.from({ length: 7 }, () => morning), exceptions: [] },
      goal: staff(calls).goal,
    },
    plan,
  );
  expect(required.open).toEqual(open);
  const found = simulated(verify([required], 200).queues[0]);
  const last = found.intervals[47]!;
  expect(required.leftAtClosing[47]).toBeGreaterThan(0.1);
  const { predicted, simulated: measured } = last.abandonment;
  expect(Math.abs(measured!.mean - predicted!)).toBeLessThan(2 * measured!.halfWidth);
});

it('chats are simulated with an agent who keeps them', () => {
  const required = staff(
    { kind: 'chat', handleTimeByConcurrencySeconds: [240, 300, 390], patienceSeconds: 180 },
    { serviceLevel: 0.8, thresholdSeconds: 30 },
  );
  const { total } = simulated(verify([required], 60).queues[0]);
  expect(Math.abs(total.serviceLevel.simulated!.mean - total.serviceLevel.predicted!)).toBeLessThan(
    0.06,
  );
  expect(Math.abs(total.occupancy.simulated!.mean - total.occupancy.predicted!)).toBeLessThan(0.06);
});

it('deferred work is said not to be simulated', () => {
  const staffing = { kind: 'deferred', clock: 'open', backlog: 0, certainty: 0.95 } as const;
  const required = staff(staffing, { serviceLevel: 0.9, thresholdSeconds: 4 * 3600 });
  expect(verify([required], 10).queues).toEqual([
    { status: 'not-simulated', queue: queue.name, reason: 'deferred' },
  ]);
});

it('a queue staffed for more than one volume is said not to be simulated', () => {
  const uncertainty: Uncertainty = {
    volume: { kind: 'gamma', variation: 0.1 },
    absence: 'random',
    aim: { kind: 'expectation' },
  };
  const goal = { ...queue.goal, maxOccupancy: null, maxAbandonment: null };
  const required = staffQueue(series, { ...queue, staffing: calls, goal, uncertainty }, plan);
  expect(verify([required], 10).queues).toEqual([
    { status: 'not-simulated', queue: queue.name, reason: 'uncertain' },
  ]);
});

it('a stop keeps what was done, and names what was not', () => {
  const stop = new AbortController();
  const told: number[] = [];
  const required = staff(calls);
  const { queues } = verify([required, { ...required, queue: 'other' }], 50, stop.signal, (one) => {
    told.push(one);
    if (one >= 0.1) stop.abort();
  });
  expect(queues[0]).toMatchObject({ status: 'simulated', replications: 10 });
  expect(queues[1]).toEqual({ status: 'not-simulated', queue: 'other', reason: 'stopped' });
  expect(told[1]).toBeCloseTo(0.01, 12);
});
