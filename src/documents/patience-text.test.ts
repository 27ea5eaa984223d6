import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { checkValue } from './issues.ts';
import { patienceSchema } from './patience-text.ts';

describe('reading a patience', () => {
  it.each([
    [
      { kind: 'exponential', mean_seconds: 120 },
      { kind: 'exponential', meanSeconds: 120 },
    ],
    [
      { kind: 'exponential', meanSeconds: 120 },
      { kind: 'exponential', meanSeconds: 120 },
    ],
    [
      { kind: 'balk_exponential', zero_patience_probability: 0.1, mean_seconds: 150 },
      { kind: 'balking-exponential', balkingShare: 0.1, meanSeconds: 150 },
    ],
    [
      { kind: 'balking-exponential', balkingShare: '10 %', meanSeconds: 150 },
      { kind: 'balking-exponential', balkingShare: 0.1, meanSeconds: 150 },
    ],
    [
      { kind: 'hyperexponential', weight_1: 0.25, mean_1_seconds: 10, mean_2_seconds: 240 },
      { kind: 'hyperexponential', weights: [0.25, 0.75], meansSeconds: [10, 240] },
    ],
    [
      { kind: 'erlang2', mean_seconds: 120 },
      { kind: 'erlang', stages: 2, meanSeconds: 120 },
    ],
    [
      { kind: 'erlang', stages: 3, mean_seconds: 120 },
      { kind: 'erlang', stages: 3, meanSeconds: 120 },
    ],
    [
      { kind: 'weibull', scale_seconds: 90, shape: 0.6 },
      { kind: 'weibull', scaleSeconds: 90, shape: 0.6 },
    ],
    [
      { kind: 'deterministic', value_seconds: 60 },
      { kind: 'deterministic', valueSeconds: 60 },
    ],
    [
      { kind: 'piecewise_hazard', breaks_seconds: [0, 10], hazard_per_second: [0.01, 0] },
      {
        kind: 'piecewise-hazard',
        balkingShare: 0,
        breaksSeconds: [0, 10],
        hazardPerSecond: [0.01, 0],
      },
    ],
  ])('%j', (written, law) => {
    expect(checkValue(patienceSchema, written, 'request')).toEqual(law);
  });

  it('describes itself as a JSON Schema in the names of the domain', () => {
    const schema = z.toJSONSchema(patienceSchema, { io: 'input' });
    expect(JSON.stringify(schema)).toContain('"balking-exponential"');
  });
});

describe('refusals', () => {
  it.each([
    [{ kind: 'exponential' }, /meanSeconds.*expected a number of seconds above 0/],
    [{ kind: 'exponential', mean_seconds: -3 }, /expected a number of seconds above 0, got -3/],
    [{ kind: 'exponential', meanSeconds: 1, mean_seconds: 2 }, /unknown key "mean_seconds"/],
    [{ kind: 'weibull', scaleSeconds: 90, shap: 1 }, /unknown key "shap", did you mean "shape"/],
    [{ kind: 'gamma', meanSeconds: 90 }, /expected a kind of patience: exponential, /],
    [
      { kind: 'balking-exponential', balkingShare: 10, meanSeconds: 90 },
      /expected a fraction such as 0.8 or 80 %, got 10/,
    ],
    [
      { kind: 'hyperexponential', weights: [0.5, 0.4], meansSeconds: [1, 2] },
      /expected a patience with weights with a sum of 1, got 0.9/,
    ],
    [
      { kind: 'hyperexponential', weight_1: 0.5, mean_1_seconds: 5 },
      /expected a number of seconds above 0/,
    ],
    [
      { kind: 'hyperexponential', weight_1: 'half', mean_1_seconds: 5, mean_2_seconds: 6 },
      /unknown key/,
    ],
    [
      { kind: 'piecewise-hazard', breaksSeconds: [5], hazardPerSecond: [1] },
      /expected a patience with breaksSeconds that start at 0, got 5/,
    ],
    [
      { kind: 'piecewise-hazard', breaksSeconds: [0, 5], hazardPerSecond: [1] },
      /as many breaksSeconds as hazardPerSecond/,
    ],
    [120, /expected/],
    [null, /expected/],
    [[], /expected/],
  ])('%j', (written, message) => {
    expect(() => checkValue(patienceSchema, written, 'request')).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});
