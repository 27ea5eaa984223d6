import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgnerError } from '../domain/errors.ts';
import { readJsonLines } from './json-lines.ts';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** Each line's value, or the code and words of what is wrong with it. */
async function read(text: string | Uint8Array, size = 7): Promise<unknown[]> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const values: unknown[] = [];
  for await (const lines of readJsonLines(pieces(bytes, size), 'case')) {
    for (const line of lines) {
      try {
        if (line.kind === 'fault') throw line.error;
        values.push(line.read());
      } catch (error) {
        values.push(`${(error as AgnerError).code} ${(error as AgnerError).message}`);
      }
    }
  }
  return values;
}

const BLANK = 'INVALID_INPUT case: expected JSON, got a blank line';

describe('lines of JSON', () => {
  it('comes out as it went in, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ noUnicodeString: false }).filter(isPlain), { maxLength: 8 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (values, size, end, ends) => {
          const text = values.map((value) => JSON.stringify(value)).join(end) + (ends ? end : '');
          expect(await read(text, size)).toEqual(JSON.parse(JSON.stringify(values)));
        },
      ),
    );
  });

  it.each([
    ['', []],
    ['\n\n', []],
    ['1\n2', [1, 2]],
    ['1\n\n \t\r\n2\n\n\n', [1, BLANK, BLANK, 2]],
    ['\n1', [BLANK, 1]],
    ['\ufeff1\n', [1]],
    ['1\n{"a":\n2', [1, expect.stringMatching(/^INVALID_INPUT case, line 2, column 6: /), 2]],
    ['1e999\n2', [expect.stringMatching(/expected a finite number/), 2]],
  ])('%j', async (text, values) => {
    for (const size of [1, 3, 100]) expect(await read(text, size)).toEqual(values);
  });

  it('tells bytes that are no UTF-8 in their place', async () => {
    const bytes = Buffer.concat([Buffer.from('1\n"'), Buffer.from([0xff]), Buffer.from('"\n2')]);
    expect(await read(bytes)).toEqual([
      1,
      'INVALID_INPUT case: expected UTF-8 text, got bytes that are none',
      2,
    ]);
  });

  it('tells a line that is too long in its place, and goes on', async () => {
    const text = `1\n"${'x'.repeat(1_000_000)}"\n2`;
    expect(await read(text, 64 * 1024)).toEqual([
      1,
      'TOO_LARGE case: expected a line of at most 1000000 bytes, got a longer one',
      2,
    ]);
  });

  it('yields before the end has come', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield Buffer.from('7\n');
    }
    for await (const lines of readJsonLines(endless(), 'case')) {
      expect(lines).toHaveLength(1);
      break;
    }
  });
});

/** Keys that reach for prototypes are refused; the reader's own tests say so. */
function isPlain(value: unknown): boolean {
  return !/__proto__|constructor|prototype|[\p{Cc}\ufffd]/u.test(JSON.stringify(value));
}
