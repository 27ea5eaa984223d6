import * as z from 'zod';
import { AgnerError } from '../../domain/index.ts';
import { calendarQuery, readPlan } from '../../documents/index.ts';
import { checkHolidays, savePlan, showCalendar } from '../../use-cases/index.ts';
import { defineRoute, type Route, textBody } from '../route.ts';
import { objectOf, ref } from '../schemas.ts';
import {
  idOf,
  listQuery,
  pageReply,
  pageSchema,
  planPath,
  siteQuery,
  storedPlan,
} from './common.ts';

const MAX_PLAN_BYTES = 2 * 1024 * 1024;

const planBody = textBody({
  mediaTypes: ['application/yaml', 'application/json'],
  maxBytes: MAX_PLAN_BYTES,
  example: JSON.stringify({
    agner: 1,
    name: 'example',
    site: { name: 'example', zone: 'Europe/Ljubljana' },
    queues: [{ name: 'example', goal: { serviceLevel: 0.8, threshold: '20s' } }],
    shiftPatterns: [
      { name: 'day', starts: { from: '08:00', to: '10:00', every: '30m' }, lengths: ['8h'] },
    ],
    contracts: [
      {
        name: 'full-time',
        shiftPatterns: ['day'],
        paidPerDay: { min: '4h', max: '9h' },
        paidPerWeek: { min: '32h', max: '40h' },
        daysPerWeek: { min: 0, max: 5 },
        minRest: '11h',
        payPerHour: 15,
      },
    ],
    agents: [{ id: 'e1', name: 'Example Person', contract: 'full-time', skills: ['example'] }],
    costs: { currency: 'EUR', underPerAgentHour: 60, overPerAgentHour: 5, unmetWish: 10 },
  }),
});

export const planRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/plans',
    id: 'list-plans',
    tag: 'plans',
    summary: 'Plans of a site, every version, newest first',
    pathSchema: null,
    querySchema: listQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: pageSchema('plans', ref('PlanRecord')), mediaTypes: [] },
    dear: false,
    handle: ({ query }, { world }) =>
      pageReply('plans', query, (page) => world.store.listPlans(query.site, page), idOf),
  }),
  defineRoute({
    method: 'post',
    path: '/plans',
    id: 'save-plan',
    tag: 'plans',
    summary: 'Stores a plan as the newest version of its name',
    pathSchema: null,
    querySchema: siteQuery,
    body: planBody,
    answer: { status: 201, schema: ref('PlanRecord'), mediaTypes: [] },
    dear: true,
    handle: async ({ query, body }, { world }) => {
      const { text } = body;
      const plan = readPlan(text, 'plan', { readAgentsFile: null });
      return { status: 201, json: await savePlan(world, { site: query.site, plan, text }) };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/plans/check',
    id: 'check-plan',
    tag: 'plans',
    summary: 'Checks a plan without storing it; a problem lists every fault with its line',
    pathSchema: null,
    querySchema: null,
    body: planBody,
    answer: {
      status: 200,
      schema: objectOf({ name: { type: 'string' }, problems: { type: 'array', maxItems: 0 } }),
      mediaTypes: [],
    },
    dear: true,
    handle: async ({ body }, { world }) => {
      const plan = readPlan(body.text, 'plan', { readAgentsFile: null });
      await checkHolidays(world, plan);
      return { status: 200, json: { name: plan.name, problems: [] } };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/plans/{name}',
    id: 'get-plan',
    tag: 'plans',
    summary: 'A plan: as written and as understood',
    pathSchema: planPath,
    querySchema: siteQuery.extend({
      version: z.coerce
        .number()
        .int()
        .min(1)
        .max(1e9)
        .optional()
        .meta({ description: 'Without it, the newest' }),
    }),
    body: { kind: 'none' },
    answer: {
      status: 200,
      schema: objectOf({ record: ref('PlanRecord'), plan: ref('Plan'), text: { type: 'string' } }),
      mediaTypes: [],
    },
    dear: false,
    tagged: true,
    handle: async ({ path, query }, { world }) => {
      const loaded = await world.store.loadPlan(query.site, path.name, query.version ?? null);
      return { status: 200, json: loaded, state: loaded.record.id };
    },
  }),
  defineRoute({
    method: 'put',
    path: '/plans/{name}',
    id: 'edit-plan',
    tag: 'plans',
    summary: 'Stores the next version of a plan, where nobody else has stored one meanwhile',
    pathSchema: planPath,
    querySchema: siteQuery,
    body: planBody,
    answer: { status: 200, schema: ref('PlanRecord'), mediaTypes: [] },
    dear: true,
    tagged: true,
    edits: true,
    handle: async ({ path, query, body, onlyIf }, { world }) => {
      const { text } = body;
      const plan = readPlan(text, 'plan', { readAgentsFile: null });
      if (plan.name !== path.name) {
        throw new AgnerError(
          'INVALID_INPUT',
          `expected the plan "${path.name}", got "${plan.name}"`,
        );
      }
      const record = await savePlan(world, { site: query.site, plan, text, onlyIf });
      return { status: 200, json: record, state: record.id };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/plans/{name}/calendar',
    id: 'get-calendar',
    tag: 'plans',
    summary: 'Special days and public holidays of queues over a period, as forecasts take them',
    pathSchema: planPath,
    querySchema: siteQuery.extend(calendarQuery),
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('SiteCalendar'), mediaTypes: [] },
    dear: true,
    handle: async ({ path, query }, { world }) => ({
      status: 200,
      json: await showCalendar(world, {
        plan: storedPlan(query.site, path.name),
        specialDays: [],
        queue: query.queue ?? null,
        from: query.from ?? null,
        days: query.days,
      }),
    }),
  }),
];
