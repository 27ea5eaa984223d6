import { randomUUID } from 'node:crypto';
import { type RequestHandler } from 'express';
import { type Logger } from 'pino';
import { callerOf, operationOf } from './handle-route.ts';

/**
 * One line a request (level "info"), with an id that the answer carries as `X-Request-Id`. What a
 * request holds (path, headers, query, body) is never written: there may be names or secrets in it. A user is named by id, which tells
 * nothing once the user is removed.
 */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    const startMs = performance.now();
    // Log, metrics, limits and the handler each hear of the end.
    response.setMaxListeners(32);
    response.setHeader('X-Request-Id', requestId);
    response.locals['requestId'] = requestId;
    response.on('close', () => {
      const caller = callerOf(response);
      log.info(
        {
          requestId,
          method: request.method,
          operation: operationOf(response),
          status: response.statusCode,
          milliseconds: Math.round(performance.now() - startMs),
          caller: caller.kind === 'user' ? caller.user.id : caller.kind,
          isWhole: response.writableFinished,
        },
        'answered',
      );
    });
    next();
  };
}
