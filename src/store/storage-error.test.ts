import { describe, expect, it } from 'vitest';
import { AgnerError } from '../domain/index.ts';
import { storageError } from './storage-error.ts';

function driverError(code: string, message = 'insert into secrets values (1)'): Error {
  return Object.assign(new Error(message), { code });
}

describe('what a driver threw', () => {
  it.each([
    ['SQLITE_BUSY', 'BUSY', 'another process holds it for too long; try again in a moment'],
    ['SQLITE_FULL', 'STORAGE', 'the disk is full; free some space and try again'],
    ['ENOSPC', 'STORAGE', 'the disk is full; free some space and try again'],
    ['EROFS', 'STORAGE', 'its disk is mounted read-only; choose another path'],
    ['53300', 'BUSY', 'the server has no free connection; try again in a moment'],
    ['40P01', 'BUSY', 'another process changed the same data; try again'],
    ['57P01', 'STORAGE', 'the server is shutting down; try again once it runs'],
    ['SQLITE_TOOBIG', 'TOO_LARGE', 'it cannot keep anything that large in one piece'],
    ['XX000', 'STORAGE', 'it failed unexpectedly (XX000)'],
  ])('%s is %s: %s', (driverCode, code, what) => {
    const cause = driverError(driverCode);
    const error = storageError(cause, 'the database');
    expect(error).toMatchObject({ code, message: `cannot use the database: ${what}` });
    expect([error.details, error.cause]).toEqual([{ driverCode }, cause]);
  });

  it('is read from the first of several errors, one for each address of a host', () => {
    const both = new AggregateError([driverError('ECONNREFUSED'), driverError('ETIMEDOUT')]);
    expect(storageError(both, 'x').message).toBe(
      'cannot use x: no server answers there; check address and port and that it runs',
    );
  });

  it.each([
    [
      'a wait for a connection',
      Object.assign(new Error('x'), { name: 'KnexTimeoutError' }),
      'BUSY',
    ],
    ['a closed pool', new Error('Unable to acquire a connection'), 'STORAGE'],
    ['a lost connection', new Error('Connection terminated unexpectedly'), 'STORAGE'],
    ['something that is no error', 'oops', 'STORAGE'],
  ])('%s has a code too', (_, thrown, code) => {
    expect(storageError(thrown, 'the database').code).toBe(code);
  });

  it('passes through what is of the house', () => {
    const conflict = new AgnerError('CONFLICT', 'expected one, got two');
    expect(storageError(conflict, 'the database')).toBe(conflict);
  });
});
