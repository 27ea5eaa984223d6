import { describe, expect, it } from 'vitest';
import { erlangB, linesForBlocking } from './blocking/erlang-b.ts';
import { erlangC } from './waiting/erlang-c.ts';

describe('refusals', () => {
  const refusal = (code: string, message: RegExp) =>
    expect.objectContaining({ code, message: expect.stringMatching(message) as string });

  it.each([
    ['load', () => erlangB(-1, 3), 'INVALID_INPUT', /^expected load .* got -1$/],
    ['lines below 0', () => erlangB(1, -0.5), 'INVALID_INPUT', /^expected lines .* got -0.5$/],
    ['too much', () => erlangB(2e6, 1), 'TOO_LARGE', /^expected at most 1000000 erlangs/],
    ['no loss', () => linesForBlocking(5, 0), 'UNREACHABLE_GOAL', /^expected maxBlocking above 0/],
    ['NaN', () => erlangC(Number.NaN, 180, 3, 20), 'INVALID_INPUT', /^expected load .* got NaN$/],
    ['unstable', () => erlangC(10, 180, 10, 20), 'UNSTABLE_QUEUE', /^expected more agents than 10/],
  ])('%s', (_, run, code, message) => {
    expect(run).toThrowError(refusal(code, message));
  });
});
