import * as z from 'zod';
import { epochSeconds } from '../../domain/index.ts';
import { formatHistoryCsv, historyImportQuery } from '../../documents/index.ts';
import { checkHistory, importHistory } from '../../use-cases/index.ts';
import { defineRoute, type Route, streamBody } from '../route.ts';
import { listOf, objectOf, ref } from '../schemas.ts';
import { listQuery, nameOf, pageReply, pageSchema, queuePath, siteQuery } from './common.ts';

/** Largest history that is taken over HTTP, packed or not. */
const MAX_HISTORY_BYTES = 32 * 1024 * 1024;

const COUNT = { type: 'integer', minimum: 0 } as const;

const instant = z.iso
  .datetime({ offset: true, error: 'expected an instant such as 2026-03-29T00:00:00+01:00' })
  .optional();

const historyQuery = siteQuery.extend({
  from: instant.meta({ description: 'First instant', example: '2026-06-01T00:00:00+02:00' }),
  to: instant.meta({ description: 'End, excluded', example: '2026-07-01T00:00:00+02:00' }),
  format: z.enum(['json', 'csv']).default('json'),
});

export const queueRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/queues',
    id: 'list-queues',
    tag: 'queues',
    summary: 'Queues of a site with what history they hold',
    pathSchema: null,
    querySchema: listQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: pageSchema('queues', ref('QueueRecord')), mediaTypes: [] },
    dear: false,
    handle: ({ query }, { world }) =>
      pageReply('queues', query, (page) => world.store.listQueues(query.site, page), nameOf),
  }),
  defineRoute({
    method: 'get',
    path: '/queues/{queue}/history',
    id: 'get-history',
    tag: 'queues',
    summary: 'Interval history of a queue, as JSON or in the canonical CSV layout',
    pathSchema: queuePath,
    querySchema: historyQuery,
    body: { kind: 'none' },
    answer: {
      status: 200,
      schema: ref('IntervalHistory'),
      mediaTypes: ['application/json', 'text/csv'],
    },
    dear: false,
    handle: async ({ path, query }, { world }) => {
      const history = await world.store.loadHistory(query.site, path.queue, {
        from: query.from === undefined ? null : epochSeconds(query.from),
        to: query.to === undefined ? null : epochSeconds(query.to),
      });
      return query.format === 'json'
        ? { status: 200, json: history }
        : {
            status: 200,
            content: formatHistoryCsv([history]),
            mediaType: 'text/csv',
            fileName: 'history.csv',
          };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/queues/{queue}/check',
    id: 'check-history',
    tag: 'queues',
    summary: 'What looks wrong in the history of a queue',
    pathSchema: queuePath,
    querySchema: siteQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: objectOf({ findings: listOf(ref('Finding')) }), mediaTypes: [] },
    dear: true,
    handle: async ({ path, query, signal }, { world }) => ({
      status: 200,
      json: {
        findings: await checkHistory(
          world,
          {
            histories: { kind: 'stored', site: query.site, queues: [path.queue] },
            plan: { kind: 'none' },
          },
          { signal, onProgress: () => undefined },
        ),
      },
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/imports/history',
    id: 'import-history',
    tag: 'queues',
    summary: 'Stores interval history from CSV; all that can be read, or nothing',
    pathSchema: null,
    querySchema: historyImportQuery.extend(siteQuery.shape),
    body: streamBody({
      mediaTypes: ['text/csv', 'application/gzip'],
      maxBytes: MAX_HISTORY_BYTES,
      example:
        'interval_start,interval_minutes,queue,offered\n2026-07-06T08:00:00Z,15,example,12\n2026-07-06T08:15:00Z,15,example,9\n',
    }),
    answer: {
      status: 200,
      schema: objectOf({
        queues: listOf(ref('ImportOutcome')),
        findings: listOf(ref('Finding')),
        rows: objectOf({ read: COUNT, taken: COUNT, leftOut: COUNT }),
      }),
      mediaTypes: [],
    },
    dear: true,
    handle: async ({ query, body }, { world }) => ({
      status: 200,
      json: await importHistory(world, {
        site: query.site,
        source: body,
        options: {
          source: 'request body',
          queue: query.queue ?? null,
          queueIfUnnamed: null,
          queueColumn: query.queueColumn ?? null,
          zone: query.zone ?? null,
          preset: query.preset ?? null,
          dateOrder: query.dateOrder ?? null,
          decimal: query.decimal ?? null,
          columns: query.columns ?? null,
          channel: query.channel ?? null,
          intervalSeconds: query.interval === undefined ? null : query.interval * 60,
          attribution: query.attribution ?? null,
        },
      }),
    }),
  }),
];
