import * as z from 'zod';
import { defineRoute, type Route } from '../route.ts';
import { ref } from '../schemas.ts';
import { withLinks } from './common.ts';

const jobPath = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'expected the id of a job' })
    .meta({ description: 'Id of a job' }),
});

export const jobRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/jobs/{id}',
    id: 'get-job',
    tag: 'jobs',
    summary: 'State and progress of a job; links.result once there is one',
    pathSchema: jobPath,
    querySchema: null,
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('Job'), mediaTypes: [] },
    dear: false,
    handle: async ({ path }, { jobs }) => ({
      status: 200,
      json: withLinks(await jobs.get(path.id)),
    }),
  }),
  defineRoute({
    method: 'delete',
    path: '/jobs/{id}',
    id: 'cancel-job',
    tag: 'jobs',
    summary: 'Asks a job to stop; a roster that has been found is kept',
    pathSchema: jobPath,
    querySchema: null,
    body: { kind: 'none' },
    answer: { status: 202, schema: ref('Job'), mediaTypes: [] },
    dear: false,
    handle: async ({ path }, { jobs }) => ({
      status: 202,
      json: withLinks(await jobs.cancel(path.id)),
    }),
  }),
];
