import type * as z from 'zod';
import { PROGRAM } from '../domain/index.ts';
import { accessOf } from './access.ts';
import { SESSION_COOKIE } from './credentials.ts';
import { isDoneOnce, MAX_KEY_LENGTH } from './once.ts';
import { isLimitedAtOnce } from './request-limits.ts';
import { type BodyKind, type Route } from './route.ts';
import { componentSchemas, ref, toSchema } from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const PROBLEM_CONTENT = { 'application/problem+json': { schema: ref('Problem') } };

const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } },
};

const PROBLEM: Json = {
  description: 'A problem (RFC 9457) with a stable code',
  content: PROBLEM_CONTENT,
};

const UNAUTHENTICATED: Json = {
  description: 'There are users, and nothing proves to be one of them',
  content: PROBLEM_CONTENT,
};

const FORBIDDEN: Json = { description: 'The role does not suffice', content: PROBLEM_CONTENT };

const RATE_LIMIT = {
  RateLimit: {
    description: 'What is left of the minute, as draft-ietf-httpapi-ratelimit-headers-08 writes it',
    schema: { type: 'string' },
  },
  'RateLimit-Policy': { description: 'How many in how long', schema: { type: 'string' } },
};

const TOO_MANY: Json = {
  description:
    'Dear: a user, or an address without users, asked for too many in a minute (AGNER_DEAR_PER_MINUTE, by default 120) or has too many under way (AGNER_DEAR_AT_ONCE, by default 24). Nothing is done',
  headers: { ...RETRY_AFTER, ...RATE_LIMIT },
  content: PROBLEM_CONTENT,
};

const TOO_MANY_AT_ONCE: Json = {
  description: 'Too many of the caller are under way (AGNER_DEAR_AT_ONCE, by default 24)',
  headers: RETRY_AFTER,
  content: PROBLEM_CONTENT,
};

const TOO_MANY_PASSWORDS: Json = {
  description: 'Too many wrong passwords for this user from this address',
  headers: RETRY_AFTER,
  content: PROBLEM_CONTENT,
};

const BUSY: Json = {
  description: 'The database cannot be used, or too many jobs wait',
  headers: RETRY_AFTER,
  content: PROBLEM_CONTENT,
};

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Chosen by the caller, such as a UUID. Within 24 hours the same request with the same key is answered the same, and done once. Keys are apart for each user.',
  schema: { type: 'string', minLength: 1, maxLength: MAX_KEY_LENGTH },
};

const IF_MATCH: Json = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'The ETag that GET told of what is to be changed, or *',
  example: '*',
  schema: { type: 'string', minLength: 1, examples: ['*'] },
};

const ETAG: Json = {
  ETag: {
    description: 'Strong; for If-Match of the edit that comes next',
    schema: { type: 'string' },
  },
};

const NOT_CHANGED: Json = { description: 'It is as If-None-Match says; nothing is sent' };

const STALE: Json = {
  description: 'It was changed since the state that If-Match names; nothing is done',
  content: PROBLEM_CONTENT,
};

const NO_IF_MATCH: Json = { description: 'If-Match is missing', content: PROBLEM_CONTENT };

const OTHER_REQUEST: Json = {
  description: 'It cannot be computed, or another request came with this Idempotency-Key',
  content: PROBLEM_CONTENT,
};

/** Nothing is needed as long as there are no users. */
const SIGNED_IN: readonly Json[] = [{}, { token: [] }, { session: [] }];

/** The OpenAPI 3.1 document of the routes: made from the schemas that check the requests. */
export function makeOpenApi(routes: readonly Route[], prefix: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    (paths[`${prefix}${route.path}`] ??= {})[route.method] = operationOf(route);
  }
  paths[`${prefix}/openapi.json`] = {
    get: {
      operationId: 'getOpenApi',
      tags: ['service'],
      summary: 'This document',
      security: [],
      responses: { 200: jsonAnswer('The document', { type: 'object' }), default: PROBLEM },
    },
  };
  paths['/metrics'] = {
    get: {
      operationId: 'get-metrics',
      tags: ['service'],
      summary: 'Figures of this server for Prometheus',
      description: 'Where there are users: for the role viewer and those above.',
      responses: {
        200: {
          description: 'Prometheus text format',
          content: { 'text/plain': { schema: { type: 'string' } } },
        },
        401: UNAUTHENTICATED,
        403: FORBIDDEN,
        default: PROBLEM,
      },
    },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Agner',
      version: PROGRAM.split(' ')[1],
      description: 'Workforce management for contact centres: forecast, staff, roster, export.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: SIGNED_IN,
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of "agner token add"' },
        session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
      },
    },
  };
}

function operationOf(route: Route): Json {
  const { answer } = route;
  const access = accessOf(route);
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    ...(access === 'anyone'
      ? { security: [] }
      : { description: `Where there are users: for the role ${access} and those above.` }),
    parameters: [
      ...parametersOf(route.pathSchema, 'path'),
      ...parametersOf(route.querySchema, 'query'),
      ...(isDoneOnce(route) ? [IDEMPOTENCY_KEY] : []),
      ...(route.edits === true ? [IF_MATCH] : []),
    ],
    ...bodyOf(route.body),
    responses: {
      [answer.status]: successOf(route),
      ...(route.cached === true ? { 304: NOT_CHANGED } : {}),
      ...(access === 'anyone' ? {} : { 401: UNAUTHENTICATED, 403: FORBIDDEN }),
      ...tooManyOf(route),
      ...(isDoneOnce(route) ? { 422: OTHER_REQUEST } : {}),
      ...(route.edits === true ? { 412: STALE, 428: NO_IF_MATCH } : {}),
      503: BUSY,
      default: PROBLEM,
    },
  };
}

function tooManyOf(route: Route): Json {
  if (route.dear) return { 429: TOO_MANY };
  if (isLimitedAtOnce(route)) return { 429: TOO_MANY_AT_ONCE };
  return route.id === 'sign-in' ? { 429: TOO_MANY_PASSWORDS } : {};
}

function successOf({ answer, summary, tagged }: Route): Json {
  if (answer.schema !== null && answer.mediaTypes.length === 0) {
    return {
      ...jsonAnswer(summary, answer.schema),
      ...(tagged === true ? { headers: ETAG } : {}),
      ...(answer.status === 202
        ? { headers: { Location: { description: 'The job', schema: { type: 'string' } } } }
        : {}),
    };
  }
  const content = Object.fromEntries(
    answer.mediaTypes.map((type) => [
      type,
      {
        schema:
          type === 'application/json' && answer.schema !== null
            ? answer.schema
            : { type: 'string' },
      },
    ]),
  );
  return { description: summary, content };
}

function jsonAnswer(description: string, schema: Json): Json {
  return { description, content: { 'application/json': { schema } } };
}

function parametersOf(schema: z.ZodObject | null, place: 'path' | 'query'): readonly Json[] {
  if (schema === null) return [];
  const { properties = {}, required = [] } = toSchema(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => {
    const { description, example, ...rest } = property;
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description === undefined ? {} : { description }),
      ...(example === undefined ? {} : { example }),
      schema: { ...rest, ...(example === undefined ? {} : { examples: [example] }) },
    };
  });
}

function bodyOf(body: BodyKind<unknown>): Json {
  if (body.kind === 'none') return {};
  const limit = `At most ${body.maxBytes} bytes.`;
  if (body.kind === 'json') {
    const { example, ...schema } = toSchema(body.schema);
    return {
      requestBody: {
        required: true,
        description: limit,
        content: {
          'application/json': {
            schema: { ...schema, ...(example === undefined ? {} : { examples: [example] }) },
            ...(example === undefined ? {} : { example }),
          },
        },
      },
    };
  }
  const content = Object.fromEntries(
    body.mediaTypes.map((type) => {
      const isJson = type === 'application/json';
      const example: unknown = isJson ? JSON.parse(body.example) : body.example;
      return [
        type,
        { schema: { type: isJson ? 'object' : 'string', examples: [example] }, example },
      ];
    }),
  );
  return { requestBody: { required: true, description: limit, content } };
}
