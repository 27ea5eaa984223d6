import { type Readable } from 'node:stream';
import type * as z from 'zod';
import {
  type Caller,
  type JobQueue,
  type LiveFeed,
  type Precondition,
  type World,
} from '../use-cases/index.ts';
import { type SignInLimit } from './sign-in-limit.ts';

export const API_PREFIX = '/api/v1';

/** What a route's handler may use. */
export interface ApiWorld {
  readonly world: World;
  readonly jobs: JobQueue;
  readonly signInLimit: SignInLimit;
  /** What is followed of an ACD; `null` for nothing. */
  readonly live: LiveFeed | null;
}

/** A request after its parts were checked against the route's schemas. */
export interface ApiRequest<Path, Query, Body> {
  readonly path: Path;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  /** Where the request comes from. */
  readonly address: string;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
  /** The last event that a stream's reader had, when it comes back. */
  readonly lastEventId: string | null;
  /** Which state of the thing the caller has seen, where the route edits one; else any. */
  readonly onlyIf: Precondition;
  /** Whether the caller has this state already, and so wants to hear 304 (`If-None-Match`). */
  readonly isSeen: (state: string) => boolean;
}

/** The way to somebody who reads a stream. */
export interface EventSink {
  readonly write: (bytes: Uint8Array) => void;
  /** Bytes that wait to be read. */
  readonly waiting: () => number;
  /** Calls back once, when all has been read. */
  readonly onRead: (call: () => void) => void;
  readonly onGone: (call: () => void) => void;
  readonly end: () => void;
}

/** An answer; `json` is serialised, `content` is sent as it is. */
export interface ApiReply {
  readonly status: number;
  readonly json?: unknown;
  readonly content?: string | Uint8Array | Iterable<string>;
  readonly mediaType?: string;
  readonly fileName?: string;
  readonly location?: string;
  /** What of the thing there is, as its ETag tells it; see {@link Route.tagged}. */
  readonly state?: string;
  /** How long the caller may keep the answer before asking again; without it, not at all. */
  readonly maxAgeSeconds?: number;
  /** A stream of server-sent events that goes on. */
  readonly events?: (sink: EventSink) => void;
  /** A session that begins, or `null` for one that ends. */
  readonly session?: { readonly secret: string; readonly seconds: number } | null;
}

/** How a body is read. `stream` is handed on unread; its size is bounded all the same. */
export type BodyKind<Body> =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly schema: z.ZodType<Body>; readonly maxBytes: number }
  | {
      readonly kind: 'text';
      readonly mediaTypes: readonly string[];
      readonly maxBytes: number;
      readonly example: string;
    }
  | {
      readonly kind: 'stream';
      readonly mediaTypes: readonly string[];
      readonly maxBytes: number;
      readonly example: string;
    };

export interface TextBody {
  readonly mediaType: string;
  readonly text: string;
}

/** A body that the handler reads as text of one of the media types. */
export function textBody(
  options: Omit<Extract<BodyKind<TextBody>, { kind: 'text' }>, 'kind'>,
): BodyKind<TextBody> {
  return { kind: 'text', ...options };
}

/** A body that the handler reads as it comes. */
export function streamBody(
  options: Omit<Extract<BodyKind<Readable>, { kind: 'stream' }>, 'kind'>,
): BodyKind<Readable> {
  return { kind: 'stream', ...options };
}

/** One operation of the API: what it takes, what it answers, and what it says in OpenAPI. */
export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** OpenAPI form, "/rosters/{id}", without the prefix. */
  readonly path: string;
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly pathSchema: z.ZodObject | null;
  readonly querySchema: z.ZodObject | null;
  readonly body: BodyKind<unknown>;
  /** Success status with the JSON Schema of its body; `null` for other media. */
  readonly answer: {
    readonly status: number;
    readonly schema: Readonly<Record<string, unknown>> | null;
    readonly mediaTypes: readonly string[];
  };
  /** Whether it costs enough to be limited in rate. */
  readonly dear: boolean;
  /** Whether the answer has an ETag, for edits of the same thing. */
  readonly tagged?: boolean;
  /** Whether the answer may be kept, and is 304 for who has it. */
  readonly cached?: boolean;
  /** Whether it changes a thing that has an ETag, and so needs `If-Match`. */
  readonly edits?: boolean;
  readonly handle: (request: ApiRequest<never, never, never>, world: ApiWorld) => Promise<ApiReply>;
}

/** Ties a handler to the types of its schemas. */
export function defineRoute<P extends z.ZodObject, Q extends z.ZodObject, B = undefined>(
  route: Omit<Route, 'handle' | 'pathSchema' | 'querySchema' | 'body'> & {
    readonly pathSchema: P | null;
    readonly querySchema: Q | null;
    readonly body: BodyKind<B>;
    readonly handle: (
      request: ApiRequest<z.output<P>, z.output<Q>, B>,
      world: ApiWorld,
    ) => Promise<ApiReply>;
  },
): Route {
  return route;
}

/** "/rosters/{id}" as express writes it. */
export function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
