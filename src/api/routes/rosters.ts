import * as z from 'zod';
import { AgnerError, type Requirement, type Roster } from '../../domain/index.ts';
import { auditRequest, rosterRequest } from '../../documents/index.ts';
import {
  auditRoster,
  type AuditRosterRequest,
  EXPORT_FORMATS,
  type ExportFormat,
  exportRoster,
  type World,
} from '../../use-cases/index.ts';
import { type ApiReply, defineRoute, type Route } from '../route.ts';
import { listOf, objectOf, ref } from '../schemas.ts';
import {
  idPath,
  keepAs,
  resultRoutes,
  siteQuery,
  startJob,
  storedDocument,
  storedPlan,
} from './common.ts';

/** Some 4,000 shifts: what can be checked at once without making others wait. */
const MAX_AUDIT_BYTES = 4 * 1024 * 1024;

const MEDIA_TYPES = [
  'text/calendar',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'text/csv',
  'application/json',
  'image/png',
];

export const rosterRoutes: readonly Route[] = [
  ...resultRoutes('roster'),
  defineRoute({
    method: 'post',
    path: '/rosters',
    id: 'start-roster',
    tag: 'rosters',
    summary: 'Builds a roster that covers a requirement, as a job',
    pathSchema: null,
    querySchema: siteQuery,
    body: { kind: 'json', schema: rosterRequest, maxBytes: 16 * 1024 },
    answer: { status: 202, schema: ref('Job'), mediaTypes: [] },
    dear: true,
    handle: ({ query, body }, api) => {
      if ((body.from === null) !== (body.days === null)) {
        throw new AgnerError('INVALID_INPUT', 'expected from and days together, or neither');
      }
      return startJob(api, 'roster', query.site, {
        requirement: storedDocument<Requirement>(query.site, body.requirement),
        plan: storedPlan(query.site, body.plan),
        period:
          body.from === null || body.days === null ? null : { from: body.from, days: body.days },
        previous: body.previous === null ? null : storedDocument<Roster>(query.site, body.previous),
        seed: body.seed,
        timeLimitSeconds: body.timeLimitSeconds,
        iterationLimit: body.iterationLimit,
        keeping: keepAs(query.site, body.name),
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/rosters/audit',
    id: 'audit-roster',
    tag: 'rosters',
    summary: 'Checks a stored roster, or the shifts of any tool, against the rules of a plan',
    pathSchema: null,
    querySchema: siteQuery,
    body: { kind: 'json', schema: auditRequest, maxBytes: MAX_AUDIT_BYTES },
    answer: {
      status: 200,
      schema: objectOf({
        plan: { type: 'string' },
        roster: { type: 'string' },
        shifts: { type: 'integer', minimum: 0 },
        violations: listOf(ref('Violation')),
      }),
      mediaTypes: [],
    },
    dear: true,
    handle: async ({ query, body }, { world }) => {
      const roster: AuditRosterRequest['roster'] =
        body.shifts === null
          ? storedDocument<Roster>(query.site, body.roster ?? 'latest')
          : { kind: 'shifts', shifts: body.shifts, name: 'request body' };
      return {
        status: 200,
        json: await auditRoster(world, { plan: storedPlan(query.site, body.plan), roster }),
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/rosters/{id}/export',
    id: 'export-roster',
    tag: 'rosters',
    summary:
      'A roster as calendar, workbook, CSV, JSON or payroll hours: approved ones, planned ones when asked for',
    pathSchema: idPath,
    querySchema: siteQuery.extend({
      format: z.enum(EXPORT_FORMATS).default('json').meta({ example: 'ics' }),
      agent: z
        .string()
        .max(200)
        .optional()
        .meta({ description: "One person's shifts alone (calendar)" }),
    }),
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('Roster'), mediaTypes: MEDIA_TYPES },
    dear: true,
    handle: ({ path, query, signal }, { world }) =>
      exportReply(world, signal, query.site, path.id, query.format, query.agent ?? null),
  }),
  defineRoute({
    method: 'get',
    path: '/rosters/{id}/picture',
    id: 'draw-roster',
    tag: 'rosters',
    summary: 'Forecast, requirement and scheduled staff as a picture',
    pathSchema: idPath,
    querySchema: siteQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: null, mediaTypes: ['image/png'] },
    dear: true,
    handle: ({ path, query, signal }, { world }) =>
      exportReply(world, signal, query.site, path.id, 'png', null),
  }),
];

async function exportReply(
  world: World,
  signal: AbortSignal,
  site: string,
  id: string,
  format: ExportFormat,
  agent: string | null,
): Promise<ApiReply> {
  const request = {
    site,
    roster: storedDocument<Roster>(site, id),
    format,
    agent,
    plan: { kind: 'none' },
    requirement: null,
    forecast: null,
  } as const;
  const file = await exportRoster(world, request, { signal, onProgress: () => undefined });
  return {
    status: 200,
    content: file.content,
    mediaType: file.mediaType,
    fileName: `roster.${file.extension}`,
  };
}
