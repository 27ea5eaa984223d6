import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openInputText, readInputText } from './input-text.ts';

const TEXT = 'a,b\n1,ü\n2,销售\n';

describe('text that is taken', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with byte order mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16LE with byte order mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['UTF-16BE with byte order mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
    ['gzip', gzipSync(TEXT)],
    ['two gzip members', Buffer.concat([gzipSync('a,b\n1,ü\n'), gzipSync('2,销售\n')])],
  ])('%s', async (_, bytes) => {
    expect(await readInputText(bytes, 'x.csv')).toBe(TEXT);
  });

  it('in pieces of one byte, which split characters', async () => {
    const pieces = [...Buffer.from(`\ufeff${TEXT}`)].map((byte) => Uint8Array.of(byte));
    expect(await readInputText(stream(pieces), 'x.csv')).toBe(TEXT);
  });

  it('an empty file is an empty text', async () => {
    expect(await readInputText(Buffer.alloc(0), 'x.csv')).toBe('');
  });

  it('comes in chunks that end at a line end', async () => {
    const lines = 'some line of text\n'.repeat(20_000);
    const { chunks } = await openInputText(Buffer.from(lines), 'x.csv');
    let count = 0;
    for await (const chunk of chunks) {
      expect(chunk.endsWith('\n')).toBe(true);
      count++;
    }
    expect(count).toBeGreaterThan(1);
  });
});

describe('refusals', () => {
  const gzip = gzipSync('x,y\n1,2\n'.repeat(5000));
  const badSum = Buffer.from(gzip);
  badSum[badSum.length - 6]! ^= 0xff;

  it.each<[string, string, string, Buffer]>([
    [
      'Latin-1',
      'INVALID_INPUT',
      'x.csv, line 3: expected UTF-8 text, got bytes that are not UTF-8 (Latin-1 or a Windows code page?); save the file as UTF-8',
      Buffer.from('a\nb\nK\u00fcln\n', 'latin1'),
    ],
    [
      'Latin-1 in a last line without end',
      'INVALID_INPUT',
      'x.csv, line 2: expected UTF-8 text, got bytes that are not UTF-8 (Latin-1 or a Windows code page?); save the file as UTF-8',
      Buffer.from('a\nK\u00fcln', 'latin1'),
    ],
    [
      'a NUL byte',
      'INVALID_INPUT',
      'x.csv, line 2: expected text, got a NUL byte; is this a binary file?',
      Buffer.from(`a${'b'.repeat(200)}\nc\0d\n`),
    ],
    [
      'UTF-16 without mark',
      'INVALID_INPUT',
      'x.csv: expected text, got what looks like UTF-16 (big endian) without a byte order mark; save the file as UTF-8',
      Buffer.from('interval_start,queue\n', 'utf16le').swap16(),
    ],
    [
      'half a surrogate pair',
      'INVALID_INPUT',
      'x.csv: expected UTF-16LE text as its byte order mark says, got bytes that are not',
      Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]),
    ],
    [
      'a workbook',
      'INVALID_INPUT',
      'x.csv: expected text, got a ZIP archive or an Excel workbook (.xlsx); save the sheet as CSV',
      Buffer.from('PK\x03\x04rest'),
    ],
    [
      'a program',
      'INVALID_INPUT',
      'x.csv: expected text, got a program (ELF)',
      Buffer.from('\x7fELF\x02\x01'),
    ],
    [
      'bytes of no format',
      'INVALID_INPUT',
      'x.csv: expected text, got a binary file',
      Buffer.from(Array.from({ length: 3000 }, (_, at) => (at % 7 === 0 ? 0 : at % 251))),
    ],
    [
      'a page',
      'INVALID_INPUT',
      'x.csv: expected text, got an HTML page (a login or error page, perhaps)',
      Buffer.from('\n<!DOCTYPE html><html><body>Sign in</body></html>'),
    ],
    [
      'gzip cut off',
      'INVALID_INPUT',
      'x.csv: expected a whole gzip file, got one that is cut off',
      gzip.subarray(0, gzip.length - 20),
    ],
    [
      'gzip with a wrong check sum',
      'INVALID_INPUT',
      'x.csv: expected a whole gzip file, got one that is damaged',
      badSum,
    ],
    [
      'gzip in gzip',
      'INVALID_INPUT',
      'x.csv: expected text, got a gzip file within a gzip file',
      gzipSync(gzip),
    ],
  ])('%s', async (_, code, message, bytes) => {
    await expect(readInputText(bytes, 'x.csv')).rejects.toMatchObject({ code, message });
  });

  it('more than the limit after unpacking, long before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20, 'ab\n'));
    await expect(
      readInputText(bomb, 'x.csv', { maxBytes: 1 << 20, maxLineBytes: 1000 }),
    ).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: 'x.csv: expected at most 1 MB unpacked, got more',
    });
  });

  it('a line without end, after a megabyte of it', async () => {
    let given = 0;
    const endless = stream(
      (function* () {
        yield Buffer.from('header\n');
        for (; given < 1000; given++) yield Buffer.alloc(65_536, 'x');
      })(),
    );
    await expect(readInputText(endless, 'x.csv')).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: 'x.csv, line 2: expected a line of at most 1000000 bytes, got a longer one',
    });
    expect(given).toBeLessThan(20);
  });

  it('passes on what the source itself throws', async () => {
    const broken = (async function* () {
      yield await Promise.resolve(gzip.subarray(0, 100));
      throw new Error('disk gone');
    })();
    await expect(readInputText(broken, 'x.csv')).rejects.toThrow('disk gone');
  });
});

async function* stream(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}
