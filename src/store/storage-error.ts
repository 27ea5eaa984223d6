import { AgnerError, type ErrorCode } from '../domain/index.ts';

type Reading = readonly [code: ErrorCode, what: string];

/** Driver's code (SQLite, PostgreSQL SQLSTATE, operating system) to what a person can act on. */
const READINGS: Readonly<Record<string, Reading>> = {
  SQLITE_BUSY: ['BUSY', 'another process holds it for too long; try again in a moment'],
  SQLITE_LOCKED: ['BUSY', 'another process holds it for too long; try again in a moment'],
  SQLITE_FULL: ['STORAGE', 'the disk is full; free some space and try again'],
  SQLITE_READONLY: ['STORAGE', 'it may not be written; check the rights on its file and folder'],
  SQLITE_CANTOPEN: [
    'STORAGE',
    'the file cannot be opened; check that its folder exists and may be written',
  ],
  SQLITE_PERM: ['STORAGE', 'access is denied; check the rights on its file and folder'],
  SQLITE_NOTADB: ['STORAGE', 'the file is not a database; choose another path or restore a backup'],
  SQLITE_CORRUPT: ['STORAGE', 'the file is damaged; restore it from a backup'],
  SQLITE_IOERR: [
    'STORAGE',
    'the disk refuses reading or writing; check its free space, quota and health',
  ],
  SQLITE_TOOBIG: ['TOO_LARGE', 'it cannot keep anything that large in one piece'],
  SQLITE_CONSTRAINT: ['CONFLICT', 'it already holds something under this id'],
  EACCES: ['STORAGE', 'access is denied; check the rights on its file and folder'],
  EPERM: ['STORAGE', 'access is denied; check the rights on its file and folder'],
  EROFS: ['STORAGE', 'its disk is mounted read-only; choose another path'],
  ENOSPC: ['STORAGE', 'the disk is full; free some space and try again'],
  EDQUOT: ['STORAGE', 'the disk quota is used up; free some space and try again'],
  EEXIST: ['STORAGE', 'a file stands where its folder should be; choose another path'],
  ENOTDIR: ['STORAGE', 'a file stands where its folder should be; choose another path'],
  ENAMETOOLONG: ['STORAGE', 'its path is too long; choose another path'],
  ECONNREFUSED: ['STORAGE', 'no server answers there; check address and port and that it runs'],
  ECONNRESET: ['STORAGE', 'the server closed the connection; try again'],
  ENOTFOUND: ['STORAGE', 'its host name is not known; check the address'],
  EAI_AGAIN: ['STORAGE', 'its host name is not known; check the address'],
  ETIMEDOUT: ['STORAGE', 'the server does not answer; check address, port and firewall'],
  '28000': ['STORAGE', 'the server refuses this user; check user and password'],
  '28P01': ['STORAGE', 'the server refuses this user; check user and password'],
  '3D000': ['STORAGE', 'the server has no database of that name; create it first'],
  '42501': ['STORAGE', 'the user lacks the rights; grant it reading, writing and creating tables'],
  '25006': ['STORAGE', 'the server is read-only (a standby?); use its primary'],
  '53100': ['STORAGE', "the server's disk is full; free some space and try again"],
  '53200': ['STORAGE', 'the server is out of memory; try again'],
  '53300': ['BUSY', 'the server has no free connection; try again in a moment'],
  '55P03': ['BUSY', 'another process holds it for too long; try again in a moment'],
  '40001': ['BUSY', 'another process changed the same data; try again'],
  '40P01': ['BUSY', 'another process changed the same data; try again'],
  '57P01': ['STORAGE', 'the server is shutting down; try again once it runs'],
  '57P02': ['STORAGE', 'the server is shutting down; try again once it runs'],
  '57P03': ['STORAGE', 'the server is starting; try again in a moment'],
  '23505': ['CONFLICT', 'it already holds something under this id'],
  '54000': ['TOO_LARGE', 'it cannot keep anything that large in one piece'],
};

/**
 * What a driver threw, as an {@link AgnerError} with a sentence a person can act on. The driver's
 * own words stay in `cause`: they may hold SQL and stored data.
 *
 * @param place how the database is called in the sentence: "the database /srv/agner.db"
 */
export function storageError(error: unknown, place: string): AgnerError {
  if (error instanceof AgnerError) return error;
  const [code, what] = readingOf(error);
  const driverCode = codeOf(error);
  return new AgnerError(
    code,
    `cannot use ${place}: ${what}`,
    driverCode === '' ? {} : { driverCode },
    { cause: error },
  );
}

function readingOf(error: unknown): Reading {
  const known = READINGS[codeOf(error)];
  if (known !== undefined) return known;
  const name = error instanceof Error ? error.name : '';
  const message = error instanceof Error ? error.message : '';
  if (name === 'KnexTimeoutError') {
    return ['BUSY', 'earlier work on it takes too long; try again in a moment'];
  }
  if (message.includes('Unable to acquire a connection') || message === 'aborted') {
    return ['STORAGE', 'it was closed'];
  }
  if (message.includes('Connection terminated') || message.includes('timeout expired')) {
    return ['STORAGE', 'the server does not answer or closed the connection; try again'];
  }
  return ['STORAGE', `it failed unexpectedly (${codeOf(error) || name || 'unknown error'})`];
}

/** The driver's code; also of the first of several errors, as Node gives for a host's addresses. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return '';
}
