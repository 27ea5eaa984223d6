import { describe, expect, it } from 'vitest';
import { exponential, gamma, logNormal, poisson, seededRandom, standardNormal } from './random.ts';

describe('random', () => {
  const DRAWS = 40_000;

  function moments(draw: (random: () => number) => number) {
    const random = seededRandom(7);
    const values = Array.from({ length: DRAWS }, () => draw(random));
    const mean = values.reduce((sum, x) => sum + x, 0) / DRAWS;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (DRAWS - 1);
    return { mean, variance };
  }

  it.each([
    ['uniform', (random: () => number) => random(), 0.5, 1 / 12],
    ['exponential', (random: () => number) => exponential(random, 3), 3, 9],
    ['normal', standardNormal, 0, 1],
    ['gamma', (random: () => number) => gamma(random, 10, 4), 10, 25],
    ['log-normal', (random: () => number) => logNormal(random, 2, 0.5), 2, 1],
    ['Poisson 0.3', (random: () => number) => poisson(random, 0.3), 0.3, 0.3],
    ['Poisson 15', (random: () => number) => poisson(random, 15), 15, 15],
    ['Poisson 400', (random: () => number) => poisson(random, 400), 400, 400],
  ])('%s has its mean and variance', (_, draw, mean, variance) => {
    const actual = moments(draw);
    expect(Math.abs(actual.mean - mean) / Math.sqrt(variance / DRAWS)).toBeLessThan(4);
    expect(actual.variance / variance).toBeGreaterThan(0.93);
    expect(actual.variance / variance).toBeLessThan(1.07);
  });

  it('Poisson has its probabilities', () => {
    const random = seededRandom(11);
    const counts = new Array<number>(60).fill(0);
    for (let draw = 0; draw < DRAWS; draw++) counts[poisson(random, 20)]!++;
    let probability = Math.exp(-20);
    for (let count = 0; count < 40; count++) {
      const expected = DRAWS * probability;
      if (expected > 20) {
        expect(Math.abs(counts[count]! - expected) / Math.sqrt(expected)).toBeLessThan(4.5);
      }
      probability *= 20 / (count + 1);
    }
  });

  it('repeats with the seed, and neighbours differ', () => {
    const draws = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 5 }, random);
    };
    expect(draws(5)).toEqual(draws(5));
    expect(draws(5)).not.toEqual(draws(6));
    expect(draws(5)).not.toEqual(draws(5 + 2 ** 32));
  });

  it('refuses a mean that is none', () => {
    expect(() => poisson(seededRandom(1), Number.NaN)).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });
});
