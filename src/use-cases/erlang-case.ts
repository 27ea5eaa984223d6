import { type ErrorCode } from '../domain/index.ts';
import { type AnyAnswer, type AnyQuestion } from '../erlang/index.ts';

/** Anything that may be asked of the staffing core. */
export type ErlangQuestion = AnyQuestion;

export type ErlangAnswer = AnyAnswer;

/** A case that cannot be answered, in its place among those that can. */
export interface RefusedCase {
  readonly error: { readonly code: ErrorCode; readonly message: string };
}

/** A question as it was read, or why it could not be. */
export type ErlangCase = ErlangQuestion | RefusedCase;
