import { AgnerError } from '../domain/errors.ts';
import { type ByteSource, type CallWait } from '../use-cases/index.ts';
import { openCsv } from './csv.ts';
import { readDecimal } from './csv-number.ts';
import { quoted, suggestion } from './issues.ts';

/** How a file of calls is read. */
export interface CallWaitOptions {
  /** The file's own column names by ours: { wait_seconds: "queue_s" }. */
  readonly columns: Readonly<Record<string, string>>;
  /** What the outcome column says of calls that were answered, and of those that hung up. */
  readonly answered: readonly string[];
  readonly abandoned: readonly string[];
}

/** Columns of a file of calls, unless it is told otherwise. */
const COLUMNS = ['wait_seconds', 'outcome'] as const;

/** Most calls that are read at once. */
const MAX_CALLS = 5_000_000;

/**
 * Reads calls with their wait and outcome from CSV; outcomes are compared without regard to case,
 * and one that is neither word is `other`.
 *
 * @throws {AgnerError} `INVALID_INPUT` with line and column; `TOO_LARGE`
 */
export async function readCallWaitsCsv(
  bytes: ByteSource,
  source: string,
  options: CallWaitOptions,
): Promise<readonly CallWait[]> {
  const unknown = Object.keys(options.columns).find((name) => !COLUMNS.includes(name as 'outcome'));
  if (unknown !== undefined) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected columns wait_seconds and outcome to be named, got ${quoted(unknown)}${suggestion(unknown, COLUMNS)}`,
    );
  }
  const answered = new Set(options.answered.map(lowered));
  const abandoned = new Set(options.abandoned.map(lowered));
  const both = [...answered].find((word) => abandoned.has(word));
  if (both !== undefined) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected outcomes that are answered or abandoned, got ${quoted(both)} as both`,
    );
  }
  const { header, batches, separator, close } = await openCsv(bytes, source);
  try {
    const [wait, outcome] = COLUMNS.map((name) =>
      placeOf(header, options.columns[name] ?? name, source),
    );
    const calls: CallWait[] = [];
    for await (const rows of batches) {
      for (const { line, cells } of rows) {
        const text = cells[wait ?? 0]?.trim() ?? '';
        const waitSeconds =
          readDecimal(text, 'point') ?? (separator === ';' ? readDecimal(text, 'comma') : null);
        if (waitSeconds === null || waitSeconds < 0) {
          throw new AgnerError(
            'INVALID_INPUT',
            `${source}, line ${line}, column ${header[wait ?? 0] ?? ''}: expected seconds of at least 0, got ${quoted(text)}`,
            { source, line },
          );
        }
        const word = lowered(cells[outcome ?? 0] ?? '');
        calls.push({
          waitSeconds,
          outcome: answered.has(word) ? 'answered' : abandoned.has(word) ? 'abandoned' : 'other',
        });
      }
      if (calls.length > MAX_CALLS) {
        throw new AgnerError(
          'TOO_LARGE',
          `${source}: expected at most ${MAX_CALLS} calls, got more`,
        );
      }
    }
    return calls;
  } finally {
    close();
  }
}

function placeOf(header: readonly string[], name: string, source: string): number {
  const place = header.indexOf(name);
  if (place >= 0) return place;
  throw new AgnerError(
    'INVALID_INPUT',
    `${source}: expected a column ${quoted(name)}, got ${header.slice(0, 12).map(quoted).join(', ')}`,
    { source },
  );
}

function lowered(text: string): string {
  return text.trim().toLowerCase();
}
