import { type Hash } from 'node:crypto';
import { type Request } from 'express';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { AgnerError } from '../domain/index.ts';
import { parseJson, readRequest } from '../documents/index.ts';
import { type BodyKind } from './route.ts';

/** A body that is here, or on its way where the handler reads it as a stream. */
export interface ReceivedBody {
  /** What the handler is given. Throws `INVALID_INPUT` where it is not what the route expects. */
  readonly read: () => unknown;
  /** Takes in what is left of a stream. */
  readonly readRest: () => Promise<void>;
}

/**
 * Takes in a request's body within the route's limit, of its media types alone. It is not checked
 * yet: what comes under a key that was used before is told as such, whatever it holds.
 *
 * @param hash takes in every byte that is read; `null` for none
 * @throws {AgnerError} `UNSUPPORTED`, `TOO_LARGE`, `INVALID_INPUT` for what is not UTF-8 and for a
 *   body where none is expected
 */
export async function receiveBody(
  body: BodyKind<unknown>,
  request: Request,
  hash: Hash | null,
): Promise<ReceivedBody> {
  if (body.kind === 'none') {
    await refuseBytes(request);
    return { read: () => undefined, readRest: nothing };
  }
  const mediaType =
    (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const accepted = body.kind === 'json' ? ['application/json'] : body.mediaTypes;
  if (!accepted.includes(mediaType)) {
    throw new AgnerError(
      'UNSUPPORTED',
      `expected content type ${accepted.join(' or ')}, got ${mediaType === '' ? 'none' : mediaType.slice(0, 60)}`,
    );
  }
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > body.maxBytes) throw tooLarge(body.maxBytes);
  if (body.kind === 'stream') {
    const stream = Readable.from(bounded(request, body.maxBytes, hash));
    return { read: () => stream, readRest: () => drain(stream) };
  }
  const text = await readText(request, body.maxBytes, hash);
  return {
    read:
      body.kind === 'text'
        ? () => ({ mediaType, text })
        : () => readRequest(body.schema, parseJson(text, 'request body'), 'request body'),
    readRest: nothing,
  };
}

const nothing = () => Promise.resolve();

/** An empty body passes: some programs declare a length of 0, or send no pieces. */
async function refuseBytes(request: Request): Promise<void> {
  const refused = () => new AgnerError('INVALID_INPUT', 'expected a request without a body');
  if (Number(request.headers['content-length'] ?? 0) > 0) throw refused();
  if (request.headers['transfer-encoding'] === undefined) return;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    if (chunk.byteLength > 0) throw refused();
  }
}

/** Reads a body that comes as a stream to its end. */
async function drain(body: Readable): Promise<void> {
  if (body.readableEnded) return;
  body.resume();
  await finished(body);
}

async function readText(request: Request, maxBytes: number, hash: Hash | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bounded(request, maxBytes, hash)) chunks.push(chunk);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new AgnerError('INVALID_INPUT', 'expected a body in UTF-8', {}, { cause: error });
  }
}

async function* bounded(
  request: Request,
  maxBytes: number,
  hash: Hash | null,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    hash?.update(chunk);
    yield chunk;
  }
}

function tooLarge(maxBytes: number): AgnerError {
  return new AgnerError('TOO_LARGE', `expected a body of at most ${maxBytes} bytes`);
}
