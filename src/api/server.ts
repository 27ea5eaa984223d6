import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import express, { type ErrorRequestHandler, type Express } from 'express';
import helmet from 'helmet';
import { type Logger, pino } from 'pino';
import { AgnerError } from '../domain/index.ts';
import { isLoopback, refuseCrossSite, refuseForeignHost } from './guards.ts';
import { addRoute, identify, operationOf } from './handle-route.ts';
import { makeMetrics } from './metrics.ts';
import { makeOpenApi } from './openapi.ts';
import { toProblem } from './problem.ts';
import { type DearLimits, limitDear } from './request-limits.ts';
import { API_PREFIX, type ApiWorld, expressPath } from './route.ts';
import { routes } from './routes/index.ts';
import { logRequests } from './service-log.ts';
import { type LiveNote } from '../use-cases/index.ts';
import { limitSignIn } from './sign-in-limit.ts';

export interface ServerOptions extends Omit<ApiWorld, 'signInLimit'> {
  readonly host: string;
  /** Names, beside loopback and `host`, under which the server is reached. */
  readonly allowedHosts: readonly string[];
  /** 0 for any free port. */
  readonly port: number;
  /** Least severe kind of message that is logged, on stderr. */
  readonly logLevel: string;
  /** What there is to say of the ACD that is followed. */
  readonly liveNotes: { readonly listen: (listener: (note: LiveNote) => void) => void };
  /** Folder of the built page. */
  readonly page: string;
  /** Of each caller; cheap reads are not limited. */
  readonly dear: DearLimits;
}

export interface ApiServer {
  readonly url: string;
  /** Stops taking requests, cancels jobs, waits for answers under way. */
  readonly close: () => Promise<void>;
}

/** How long answers under way may take once the server is told to end. */
const CLOSE_MS = 5000;

/**
 * Serves the API and the page. From another address than loopback it can be reached by others, so
 * that demands users.
 *
 * @throws {AgnerError} `FORBIDDEN` for another address while there is no user, `BUSY` if the port
 *   is taken
 */
export async function startServer(options: ServerOptions): Promise<ApiServer> {
  if (!isLoopback(options.host) && !(await options.world.store.hasUsers())) {
    throw new AgnerError(
      'FORBIDDEN',
      `expected a loopback address such as 127.0.0.1 while there are no users, got "${options.host.slice(0, 60)}"; "agner user add" makes the first one`,
    );
  }
  const server = createServer(
    { requestTimeout: 120_000, headersTimeout: 15_000 },
    makeApp(options),
  );
  server.maxRequestsPerSocket = 1000;
  await listen(server, options);
  const { address, port } = server.address() as AddressInfo;
  const host = address.includes(':') ? `[${address}]` : address;
  return { url: `http://${host}:${port}`, close: () => close(server, options) };
}

/** The application without a socket. */
export function makeApp(options: ServerOptions): Express {
  const log = pino({ level: options.logLevel }, pino.destination(2));
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', false);
  app.set('query parser', 'simple');
  // Answers are not to be stored, so a digest of each would be work for nothing.
  app.set('etag', false);
  const metrics = makeMetrics(options);
  app.use(logRequests(log), metrics.observe);
  app.use(securityHeaders());
  app.use(refuseForeignHost([options.host, ...options.allowedHosts]), refuseCrossSite);

  const limits = limitDear(options.dear);
  const document = makeOpenApi(routes, API_PREFIX);
  app.get(`${API_PREFIX}/openapi.json`, (_request, response) => {
    response.json(document);
  });
  options.liveNotes.listen(({ level, message, details }) => {
    log[level](details, message);
  });
  const world = {
    world: options.world,
    jobs: options.jobs,
    live: options.live,
    signInLimit: limitSignIn(Date.now),
  };
  for (const route of routes) addRoute(app, API_PREFIX, route, world, limits(route));
  app.get('/metrics', identify('get-metrics', 'viewer', world), async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.text());
  });
  refuseOtherMethods(app);
  app.use(API_PREFIX, () => {
    throw new AgnerError('NOT_FOUND', `there is no such resource; see ${API_PREFIX}/openapi.json`);
  });
  if (existsSync(options.page)) app.use(express.static(options.page, { index: 'index.html' }));
  app.use(() => {
    throw new AgnerError('NOT_FOUND', 'there is no such page');
  });
  app.use(answerError(log));
  return app;
}

function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Served on plain HTTP on loopback, where this header would be wrong.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
}

/** 405 with `Allow` where the path is known by another method. */
function refuseOtherMethods(app: Express): void {
  const methodsOf = new Map<string, string[]>();
  for (const route of routes) {
    methodsOf.set(route.path, [...(methodsOf.get(route.path) ?? []), route.method.toUpperCase()]);
  }
  methodsOf.set('/openapi.json', ['GET']);
  for (const [path, methods] of methodsOf) {
    const allow = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
    app.all(`${API_PREFIX}${expressPath(path)}`, (request, response, next) => {
      response.setHeader('Allow', allow.join(', '));
      next(
        new AgnerError('UNSUPPORTED', `expected ${allow.join(' or ')}, got ${request.method}`, {
          status: 405,
        }),
      );
    });
  }
}

function answerError(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { problem, retryAfterSeconds } = toProblem(fromExpress(error));
    const status = statusOf(error) ?? problem.status;
    if (status === 500) {
      const requestId: unknown = response.locals['requestId'];
      const operation = operationOf(response);
      log.error({ requestId, err: error, method: request.method, operation }, 'failed');
    }
    if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    if (retryAfterSeconds !== null) response.setHeader('Retry-After', retryAfterSeconds);
    if (!request.complete) response.setHeader('Connection', 'close');
    response
      .status(status)
      .type('application/problem+json')
      .send(JSON.stringify({ ...problem, status }));
  };
}

function statusOf(error: unknown): number | null {
  const status = error instanceof AgnerError ? error.details['status'] : null;
  return typeof status === 'number' ? status : null;
}

/** Express throws errors of its own for paths and bodies that it cannot decode. */
function fromExpress(error: unknown): unknown {
  if (error instanceof AgnerError || !(error instanceof Error)) return error;
  const { status } = error as { status?: unknown };
  if (typeof status !== 'number' || status < 400 || status >= 500) return error;
  return status === 404
    ? new AgnerError('NOT_FOUND', 'there is no such resource')
    : new AgnerError('INVALID_INPUT', 'the request cannot be decoded', {}, { cause: error });
}

async function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new AgnerError('BUSY', `port ${port} is taken; choose another with --port`)
          : error.code === 'EACCES'
            ? new AgnerError('FORBIDDEN', `port ${port} may not be used; choose one above 1023`)
            : error,
      );
    });
    server.listen(port, host, resolve);
  });
}

async function close(server: Server, { jobs }: Pick<ApiWorld, 'jobs'>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, CLOSE_MS);
  await jobs.close();
  await closed;
  clearTimeout(timer);
}
