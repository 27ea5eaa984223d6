import * as z from 'zod';
import { epochSeconds, localDateOf } from '../../domain/index.ts';
import { exceptionRequest } from '../../documents/index.ts';
import {
  attendDay,
  exceptionsOfDay,
  explainDay,
  GRACE_SECONDS,
  makeException,
  withdrawException,
} from '../../use-cases/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { listOf, objectOf, ref } from '../schemas.ts';
import { clockOf, dayText, planPath, resultId, siteQuery, storedPlan } from './common.ts';

const dayQuery = siteQuery.extend({
  date: dayText.optional().meta({ description: 'Local day; without, today' }),
  grace: z.coerce
    .number()
    .int()
    .min(0)
    .max(3600)
    .default(GRACE_SECONDS)
    .meta({ description: 'Seconds out of schedule that are excused', example: GRACE_SECONDS }),
});

const exceptionPath = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'expected the id of an exception' })
    .meta({ description: 'Id of an exception' }),
});

const common = { tag: 'adherence', dear: false } as const;

/** What people do against what was published, and what is said of it beside. */
export const attendanceRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'get',
    path: '/adherence',
    id: 'get-adherence',
    summary:
      'A day of everybody against the schedule as it was published at each moment: adherence, conformance, deviations, who is absent, late, early or unscheduled',
    pathSchema: null,
    querySchema: dayQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('DayAttendance'), mediaTypes: [] },
    dear: true,
    handle: async ({ query }, api) => {
      const { zone, now } = await clockOf(api, query.site);
      return {
        status: 200,
        json: await attendDay(api.world, {
          site: query.site,
          date: query.date ?? localDateOf(now, zone),
          zone,
          now,
          graceSeconds: query.grace,
          activities: api.live?.site === query.site ? api.live.activities : {},
        }),
      };
    },
  }),
  defineRoute({
    ...common,
    method: 'get',
    path: '/day-explanation',
    id: 'explain-day',
    summary:
      'Why the service level of a day was another than planned: volume, handle time, roster fit, absence, adherence, and what the model leaves over',
    pathSchema: null,
    querySchema: siteQuery.extend({
      plan: planPath.shape.name,
      date: dayText.meta({ description: 'Local day', example: '2026-03-23' }),
      forecast: resultId
        .optional()
        .meta({ description: 'That the day was planned by; without, the last made before it' }),
    }),
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('DayExplanation'), mediaTypes: [] },
    dear: true,
    handle: async ({ query, signal }, { world, live }) => {
      const feed = live?.site === query.site ? live : null;
      const json = await explainDay(
        world,
        {
          site: query.site,
          plan: storedPlan(query.site, query.plan),
          date: query.date,
          forecast: query.forecast ?? null,
          now: feed?.now() ?? epochSeconds(world.identity.now()),
          activities: feed?.activities ?? {},
          seed: 1,
        },
        { signal, onProgress: () => undefined },
      );
      return { status: 200, json };
    },
  }),
  defineRoute({
    ...common,
    method: 'post',
    path: '/adherence/exceptions',
    id: 'make-exception',
    summary:
      'Says of a stretch of a day what was to be done instead; adherence is reckoned anew with it',
    pathSchema: null,
    querySchema: siteQuery,
    body: { kind: 'json', schema: exceptionRequest, maxBytes: 16 * 1024 },
    answer: { status: 201, schema: ref('ScheduleException'), mediaTypes: [] },
    handle: async ({ query, body }, { world }) => ({
      status: 201,
      json: await makeException(world, query.site, body),
    }),
  }),
  defineRoute({
    ...common,
    method: 'get',
    path: '/adherence/exceptions',
    id: 'list-exceptions',
    summary: 'What is said of a day beside what was published',
    pathSchema: null,
    querySchema: siteQuery.extend({ date: dayText.meta({ example: '2026-03-23' }) }),
    body: { kind: 'none' },
    answer: {
      status: 200,
      schema: objectOf({ exceptions: listOf(ref('ScheduleException')) }),
      mediaTypes: [],
    },
    handle: async ({ query: { site, date: day } }, api) => {
      const { zone } = await clockOf(api, site);
      return {
        status: 200,
        json: { exceptions: await exceptionsOfDay(api.world, { site, zone, date: day }) },
      };
    },
  }),
  defineRoute({
    ...common,
    method: 'delete',
    path: '/adherence/exceptions/{id}',
    id: 'withdraw-exception',
    summary: 'Takes an exception back',
    pathSchema: exceptionPath,
    querySchema: siteQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: objectOf({ id: { type: 'string' } }), mediaTypes: [] },
    handle: async ({ path, query }, { world }) => {
      await withdrawException(world, query.site, path.id);
      return { status: 200, json: { id: path.id } };
    },
  }),
];
