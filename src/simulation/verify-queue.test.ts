import { describe, expect, it } from 'vitest';
import { type QueueSimulation, simulateQueue } from './simulate-queue.ts';
import { type ReplicationRule, verifyQueue, type VerificationTask } from './verify-queue.ts';

const queue: QueueSimulation = {
  volume: [40, 0, 80],
  handleTimeSeconds: [180, 180, 200],
  agents: [10, 0, 19],
  slowdowns: [1],
  closings: [],
  stepSeconds: 900,
  patience: { kind: 'exponential', meanSeconds: 120 },
  thresholdSeconds: 20,
  lines: null,
  redial: null,
  shiftEnd: 'finish',
  atEnd: 'serve-waiting',
};
const quiet = { onProgress: () => undefined, shouldStop: () => false };
const task = (
  replications: ReplicationRule,
  rest: Partial<QueueSimulation> = {},
): VerificationTask => ({
  queue: { ...queue, ...rest },
  warmUpIntervals: 0,
  periodOf: [0, 0, 1],
  replications,
  seed: 5,
});
const fixed = (replications: number): ReplicationRule => ({ kind: 'fixed', replications });

describe('verifying a queue', () => {
  it('repeats, and says of each interval and in total what the runs did', () => {
    const result = verifyQueue(task(fixed(20)), quiet);
    expect(verifyQueue(task(fixed(20)), quiet)).toEqual(result);
    const runs = Array.from({ length: 20 }, (_, run) => simulateQueue(queue, 5, run));
    const total = (pick: (run: (typeof runs)[number]) => readonly number[], interval?: number) =>
      runs.reduce(
        (sum, run) =>
          sum + pick(run).reduce((all, value, i) => (i === (interval ?? i) ? all + value : all), 0),
        0,
      );
    const answered = (interval?: number) => total((run) => run.queue.answered, interval);
    const good = (interval?: number) => total((run) => run.queue.answeredInThreshold, interval);
    const offered = (interval?: number) => total((run) => run.queue.offered, interval);
    expect(result.replications).toBe(20);
    expect(result.total.offered.mean).toBeCloseTo(offered() / 20, 9);
    expect(result.total.serviceLevels.offered!.mean).toBeCloseTo(good() / offered(), 12);
    expect(result.intervals[2]!.serviceLevels.offered!.mean).toBeCloseTo(good(2) / offered(2), 12);
    expect(result.intervals[0]!.serviceLevels.answered!.mean).toBeCloseTo(
      good(0) / answered(0),
      12,
    );
    expect(result.total.averageSpeedOfAnswerSeconds!.mean).toBeCloseTo(
      total((run) => run.queue.waitAnsweredSeconds) / answered(),
      9,
    );
    expect(result.total.abandonment!.mean).toBeCloseTo(
      total((run) => run.queue.abandoned) / offered(),
      12,
    );
    expect(result.total.occupancy!.mean).toBeCloseTo(
      total((run) => run.agents.meanBusy) / total((run) => run.agents.meanPresent),
      9,
    );
    expect(result.total.serviceLevels.offered!.halfWidth).toBeGreaterThan(0.001);
  });

  it('sums periods run by run, and leaves the warm-up out', () => {
    const result = verifyQueue({ ...task(fixed(30)), warmUpIntervals: 1, periodOf: [0, 1] }, quiet);
    const whole = verifyQueue({ ...task(fixed(30)), periodOf: [0, 1, 1] }, quiet);
    expect(result.intervals).toEqual(whole.intervals.slice(1));
    expect(result.periods).toEqual(result.intervals);
    expect(result.total).toEqual(whole.periods[1]);
    // The period's variance is that of its totals: more than that of intervals taken as strangers.
    const busy = { volume: [70, 70, 70], agents: [15, 15, 15], handleTimeSeconds: [180, 180, 180] };
    const { intervals, total } = verifyQueue(task(fixed(400), busy), quiet);
    const apart = Math.hypot(...intervals.map((one) => one.serviceLevels.offered!.halfWidth)) / 3;
    expect(total.serviceLevels.offered!.halfWidth).toBeGreaterThan(1.05 * apart);
  });

  it('counts who is sent away at closing as lost, and chats by the room that agents have', () => {
    const closing = { volume: [120, 0, 0], agents: [10, 0, 0], closings: [1], patience: null };
    const lost = verifyQueue(task(fixed(20), closing), quiet).total;
    const left = Array.from({ length: 20 }, (_, run) => {
      const { queue: counts } = simulateQueue({ ...queue, ...closing }, 5, run);
      expect(counts.abandoned[0]).toBe(0);
      return counts.left[0]!;
    });
    const sent = left.reduce((sum, one) => sum + one, 0);
    expect(sent).toBeGreaterThan(100);
    expect(lost.abandonment!.mean).toBeCloseTo(sent / (20 * lost.offered.mean), 12);
    const chats = { slowdowns: [1, 1.5], agents: [6, 1, 10] };
    const { occupancy } = verifyQueue(task(fixed(20), chats), quiet).total;
    let held = 0;
    let room = 0;
    for (let run = 0; run < 20; run++) {
      const { agents } = simulateQueue({ ...queue, ...chats }, 5, run);
      agents.meanContacts.forEach((contacts, interval) => {
        held += contacts;
        room += 2 * agents.meanPresent[interval]!;
      });
    }
    expect(occupancy!.mean).toBeCloseTo(held / room, 9);
  });

  it('has nothing to say of an interval without contacts', () => {
    const silent = verifyQueue(task(fixed(5), { volume: [0, 0, 0], agents: [0, 0, 0] }), quiet);
    expect(silent.total).toEqual({
      offered: { mean: 0, halfWidth: 0 },
      serviceLevels: {
        offered: null,
        entered: null,
        answered: null,
        excludingShortAbandons: null,
        includingShortAbandons: null,
      },
      averageSpeedOfAnswerSeconds: null,
      abandonment: null,
      occupancy: null,
    });
  });

  it('goes on until the half-width is small enough', () => {
    const rule = (halfWidth: number, maxReplications: number): ReplicationRule => ({
      kind: 'precision',
      definition: 'offered',
      halfWidth,
      maxReplications,
    });
    const coarse = verifyQueue(task(rule(0.05, 500)), quiet);
    const fine = verifyQueue(task(rule(0.01, 500)), quiet);
    expect(coarse.isPreciseEnough && fine.isPreciseEnough).toBe(true);
    expect(coarse.total.serviceLevels.offered!.halfWidth).toBeLessThanOrEqual(0.05);
    expect(fine.total.serviceLevels.offered!.halfWidth).toBeLessThanOrEqual(0.01);
    expect(fine.replications).toBeGreaterThan(coarse.replications);
    const cut = verifyQueue(task(rule(0.0001, 15)), quiet);
    expect(cut).toMatchObject({ replications: 15, isPreciseEnough: false });
  });

  it('holds a long-run mean in about 95 of 100 intervals', () => {
    const long = verifyQueue({ ...task(fixed(1500)), seed: 77 }, quiet).total.serviceLevels
      .offered!;
    let held = 0;
    for (let seed = 0; seed < 100; seed++) {
      const level = verifyQueue({ ...task(fixed(10)), seed }, quiet).total.serviceLevels.offered!;
      if (Math.abs(level.mean - long.mean) <= level.halfWidth) held++;
    }
    // 95 give or take four standard deviations.
    expect(held).toBeGreaterThanOrEqual(86);
  });

  it('tells how far it is, and stops when asked', () => {
    const seen: number[] = [];
    verifyQueue(task(fixed(4)), { ...quiet, onProgress: (fraction) => seen.push(fraction) });
    expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
    let asked = 0;
    const stopAfter = (runs: number) => ({ ...quiet, shouldStop: () => asked++ >= runs });
    expect(() => verifyQueue(task(fixed(100)), stopAfter(1))).toThrowError(
      expect.objectContaining({ code: 'CANCELLED' }),
    );
    asked = 0;
    const cut = verifyQueue(task(fixed(100)), stopAfter(3));
    expect(cut).toEqual({ ...verifyQueue(task(fixed(3)), quiet), isPreciseEnough: false });
    expect(asked).toBe(4);
  });

  it.each<[string, Partial<VerificationTask>]>([
    ['nothing but warm-up', { warmUpIntervals: 3, periodOf: [] }],
    ['half an interval of warm-up', { warmUpIntervals: 0.5 }],
    ['too few periods', { periodOf: [0] }],
    ['a period that is left out', { periodOf: [0, 2, 2] }],
    ['a negative period', { periodOf: [0, -1, 0] }],
  ])('refuses %s', (_, wrong) => {
    expect(() => verifyQueue({ ...task(fixed(5)), ...wrong }, quiet)).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });

  it.each<[string, ReplicationRule, string]>([
    ['one run', fixed(1), 'INVALID_INPUT'],
    ['half a run', fixed(2.5), 'INVALID_INPUT'],
    ['too many runs', fixed(1e9), 'TOO_LARGE'],
    [
      'a half-width of 0',
      { kind: 'precision', definition: 'offered', halfWidth: 0, maxReplications: 50 },
      'INVALID_INPUT',
    ],
    [
      'too few runs to judge a half-width',
      { kind: 'precision', definition: 'offered', halfWidth: 0.01, maxReplications: 5 },
      'INVALID_INPUT',
    ],
  ])('refuses %s', (_, rule, code) => {
    expect(() => verifyQueue(task(rule), quiet)).toThrowError(
      expect.objectContaining({
        code,
        message: expect.stringMatching(/^expected .* got /) as string,
      }),
    );
  });
});
