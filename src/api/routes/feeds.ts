import * as z from 'zod';
import { feedRequest } from '../../documents/index.ts';
import { addFeed, showFeed, sign } from '../../use-cases/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { objectOf, ref } from '../schemas.ts';
import { idOf, listQuery, pageReply, pageSchema, personOf, siteQuery } from './common.ts';

/** How long a calendar's program may keep what it read. */
const MAX_AGE_SECONDS = 300;

const feedPath = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'expected the id of a feed' })
    .meta({ description: 'Id of a feed' }),
});

const NEW_FEED = objectOf({
  feed: ref('CalendarFeed'),
  path: { type: 'string', description: 'Where it is read: the secret, told this once' },
});

const DONE = objectOf({ done: { const: true } });

const done = { status: 200, json: { done: true } } as const;

const common = { tag: 'feeds', pathSchema: null, dear: false } as const;

/** The calendar itself, which whoever knows its address may read. */
const readRoute = defineRoute({
  ...common,
  method: 'get',
  path: '/feeds/{token}.ics',
  id: 'get-feed',
  summary: "A person's published shifts as a calendar, from 30 days ago to a year ahead",
  // Whatever is no secret of a feed is unknown, not wrong.
  pathSchema: z.strictObject({
    token: z.string().min(1).meta({ description: 'The secret of the feed' }),
  }),
  querySchema: null,
  body: { kind: 'none' },
  answer: { status: 200, schema: null, mediaTypes: ['text/calendar'] },
  cached: true,
  handle: async ({ path, isSeen, signal }, { world }) => {
    const { state, file } = await showFeed(world, path.token, isSeen, {
      signal,
      onProgress: () => undefined,
    });
    const kept = { state, maxAgeSeconds: MAX_AGE_SECONDS };
    if (file === null) return { ...kept, status: 304 };
    return { ...kept, status: 200, content: file.content, mediaType: file.mediaType };
  },
});

const ownRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'get',
    path: '/me/feeds',
    id: 'list-own-feeds',
    summary: 'Calendar feeds of whoever asks, without their secrets',
    querySchema: listQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: pageSchema('feeds', ref('CalendarFeed')), mediaTypes: [] },
    handle: ({ query, caller }, { world }) => {
      const { agent } = personOf(caller);
      return pageReply(
        'feeds',
        query,
        (page) => world.store.listFeeds(query.site, agent, page),
        idOf,
      );
    },
  }),
  defineRoute({
    ...common,
    method: 'post',
    path: '/me/feeds',
    id: 'add-own-feed',
    summary: 'Makes a calendar feed for whoever asks; it goes with the user',
    querySchema: siteQuery,
    body: { kind: 'none' },
    answer: { status: 201, schema: NEW_FEED, mediaTypes: [] },
    handle: async ({ query, caller }, { world }) => {
      const { agent, user } = personOf(caller);
      return { status: 201, json: await addFeed(world, query.site, agent, user) };
    },
  }),
  defineRoute({
    ...common,
    method: 'delete',
    path: '/me/feeds/{id}',
    id: 'remove-own-feed',
    summary: 'Revokes a calendar feed of whoever asks',
    pathSchema: feedPath,
    querySchema: siteQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: DONE, mediaTypes: [] },
    handle: async ({ path, query, caller }, { world }) => {
      await world.store.removeFeed(query.site, path.id, personOf(caller).agent, sign(world));
      return done;
    },
  }),
];

/** Calendar feeds: who has one, and what it shows. */
export const feedRoutes: readonly Route[] = [
  readRoute,
  ...ownRoutes,
  defineRoute({
    ...common,
    method: 'get',
    path: '/feeds',
    id: 'list-feeds',
    summary: 'Calendar feeds of all people, without their secrets',
    querySchema: listQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: pageSchema('feeds', ref('CalendarFeed')), mediaTypes: [] },
    handle: ({ query }, { world }) =>
      pageReply('feeds', query, (page) => world.store.listFeeds(query.site, null, page), idOf),
  }),
  defineRoute({
    ...common,
    method: 'post',
    path: '/feeds',
    id: 'add-feed',
    summary: 'Makes a calendar feed for a person; its address is told this once',
    querySchema: siteQuery,
    body: { kind: 'json', schema: feedRequest, maxBytes: 16 * 1024 },
    answer: { status: 201, schema: NEW_FEED, mediaTypes: [] },
    handle: async ({ query, body }, { world }) => ({
      status: 201,
      json: await addFeed(world, query.site, body.agent, null),
    }),
  }),
  defineRoute({
    ...common,
    method: 'delete',
    path: '/feeds/{id}',
    id: 'remove-feed',
    summary: "Revokes a person's calendar feed; it is not there from now on",
    pathSchema: feedPath,
    querySchema: siteQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: DONE, mediaTypes: [] },
    handle: async ({ path, query }, { world }) => {
      await world.store.removeFeed(query.site, path.id, null, sign(world));
      return done;
    },
  }),
];
