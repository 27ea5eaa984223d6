import { type Proof } from '../src/domain/index.ts';
import { share } from './render.ts';

/** How far from the best a roster can be, in a line. */
export function proofText(proof: Proof): string {
  const why = {
    optimal: 'proven optimal',
    'time-limit': 'stopped by the time limit',
    cancelled: 'stopped by hand, best so far',
    iterations: 'stopped by the iteration limit',
  }[proof.stoppedBy];
  return proof.gap === null
    ? `no bound, so no gap either (${why})`
    : `proven gap ${share(proof.gap, 2)}: no roster can be better by more than that (${why})`;
}
