import { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { AgnerError } from '../domain/index.ts';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/i;

/**
 * Refuses a `Host` that is not this machine: a page on another site can make its own name point
 * to 127.0.0.1 (DNS rebinding), but the browser then still sends that name.
 */
export const refuseForeignHost: RequestHandler = (request, _response, next) => {
  const host = (request.headers.host ?? '').replace(/:\d{1,5}$/, '');
  if (!LOOPBACK.test(host)) {
    throw new AgnerError('FORBIDDEN', 'expected Host to be localhost or 127.0.0.1');
  }
  next();
};

/**
 * Refuses what another site's page makes the browser send: by Fetch Metadata where the browser
 * tells, by Origin where it does not. Programs send neither and pass.
 */
export function refuseCrossSite(request: Request, _response: Response, next: NextFunction): void {
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const navigation = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  const foreign =
    (site !== undefined && site !== 'same-origin' && site !== 'none' && !navigation) ||
    (origin !== undefined && origin !== `http://${request.headers.host ?? ''}`);
  if (foreign) throw new AgnerError('FORBIDDEN', 'requests from other sites are refused');
  next();
}
