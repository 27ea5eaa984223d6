import { expect, it } from 'vitest';
import { differsFromFormula } from './verification.ts';

const figure = (predicted: number | null, mean: number, halfWidth: number) => ({
  predicted,
  simulated: { mean, halfWidth },
});

it.each<[string, Parameters<typeof differsFromFormula>, boolean]>([
  ['inside', [figure(0.8, 0.81, 0.02), 1000], false],
  ['outside', [figure(0.8, 0.83, 0.02), 1000], true],
  ['nothing predicted', [figure(null, 0.83, 0.02), 1000], false],
  ['nothing simulated', [{ predicted: 0.8, simulated: null }, 1000], false],
  ['none late in 100, one in 50 predicted', [figure(0.98, 1, 0), 100], false],
  ['none late in 1000, one in 50 predicted', [figure(0.98, 1, 0), 1000], true],
])('a formula that lies %s', (_, [compared, contacts], differs) => {
  expect(differsFromFormula(compared, contacts)).toBe(differs);
});
