import { createHash } from 'node:crypto';
import { type Express, type Request, type RequestHandler, type Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { AgnerError } from '../domain/index.ts';
import {
  actorOf,
  type Caller,
  findCaller,
  restrictJobs,
  restrictStore,
  sitesOf,
} from '../use-cases/index.ts';
import { type Access, accessOf, checkAccess } from './access.ts';
import { readCredentials, sendSession } from './credentials.ts';
import { etagOf, hasState, preconditionOf } from './edits.ts';
import { readRequest } from '../documents/index.ts';
import { jsonPieces } from './json-pieces.ts';
import { answerOnce, isDoneOnce, keyOf } from './once.ts';
import { receiveBody } from './receive-body.ts';
import { type ApiReply, type ApiWorld, type EventSink, expressPath, type Route } from './route.ts';

/** Puts one route before express: who asks, what limits them, the request's parts, the handler. */
export function addRoute(
  app: Express,
  prefix: string,
  route: Route,
  world: ApiWorld,
  limits: readonly RequestHandler[],
): void {
  const handler: RequestHandler = async (request, response) => {
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    const path = readPart(route.pathSchema, request.params, 'path');
    const query = readPart(route.querySchema, queryOf(request), 'query');
    const onlyIf = route.edits === true ? preconditionOf(request) : ({ kind: 'any' } as const);
    const key = isDoneOnce(route) ? keyOf(request) : null;
    const bodyHash = createHash('sha256');
    const received = await receiveBody(route.body, request, key === null ? null : bodyHash);
    const caller = callerOf(response);
    const address = request.socket.remoteAddress ?? '';
    const handle = async () =>
      route.handle(
        {
          path,
          query,
          body: received.read(),
          caller,
          address,
          signal: gone.signal,
          lastEventId: request.get('last-event-id') ?? null,
          onlyIf,
          isSeen: (state: string) => hasState(request, state),
        } as never,
        worldOf(world, caller),
      );
    const reply =
      key === null
        ? await handle()
        : await answerOnce(world.world, {
            key,
            caller,
            line: lineOf(request),
            bodyHash,
            readRest: received.readRest,
            handle,
          });
    await send(response, reply);
  };
  app[route.method](
    `${prefix}${expressPath(route.path)}`,
    identify(route.id, accessOf(route), world),
    ...limits,
    handler,
  );
}

/** What makes a request another one, beside its body. */
function lineOf(request: Request): string {
  const { method, originalUrl, headers } = request;
  const match = headers['if-match'];
  const line = `${method} ${originalUrl} ${headers['content-type'] ?? ''}`;
  return match === undefined ? line : `${line} ${match}`;
}

/** Finds who asks, and refuses who may not; names the operation for log and metrics. */
export function identify(
  operation: string,
  access: Access,
  { world }: Pick<ApiWorld, 'world'>,
): RequestHandler {
  return async (request, response, next) => {
    response.locals['operation'] = operation;
    if (access !== 'anyone') {
      const caller = await findCaller(world, readCredentials(request));
      response.locals['caller'] = caller;
      checkAccess(caller, access);
    }
    next();
  };
}

/** The operation that answers; "none" where no route does. */
export function operationOf(response: Response): string {
  return (response.locals['operation'] as string | undefined) ?? 'none';
}

const NOBODY: Caller = { kind: 'local', role: 'planner' };

/** Who asks; for what anyone may ask, nobody in particular. */
export function callerOf(response: Response): Caller {
  return (response.locals['caller'] as Caller | undefined) ?? NOBODY;
}

/** What the caller may see of the world, and the caller as who changes it. */
function worldOf(all: ApiWorld, caller: Caller): ApiWorld {
  const { world, jobs, signInLimit, live } = all;
  const signed = { ...world, actor: actorOf(caller) };
  const sites = sitesOf(caller);
  if (sites === null) return { ...all, world: signed };
  return {
    world: { ...signed, store: restrictStore(world.store, sites) },
    jobs: restrictJobs(jobs, sites),
    signInLimit,
    live: live !== null && sites.includes(live.site) ? live : null,
  };
}

/** A parameter that holds nothing is a slip: as a number it would count as 0. */
function queryOf({ query }: Request): Record<string, unknown> {
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'string' && value.trim() === '') {
      throw new AgnerError(
        'INVALID_INPUT',
        `query, ${name.slice(0, 60)}: expected a value, or no such parameter, got nothing`,
      );
    }
  }
  return { ...query };
}

function readPart(schema: Route['pathSchema'], value: unknown, part: string): unknown {
  if (schema !== null) return readRequest(schema, value, part);
  const keys = Object.keys(value as object);
  if (keys.length > 0) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected no ${part} parameters, got ${keys[0]?.slice(0, 60) ?? ''}`,
    );
  }
  return {};
}

async function send(response: Response, reply: ApiReply): Promise<void> {
  response.status(reply.status);
  const { maxAgeSeconds } = reply;
  response.setHeader(
    'Cache-Control',
    maxAgeSeconds === undefined ? 'no-store' : `private, max-age=${maxAgeSeconds}`,
  );
  if (reply.location !== undefined) response.setHeader('Location', reply.location);
  if (reply.state !== undefined) response.setHeader('ETag', etagOf(reply.state));
  if (reply.session !== undefined) sendSession(response, reply.session);
  if (reply.fileName !== undefined) response.attachment(reply.fileName);
  if (reply.status === 304) {
    response.end();
    return;
  }
  if (reply.events !== undefined) {
    response.type('text/event-stream');
    response.setHeader('X-Accel-Buffering', 'no');
    response.flushHeaders();
    reply.events(sinkOf(response));
    return;
  }
  if (reply.content === undefined) {
    response.type('application/json');
    await sendPieces(response, jsonPieces(reply.json));
    return;
  }
  response.type(reply.mediaType ?? 'application/octet-stream');
  if (typeof reply.content === 'string' || reply.content instanceof Uint8Array) {
    response.send(typeof reply.content === 'string' ? reply.content : Buffer.from(reply.content));
    return;
  }
  await sendPieces(response, reply.content);
}

function sinkOf(response: Response): EventSink {
  return {
    write: (bytes) => {
      if (!response.writableEnded && !response.destroyed) response.write(bytes);
    },
    waiting: () => response.writableLength,
    onRead: (call) => {
      response.once('drain', call);
    },
    onGone: (call) => {
      response.once('close', call);
    },
    end: () => {
      response.end();
    },
  };
}

/** Small answers are sent whole, with their length; the loop is left to others between pieces. */
async function sendPieces(response: Response, pieces: Iterable<string>): Promise<void> {
  const iterator = pieces[Symbol.iterator]();
  const first = iterator.next();
  const second = iterator.next();
  if (first.done === true || second.done === true) {
    response.send(first.done === true ? '' : first.value);
    return;
  }
  const paced = async function* () {
    yield first.value;
    for (let next: IteratorResult<string> = second; next.done !== true; next = iterator.next()) {
      yield next.value;
      await setImmediate();
    }
  };
  try {
    await pipeline(Readable.from(paced()), response);
  } catch (error) {
    // Whoever asked has gone: nobody is left to be told, and nothing is wrong.
    if (!response.destroyed) throw error;
  }
}
