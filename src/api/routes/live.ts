import * as z from 'zod';
import { dayChangesRequest } from '../../documents/index.ts';
import { AgnerError, epochSeconds } from '../../domain/index.ts';
import {
  applyChanges,
  heardOf,
  type LiveFeed,
  lookAtDay,
  NOTICE_SECONDS,
  proposeChanges,
} from '../../use-cases/index.ts';
import { type ApiWorld, defineRoute, type Route } from '../route.ts';
import { listOf, objectOf, ref } from '../schemas.ts';
import { streamFeed } from '../stream-feed.ts';
import { planPath, siteQuery, storedPlan } from './common.ts';

const common = {
  method: 'get',
  tag: 'live',
  pathSchema: null,
  querySchema: siteQuery,
  body: { kind: 'none' },
  dear: false,
} as const;

const HEAD = {
  version: { type: 'integer', minimum: 0 },
  madeAt: { type: 'string', format: 'date-time' },
  source: ref('LiveSource'),
} as const;

export const liveRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/live/queues',
    id: 'get-live-queues',
    summary: 'Queues at this moment, and their day so far',
    answer: {
      status: 200,
      schema: objectOf({ ...HEAD, queues: listOf(ref('LiveQueue')) }),
      mediaTypes: [],
    },
    handle: ({ query }, { live }) => {
      const { version, madeAt, source, queues } = feedOf(live, query.site).current();
      return Promise.resolve({ status: 200, json: { version, madeAt, source, queues } });
    },
  }),
  defineRoute({
    ...common,
    path: '/live/agents',
    id: 'get-live-agents',
    summary: 'What each person does at this moment, over all their queues',
    answer: {
      status: 200,
      schema: objectOf({ ...HEAD, agents: listOf(ref('LiveAgent')) }),
      mediaTypes: [],
    },
    handle: ({ query }, { live }) => {
      const { version, madeAt, source, agents } = feedOf(live, query.site).current();
      return Promise.resolve({ status: 200, json: { version, madeAt, source, agents } });
    },
  }),
  defineRoute({
    ...common,
    path: '/live/events',
    id: 'follow-live',
    summary:
      'Everything ("centre"), then what changes ("change"), as server-sent events; Last-Event-ID goes on from there',
    answer: { status: 200, schema: null, mediaTypes: ['text/event-stream'] },
    handle: ({ query, lastEventId }, { live }) => {
      const feed = feedOf(live, query.site);
      return Promise.resolve({
        status: 200,
        events: (sink) => {
          streamFeed(feed, lastEventId, sink);
        },
      });
    },
  }),
  defineRoute({
    ...common,
    path: '/live/day',
    id: 'look-at-day',
    summary:
      'The day under way: offered, forecast and revised forecast, staffing, service level so far and expected',
    querySchema: siteQuery.extend({ plan: planPath.shape.name }),
    answer: { status: 200, schema: ref('DayOutlook'), mediaTypes: [] },
    dear: true,
    handle: async ({ query, signal }, { world, live }) => {
      const json = await lookAtDay(world, lookAsked(query, world, live), {
        signal,
        onProgress: () => undefined,
      });
      return { status: 200, json };
    },
  }),
  defineRoute({
    ...common,
    path: '/live/day/proposals',
    id: 'propose-changes',
    summary:
      'What could be done about the rest of the day, in order of cost, with what each change does to the service level; nothing is done',
    querySchema: siteQuery.extend({
      plan: planPath.shape.name,
      notice: z.coerce
        .number()
        .int()
        .min(0)
        .max(86_400)
        .default(NOTICE_SECONDS)
        .meta({ description: 'Seconds before they begin in which people must hear of changes' }),
      most: z.coerce
        .number()
        .int()
        .min(1)
        .max(50)
        .default(6)
        .meta({ description: 'Most proposals of each sort' }),
    }),
    answer: { status: 200, schema: ref('DayProposals'), mediaTypes: [] },
    dear: true,
    handle: async ({ query, signal }, { world, live }) => {
      const json = await proposeChanges(
        world,
        {
          ...lookAsked(query, world, live),
          noticeSeconds: query.notice,
          most: query.most,
        },
        { signal, onProgress: () => undefined },
      );
      return { status: 200, json };
    },
  }),
  defineRoute({
    ...common,
    method: 'post',
    path: '/live/day/changes',
    id: 'apply-changes',
    summary: 'Publishes the roster of the day anew with changed shifts; refused where rules break',
    querySchema: siteQuery.extend({ plan: planPath.shape.name }),
    body: { kind: 'json', schema: dayChangesRequest, maxBytes: 8 * 1024 * 1024 },
    answer: { status: 201, schema: ref('Publication'), mediaTypes: [] },
    dear: true,
    handle: async ({ query, body }, { world, live }) => {
      const json = await applyChanges(world, { ...dayAsked(query, world, live), ...body });
      return { status: 201, json };
    },
  }),
];

interface DayQuery {
  readonly site: string;
  readonly plan: string;
}

/** Which day is meant: the one under way by the ACD's clock where one is followed, else by ours. */
function dayAsked(
  { site, plan }: DayQuery,
  { identity }: ApiWorld['world'],
  live: LiveFeed | null,
) {
  const now = live?.site === site ? live.now() : epochSeconds(identity.now());
  return { site, plan: storedPlan(site, plan), now };
}

/** The same with what the ACD tells of this moment. */
function lookAsked(query: DayQuery, world: ApiWorld['world'], live: LiveFeed | null) {
  const heard = live?.site === query.site ? heardOf(live) : null;
  return { ...dayAsked(query, world, live), live: heard, seed: 1 };
}

function feedOf(live: LiveFeed | null, site: string): LiveFeed {
  if (live?.site === site) return live;
  throw new AgnerError(
    'NOT_FOUND',
    live === null
      ? 'no ACD is followed here; AGNER_ACD names the file that says which'
      : `expected the site whose ACD is followed, got "${site}"`,
  );
}
