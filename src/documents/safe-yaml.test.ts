import { describe, expect, it } from 'vitest';
import { parseLocatedYaml } from './safe-yaml.ts';

const read = (text: string) => parseLocatedYaml(text, 'x.yaml', 2_000_000).value;

describe('values of YAML 1.2', () => {
  it('keeps as text what older readers took for something else', () => {
    expect(read('[no, on, yes, 22:30, 2026-07-06, 1_000, 08, "8"]')).toEqual([
      ...['no', 'on', 'yes', '22:30', '2026-07-06', '1_000'],
      8,
      '8',
    ]);
  });

  it('reads numbers, truth, nothing, lists and keys', () => {
    expect(read('a: 1.5\nb: [true, null, ~, -2]\nc:\n  1: x\n  true: y\n')).toEqual({
      a: 1.5,
      b: [true, null, null, -2],
      c: { 1: 'x', true: 'y' },
    });
  });

  it('reads block text and comments', () => {
    expect(read('# c\na: |\n  &no *anchor !here\n  two\nb: "&x" # d\n')).toEqual({
      a: '&no *anchor !here\ntwo\n',
      b: '&x',
    });
  });

  it('reads nothing as null', () => {
    expect(read('# nothing\n')).toBeNull();
  });
});

describe('places', () => {
  it('of values, keys, entries and empty values', () => {
    const { locate } = parseLocatedYaml('a:\n  - b: 1\n    c:\n  - {d: 2}\n', 'x', 100);
    expect(
      locate([
        { path: [], at: 'value' },
        { path: ['a'], at: 'key' },
        { path: ['a', 0, 'b'], at: 'value' },
        { path: ['a', 0, 'b'], at: 'key' },
        { path: ['a', 0, 'c'], at: 'key' },
        { path: ['a', 1, 'd'], at: 'value' },
        { path: ['a', 2], at: 'value' },
        { path: ['z'], at: 'value' },
      ]),
    ).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 1 },
      { line: 2, column: 8 },
      { line: 2, column: 5 },
      { line: 3, column: 5 },
      { line: 4, column: 9 },
      null,
      null,
    ]);
  });
});

describe('refusals', () => {
  it.each([
    ['a: &x 1\nb: 2', 'line 1, column 4: anchors (&name) are not taken: write the value out'],
    ['a: *x', 'line 1, column 4: aliases (*name) are not taken: write the value out'],
    ['a: {<<: {b: 1}}', 'line 1, column 5: merge keys (<<) are not taken: write the values out'],
    ['a: !!js/function "x"', 'line 1, column 4: tags (!name) are not taken: write plain values'],
    ['- !!str 1', 'line 1, column 3: tags (!name) are not taken: write plain values'],
    ['%YAML 1.1\n---\na: 1', 'line 1, column 1: directives (%NAME) are not taken'],
    ['a: 1\n---\nb: 2', 'line 2, column 1: expected one document, got a second'],
    ['---\na: 1\n---\nb: 2', 'line 3, column 1: expected one document, got a second'],
    ['a: 1\n...\nb: 2', 'line 3, column 1: expected one document, got a second'],
    ['a:\n\tb: 1', 'line 2, column 1: tabs cannot indent YAML: use spaces'],
    ['a: 1\nb: 2\na: 3', 'line 3, column 1: the key "a" stands twice'],
    ['1: a\n"1": b', 'line 2, column 1: the key "1" stands twice'],
    ['__proto__: {a: 1}', 'line 1, column 1: the key "__proto__" is not allowed'],
    ['a: {constructor: 1}', 'line 1, column 5: the key "constructor" is not allowed'],
    ['? [a]\n: 1', 'line 1, column 3: expected a key that is text'],
    ['a: .nan', 'line 1, column 4: expected a finite number, got ".nan"'],
    ['a: -.inf', 'line 1, column 4: expected a finite number, got "-.inf"'],
    ['a: 0x10', 'line 1, column 4: expected a decimal number, got "0x10"'],
    ['a: 1e3', 'line 1, column 4: expected a decimal number, got "1e3"'],
    [
      'a: [1, 2',
      'line 1, column 9: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a: "x\n', 'line 2, column 1: not valid YAML: Missing closing "quote'],
    [`a: ${'['.repeat(20_000)}`, 'line 1, column 69: expected at most 64 levels of nesting'],
    ['- '.repeat(900_000), 'line 1, column 132: expected at most 64 levels of nesting'],
    ['a: '.repeat(600_000), 'line 1, column 197: expected at most 64 levels of nesting'],
    ['a\u0001: 1', 'line 1, column 2: expected text, got the control character "\\u0001"'],
  ])('%#', (text, message) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: `x.yaml, ${message}` }),
    );
  });

  it('more words than a plan can need', () => {
    expect(() => read('- a\n'.repeat(80_000))).toThrow('expected less YAML in one file');
  });

  it('more characters than allowed', () => {
    expect(() => read('#'.repeat(2_000_001))).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
  });
});
