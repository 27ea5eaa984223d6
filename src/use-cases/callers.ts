import { AgnerError, mayActAs, type Role, type User } from '../domain/index.ts';
import { type World } from './sources.ts';

/** Who asks. As long as there is no user, whoever reaches the server is the one local planner. */
export type Caller =
  | { readonly kind: 'local'; readonly role: 'planner' }
  | {
      readonly kind: 'user';
      readonly user: User;
      /** The user's role, or the lesser one of the token. */
      readonly role: Role;
      readonly by:
        | { readonly kind: 'session'; readonly digest: string }
        | { readonly kind: 'token'; readonly id: string };
    };

/** What a request carries to prove who asks. */
export interface Credentials {
  /** The secret in the cookie of a session; `null` without. */
  readonly session: string | null;
  /** The secret after "Bearer"; `null` without. It goes before the session. */
  readonly token: string | null;
}

const LOCAL: Caller = { kind: 'local', role: 'planner' };

/** Throws `UNAUTHENTICATED` where there are users and nothing proves to be one of them. */
export async function findCaller(
  world: Pick<World, 'store' | 'identity' | 'secrets'>,
  { session, token }: Credentials,
): Promise<Caller> {
  const { store, identity, secrets } = world;
  if (token !== null) {
    const found = await store.findToken(secrets.digest(token), identity.now());
    if (found !== null) {
      const role = lesser(found.token.role, found.user.role);
      return { kind: 'user', user: found.user, role, by: { kind: 'token', id: found.token.id } };
    }
  } else if (session !== null) {
    const digest = secrets.digest(session);
    const user = await store.findSession(digest, identity.now());
    if (user !== null)
      return { kind: 'user', user, role: user.role, by: { kind: 'session', digest } };
  }
  if (await store.hasUsers()) {
    throw new AgnerError(
      'UNAUTHENTICATED',
      token !== null
        ? 'expected a token that is valid: this one is unknown, was revoked or has ended'
        : session !== null
          ? 'the session has ended; sign in again'
          : 'expected a signed-in user or a token',
    );
  }
  return LOCAL;
}

function lesser(a: Role, b: Role): Role {
  return mayActAs(a, b) ? b : a;
}

/** Sites that a caller may see; `null` for all. */
export function sitesOf(caller: Caller): readonly string[] | null {
  return caller.kind === 'local' ? null : caller.user.sites;
}
