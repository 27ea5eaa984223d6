import { type Request, type Response } from 'express';
import { type Credentials } from '../use-cases/index.ts';

/** The prefix makes browsers refuse it from anywhere but this host, over TLS or loopback. */
export const SESSION_COOKIE = '__Host-agner';

const SESSION = new RegExp(`(?:^|; ?)${SESSION_COOKIE}=([A-Za-z0-9_-]{20,100})(?:;|$)`);

/** What a request carries; anything in another form is as if it were a wrong token. */
export function readCredentials(request: Request): Credentials {
  const { authorization, cookie = '' } = request.headers;
  return {
    token:
      authorization === undefined
        ? null
        : (/^Bearer +([A-Za-z0-9_-]{1,200})$/i.exec(authorization)?.[1] ?? ''),
    session: SESSION.exec(cookie)?.[1] ?? null,
  };
}

/** Hands a session to the browser, where no script can read it; `null` takes it away. */
export function sendSession(
  response: Response,
  session: { readonly secret: string; readonly seconds: number } | null,
): void {
  response.cookie(SESSION_COOKIE, session?.secret ?? '', {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'strict',
    maxAge: (session?.seconds ?? 0) * 1000,
  });
}
