/** A block of headers, and the body that they announce. */
export interface EslFrame {
  /** "text/event-json", ... */
  readonly type: string;
  /** Value by key in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface EslFrames {
  /** The frames that are whole with these bytes, in order. */
  readonly take: (chunk: Uint8Array) => readonly EslFrame[];
  /**
   * What made the stream unreadable, else `null`: bodies go by their length, so that after bytes
   * that are no header nothing can be found again.
   */
  readonly broken: () => string | null;
  /** Events beyond the largest size, passed over. */
  readonly oversized: () => number;
}

/** Real ones are below 200 bytes. */
const MAX_HEADER_BYTES = 16 * 1024;
/** Largest event that is read; real ones are below 8 kB. */
const MAX_EVENT_BYTES = 1024 * 1024;
/** Largest answer: a list of some hundred thousand callers. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

interface OpenBody {
  readonly type: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly isKept: boolean;
  missing: number;
  readonly parts: Buffer[];
}

/**
 * Cuts a server's bytes into frames, however they are chunked. Text is decoded after framing, so
 * that a character may be cut in two. Memory is bounded by the largest answer.
 */
export function readEslFrames(): EslFrames {
  let head: Buffer = Buffer.alloc(0);
  let open: OpenBody | null = null;
  let broken: string | null = null;
  let oversized = 0;

  const begin = (block: string): void => {
    const headers = readHeaders(block);
    const type = headers.get('content-type');
    const written = headers.get('content-length') ?? '0';
    const length = /^\d{1,12}$/.test(written) ? Number(written) : NaN;
    if (type === undefined || Number.isNaN(length)) {
      broken = `expected Content-Type and Content-Length, got "${printable(block)}"`;
    } else if (type.startsWith('text/event-') && length > MAX_EVENT_BYTES) {
      oversized++;
      open = { type, headers, isKept: false, missing: length, parts: [] };
    } else if (length > MAX_ANSWER_BYTES) {
      broken = `expected an answer of at most ${MAX_ANSWER_BYTES} bytes, got ${length}`;
    } else {
      open = { type, headers, isKept: true, missing: length, parts: [] };
    }
  };
  /** Takes what belongs to the body; the bytes after it. */
  const fill = (body: OpenBody, bytes: Buffer): Buffer => {
    const part = bytes.subarray(0, body.missing);
    // A copy: the chunk's memory is the socket's.
    if (body.isKept && part.length > 0) body.parts.push(Buffer.from(part));
    body.missing -= part.length;
    return bytes.subarray(part.length);
  };

  return {
    take(chunk) {
      const frames: EslFrame[] = [];
      let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      while (broken === null) {
        if (open !== null) {
          bytes = fill(open, bytes);
          if (open.missing > 0) break;
          const { type, headers, isKept, parts } = open;
          open = null;
          if (isKept) {
            frames.push({ type, headers, body: Buffer.concat(parts).toString('utf8') });
          }
          continue;
        }
        if (bytes.length === 0) break;
        const before = head.length;
        const joined = before === 0 ? bytes : Buffer.concat([head, bytes]);
        const end = joined.indexOf('\n\n', Math.max(0, before - 1));
        if (end < 0) {
          if (joined.length > MAX_HEADER_BYTES) {
            broken = `expected headers of at most ${MAX_HEADER_BYTES} bytes`;
          }
          head = Buffer.from(joined);
          break;
        }
        head = Buffer.alloc(0);
        bytes = joined.subarray(end + 2);
        const block = joined.toString('utf8', 0, end).trim();
        // Empty lines between frames are no frame.
        if (block !== '') begin(block);
      }
      return frames;
    },
    broken: () => broken,
    oversized: () => oversized,
  };
}

function readHeaders(block: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) {
      headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
  }
  return headers;
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '.').slice(0, 40);
}
