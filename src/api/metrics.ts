import { type RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { operationOf } from './handle-route.ts';
import { liveGauges } from './live-gauges.ts';
import { type ApiWorld } from './route.ts';

/** Seconds; from a cheap read to the longest question. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What is not known while the database does not answer. */
const NOT_KNOWN = { queued: NaN, running: NaN };

/** What Prometheus is told of a server, apart from that of any other server of the process. */
export interface Metrics {
  readonly contentType: string;
  /** Takes the time of each request. */
  readonly observe: RequestHandler;
  /** All figures in the text format. */
  readonly text: () => Promise<string>;
}

/** Requests by operation and status, jobs, whether the database answers, and the process itself. */
export function makeMetrics({
  world,
  jobs,
  live,
}: Pick<ApiWorld, 'world' | 'jobs' | 'live'>): Metrics {
  const registers = [new Registry()];
  collectDefaultMetrics({ register: registers[0]! });
  const requests = new Histogram({
    name: 'agner_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['operation', 'method', 'status'],
    buckets: BUCKETS,
    registers,
  });
  const jobsNow = new Gauge({
    name: 'agner_jobs',
    help: 'Jobs that have not ended: of this process, on PostgreSQL of all',
    labelNames: ['state'],
    registers,
  });
  const database = new Gauge({
    name: 'agner_database_up',
    help: '1 while the database answers, else 0',
    registers,
  });
  const setLive = live === null ? () => undefined : liveGauges(live, registers);
  return {
    contentType: registers[0]!.contentType,
    observe: (request, response, next) => {
      const end = requests.startTimer();
      response.on('close', () => {
        end({
          operation: operationOf(response),
          method: request.method,
          status: String(response.statusCode),
        });
      });
      next();
    },
    text: async () => {
      const { queued, running } = await jobs.count().catch(() => NOT_KNOWN);
      jobsNow.set({ state: 'queued' }, queued);
      jobsNow.set({ state: 'running' }, running);
      database.set(await answers(() => world.store.ping()));
      setLive();
      return registers[0]!.metrics();
    },
  };
}

async function answers(ping: () => Promise<void>): Promise<0 | 1> {
  try {
    await ping();
    return 1;
  } catch {
    return 0;
  }
}
