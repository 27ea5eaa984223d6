import * as z from 'zod';
import { approvalsRequest } from '../../documents/index.ts';
import { approveTimesheets, showTimesheets } from '../../use-cases/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { listOf, objectOf, ref } from '../schemas.ts';
import { clockOf, daysQuery, siteQuery } from './common.ts';

const common = { tag: 'timesheets', pathSchema: null, dear: true } as const;

/** Hours that people worked, and who answers for them. */
export const timesheetRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'get',
    path: '/timesheets',
    id: 'list-timesheets',
    summary: "People's days that are over: hours planned, worked as seen, and approved",
    querySchema: siteQuery.extend(daysQuery).extend({
      agent: z.string().max(200).optional().meta({ description: 'One person alone' }),
    }),
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('Timesheet'), mediaTypes: [] },
    handle: async ({ query }, api) => {
      const { site, from, agent } = query;
      const json = await showTimesheets(api.world, {
        ...(await clockOf(api, site)),
        site,
        from,
        to: query.to ?? from,
        agents: agent === undefined ? null : [agent],
        activities: api.live?.site === site ? api.live.activities : {},
      });
      return { status: 200, json };
    },
  }),
  defineRoute({
    ...common,
    method: 'post',
    path: '/timesheets/approvals',
    id: 'approve-timesheets',
    summary: 'Approves hours as they were seen, or corrected; all of them or none',
    querySchema: siteQuery,
    body: { kind: 'json', schema: approvalsRequest, maxBytes: 1024 * 1024 },
    answer: {
      status: 201,
      schema: objectOf({ approvals: listOf(ref('TimesheetApproval')) }),
      mediaTypes: [],
    },
    handle: async ({ query: { site }, body }, api) => {
      const approvals = await approveTimesheets(
        api.world,
        {
          ...(await clockOf(api, site)),
          site,
          activities: api.live?.site === site ? api.live.activities : {},
        },
        body.approvals,
      );
      return { status: 201, json: { approvals } };
    },
  }),
];
