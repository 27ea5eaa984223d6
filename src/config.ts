import { homedir } from 'node:os';
import { join } from 'node:path';
import { AgnerError } from './domain/index.ts';

/** Where everything that lasts is kept. */
export type DatabaseConfig =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string };

export interface Config {
  readonly database: DatabaseConfig;
  /** Worker threads for heavy work. */
  readonly threads: number;
}

/**
 * Reads the environment, once: `AGNER_DATABASE_URL` (a postgres:// URL or the path of a SQLite
 * file; by default ~/.agner/agner.db) and `AGNER_THREADS` (1 to 64, by default 2).
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  databaseOption: string | null,
): Config {
  const database =
    databaseOption ?? environment['AGNER_DATABASE_URL'] ?? join(homedir(), '.agner', 'agner.db');
  return { database: readDatabase(database), threads: readThreads(environment['AGNER_THREADS']) };
}

function readDatabase(text: string): DatabaseConfig {
  if (/^postgres(ql)?:\/\//.test(text)) return { kind: 'postgres', url: text };
  const scheme = /^([a-z][a-z0-9+]*):\/\//.exec(text)?.[1];
  if (text === '' || (scheme !== undefined && scheme !== 'file')) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected the path of a SQLite file or a postgres:// URL as database, got ${scheme === undefined ? '""' : `${scheme}://...`}`,
    );
  }
  return { kind: 'sqlite', path: scheme === 'file' ? text.slice('file://'.length) : text };
}

function readThreads(text: string | undefined): number {
  const threads = text === undefined ? 2 : Number(text);
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= 64)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected AGNER_THREADS to be a whole number from 1 to 64, got "${String(text).slice(0, 20)}"`,
    );
  }
  return threads;
}
