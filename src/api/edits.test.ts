import { type Request } from 'express';
import { describe, expect, it } from 'vitest';
import { etagOf, hasState, preconditionOf } from './edits.ts';

const request = (ifMatch?: string) =>
  ({ get: (name: string) => (name === 'if-match' ? ifMatch : undefined) }) as unknown as Request;

describe('If-Match', () => {
  it.each([
    ['*', { kind: 'any' }],
    ['"a"', { kind: 'seen', states: ['a'] }],
    [' "a" ,"b"', { kind: 'seen', states: ['a', 'b'] }],
    ['W/"a", "b"', { kind: 'seen', states: ['b'] }],
    ['W/"a"', { kind: 'seen', states: [] }],
    ['""', { kind: 'seen', states: [''] }],
    [etagOf('pl_1'), { kind: 'seen', states: ['pl_1'] }],
  ])('%s is read', (text, expected) => {
    expect(preconditionOf(request(text))).toEqual(expected);
  });

  it.each([undefined, '', ' '])('"%s" is asked for', (text) => {
    expect(() => preconditionOf(request(text))).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: { status: 428 } }),
    );
  });

  it.each(['a', '"a', '"a" "b"', '"a",', `"${'a'.repeat(5000)}"`, 'w/"a"'])(
    '%s is refused',
    (text) => {
      expect(() => preconditionOf(request(text))).toThrow(/expected If-Match to hold ETags/);
    },
  );
});

describe('If-None-Match', () => {
  const asking = (text: string) =>
    ({
      get: (name: string) => (name === 'if-none-match' ? text : undefined),
    }) as unknown as Request;

  it.each(['*', '"a"', 'W/"a"', '"b", "a"', ' "a" '])('%s has the state', (text) => {
    expect(hasState(asking(text), 'a')).toBe(true);
  });

  it.each(['', '"b"', 'a', '"a', `"a", "${'b'.repeat(5000)}"`])('%s has it not', (text) => {
    expect(hasState(asking(text), 'a')).toBe(false);
  });
});
