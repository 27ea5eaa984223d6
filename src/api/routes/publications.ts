import * as z from 'zod';
import { type Roster } from '../../domain/index.ts';
import { auditQuery, ownShiftsQuery, publicationRequest } from '../../documents/index.ts';
import { findOwnShifts, publishRoster, readAuditPage } from '../../use-cases/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { ref } from '../schemas.ts';
import {
  idOf,
  listQuery,
  pageQuery,
  pageReply,
  pageSchema,
  personOf,
  siteQuery,
  storedDocument,
} from './common.ts';

const publicationPath = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'expected the id of a publication' })
    .meta({ description: 'Id of a publication' }),
});

/** Which rosters were made known, and who changed what. */
export const publicationRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/publications',
    id: 'publish-roster',
    tag: 'publications',
    summary: 'Makes a roster known to those who work it, in place of what was published before',
    pathSchema: null,
    querySchema: siteQuery,
    body: { kind: 'json', schema: publicationRequest, maxBytes: 16 * 1024 },
    answer: { status: 201, schema: ref('Publication'), mediaTypes: [] },
    dear: false,
    handle: async ({ query, body }, { world }) => ({
      status: 201,
      json: await publishRoster(world, {
        site: query.site,
        roster: storedDocument<Roster>(query.site, body.roster),
        note: body.note,
      }),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/publications',
    id: 'list-publications',
    tag: 'publications',
    summary: 'Published rosters, newest first; none is ever taken away',
    pathSchema: null,
    querySchema: listQuery,
    body: { kind: 'none' },
    answer: {
      status: 200,
      schema: pageSchema('publications', ref('Publication')),
      mediaTypes: [],
    },
    dear: false,
    handle: ({ query }, { world }) =>
      pageReply(
        'publications',
        query,
        ({ limit, after }) => world.store.listPublications(query.site, null, limit, after),
        idOf,
      ),
  }),
  defineRoute({
    method: 'get',
    path: '/publications/{id}',
    id: 'get-publication',
    tag: 'publications',
    summary: 'What was published: who, when, and which roster',
    pathSchema: publicationPath,
    querySchema: siteQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('Publication'), mediaTypes: [] },
    dear: false,
    handle: async ({ path, query }, { world }) => ({
      status: 200,
      json: await world.store.loadPublication(query.site, path.id),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/me/shifts',
    id: 'get-own-shifts',
    tag: 'publications',
    summary: 'What whoever asks is published to work',
    pathSchema: null,
    querySchema: siteQuery.extend(ownShiftsQuery),
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('OwnShifts'), mediaTypes: [] },
    dear: false,
    handle: async ({ query, caller }, { world }) => {
      const { agent } = personOf(caller);
      return { status: 200, json: await findOwnShifts(world, query.site, agent, query) };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/audit-log',
    id: 'list-audit-log',
    tag: 'audit-log',
    summary: 'Who changed what, newest first',
    pathSchema: null,
    querySchema: pageQuery.extend(auditQuery),
    body: { kind: 'none' },
    answer: { status: 200, schema: pageSchema('entries', ref('AuditEntry')), mediaTypes: [] },
    dear: false,
    handle: async ({ query: { site, limit, cursor } }, { world }) => {
      const part = { limit, cursor: cursor ?? null };
      const { items, next } = await readAuditPage(world, site ?? null, part);
      return { status: 200, json: { entries: items, next } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/audit-log/verification',
    id: 'verify-audit-log',
    tag: 'audit-log',
    summary: 'Checks the whole trail; names the first broken line',
    pathSchema: null,
    querySchema: null,
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('AuditVerification'), mediaTypes: [] },
    dear: true,
    handle: async (_, { world }) => ({ status: 200, json: await world.store.verifyAudit() }),
  }),
];
