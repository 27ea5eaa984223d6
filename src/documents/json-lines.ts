import { isUtf8 } from 'node:buffer';
import { AgnerError } from '../domain/errors.ts';
import { parseJson } from './safe-json.ts';

/** Longest line that is read, in bytes. */
const MAX_LINE_BYTES = 1_000_000;

/** A line's value, or what is wrong with the line. */
export type JsonLine =
  | { readonly kind: 'value'; readonly read: () => unknown }
  | { readonly kind: 'fault'; readonly error: AgnerError };

/**
 * Reads one JSON value per line, in pieces as the bytes come, in constant memory. Each line stands
 * for itself: one that cannot be read is told in its place.
 *
 * A blank line is told too, since answers are matched to lines by their order; blank lines at the
 * end of the text are none. A value is parsed when `read` is called, which throws as `parseJson`.
 *
 * @param source what messages call the value of a line
 */
export async function* readJsonLines(
  bytes: AsyncIterable<Uint8Array>,
  source: string,
): AsyncGenerator<readonly JsonLine[]> {
  let rest: Buffer[] = [];
  let restLength = 0;
  let tooLong = false;
  let blank = 0;
  let isFirst = true;
  let number = 0;

  const blankLine = fault('INVALID_INPUT', `${source}: expected JSON, got a blank line`);

  const lineOf = (line: Buffer): JsonLine[] => {
    const bare = isFirst && line.subarray(0, 3).equals(BYTE_ORDER_MARK) ? line.subarray(3) : line;
    isFirst = false;
    if (tooLong)
      return told(
        fault(
          'TOO_LARGE',
          `${source}: expected a line of at most ${MAX_LINE_BYTES} bytes, got a longer one`,
        ),
      );
    if (!isUtf8(bare))
      return told(
        fault('INVALID_INPUT', `${source}: expected UTF-8 text, got bytes that are none`),
      );
    const text = bare.toString('utf8');
    if (/^[ \t\r]*$/.test(text)) {
      blank++;
      return [];
    }
    const at = number;
    return told({ kind: 'value', read: () => parseJson(text, source, at) });
  };
  const told = (line: JsonLine): JsonLine[] => {
    const before = Array.from({ length: blank }, () => blankLine);
    blank = 0;
    return [...before, line];
  };
  const keep = (part: Buffer) => {
    restLength += part.length;
    if (restLength > MAX_LINE_BYTES) {
      tooLong = true;
      rest = [];
    } else if (part.length > 0) rest.push(part);
  };
  const endLine = (part: Buffer): JsonLine[] => {
    keep(part);
    number++;
    const lines = lineOf(tooLong ? NOTHING : rest.length === 1 ? rest[0]! : Buffer.concat(rest));
    rest = [];
    restLength = 0;
    tooLong = false;
    return lines;
  };

  for await (const piece of bytes) {
    const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    const lines: JsonLine[] = [];
    let from = 0;
    for (let end = buffer.indexOf(10); end >= 0; end = buffer.indexOf(10, from)) {
      lines.push(...endLine(buffer.subarray(from, end)));
      from = end + 1;
    }
    keep(Buffer.from(buffer.subarray(from)));
    if (lines.length > 0) yield lines;
  }
  if (restLength > 0) yield endLine(NOTHING);
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

const NOTHING = Buffer.alloc(0);

function fault(code: 'INVALID_INPUT' | 'TOO_LARGE', message: string): JsonLine {
  return { kind: 'fault', error: new AgnerError(code, message) };
}
