/** What went wrong, as a stable public word. The API maps a code to an HTTP status, the CLI to an exit code. */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'UNSTABLE_QUEUE'
  | 'UNREACHABLE_GOAL'
  | 'INSUFFICIENT_HISTORY'
  | 'TOO_LARGE'
  | 'UNSUPPORTED'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BUSY'
  | 'STORAGE'
  | 'CANCELLED'
  | 'INTERNAL';

/** Where in an input a fault lies; lines and columns count from 1. */
export interface SourcePlace {
  readonly source?: string;
  readonly line?: number;
  readonly column?: number | string;
}

/**
 * The one error of the house: a fault of the caller or of the world around us.
 * A legitimate outcome (an infeasible roster, say) is data, never an error.
 */
export class AgnerError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = 'AgnerError';
    this.code = code;
    this.details = details;
  }
}

/** "history.csv, line 12, column offered: expected a count, got -3", as an INVALID_INPUT error. */
export function inputError(message: string, place: SourcePlace = {}): AgnerError {
  return new AgnerError('INVALID_INPUT', `${placeText(place)}${message}`, { ...place });
}

function placeText({ source, line, column }: SourcePlace): string {
  const parts = [
    source ?? '',
    line === undefined ? '' : `line ${line}`,
    column === undefined ? '' : `column ${column}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join(', ')}: `;
}
