import { AgnerError, epochSeconds } from '../../domain/index.ts';
import { heardOf, type LiveFeed, lookAtDay } from '../../use-cases/index.ts';
import { defineRoute, type Route } from '../route.ts';
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
      const feed = live?.site === query.site ? live : null;
      const json = await lookAtDay(
        world,
        {
          site: query.site,
          plan: storedPlan(query.site, query.plan),
          now: feed?.now() ?? epochSeconds(world.identity.now()),
          live: feed === null ? null : heardOf(feed),
          seed: 1,
        },
        { signal, onProgress: () => undefined },
      );
      return { status: 200, json };
    },
  }),
];

function feedOf(live: LiveFeed | null, site: string): LiveFeed {
  if (live?.site === site) return live;
  throw new AgnerError(
    'NOT_FOUND',
    live === null
      ? 'no ACD is followed here; AGNER_ACD names the file that says which'
      : `expected the site whose ACD is followed, got "${site}"`,
  );
}
