import { describe, expect, it } from 'vitest';
import { type QueueSimulation, simulateQueue } from './simulate-queue.ts';

const day: QueueSimulation = {
  volume: [10, 40, 80, 40, 10],
  handleTimeSeconds: [200, 200, 200, 200, 200],
  agents: [3, 9, 15, 11, 4],
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

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('simulating a queue', () => {
  it('repeats with the seed, and another run is another', () => {
    expect(simulateQueue(day, 3, 0)).toEqual(simulateQueue(day, 3, 0));
    expect(simulateQueue(day, 3, 0)).not.toEqual(simulateQueue(day, 3, 1));
  });

  it('loses nobody who is endlessly patient', () => {
    const { queue } = simulateQueue({ ...day, patience: null }, 3, 0);
    expect(queue.answered).toEqual(queue.offered);
    expect(sum(queue.offered)).toBeGreaterThan(100);
  });

  it('takes the handle time of the interval of arrival', () => {
    const { queue } = simulateQueue(
      {
        ...day,
        volume: [400, 400],
        handleTimeSeconds: [100, 300],
        agents: [200, 200],
      },
      3,
      0,
    );
    const mean = (interval: number) => queue.handleSeconds[interval]! / queue.answered[interval]!;
    // Four standard errors.
    expect(Math.abs(mean(0) - 100)).toBeLessThan(20);
    expect(Math.abs(mean(1) - 300)).toBeLessThan(60);
  });

  it.each<[string, Partial<QueueSimulation>]>([
    ['a handle time of 0', { handleTimeSeconds: [0, 1, 1, 1, 1] }],
    ['unequal lengths', { agents: [1] }],
    ['no interval', { volume: [], agents: [], handleTimeSeconds: [] }],
    ['half an agent', { agents: [1, 1, 0.5, 1, 1] }],
    ['a negative volume', { volume: [1, 1, -1, 1, 1] }],
    ['a volume that is no number', { volume: [1, 1, Number.NaN, 1, 1] }],
    ['a step of 0', { stepSeconds: 0 }],
    ['a negative threshold', { thresholdSeconds: -1 }],
    ['a patience of 0', { patience: { kind: 'exponential', meanSeconds: 0 } }],
    ['half a line', { lines: 10.5 }],
    [
      'redials without end',
      {
        redial: {
          shareOfAbandoned: 1,
          shareOfBlocked: 0,
          delay: { kind: 'exponential', meanSeconds: 60 },
        },
      },
    ],
    [
      'a share in percent',
      {
        redial: {
          shareOfAbandoned: 0,
          shareOfBlocked: 50,
          delay: { kind: 'exponential', meanSeconds: 60 },
        },
      },
    ],
  ])('refuses %s', (_, wrong) => {
    expect(() => simulateQueue({ ...day, ...wrong }, 1, 0)).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(/^expected .* got /) as string,
      }),
    );
  });

  it.each([
    [Number.NaN, 0],
    [1.5, 0],
    [1, -1],
    [1, 0.5],
  ])('refuses seed %d, replication %d', (seed, replication) => {
    expect(() => simulateQueue(day, seed, replication)).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });

  it('refuses more than it can do', () => {
    const huge = { ...day, volume: [1e12, 0, 0, 0, 0] };
    expect(() => simulateQueue(huge, 1, 0)).toThrowError(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
    const many = { ...day, agents: [1e9, 0, 0, 0, 0] };
    expect(() => simulateQueue(many, 1, 0)).toThrowError(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
  });
});
