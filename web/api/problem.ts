/** A refusal as the page shows it: RFC 9457 fields, or what happened on the way to the server. */
export interface Problem {
  readonly title: string;
  readonly detail: string;
  /** Public error code of the API; `NETWORK` if no answer came, `HTTP_500` if one without a code. */
  readonly code: string;
  /** Places in the input, where the API names them. */
  readonly errors: readonly string[];
}

/** The error that the client throws; it carries nothing but the problem. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** What to show for anything that was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { title: 'Unexpected error', detail, code: 'INTERNAL', errors: [] };
}

/** Reads a problem+json body; anything else becomes a problem by its status. */
export function readProblem(status: number, statusText: string, body: string): Problem {
  const fields = parseObject(body);
  const text = (name: string): string | null => {
    const value = fields[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    title: text('title') ?? (statusText === '' ? `HTTP ${status}` : statusText),
    detail: text('detail') ?? '',
    code: text('code') ?? `HTTP_${status}`,
    errors: Array.isArray(fields['errors']) ? fields['errors'].map(placeText) : [],
  };
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function placeText(entry: unknown): string {
  if (typeof entry === 'string') return entry;
  if (typeof entry !== 'object' || entry === null) return String(entry);
  return Object.values(entry)
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .join(': ');
}
