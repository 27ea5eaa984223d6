import { checkPositive, checkPositiveInteger } from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';

/**
 * How long something takes (handling a contact, or until a caller redials), as a law.
 *
 * - `deterministic`: always `valueSeconds`
 * - `log-normal`: with `variation` as coefficient of variation (standard deviation over mean)
 * - `gamma`: `variation` is 1 / sqrt(shape)
 * - `erlang`: sum of `stages` exponential stages, `meanSeconds` together
 * - `empirical`: one of `valuesSeconds`, each as likely as the others
 */
export type TimeLaw =
  | { readonly kind: 'exponential'; readonly meanSeconds: number }
  | { readonly kind: 'deterministic'; readonly valueSeconds: number }
  | { readonly kind: 'log-normal'; readonly meanSeconds: number; readonly variation: number }
  | { readonly kind: 'gamma'; readonly meanSeconds: number; readonly shape: number }
  | { readonly kind: 'erlang'; readonly meanSeconds: number; readonly stages: number }
  | { readonly kind: 'empirical'; readonly valuesSeconds: readonly number[] };

/** Throws `INVALID_INPUT` unless the law's numbers make sense. */
export function checkTimeLaw(name: string, law: TimeLaw): void {
  switch (law.kind) {
    case 'deterministic':
      checkPositive(`${name} valueSeconds`, law.valueSeconds);
      return;
    case 'exponential':
      break;
    case 'log-normal':
      checkPositive(`${name} variation`, law.variation);
      break;
    case 'gamma':
      checkPositive(`${name} shape`, law.shape);
      break;
    case 'erlang':
      checkPositiveInteger(`${name} stages`, law.stages);
      break;
    case 'empirical':
      if (law.valuesSeconds.length === 0) {
        throw new AgnerError(
          'INVALID_INPUT',
          `expected at least 1 of ${name} valuesSeconds, got none`,
        );
      }
      for (const value of law.valuesSeconds) checkPositive(`${name} valuesSeconds`, value);
      return;
    default:
      throw new AgnerError(
        'INVALID_INPUT',
        `expected a ${name} law of a known kind, got ${String((law as { kind: unknown }).kind)}`,
      );
  }
  checkPositive(`${name} meanSeconds`, law.meanSeconds);
}
