import { describe, expect, it } from 'vitest';
import { type Patience } from '../domain/patience.ts';
import { drawPatience, drawTime } from './draw-time.ts';
import { makeStreamKeys } from './random-streams.ts';
import { type TimeLaw } from './time-law.ts';

const DRAWS = 40_000;
const keys = makeStreamKeys(3, 0, 1);

/** Largest distance of the draws from a law, times the square root of their number. */
function kolmogorov(draws: number[], below: (seconds: number) => number): number {
  const sorted = [...draws].sort((a, b) => a - b);
  let distance = 0;
  sorted.forEach((draw, index) => {
    const share = below(draw);
    distance = Math.max(distance, (index + 1) / DRAWS - share, share - index / DRAWS);
  });
  return distance * Math.sqrt(DRAWS);
}

/** P(a sum of so many exponential stages <= x), their mean 1. */
function stagesBelow(stages: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < stages; k++) {
    term *= x / k;
    sum += term;
  }
  return 1 - Math.exp(-x) * sum;
}

describe('patience', () => {
  const draw = (patience: Patience | null) =>
    Array.from({ length: DRAWS }, (_, ordinal) => drawPatience(patience, keys, 2, ordinal, 0));

  it.each<[Patience, (seconds: number) => number]>([
    [{ kind: 'exponential', meanSeconds: 90 }, (t) => 1 - Math.exp(-t / 90)],
    [
      { kind: 'hyperexponential', weights: [0.3, 0.7], meansSeconds: [10, 200] },
      (t) => 1 - 0.3 * Math.exp(-t / 10) - 0.7 * Math.exp(-t / 200),
    ],
    [{ kind: 'erlang', stages: 3, meanSeconds: 60 }, (t) => stagesBelow(3, t / 20)],
    [{ kind: 'erlang', stages: 1, meanSeconds: 60 }, (t) => stagesBelow(1, t / 60)],
    [
      { kind: 'weibull', scaleSeconds: 80, shape: 0.6 },
      (t) => 1 - Math.exp(-Math.pow(t / 80, 0.6)),
    ],
  ])('$kind', (patience, below) => {
    // 1.95 is exceeded once in a thousand times.
    expect(kolmogorov(draw(patience), below)).toBeLessThan(1.95);
  });

  it.each<[Patience, (seconds: number) => number]>([
    [
      { kind: 'balking-exponential', balkingShare: 0.2, meanSeconds: 50 },
      (t) => 1 - 0.8 * Math.exp(-t / 50),
    ],
    [
      {
        kind: 'piecewise-hazard',
        balkingShare: 0.2,
        breaksSeconds: [0, 10, 40],
        hazardPerSecond: [0, 0.03, 0.01],
      },
      (t) =>
        1 - 0.8 * Math.exp(-0.03 * Math.min(30, Math.max(0, t - 10)) - 0.01 * Math.max(0, t - 40)),
    ],
  ])('$kind, whose balkers wait for no time at all', (patience, below) => {
    const draws = draw(patience);
    const balked = draws.filter((seconds) => seconds === 0).length;
    expect(Math.abs(balked - 0.2 * DRAWS)).toBeLessThan(4 * Math.sqrt(DRAWS * 0.16));
    // From a jump on the distance is that of the rest.
    const rest = draws.map((seconds) => (seconds === 0 ? 0 : seconds));
    const late = rest.filter((seconds) => seconds > 0);
    const scale = Math.sqrt(late.length / DRAWS);
    const conditional = (seconds: number) => (below(seconds) - 0.2) / 0.8;
    const sorted = [...late].sort((a, b) => a - b);
    let distance = 0;
    sorted.forEach((seconds, index) => {
      distance = Math.max(distance, Math.abs(conditional(seconds) - index / late.length));
    });
    expect(distance * Math.sqrt(DRAWS) * scale).toBeLessThan(1.97);
  });

  it('a last hazard of 0: the rest never hangs up', () => {
    const draws = draw({
      kind: 'piecewise-hazard',
      balkingShare: 0,
      breaksSeconds: [0, 100],
      hazardPerSecond: [0.01, 0],
    });
    const endless = draws.filter((seconds) => seconds === Infinity).length;
    expect(Math.abs(endless / DRAWS - Math.exp(-1))).toBeLessThan(0.01);
  });

  it('deterministic and endless', () => {
    expect(drawPatience({ kind: 'deterministic', valueSeconds: 7 }, keys, 2, 0, 0)).toBe(7);
    expect(drawPatience(null, keys, 2, 0, 0)).toBe(Infinity);
  });
});

describe('handle time', () => {
  const draw = (law: TimeLaw) =>
    Array.from({ length: DRAWS }, (_, ordinal) => drawTime(law, keys, 4, ordinal, 0));

  it.each<[TimeLaw, number, number]>([
    [{ kind: 'exponential', meanSeconds: 200 }, 200, 1],
    [{ kind: 'log-normal', meanSeconds: 200, variation: 0.8 }, 200, 0.8],
    [{ kind: 'gamma', meanSeconds: 200, shape: 4 }, 200, 0.5],
    [{ kind: 'gamma', meanSeconds: 200, shape: 0.5 }, 200, Math.SQRT2],
    [{ kind: 'erlang', meanSeconds: 200, stages: 2 }, 200, Math.SQRT1_2],
    [{ kind: 'empirical', valuesSeconds: [100, 300, 200, 200] }, 200, Math.sqrt(5000) / 200],
    [{ kind: 'deterministic', valueSeconds: 200 }, 200, 0],
  ])('%o has its mean and variation', (law, mean, variation) => {
    const draws = draw(law);
    const actual = draws.reduce((sum, value) => sum + value, 0) / DRAWS;
    const spread = Math.sqrt(draws.reduce((sum, value) => sum + (value - actual) ** 2, 0) / DRAWS);
    expect(Math.abs(actual - mean)).toBeLessThanOrEqual((4 * variation * mean) / Math.sqrt(DRAWS));
    expect(Math.abs(spread / mean - variation)).toBeLessThanOrEqual(0.04 * variation);
  });

  it('of gamma below a shape of 1 has its law: half is a square of the normal', () => {
    const draws = draw({ kind: 'gamma', meanSeconds: 1, shape: 0.5 });
    // P(Z^2 <= 1), P(Z^2 <= 4).
    expect(draws.filter((value) => value <= 1).length / DRAWS).toBeCloseTo(0.6827, 2);
    expect(draws.filter((value) => value <= 4).length / DRAWS).toBeCloseTo(0.9545, 2);
  });
});
