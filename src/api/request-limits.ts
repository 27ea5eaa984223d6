import { type RequestHandler, type Response } from 'express';
import { ipKeyGenerator, type RateLimitRequestHandler, rateLimit } from 'express-rate-limit';
import { AgnerError } from '../domain/index.ts';
import { callerOf } from './handle-route.ts';
import { type Route } from './route.ts';

/** How much of what costs a caller may ask for. A caller is a user, or an address without users. */
export interface DearLimits {
  /** Dear operations of a caller that are begun in a minute. */
  readonly perMinute: number;
  /** Dear operations and questions to the models of a caller that are under way at once. */
  readonly atOnce: number;
}

const MINUTE_MS = 60_000;

/** What a caller is told to wait who has too much under way. */
const AT_ONCE_RETRY_SECONDS = 2;

/** Whether so many of a caller's requests at once would hold up others. */
export function isLimitedAtOnce({ dear, tag }: Pick<Route, 'dear' | 'tag'>): boolean {
  return dear || tag === 'erlang';
}

/** What stands before a route's handler, by the route; nothing before one that costs little. */
export function limitDear({
  perMinute,
  atOnce,
}: DearLimits): (route: Pick<Route, 'dear' | 'tag'>) => readonly RequestHandler[] {
  const inMinute = limitPerMinute(perMinute);
  const together = limitAtOnce(atOnce);
  return (route) => [
    ...(isLimitedAtOnce(route) ? [together] : []),
    ...(route.dear ? [inMinute] : []),
  ];
}

function limitPerMinute(limit: number): RateLimitRequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    requestPropertyName: 'dearInMinute',
    keyGenerator: (request, response) => userOf(response) ?? ipKeyGenerator(request.ip ?? ''),
    handler: (request, _response, next) => {
      const { resetTime } = (request as unknown as { dearInMinute: { resetTime?: Date } })
        .dearInMinute;
      const leftMs = (resetTime?.getTime() ?? Date.now() + MINUTE_MS) - Date.now();
      next(
        tooMany(
          `expected at most ${limit} dear requests a minute`,
          Math.max(1, Math.ceil(leftMs / 1000)),
        ),
      );
    },
  });
}

function limitAtOnce(limit: number): RequestHandler {
  const underWay = new Map<string, number>();
  return (request, response, next) => {
    const key = userOf(response) ?? ipKeyGenerator(request.ip ?? '');
    const count = underWay.get(key) ?? 0;
    if (count >= limit) {
      throw tooMany(
        `expected at most ${limit} dear requests at once, got one more; wait for answers first`,
        AT_ONCE_RETRY_SECONDS,
      );
    }
    underWay.set(key, count + 1);
    response.once('close', () => {
      const left = (underWay.get(key) ?? 1) - 1;
      if (left > 0) underWay.set(key, left);
      else underWay.delete(key);
    });
    next();
  };
}

/** The user as whom somebody asks; `null` without users. */
function userOf(response: Response): string | null {
  const caller = callerOf(response);
  return caller.kind === 'user' ? `user ${caller.user.id}` : null;
}

function tooMany(message: string, retryAfterSeconds: number): AgnerError {
  return new AgnerError('BUSY', message, { retryAfterSeconds, status: 429 });
}
