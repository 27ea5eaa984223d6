import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Patience } from '../../domain/patience.ts';
import { gammaQuantile, gammaShares } from './gamma-law.ts';
import {
  meanPatience,
  patienceHazard,
  patienceSurvival,
  restrictedMeanPatience,
} from './patience-survival.ts';

const pieces: Patience = {
  kind: 'piecewise-hazard',
  balkingShare: 0.5,
  breaksSeconds: [0, 10, 30],
  hazardPerSecond: [0, 0.1, 0.02],
};
const endless: Patience = {
  kind: 'piecewise-hazard',
  balkingShare: 0.5,
  breaksSeconds: [0, 10, 40],
  hazardPerSecond: [0.1, 0, 0],
};

describe('laws of patience', () => {
  it.each<[Patience, number]>([
    [{ kind: 'exponential', meanSeconds: 90 }, 90],
    [{ kind: 'balking-exponential', balkingShare: 0.25, meanSeconds: 90 }, 67.5],
    [{ kind: 'hyperexponential', weights: [0.3, 0.7], meansSeconds: [1e-3, 1e5] }, 0.3e-3 + 0.7e5],
    [{ kind: 'erlang', stages: 2, meanSeconds: 77 }, 77],
    [{ kind: 'erlang', stages: 200, meanSeconds: 77 }, 77],
    [{ kind: 'weibull', scaleSeconds: 60, shape: 0.5 }, 120],
    [{ kind: 'weibull', scaleSeconds: 60, shape: 2 }, 30 * Math.sqrt(Math.PI)],
    // 60 times the gamma function at 21 and at 1.01.
    [{ kind: 'weibull', scaleSeconds: 60, shape: 0.05 }, 60 * 2432902008176640000],
    [{ kind: 'weibull', scaleSeconds: 60, shape: 100 }, 60 * 0.9943258511915061],
    [{ kind: 'deterministic', valueSeconds: 31 }, 31],
    [pieces, 0.5 * (10 + 10 * (1 - Math.exp(-2)) + 50 * Math.exp(-2))],
  ])('%j has its mean', (patience, mean) => {
    expect(meanPatience(patience)! / mean).toBeCloseTo(1, 13);
  });

  it('have no mean where some never hang up, but one up to a limit', () => {
    expect(meanPatience(endless)).toBeNull();
    const left = Math.exp(-1);
    const expected = 0.5 * (10 * (1 - left) + 90 * left);
    expect(restrictedMeanPatience(endless, 100)).toBeCloseTo(expected, 12);
    expect(patienceSurvival(endless, 1e6)).toBeCloseTo(0.5 * left, 15);
    expect(meanPatience({ ...endless, balkingShare: 1 } as Patience)).toBe(0);
  });

  it.each<[Patience]>([
    [{ kind: 'exponential', meanSeconds: 90 }],
    [{ kind: 'balking-exponential', balkingShare: 0.25, meanSeconds: 90 }],
    [{ kind: 'hyperexponential', weights: [0.3, 0.7], meansSeconds: [5, 200] }],
    [{ kind: 'erlang', stages: 7, meanSeconds: 77 }],
    [{ kind: 'weibull', scaleSeconds: 60, shape: 0.4 }],
    [{ kind: 'weibull', scaleSeconds: 60, shape: 3.5 }],
    [pieces],
  ])('%j: survival falls at the hazard, and adds up to the mean', (patience) => {
    const time = fc.double({ min: 0.5, max: 300, noNaN: true });
    fc.assert(
      fc.property(time, (seconds) => {
        const step = 1e-5 * seconds;
        const edges = [10, 30];
        fc.pre(edges.every((edge) => Math.abs(edge - seconds) > 2 * step));
        const here = patienceSurvival(patience, seconds);
        const before = patienceSurvival(patience, seconds - step);
        const after = patienceSurvival(patience, seconds + step);
        const hazard = patienceHazard(patience, seconds)!;
        // Differences tell a slope while not nearly all have gone.
        fc.pre(here > 1e-6);
        const fall = (before - after) / (2 * step * here);
        expect(Math.abs(fall - hazard)).toBeLessThan(1e-8 + 1e-5 * hazard);
        const mean = (t: number) => restrictedMeanPatience(patience, t);
        const slope = (mean(seconds + step) - mean(seconds - step)) / (2 * step);
        expect(Math.abs(slope - here)).toBeLessThan(1e-6);
      }),
      { numRuns: 40 },
    );
  });

  it('jump where all hang up', () => {
    const fixed: Patience = { kind: 'deterministic', valueSeconds: 60 };
    expect(patienceSurvival(fixed, 59.999)).toBe(1);
    expect(patienceSurvival(fixed, 60)).toBe(0);
    expect(patienceHazard(fixed, 60)).toBeNull();
    expect(patienceHazard(fixed, 10)).toBe(0);
    expect(restrictedMeanPatience(fixed, 45)).toBe(45);
    expect(restrictedMeanPatience(fixed, 600)).toBe(60);
  });

  it('of Weibull start with no hazard or with no finite one', () => {
    expect(patienceHazard({ kind: 'weibull', scaleSeconds: 60, shape: 2 }, 0)).toBe(0);
    expect(patienceHazard({ kind: 'weibull', scaleSeconds: 60, shape: 0.5 }, 0)).toBeNull();
    expect(patienceHazard({ kind: 'weibull', scaleSeconds: 60, shape: 1 }, 0)).toBe(1 / 60);
  });

  it('refuse times that are none', () => {
    const law: Patience = { kind: 'exponential', meanSeconds: 60 };
    for (const run of [patienceSurvival, patienceHazard, restrictedMeanPatience]) {
      expect(() => run(law, -1)).toThrowError(
        /econds to be a finite number of at least 0, got -1$/,
      );
      expect(() => run(law, Number.NaN)).toThrowError(/got NaN$/);
      expect(() => run({ ...law, meanSeconds: -1 }, 1)).toThrowError(/meanSeconds/);
    }
  });
});

describe('gamma law', () => {
  // scipy.stats.gamma.ppf and scipy.special.gammainc.
  it.each([
    [1, 0.975, 3.6888794541139354],
    [2, 0.025, 0.24220927854396496],
    [11, 0.975, 18.39035604201778],
    [100, 0.025, 81.36399125092314],
    [5904, 0.975, 6055.543618213617],
    [1e6, 0.025, 998040.9833402939],
  ])('of shape %d has the quantile %d', (shape, share, expected) => {
    expect(gammaQuantile(shape, share) / expected).toBeCloseTo(1, 11);
  });

  it('has the shares of the tables', () => {
    expect(gammaShares(0.5, 3).below).toBeCloseTo(0.9856941215645704, 14);
    expect(gammaShares(3, 1e-20).below / (1e-60 / 6)).toBeCloseTo(1, 12);
    expect(gammaShares(3, 0)).toEqual({ below: 0, above: 1 });
  });
});
