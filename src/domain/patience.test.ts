import { describe, expect, it } from 'vitest';
import { checkPatienceLaw, type Patience } from './patience.ts';

describe('laws of patience', () => {
  it.each<[Patience]>([
    [{ kind: 'exponential', meanSeconds: 120 }],
    [{ kind: 'balking-exponential', balkingShare: 1, meanSeconds: 120 }],
    [{ kind: 'hyperexponential', weights: [0.1, 0.2, 0.7], meansSeconds: [1, 20, 300] }],
    [{ kind: 'erlang', stages: 3, meanSeconds: 120 }],
    [{ kind: 'weibull', scaleSeconds: 120, shape: 0.5 }],
    [{ kind: 'deterministic', valueSeconds: 60 }],
    [
      {
        kind: 'piecewise-hazard',
        balkingShare: 0,
        breaksSeconds: [0, 10],
        hazardPerSecond: [0.01, 0],
      },
    ],
  ])('takes %j', (patience) => {
    expect(() => {
      checkPatienceLaw(patience);
    }).not.toThrow();
  });

  const piecewise = (breaksSeconds: number[], hazardPerSecond: number[]): Patience => ({
    kind: 'piecewise-hazard',
    balkingShare: 0,
    breaksSeconds,
    hazardPerSecond,
  });

  it.each<[Patience, RegExp]>([
    [{ kind: 'exponential', meanSeconds: 0 }, /meanSeconds to be a finite number above 0, got 0$/],
    [{ kind: 'exponential', meanSeconds: Number.NaN }, /got NaN$/],
    [{ kind: 'exponential', meanSeconds: Infinity }, /got Infinity$/],
    [
      { kind: 'balking-exponential', balkingShare: 10, meanSeconds: 60 },
      /balkingShare to be a fraction in \[0, 1\], got 10$/,
    ],
    [
      { kind: 'hyperexponential', weights: [0.5, 0.5], meansSeconds: [60] },
      /as many weights as meansSeconds, at least 1, got 2 and 1$/,
    ],
    [{ kind: 'hyperexponential', weights: [], meansSeconds: [] }, /got 0 and 0$/],
    [
      { kind: 'hyperexponential', weights: [0.5, 0.4], meansSeconds: [60, 90] },
      /weights with a sum of 1, got 0.9$/,
    ],
    [{ kind: 'hyperexponential', weights: [1.5, -0.5], meansSeconds: [1, 2] }, /got 1.5$/],
    [{ kind: 'hyperexponential', weights: [1, 0], meansSeconds: [1, -2] }, /got -2$/],
    [{ kind: 'erlang', stages: 1.5, meanSeconds: 60 }, /stages to be a whole number .* got 1.5$/],
    [{ kind: 'erlang', stages: 0, meanSeconds: 60 }, /got 0$/],
    [{ kind: 'weibull', scaleSeconds: 60, shape: -1 }, /shape to be .* got -1$/],
    [{ kind: 'weibull', scaleSeconds: -60, shape: 1 }, /scaleSeconds to be .* got -60$/],
    [{ kind: 'deterministic', valueSeconds: 0 }, /valueSeconds to be .* got 0$/],
    [piecewise([], []), /as many breaksSeconds as hazardPerSecond, at least 1, got 0 and 0$/],
    [piecewise([0, 1], [1]), /got 2 and 1$/],
    [piecewise([1], [1]), /breaksSeconds that start at 0, got 1$/],
    [piecewise([0, 5, 5], [1, 1, 1]), /breaksSeconds that rise, got 5 before 5$/],
    [piecewise([0, Number.NaN], [1, 1]), /got NaN$/],
    [piecewise([0], [-0.1]), /hazardPerSecond to be .* got -0.1$/],
    [{ ...piecewise([0], [1]), balkingShare: -0.1 } as Patience, /balkingShare .* got -0.1$/],
  ])('refuses %j', (patience, message) => {
    expect(() => {
      checkPatienceLaw(patience);
    }).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});
