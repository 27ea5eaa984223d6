import * as z from 'zod';
import {
  erlangAnswerSchemas,
  readRequest,
  readErlangQuestion,
  erlangQuestionSchemas,
} from '../../documents/index.ts';
import {
  askErlang,
  askErlangCases,
  type ErlangQuestion,
  readErlangCase,
} from '../../use-cases/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { listOf, objectOf, toSchema } from '../schemas.ts';

const MAX_CASES = 1000;
const MAX_BYTES = 2 * 1024 * 1024;

const casesSchema = z.strictObject({
  cases: z.array(z.unknown()).min(1).max(MAX_CASES),
});

type Kind = ErlangQuestion['kind'];

const SUMMARIES = {
  evaluate: 'What a number of agents gives',
  require: 'Least agents that meet targets',
  capacity: 'Most that a number of agents can carry at targets',
  'patience-needed': 'Mean patience at which a number of agents meets targets',
  sensitivity: 'What more and less agents, volume and handle time would give',
  transient: 'A queue from interval to interval, with what each takes over',
  chat: 'Agents who hold several contacts at a time: what they give, or how many it takes',
  deferred: 'Work that may wait: what agents do of it, or how many it takes',
  outbound: 'Dialling within a cap on silent calls: its pace, or a list of people to call',
  blend: 'Calls out in the idle time of calls in: what a reserve gives, or the least it takes',
  patience: 'How patient callers were, by what became of their calls',
  'patience-totals': 'How patient callers were on average, by totals of intervals',
  uncertain: 'Staff where the volume is not certain and some are absent',
} satisfies Record<Kind, string>;

const REFUSED = objectOf({
  error: objectOf({ code: { type: 'string' }, message: { type: 'string' } }),
});

export const erlangRoutes: readonly Route[] = (Object.keys(SUMMARIES) as Kind[]).map(questionRoute);

/** One question, or up to a thousand as cases, of which each bad one is told in its place. */
function questionRoute(kind: Kind): Route {
  const answer = toSchema(erlangAnswerSchemas[kind]);
  return defineRoute({
    method: 'post',
    path: `/erlang/${kind}`,
    id: `erlang-${kind}`,
    tag: 'erlang',
    summary: SUMMARIES[kind],
    pathSchema: null,
    querySchema: null,
    body: { kind: 'json', schema: bodySchema(kind), maxBytes: MAX_BYTES },
    answer: {
      status: 200,
      schema: { anyOf: [answer, objectOf({ answers: listOf({ anyOf: [answer, REFUSED] }) })] },
      mediaTypes: [],
    },
    dear: false,
    handle: async ({ body, signal }, { world }) => {
      const context = { signal, onProgress: () => undefined };
      if (!isCases(body)) {
        return {
          status: 200,
          json: await askErlang(world, readErlangQuestion(kind, body), context),
        };
      }
      const { cases } = readRequest(casesSchema, body, 'request body');
      const read = cases.map((one) => readErlangCase(() => readErlangQuestion(kind, one)));
      return { status: 200, json: { answers: await askErlangCases(world, read, context) } };
    },
  });
}

function isCases(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'cases' in body;
}

/** Checked by the handler, so that one bad case does not refuse them all. */
function bodySchema(kind: Kind): z.ZodType {
  const { example, ...question } = toSchema(erlangQuestionSchemas[kind]);
  return z.unknown().meta({
    anyOf: [
      question,
      {
        type: 'object',
        required: ['cases'],
        properties: { cases: { type: 'array', items: {}, minItems: 1, maxItems: MAX_CASES } },
        additionalProperties: false,
      },
    ],
    example,
  });
}
