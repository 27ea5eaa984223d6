import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, parseLocatedJson } from './safe-json.ts';

describe('agreement with JSON.parse', () => {
  it('on every value without prototype keys, however it is written', () => {
    fc.assert(
      fc.property(jsonValue, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJson(text, 'x.json')).toEqual(JSON.parse(text));
      }),
    );
  });

  it('on what is no JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:0-1.eE+tnul \n\\a') }), (text) => {
        expect(refuses(() => parseJson(text, 'x'))).toBe(
          refuses(() => JSON.parse(text) as unknown),
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe('places', () => {
  it('are where the value starts', () => {
    fc.assert(
      fc.property(jsonValue, fc.nat(), (value, pick) => {
        const text = JSON.stringify(value, null, 2);
        const paths = pathsOf(value);
        const { path, at } = paths[pick % paths.length]!;
        const place = parseLocatedJson(text, 'x', 1e9).locate([{ path, at: 'value' }])[0]!;
        const rest = text
          .split('\n')
          .slice(place.line - 1)
          .join('\n')
          .slice(place.column - 1);
        const start = JSON.stringify(at) === '{}' || JSON.stringify(at) === '[]';
        const first = start ? JSON.stringify(at) : JSON.stringify(at, null, 2).split('\n')[0]!;
        expect(rest.startsWith(first)).toBe(true);
      }),
    );
  });

  it('of a key is before its value, of nothing is null', () => {
    const { locate } = parseLocatedJson('{\n  "a": [1,\n 2]}', 'x', 100);
    expect(
      locate([
        { path: ['a'], at: 'key' },
        { path: ['a'], at: 'value' },
        { path: ['a', 1], at: 'value' },
        { path: ['b'], at: 'value' },
      ]),
    ).toEqual([{ line: 2, column: 3 }, { line: 2, column: 8 }, { line: 3, column: 2 }, null]);
  });
});

describe('refusals', () => {
  it.each([
    ['', 'line 1, column 1: expected a JSON value, got the end'],
    ['{"a":NaN}', 'line 1, column 6: expected a JSON value, got "NaN"'],
    ['[1,\n2,]', 'line 2, column 3: expected a JSON value, got "]"'],
    ['{"a":1,}', 'line 1, column 8: expected a key in double quotes, got "}"'],
    ["{'a':1}", `line 1, column 2: expected a key in double quotes, got "'a'"`],
    ['{"a" 1}', 'line 1, column 6: expected ":" after the key, got "1"'],
    ['{"a":1 "b":2}', 'line 1, column 8: expected "," or "}", got "\\""'],
    ['[1 2]', 'line 1, column 4: expected "," or "]", got "2"'],
    ['[1] x', 'line 1, column 5: expected the end of the JSON text, got "x"'],
    ['[01]', 'line 1, column 3: expected "," or "]", got "1"'],
    ['[1e999]', 'line 1, column 2: expected a finite number, got "1e999"'],
    ['"a\nb"', 'line 1, column 1: expected text in double quotes on one line, with valid escapes'],
    ['["\\x"]', 'line 1, column 2: expected text in double quotes on one line, with valid escapes'],
    ['{"a":1,\n "a":2}', 'line 2, column 2: the key "a" stands twice'],
    ['{"__proto__":1}', 'line 1, column 2: the key "__proto__" is not allowed'],
    ['{"\\u005f_proto__":1}', 'line 1, column 2: the key "__proto__" is not allowed'],
    ['{"a":{"constructor":1}}', 'line 1, column 7: the key "constructor" is not allowed'],
    ['[1]\u0000', 'line 1, column 4: expected text, got the control character "\\u0000"'],
    ['["\ufffd"]', 'line 1, column 3: expected UTF-8 text, got bytes that are none'],
    ['['.repeat(1e5), 'line 1, column 66: expected at most 64 levels of nesting'],
  ])('%#', (text, message) => {
    expect(() => parseJson(text, 'x.json')).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: `x.json, ${message}` }),
    );
  });

  it('a key of more than 200 characters', () => {
    expect(() => parseJson(`{"${'k'.repeat(201)}":1}`, 'x')).toThrow(
      `x, line 1, column 2: expected a key of at most 200 characters, got "${'k'.repeat(60)}…"`,
    );
  });

  it('a text beyond the limit', () => {
    expect(() => parseLocatedJson('[1,2]', 'x', 4)).toThrow(
      expect.objectContaining({
        code: 'TOO_LARGE',
        message: 'x: expected at most 4 characters, got 5',
      }),
    );
  });
});

const key = fc
  .string({ maxLength: 8 })
  .filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));

const jsonValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'grapheme', maxLength: 6 }).filter((text) => !text.includes('\ufffd')),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
})).value;

function pathsOf(at: unknown, path: PropertyKey[] = []): { path: PropertyKey[]; at: unknown }[] {
  const own = [{ path, at }];
  if (Array.isArray(at)) return [...own, ...at.flatMap((item, i) => pathsOf(item, [...path, i]))];
  if (typeof at !== 'object' || at === null) return own;
  return [...own, ...Object.entries(at).flatMap(([name, item]) => pathsOf(item, [...path, name]))];
}

function refuses(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch {
    return true;
  }
}
