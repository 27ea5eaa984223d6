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
  /** Whether a server does jobs too, and not only those of its database's workers. */
  readonly serverWorks: boolean;
  /** Days after which who did what is forgotten; `null` for never. */
  readonly retentionDays: number | null;
  /** Dear operations of the HTTP API that a caller may begin in a minute, and have under way. */
  readonly dear: { readonly perMinute: number; readonly atOnce: number };
  /** Least severe kind of message that the server logs. */
  readonly logLevel: LogLevel;
  /** The ACD that `agner serve` and `agner live` follow. */
  readonly acd: AcdAccessConfig;
}

/** What the environment says of the ACD; `null` for nothing. */
export interface AcdAccessConfig {
  /** File with everything else. */
  readonly path: string | null;
  /** In place of one that stands in the file. */
  readonly secret: string | null;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Reads the environment, once: `AGNER_DATABASE_URL` (a postgres:// URL or the path of a SQLite
 * file; by default ~/.agner/agner.db), `AGNER_THREADS` (1 to 64, by default 2),
 * `AGNER_SERVER_WORKS` (yes, or no where `agner worker` does all jobs; by default yes),
 * `AGNER_DEAR_PER_MINUTE` (1 to 1,000,000, by default 120), `AGNER_DEAR_AT_ONCE` (1 to 10,000, by
 * default 24), `AGNER_RETENTION_DAYS` (1 to 36,500;
 * without it nothing is forgotten by itself), `AGNER_LOG_LEVEL` (trace to fatal, or silent; by default warn), `AGNER_ACD` (file that says which ACD to follow) and
 * `AGNER_ACD_SECRET`.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  databaseOption: string | null,
): Config {
  const database =
    databaseOption ?? environment['AGNER_DATABASE_URL'] ?? join(homedir(), '.agner', 'agner.db');
  const location = readDatabase(database);
  return {
    database: location,
    threads: readWhole(environment, 'AGNER_THREADS', 64, 2),
    serverWorks: readServerWorks(environment['AGNER_SERVER_WORKS'], location),
    dear: {
      perMinute: readWhole(environment, 'AGNER_DEAR_PER_MINUTE', 1_000_000, 120),
      atOnce: readWhole(environment, 'AGNER_DEAR_AT_ONCE', 10_000, 24),
    },
    retentionDays:
      environment['AGNER_RETENTION_DAYS'] === undefined
        ? null
        : readWhole(environment, 'AGNER_RETENTION_DAYS', 36_500, 36_500),
    logLevel: readLogLevel(environment['AGNER_LOG_LEVEL']),
    acd: {
      path: environment['AGNER_ACD'] ?? null,
      secret: environment['AGNER_ACD_SECRET'] ?? null,
    },
  };
}

/** Where a database is: a path, or a URL. Throws `INVALID_INPUT`. */
export function readDatabase(text: string): DatabaseConfig {
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

/** A whole number from 1 to `most`. */
function readWhole(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  most: number,
  otherwise: number,
): number {
  const text = environment[name];
  const number = text === undefined ? otherwise : Number(text);
  if (!(Number.isInteger(number) && number >= 1 && number <= most)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ${name} to be a whole number from 1 to ${most}, got "${String(text).slice(0, 20)}"`,
    );
  }
  return number;
}

function readServerWorks(text = 'yes', { kind }: DatabaseConfig): boolean {
  if (text !== 'yes' && text !== 'no') {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected AGNER_SERVER_WORKS to be yes or no, got "${text.slice(0, 20)}"`,
    );
  }
  if (text === 'no' && kind === 'sqlite') {
    throw new AgnerError(
      'INVALID_INPUT',
      'expected AGNER_SERVER_WORKS=no with a PostgreSQL database alone: on SQLite there are no workers beside the server',
    );
  }
  return text === 'yes';
}

function readLogLevel(text = 'warn'): LogLevel {
  const level = LOG_LEVELS.find((candidate) => candidate === text);
  if (level !== undefined) return level;
  throw new AgnerError(
    'INVALID_INPUT',
    `expected AGNER_LOG_LEVEL to be ${LOG_LEVELS.join(', ')}, got "${text.slice(0, 20)}"`,
  );
}
