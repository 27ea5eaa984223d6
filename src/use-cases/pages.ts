import { AgnerError } from '../domain/index.ts';

/** A stretch of a list: at most `limit` items, those after the one with the key. */
export interface PageRequest {
  /** `null` from the beginning. */
  readonly after: string | null;
  readonly limit: number;
}

/** Some items of a list, and where it goes on. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Cursor for the items that come next; `null` at the end. */
  readonly next: string | null;
}

/** The lists that are told in pages. */
export type ListName =
  | 'audit-log'
  | 'backtests'
  | 'feeds'
  | 'forecasts'
  | 'plans'
  | 'publications'
  | 'queues'
  | 'requirements'
  | 'rosters'
  | 'tokens'
  | 'users'
  | 'verifications'
  | 'whatifs';

/**
 * A page of a list. Items that are added or taken away meanwhile neither repeat nor hide others:
 * a cursor names the last item that was told, not how many there were.
 *
 * @param list tells items in their order, by the key that `keyOf` gives
 * @throws {AgnerError} `INVALID_INPUT` for a cursor that this list did not tell
 */
export async function readPage<T>(
  name: ListName,
  { cursor, limit }: { readonly cursor: string | null; readonly limit: number },
  list: (page: PageRequest) => Promise<readonly T[]>,
  keyOf: (item: T) => string,
): Promise<Page<T>> {
  const after = cursor === null ? null : readCursor(name, cursor);
  const found = await list({ after, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const isMore = found.length > limit && last !== undefined;
  return { items, next: isMore ? writeCursor(name, keyOf(last)) : null };
}

/** A cursor whose item is gone, or that was made up. */
export function unknownCursor(): AgnerError {
  return new AgnerError(
    'INVALID_INPUT',
    'expected a cursor that this list told as "next", got another; begin again without one',
  );
}

function writeCursor(name: ListName, key: string): string {
  return Buffer.from(`${name}\n${key}`, 'utf8').toString('base64url');
}

function readCursor(name: ListName, cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const key = text.slice(name.length + 1);
  if (key === '' || writeCursor(name, key) !== cursor) throw unknownCursor();
  return key;
}
