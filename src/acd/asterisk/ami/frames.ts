import { type AmiMessage, parseAmiMessage } from './message.ts';

/** What could not be used of a stream. */
export interface FrameFaults {
  /** Blocks that were no message. */
  readonly malformed: number;
  /** Blocks beyond the largest size, passed over. */
  readonly oversized: number;
}

export interface AmiFrames {
  /** The messages that are whole with these bytes, in order. */
  readonly take: (chunk: Uint8Array) => readonly AmiMessage[];
  /** The server's first line once it is whole. */
  readonly banner: () => string | null;
  readonly faults: () => FrameFaults;
}

/** Largest block; real ones are below 2 kB. */
const MAX_MESSAGE_BYTES = 256 * 1024;

const LF = 10;
const CR = 13;
/** Stands for the part of a line that was let go. */
const LET_GO = Buffer.from('..');

/**
 * Cuts a server's bytes into messages, however they are chunked: the first line is its banner, then
 * blocks of lines end with an empty one; CRLF or LF alike. Text is decoded after framing, so that a
 * character may be cut in two. Memory is bounded by the largest block.
 */
export function readAmiFrames(maxMessageBytes = MAX_MESSAGE_BYTES): AmiFrames {
  let rest: Buffer = Buffer.alloc(0);
  let scanned = 0;
  let banner: string | null = null;
  let isSkipping = false;
  const faults = { malformed: 0, oversized: 0 };

  const read = (block: Buffer): AmiMessage | null => {
    if (block.length > maxMessageBytes) {
      faults.oversized++;
      return null;
    }
    const message = parseAmiMessage(block.toString('utf8'));
    if (message === null) faults.malformed++;
    return message;
  };

  return {
    take(chunk) {
      const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
      const messages: AmiMessage[] = [];
      let blockStart = 0;
      let lineStart = bytes.lastIndexOf(LF, scanned - 1) + 1;
      if (scanned === 0) lineStart = 0;
      for (let end = bytes.indexOf(LF, scanned); end >= 0; end = bytes.indexOf(LF, lineStart)) {
        const isEmpty = end === lineStart || (end === lineStart + 1 && bytes[lineStart] === CR);
        if (banner === null) {
          banner = bytes.toString('utf8', lineStart, end).trim().slice(0, 200);
          blockStart = end + 1;
        } else if (isEmpty) {
          if (!isSkipping && lineStart > blockStart) {
            const message = read(bytes.subarray(blockStart, lineStart));
            if (message !== null) messages.push(message);
          }
          isSkipping = false;
          blockStart = end + 1;
        }
        lineStart = end + 1;
        if (isSkipping) blockStart = lineStart;
      }
      if (bytes.length - blockStart > maxMessageBytes) {
        if (!isSkipping) faults.oversized++;
        isSkipping = true;
      }
      if (isSkipping) {
        rest = bytes.length - lineStart > 1 ? LET_GO : Buffer.from(bytes.subarray(lineStart));
      } else {
        rest = Buffer.from(bytes.subarray(blockStart));
      }
      scanned = rest.length;
      return messages;
    },
    banner: () => banner,
    faults: () => ({ ...faults }),
  };
}
