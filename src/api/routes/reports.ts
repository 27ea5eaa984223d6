import * as z from 'zod';
import { formatSheetCsv, kpiSheet } from '../../documents/index.ts';
import { KPI_PERIODS, KPI_SUBJECTS } from '../../domain/index.ts';
import { learnShrinkage, reportKpis, type Sheet } from '../../use-cases/index.ts';
import { type ApiReply, type ApiWorld, defineRoute, type Route } from '../route.ts';
import { ref } from '../schemas.ts';
import { clockOf, daysQuery, resultId, siteQuery } from './common.ts';

const SHEET_FORMATS = ['json', 'csv', 'xlsx'] as const;

type SheetFormat = (typeof SHEET_FORMATS)[number];

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Media types of a table. */
const SHEET_MEDIA = ['application/json', 'text/csv', XLSX] as const;

const kpiQuery = siteQuery.extend({
  ...daysQuery,
  of: z.enum(KPI_SUBJECTS).default('queue').meta({ description: 'Whose figures' }),
  every: z.enum(KPI_PERIODS).default('day').meta({ description: 'What a row is over' }),
  queues: z
    .string()
    .max(4000)
    .optional()
    .meta({ description: 'Names of queues, separated by commas; without, all' }),
  forecast: resultId
    .optional()
    .meta({ description: 'Held against the days; without, what each was planned by' }),
  format: z.enum(SHEET_FORMATS).default('json').meta({ example: 'csv' }),
});

/** Reports of what was. */
export const reportRoutes: readonly Route[] = [
  defineRoute({
    tag: 'reports',
    method: 'get',
    path: '/reports/kpi',
    id: 'report-kpi',
    summary:
      'Key figures of queues, people or the site: contacts, service levels by name, handle times, occupancy, utilisation, shrinkage, adherence, forecast accuracy',
    pathSchema: null,
    querySchema: kpiQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('KpiReport'), mediaTypes: SHEET_MEDIA },
    dear: true,
    handle: async ({ query, signal }, api) => {
      const { site, from, format } = query;
      const { zone, now } = await clockOf(api, site);
      const report = await reportKpis(api.world, {
        site,
        zone,
        from,
        to: query.to ?? from,
        now,
        of: query.of,
        every: query.every,
        queues: query.queues?.split(',').map((name) => name.trim()) ?? null,
        forecast: query.forecast ?? null,
        activities: api.live?.site === site ? api.live.activities : {},
      });
      return sheetReply(api, format, report, kpiSheet(report), signal);
    },
  }),
  defineRoute({
    tag: 'reports',
    method: 'get',
    path: '/reports/shrinkage',
    id: 'report-shrinkage',
    summary: 'Unrostered shrinkage as it was: the share of scheduled work that was not worked',
    pathSchema: null,
    querySchema: siteQuery.extend(daysQuery),
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('LearnedShrinkage'), mediaTypes: [] },
    dear: true,
    handle: async ({ query: { site, from, to } }, api) => ({
      status: 200,
      json: await learnShrinkage(api.world, {
        ...(await clockOf(api, site)),
        site,
        from,
        to: to ?? from,
        activities: api.live?.site === site ? api.live.activities : {},
      }),
    }),
  }),
];

/** A table as JSON, CSV or workbook. */
async function sheetReply(
  { world }: ApiWorld,
  format: SheetFormat,
  json: unknown,
  sheet: Sheet,
  signal: AbortSignal,
): Promise<ApiReply> {
  if (format === 'json') return { status: 200, json };
  const fileName = `${sheet.name.toLowerCase()}.${format}`;
  if (format === 'csv') {
    return {
      status: 200,
      content: formatSheetCsv(sheet),
      mediaType: 'text/csv; charset=utf-8',
      fileName,
    };
  }
  const context = { signal, onProgress: () => undefined };
  const content = await world.tasks.run('workbook', sheet, context);
  return { status: 200, content, mediaType: XLSX, fileName };
}
