import { AgnerError } from '../domain/index.ts';

/**
 * What must be there for a change to be made: something at all, or one of the states that its
 * author has seen. It is checked in the transaction of the change, so that of several who saw the
 * same state one changes it and the others hear of that.
 */
export type Precondition =
  { readonly kind: 'any' } | { readonly kind: 'seen'; readonly states: readonly string[] };

/**
 * @param state what is there; two states that differ are never called the same
 * @throws {AgnerError} `CONFLICT` (412) for a state that the author has not seen
 */
export function checkPrecondition(
  precondition: Precondition | undefined,
  noun: string,
  state: string,
): void {
  if (precondition === undefined || precondition.kind === 'any') return;
  if (precondition.states.includes(state)) return;
  throw new AgnerError(
    'CONFLICT',
    `expected the newest state of ${noun}, which was changed meanwhile; read it again`,
    { status: 412 },
  );
}
