import * as z from 'zod';
import { erasePerson, exportPerson } from '../../use-cases/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { ref } from '../schemas.ts';
import { personOf, siteQuery } from './common.ts';

const personPath = z.strictObject({
  person: z
    .string()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}*$/u, { error: 'expected the id of a person in rosters' })
    .meta({ description: 'Id of a person in plans and rosters', example: 'nobody' }),
});

const common = {
  tag: 'staff-data',
  querySchema: siteQuery,
  body: { kind: 'none' },
  dear: true,
} as const;

/** What is stored of people: for them to read, and to be erased. */
export const staffDataRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'get',
    path: '/me/data',
    id: 'get-own-data',
    summary: 'All that is stored of whoever asks',
    pathSchema: null,
    answer: { status: 200, schema: ref('PersonData'), mediaTypes: [] },
    handle: async ({ query, caller }, { world }) => ({
      status: 200,
      json: await exportPerson(world, query.site, personOf(caller).agent),
    }),
  }),
  defineRoute({
    ...common,
    method: 'get',
    path: '/people/{person}/data',
    id: 'get-person-data',
    summary: 'All that is stored of a person; the audit trail tells that it was read',
    pathSchema: personPath,
    answer: { status: 200, schema: ref('PersonData'), mediaTypes: [] },
    handle: async ({ path, query }, { world }) => ({
      status: 200,
      json: await exportPerson(world, query.site, path.person),
    }),
  }),
  defineRoute({
    ...common,
    method: 'delete',
    path: '/people/{person}/data',
    id: 'erase-person',
    summary: 'Erases a person: a pseudonym stands in totals and old rosters; it cannot be undone',
    pathSchema: personPath,
    answer: { status: 200, schema: ref('PersonErasure'), mediaTypes: [] },
    handle: async ({ path, query }, { world }) => ({
      status: 200,
      json: await erasePerson(world, query.site, path.person),
    }),
  }),
];
