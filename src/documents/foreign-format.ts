import { inputError } from '../domain/errors.ts';

const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    what: 'a ZIP archive or an Excel workbook (.xlsx); save the sheet as CSV',
  },
  { bytes: [0x50, 0x4b, 0x05, 0x06], what: 'an empty ZIP archive' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel workbook (.xls); save the sheet as CSV' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document' },
  { bytes: [0x1f, 0x8b], what: 'a gzip file within a gzip file' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'a file packed with zstd; unpack it or use gzip' },
  { bytes: [0x42, 0x5a, 0x68], what: 'a file packed with bzip2; unpack it or use gzip' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'a file packed with xz; unpack it or use gzip' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], what: 'a program (ELF)' },
  { bytes: [0xff, 0xfe, 0x00, 0x00], what: 'UTF-32 text; save the file as UTF-8' },
];

/**
 * Refuses what is plainly another format than text, by its first bytes, with a sentence that says
 * what it is.
 *
 * @throws {AgnerError} `INVALID_INPUT`
 */
export function refuseForeignFormat(head: Buffer, source: string): void {
  const what =
    SIGNATURES.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte))?.what ??
    nulBytes(head) ??
    markup(head);
  if (what !== null) throw inputError(`expected text, got ${what}`, { source });
}

function nulBytes(head: Buffer): string | null {
  const sample = head.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  for (const [at, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (at % 2 === 0) even++;
    else odd++;
  }
  const half = sample.length / 2;
  if (even + odd <= 0.02 * sample.length) return null;
  if (even > 0.6 * half && odd < 0.1 * half) {
    return 'what looks like UTF-16 (big endian) without a byte order mark; save the file as UTF-8';
  }
  if (odd > 0.6 * half && even < 0.1 * half) {
    return 'what looks like UTF-16 (little endian) without a byte order mark; save the file as UTF-8';
  }
  return 'a binary file';
}

function markup(head: Buffer): string | null {
  const start = head
    .subarray(0, 1024)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (/^<(!doctype html|html|head|body|script|meta)\b/i.test(start)) {
    return 'an HTML page (a login or error page, perhaps)';
  }
  return /^<\?xml\b/i.test(start) ? 'an XML document' : null;
}
