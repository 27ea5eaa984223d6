import { AgnerError } from '../domain/errors.ts';
import type * as z from 'zod';

/** A key in the way to a value: an object's key or a list's index. */
export type Path = readonly PropertyKey[];

/** Something wrong in what was written, and where; line and column count from 1. */
export interface Problem {
  readonly line: number | null;
  readonly column: number | null;
  /** "agents[3].skills[0]"; "" for the whole. */
  readonly path: string;
  readonly message: string;
}

/** A part of a text: the value at a path, or the key that it stands under. */
export interface Part {
  readonly path: Path;
  readonly at: 'key' | 'value';
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds parts in the text that they were read from; `null` for one that is not there. */
export type Locate = (parts: readonly Part[]) => readonly (Place | null)[];

/** A problem before its line is known. */
export interface RawProblem {
  readonly path: Path;
  readonly message: string;
  /** Whether the key is at fault rather than its value. */
  readonly atKey?: boolean;
  readonly missing?: boolean;
}

const MAX_PROBLEMS = 100;

/**
 * Checks a parsed value against a schema and returns what the schema makes of it.
 *
 * @throws {AgnerError} `INVALID_INPUT` whose message tells the first problem and whose
 *   `details.problems` holds up to 100 of them
 */
export function checkValue<T>(
  schema: z.ZodType<T>,
  value: unknown,
  source: string,
  locate: Locate = (parts) => parts.map(() => null),
): T {
  const result = schema.safeParse(value, { error: houseMessage });
  if (result.success) return result.data;
  const problems = firstOfEach(result.error.issues.flatMap((issue) => flatten(issue, [])));
  return refuse(
    problems.map((problem) => ({
      ...problem,
      missing: valueAt(value, problem.path) === undefined,
    })),
    source,
    locate,
  );
}

/** One problem for each place: a text of the wrong form need not be told that it is no date either. */
function firstOfEach(problems: readonly RawProblem[]): RawProblem[] {
  const paths = problems.map(({ path }) => JSON.stringify(path));
  return problems.filter((_, i) => paths.indexOf(paths[i] ?? '') === i);
}

/** Throws the `INVALID_INPUT` error that tells these problems, unknown keys first, missing last. */
export function refuse(raw: readonly RawProblem[], source: string, locate: Locate): never {
  const told = raw.slice(0, MAX_PROBLEMS);
  const places = locate(
    told.map(({ path, atKey, missing }) => ({
      path: missing === true && atKey !== true ? path.slice(0, -1) : path,
      at: atKey === true ? 'key' : 'value',
    })),
  );
  const ranked = told.map(({ path, message, atKey, missing }, index) => ({
    rank: atKey === true ? 0 : missing === true ? 2 : 1,
    problem: {
      line: places[index]?.line ?? null,
      column: places[index]?.column ?? null,
      path: pathText(path),
      message,
    } satisfies Problem,
  }));
  ranked.sort(
    (a, b) =>
      a.rank - b.rank ||
      (a.problem.line ?? 0) - (b.problem.line ?? 0) ||
      (a.problem.column ?? 0) - (b.problem.column ?? 0),
  );
  throw problemError(
    ranked.map(({ problem }) => problem),
    source,
  );
}

/** "plan.yaml, line 12, column 5: expected a duration such as 8h, got 8 (and 2 more problems)". */
function problemError(problems: readonly Problem[], source: string): AgnerError {
  const first = problems[0] ?? { line: null, column: null, path: '', message: 'not understood' };
  const place = [
    source,
    first.line === null ? first.path : `line ${first.line}`,
    first.column === null ? '' : `column ${first.column}`,
  ].filter((part) => part !== '');
  const more = problems.length - 1;
  const rest = more === 0 ? '' : ` (and ${more} more problem${more === 1 ? '' : 's'})`;
  return new AgnerError('INVALID_INPUT', `${place.join(', ')}: ${first.message}${rest}`, {
    source,
    line: first.line,
    column: first.column,
    problems,
  });
}

/** An error function for a schema: "expected a clock time such as "06:00", got 6". */
export function expected(what: string) {
  return (issue: z.core.$ZodRawIssue): string =>
    issue.input === undefined
      ? `missing ${lastKey(issue.path ?? [])}: expected ${what}`
      : `expected ${what}, got ${shown(issue.input)}`;
}

/** A value as an error shows it: short, quoted, never more than a line. */
function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) return 'nothing';
  if (!Array.isArray(value)) return 'keys with values';
  return value.length === 0 ? 'an empty list' : 'a list';
}

/** Text in double quotes, cut at 60 characters, control characters shown as escapes. */
export function quoted(text: string): string {
  const cut = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return JSON.stringify(cut).replace(
    /[\p{Cc}\u2028\u2029\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The word of `known` that `word` was most likely meant to be; `null` if none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > 60) return null;
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance && distance < candidate.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** ", did you mean "zone"?" or the known words where there are few. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== null) return `, did you mean ${quoted(near)}?`;
  return known.length > 0 && known.length <= 12 ? `; known: ${known.map(quoted).join(', ')}` : '';
}

/** Letters to insert, delete, replace or swap with a neighbour (Damerau's restricted distance). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, before[j - 2]! + 1);
      }
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}

/** Of a union, the problems of the one alternative whose outer form was right, else the union's own. */
function flatten(issue: z.core.$ZodIssue, prefix: Path): RawProblem[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'invalid_union') {
    const deep = issue.errors.filter(
      (issues) => issues.length > 0 && issues.every((each) => each.path.length > 0 || isKeys(each)),
    );
    const known = deep.filter((issues) => !issues.some(isKeys));
    const [only, another] = known.length > 0 ? known : deep;
    if (only !== undefined && another === undefined) {
      return only.flatMap((each) => flatten(each, path));
    }
  }
  if (issue.code === 'invalid_key') {
    return [{ path, message: issue.issues[0]?.message ?? issue.message, atKey: true }];
  }
  if (issue.code === 'unrecognized_keys') {
    return [{ path: [...path, issue.keys[0] ?? ''], message: issue.message, atKey: true }];
  }
  const atKey = issue.code === 'custom' && issue.params?.['atKey'] === true;
  return [{ path, message: issue.message, atKey }];
}

function isKeys(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'unrecognized_keys' && issue.path.length === 0;
}

/** Messages for what no schema words itself. */
function houseMessage(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return expected(TYPE_WORDS[issue.expected] ?? issue.expected)(issue);
    case 'invalid_value':
      return expected(wordList(issue.values.map(shown)))(issue);
    case 'too_small':
      return expected(
        sizeText(
          issue.origin,
          issue.inclusive === false ? 'above' : 'at least',
          Number(issue.minimum),
        ),
      )(issue);
    case 'too_big':
      return expected(
        sizeText(
          issue.origin,
          issue.inclusive === false ? 'below' : 'at most',
          Number(issue.maximum),
        ),
      )(issue);
    case 'unrecognized_keys':
      return `unknown key${issue.keys.length === 1 ? '' : 's'} ${issue.keys.slice(0, 5).map(quoted).join(', ')}`;
    case 'invalid_union': {
      const { discriminator, options } = issue;
      if (typeof discriminator === 'string' && Array.isArray(options)) {
        const kind = valueAt(issue.input, [discriminator]);
        return expected(wordList(options.map(shown)))({ ...issue, input: kind });
      }
      const words = issue.errors.map((issues) => typeWords(issues));
      return words.length > 0 && words.every((word) => word !== null)
        ? expected(wordList([...new Set(words)]))(issue)
        : expected('what its description allows')(issue);
    }
    default:
      return issue.message ?? `not understood: ${shown(issue.input)}`;
  }
}

/** What an alternative of a union is, by the fault of its outer form; `null` where that is right. */
function typeWords(issues: readonly z.core.$ZodIssue[]): string | null {
  const outer = issues.find(({ path, code }) => path.length === 0 && code === 'invalid_type');
  if (outer?.code !== 'invalid_type') return null;
  return TYPE_WORDS[outer.expected] ?? outer.expected;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
  null: 'null',
};

function sizeText(origin: string, bound: string, limit: number): string {
  if (origin === 'string') return `text of ${bound} ${limit} character${limit === 1 ? '' : 's'}`;
  if (origin === 'array') return `a list of ${bound} ${limit} entr${limit === 1 ? 'y' : 'ies'}`;
  return `${bound} ${limit}`;
}

/** "a", "a or b", "a, b or c". */
export function wordList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function lastKey(path: Path): string {
  const key = path.at(-1);
  if (key === undefined) return 'content';
  return typeof key === 'number' ? `entry ${key + 1}` : quoted(String(key));
}

function pathText(path: Path): string {
  return path
    .map((key, index) =>
      typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key).slice(0, 60)}`,
    )
    .join('');
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return at;
}
