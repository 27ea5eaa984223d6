import { AgnerError } from '../domain/index.ts';
import { type WorkContext } from './ports.ts';

/** Throws `CANCELLED` once the caller has asked the work to stop. */
export function checkNotCancelled({ signal }: WorkContext): void {
  if (signal.aborted) throw new AgnerError('CANCELLED', 'the work was stopped before it was done');
}
