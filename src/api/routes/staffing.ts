import { type Forecast, type Requirement, type Roster } from '../../domain/index.ts';
import { staffRequest, verifyRequest, whatIfRequest } from '../../documents/index.ts';
import { staffQueues } from '../../use-cases/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { ref, storedOf } from '../schemas.ts';
import { keepAs, resultRoutes, siteQuery, startJob, storedDocument, storedPlan } from './common.ts';

export const staffingRoutes: readonly Route[] = [
  ...resultRoutes('requirement'),
  ...resultRoutes('verification'),
  ...resultRoutes('whatif'),
  defineRoute({
    method: 'post',
    path: '/requirements',
    id: 'staff-queues',
    tag: 'requirements',
    summary: 'Agents required per interval of a forecast, by the goals of a plan',
    pathSchema: null,
    querySchema: siteQuery,
    body: { kind: 'json', schema: staffRequest, maxBytes: 16 * 1024 },
    answer: { status: 201, schema: storedOf('requirement'), mediaTypes: [] },
    dear: true,
    handle: async ({ query, body, signal }, { world }) => ({
      status: 201,
      json: await staffQueues(
        world,
        {
          forecast: storedDocument<Forecast>(query.site, body.forecast),
          plan: storedPlan(query.site, body.plan),
          seed: 1,
          keeping: keepAs(query.site, body.name),
        },
        { signal, onProgress: () => undefined },
      ),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/verifications',
    id: 'start-verification',
    tag: 'verifications',
    summary: 'Simulates a requirement and sets predicted beside simulated, as a job',
    pathSchema: null,
    querySchema: siteQuery,
    body: { kind: 'json', schema: verifyRequest, maxBytes: 16 * 1024 },
    answer: { status: 202, schema: ref('Job'), mediaTypes: [] },
    dear: true,
    handle: ({ query, body }, api) =>
      startJob(api, 'verification', query.site, {
        requirement: storedDocument<Requirement>(query.site, body.requirement),
        replications: body.replications,
        seed: body.seed,
        keeping: keepAs(query.site, body.name),
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/whatifs',
    id: 'start-what-if',
    tag: 'whatifs',
    summary: 'Sets scenarios beside a baseline, as a job',
    pathSchema: null,
    querySchema: siteQuery,
    body: { kind: 'json', schema: whatIfRequest, maxBytes: 256 * 1024 },
    answer: { status: 202, schema: ref('Job'), mediaTypes: [] },
    dear: true,
    handle: ({ query, body }, api) =>
      startJob(api, 'whatif', query.site, {
        plan: storedPlan(query.site, body.plan),
        forecast: storedDocument<Forecast>(query.site, body.forecast),
        roster: body.roster === null ? null : storedDocument<Roster>(query.site, body.roster),
        scenarios: body.scenarios,
        seed: body.seed,
        timeLimitSeconds: body.timeLimitSeconds,
        keeping: keepAs(query.site, body.name),
      }),
  }),
];
