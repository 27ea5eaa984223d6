import { backtestRequest, forecastRequest } from '../../documents/index.ts';
import {
  backtestQueues,
  forecastQueues,
  type ForecastQueuesRequest,
} from '../../use-cases/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { ref } from '../schemas.ts';
import { keepAs, resultRoutes, siteQuery, startJob, storedPlan } from './common.ts';

const MAX_REQUEST_BYTES = 64 * 1024;

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
      startJob(api, 'forecast', query.site, (context) =>
        forecastQueues(api.world, { ...fromStore(query.site, body), from: body.from }, context),
      ),
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
      startJob(api, 'backtest', query.site, (context) =>
        backtestQueues(
          api.world,
          { ...fromStore(query.site, body), origins: body.origins },
          context,
        ),
      ),
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
