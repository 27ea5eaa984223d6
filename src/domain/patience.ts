import { checkNonNegative, checkPositive, checkPositiveInteger, checkShare } from './check.ts';
import { AgnerError } from './errors.ts';

/**
 * How long a caller waits before hanging up, as a law. Callers who never hang up are `null`
 * wherever a patience is asked for.
 *
 * - `exponential`: the same hazard at any time
 * - `balking-exponential`: a share hangs up at once if it cannot be served at once, the rest is
 *   exponential with `meanSeconds`
 * - `hyperexponential`: a caller is of kind i with `weights[i]`, exponential with `meansSeconds[i]`
 * - `erlang`: sum of `stages` exponential stages, `meanSeconds` together
 * - `weibull`: P(patience > t) = exp(-(t / scaleSeconds) ^ shape)
 * - `deterministic`: everybody waits `valueSeconds`
 * - `piecewise-hazard`: hazard `hazardPerSecond[i]` from `breaksSeconds[i]` to the next break, the
 *   last one for ever; `balkingShare` hangs up at once. The last hazard may be 0: the rest of the
 *   callers never hangs up.
 */
export type Patience =
  | { readonly kind: 'exponential'; readonly meanSeconds: number }
  | {
      readonly kind: 'balking-exponential';
      readonly balkingShare: number;
      readonly meanSeconds: number;
    }
  | {
      readonly kind: 'hyperexponential';
      readonly weights: readonly number[];
      readonly meansSeconds: readonly number[];
    }
  | { readonly kind: 'erlang'; readonly stages: number; readonly meanSeconds: number }
  | { readonly kind: 'weibull'; readonly scaleSeconds: number; readonly shape: number }
  | { readonly kind: 'deterministic'; readonly valueSeconds: number }
  | {
      readonly kind: 'piecewise-hazard';
      readonly balkingShare: number;
      readonly breaksSeconds: readonly number[];
      readonly hazardPerSecond: readonly number[];
    };

/** Throws `INVALID_INPUT` unless the law's numbers make sense. */
export function checkPatienceLaw(patience: Patience): void {
  switch (patience.kind) {
    case 'exponential':
      checkPositive('patience meanSeconds', patience.meanSeconds);
      return;
    case 'balking-exponential':
      checkShare('patience balkingShare', patience.balkingShare);
      checkPositive('patience meanSeconds', patience.meanSeconds);
      return;
    case 'hyperexponential':
      checkHyperexponential(patience.weights, patience.meansSeconds);
      return;
    case 'erlang':
      checkPositiveInteger('patience stages', patience.stages);
      checkPositive('patience meanSeconds', patience.meanSeconds);
      return;
    case 'weibull':
      checkPositive('patience scaleSeconds', patience.scaleSeconds);
      checkPositive('patience shape', patience.shape);
      return;
    case 'deterministic':
      checkPositive('patience valueSeconds', patience.valueSeconds);
      return;
    case 'piecewise-hazard':
      checkShare('patience balkingShare', patience.balkingShare);
      checkPieces(patience.breaksSeconds, patience.hazardPerSecond);
  }
}

function checkHyperexponential(weights: readonly number[], means: readonly number[]): void {
  if (weights.length === 0 || weights.length !== means.length) {
    refuse(`as many weights as meansSeconds, at least 1`, `${weights.length} and ${means.length}`);
  }
  for (const weight of weights) checkShare('patience weights', weight);
  for (const mean of means) checkPositive('patience meansSeconds', mean);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) > 1e-9) refuse('weights with a sum of 1', String(sum));
}

function checkPieces(breaks: readonly number[], hazards: readonly number[]): void {
  if (breaks.length === 0 || breaks.length !== hazards.length) {
    refuse(
      'as many breaksSeconds as hazardPerSecond, at least 1',
      `${breaks.length} and ${hazards.length}`,
    );
  }
  if (breaks[0] !== 0) refuse('breaksSeconds that start at 0', String(breaks[0]));
  breaks.forEach((from, index) => {
    checkNonNegative('patience breaksSeconds', from);
    if (index > 0 && !(from > breaks[index - 1]!)) {
      refuse('breaksSeconds that rise', `${breaks[index - 1]} before ${from}`);
    }
  });
  for (const hazard of hazards) checkNonNegative('patience hazardPerSecond', hazard);
}

function refuse(expected: string, got: string): never {
  throw new AgnerError('INVALID_INPUT', `expected a patience with ${expected}, got ${got}`, {
    name: 'patience',
    expected,
    got,
  });
}
