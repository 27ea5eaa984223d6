import { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { AgnerError } from '../domain/index.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** Whether a name or an address reaches this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host.toLowerCase());
}

/**
 * Refuses a `Host` that is neither this machine nor one of the names: a page on another site can
 * make its own name point to this server (DNS rebinding), but the browser then still sends that name.
 */
export function refuseForeignHost(names: readonly string[]): RequestHandler {
  const known = new Set([...LOOPBACK, ...names].map((name) => name.toLowerCase()));
  return (request, _response, next) => {
    const host = (request.headers.host ?? '')
      .replace(/:\d{1,5}$/, '')
      .replace(/^\[(.*)\]$/, '$1')
      .toLowerCase();
    if (!known.has(host)) {
      throw new AgnerError(
        'FORBIDDEN',
        'expected Host to be localhost, 127.0.0.1 or a name that the server was started with',
      );
    }
    next();
  };
}

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
    // A proxy before the server may speak TLS.
    (origin !== undefined && !/^https?:$/.test(schemeOf(origin, request.headers.host ?? '')));
  if (foreign) throw new AgnerError('FORBIDDEN', 'requests from other sites are refused');
  next();
}

/** "https:" of an origin of this host; "" of another's. */
function schemeOf(origin: string, host: string): string {
  return origin.endsWith(`//${host}`) ? origin.slice(0, -`//${host}`.length) : '';
}
