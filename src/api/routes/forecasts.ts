import { type Forecast } from '../../domain/index.ts';
import {
  accuracyQueue,
  backtestRequest,
  forecastImportQuery,
  forecastRequest,
  longRangeRequest,
  pathsQuery,
  readForecast,
  reforecastRequest,
} from '../../documents/index.ts';
import {
  drawAccuracy,
  drawPaths,
  type ForecastQueuesRequest,
  importForecast,
  lookFarAhead,
  reportAccuracy,
} from '../../use-cases/index.ts';
import { defineRoute, type Route, textBody } from '../route.ts';
import { objectOf, ref, storedOf } from '../schemas.ts';
import {
  idPath,
  keepAs,
  resultRoutes,
  siteQuery,
  startJob,
  storedDocument,
  storedPlan,
} from './common.ts';

const MAX_REQUEST_BYTES = 64 * 1024;
/** Largest forecast that is taken over HTTP. */
const MAX_FORECAST_BYTES = 16 * 1024 * 1024;

const accuracyQuery = siteQuery.extend(accuracyQueue);

interface HistoryQuestion {
  readonly queues: readonly string[] | null;
  readonly plan: string | null;
  readonly days: number;
  readonly levels: readonly number[];
  readonly seed: number;
  readonly name: string | null;
}

export const forecastRoutes: readonly Route[] = [
  ...resultRoutes('forecast'),
  ...resultRoutes('backtest'),
  defineRoute({
    method: 'post',
    path: '/forecasts',
    id: 'start-forecast',
    tag: 'forecasts',
    summary: 'Forecasts volume and handle time of queues, as a job',
    pathSchema: null,
    querySchema: siteQuery,
    body: { kind: 'json', schema: forecastRequest, maxBytes: MAX_REQUEST_BYTES },
    answer: { status: 202, schema: ref('Job'), mediaTypes: [] },
    dear: true,
    handle: ({ query, body }, api) =>
      startJob(api, 'forecast', query.site, {
        ...fromStore(query.site, body),
        from: body.from,
        reconcile: body.reconcile,
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/long-range',
    id: 'look-far-ahead',
    tag: 'forecasts',
    summary: 'Volume and handle time by week and month, for capacity; answered, not stored',
    pathSchema: null,
    querySchema: siteQuery,
    body: { kind: 'json', schema: longRangeRequest, maxBytes: MAX_REQUEST_BYTES },
    answer: {
      status: 200,
      schema: objectOf({ header: { type: 'null' }, document: ref('LongRangeForecast') }),
      mediaTypes: [],
    },
    dear: true,
    handle: async ({ query, body, signal }, { world }) => ({
      status: 200,
      json: await lookFarAhead(
        world,
        {
          histories: { kind: 'stored', site: query.site, queues: body.queues },
          plan: body.plan === null ? { kind: 'none' } : storedPlan(query.site, body.plan),
          specialDays: [],
          assumedHandleTimeSeconds: null,
          from: body.from,
          weeks: body.weeks,
          annualGrowth: body.annualGrowth,
          levels: body.levels,
          seed: body.seed,
        },
        { signal, onProgress: () => undefined },
      ),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/forecasts/{id}/reforecast',
    id: 'start-reforecast',
    tag: 'forecasts',
    summary: 'Revises the rest of a day by what has come of it, as a job; a new forecast',
    pathSchema: idPath,
    querySchema: siteQuery,
    body: { kind: 'json', schema: reforecastRequest, maxBytes: MAX_REQUEST_BYTES },
    answer: { status: 202, schema: ref('Job'), mediaTypes: [] },
    dear: true,
    handle: ({ path, query, body }, api) =>
      startJob(api, 'reforecast', query.site, {
        forecast: storedDocument(query.site, path.id),
        histories: { kind: 'stored', site: query.site, queues: null },
        plan: body.plan === null ? { kind: 'none' } : storedPlan(query.site, body.plan),
        specialDays: [],
        asOf: body.asOf,
        seed: body.seed,
        keeping: keepAs(query.site, body.name),
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/backtests',
    id: 'start-backtest',
    tag: 'backtests',
    summary: 'Forecasts the past from rolling origins and scores it, as a job',
    pathSchema: null,
    querySchema: siteQuery,
    body: { kind: 'json', schema: backtestRequest, maxBytes: MAX_REQUEST_BYTES },
    answer: { status: 202, schema: ref('Job'), mediaTypes: [] },
    dear: true,
    handle: ({ query, body }, api) =>
      startJob(api, 'backtest', query.site, {
        ...fromStore(query.site, body),
        origins: body.origins,
      }),
  }),
  defineRoute({
    method: 'get',
    path: '/forecasts/{id}/accuracy',
    id: 'get-accuracy',
    tag: 'forecasts',
    summary: 'A backtest on the history before a forecast, what it is made of, and what came since',
    pathSchema: idPath,
    querySchema: accuracyQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('ForecastAccuracy'), mediaTypes: [] },
    dear: true,
    handle: async ({ path, query, signal }, { world }) => ({
      status: 200,
      json: await reportAccuracy(
        world,
        {
          source: storedDocument<Forecast>(query.site, path.id),
          queues: query.queue === undefined ? null : [query.queue],
        },
        { signal, onProgress: () => undefined },
      ),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/forecasts/{id}/accuracy/picture',
    id: 'draw-accuracy',
    tag: 'forecasts',
    summary: 'The error of a queue by lead, weekday and hour as a picture',
    pathSchema: idPath,
    querySchema: accuracyQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: null, mediaTypes: ['image/png'] },
    dear: true,
    handle: async ({ path, query, signal }, { world }) => {
      const context = { signal, onProgress: () => undefined };
      const report = await reportAccuracy(
        world,
        {
          source: storedDocument<Forecast>(query.site, path.id),
          queues: query.queue === undefined ? null : [query.queue],
        },
        context,
      );
      return {
        status: 200,
        content: await drawAccuracy(world, report.backtest, context),
        mediaType: 'image/png',
        fileName: 'accuracy.png',
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/forecasts/{id}/paths',
    id: 'draw-paths',
    tag: 'forecasts',
    summary: 'Ways in which the volume may turn out, all equally likely; answered, not stored',
    pathSchema: idPath,
    querySchema: siteQuery.extend(pathsQuery),
    body: { kind: 'none' },
    answer: {
      status: 200,
      schema: objectOf({ header: { type: 'null' }, document: ref('SamplePaths') }),
      mediaTypes: [],
    },
    dear: true,
    handle: async ({ path, query: { site, queue, count, of, seed }, signal }, { world }) => ({
      status: 200,
      json: await drawPaths(
        world,
        {
          forecast: storedDocument(site, path.id),
          queues: queue === undefined ? null : [queue],
          count,
          of,
          seed,
        },
        { signal, onProgress: () => undefined },
      ),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/imports/forecast',
    id: 'import-forecast',
    tag: 'forecasts',
    summary: 'Stores a forecast of another tool from CSV, to be staffed by and scored like ours',
    pathSchema: null,
    querySchema: forecastImportQuery.extend(siteQuery.shape),
    body: textBody({
      mediaTypes: ['text/csv'],
      maxBytes: MAX_FORECAST_BYTES,
      example: 'interval_start,queue,volume\n2026-07-06T08:00:00Z,example,12\n',
    }),
    answer: { status: 201, schema: storedOf('forecast'), mediaTypes: [] },
    dear: true,
    handle: async ({ query, body }, { world }) => ({
      status: 201,
      json: await importForecast(world, {
        site: query.site,
        name: query.name,
        forecast: readForecast(body.text, 'request body', {
          zone: query.zone,
          queue: query.queue ?? null,
          columns: query.columns ?? null,
          handleTimeSeconds: query.handleTimeSeconds ?? null,
        }),
      }),
    }),
  }),
];

function fromStore(site: string, question: HistoryQuestion): Omit<ForecastQueuesRequest, 'from'> {
  return {
    histories: { kind: 'stored', site, queues: question.queues },
    plan: question.plan === null ? { kind: 'none' } : storedPlan(site, question.plan),
    specialDays: [],
    assumedHandleTimeSeconds: null,
    days: question.days,
    levels: question.levels,
    seed: question.seed,
    keeping: keepAs(site, question.name),
  };
}
