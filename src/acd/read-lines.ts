/** Whole lines of a stretch of bytes, and the bytes up to the end of the last of them. */
interface Lines {
  readonly lines: readonly string[];
  readonly bytes: number;
  /** Bytes after the last line end, at the end of the source; 0 before. */
  readonly tornBytes: number;
}

const LINE_END = 0x0a;

/** A longer line is no line of a log; what was gathered of it is let go. */
const LONGEST_LINE_BYTES = 1_000_000;

/** In place of a line that was let go: it is none of any log's. */
const BROKEN_LINE = '\uFFFD';

/**
 * Lines as bytes come, without their ends, in constant memory. Bytes that are not UTF-8 are shown
 * as U+FFFD: a log must not be refused for a caller's name.
 *
 * @param takesTornLine whether what stands after the last line end is a line too
 */
export async function* readLines(
  source: AsyncIterable<Uint8Array>,
  takesTornLine: boolean,
): AsyncGenerator<Lines> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: false });
  let rest: Buffer = Buffer.alloc(0);
  let bytes = 0;
  let skipped = 0;
  for await (const chunk of source) {
    const all = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    const end = all.lastIndexOf(LINE_END) + 1;
    rest = all.subarray(end);
    if (end === 0) {
      if (rest.length > LONGEST_LINE_BYTES) {
        skipped += rest.length;
        rest = Buffer.alloc(0);
      }
      continue;
    }
    bytes += skipped + end;
    const lines = decoder.decode(all.subarray(0, end - 1)).split('\n');
    // The end of a line whose beginning was let go is no line: it reads as a malformed one.
    if (skipped > 0) lines[0] = BROKEN_LINE;
    skipped = 0;
    yield { lines, bytes, tornBytes: 0 };
  }
  const tornBytes = skipped + rest.length;
  if (tornBytes === 0) return;
  if (!takesTornLine) yield { lines: [], bytes, tornBytes };
  else {
    const line = skipped > 0 ? BROKEN_LINE : decoder.decode(rest);
    yield { lines: [line], bytes: bytes + tornBytes, tornBytes: 0 };
  }
}
