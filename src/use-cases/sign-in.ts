import { AgnerError, type User } from '../domain/index.ts';
import { type Caller } from './callers.ts';
import { sign, type SigningWorld } from './signature.ts';
import { checkPassword } from './users.ts';
import { type World } from './sources.ts';

/** How long a session lasts after signing in. */
export const SESSION_SECONDS = 12 * 3600;

export interface SignedIn {
  readonly user: User;
  /** For the cookie; only its digest is kept. */
  readonly secret: string;
  readonly expiresAt: string;
}

/**
 * Starts a session. An unknown name takes as long as a wrong password and is answered alike.
 *
 * @throws {AgnerError} `UNAUTHENTICATED`
 */
export async function signIn(
  { store, identity, secrets }: Pick<World, 'store' | 'identity' | 'secrets'>,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<SignedIn> {
  const login = await store.findLogin(name.trim().toLowerCase());
  const isRight = await secrets.verifyPassword(password, login?.passwordHash ?? null);
  if (login === null || !isRight) {
    throw new AgnerError('UNAUTHENTICATED', 'user or password is wrong');
  }
  const secret = secrets.newSecret();
  const createdAt = identity.now();
  const expiresAt = new Date(Date.parse(createdAt) + SESSION_SECONDS * 1000).toISOString();
  const digest = secrets.digest(secret);
  await store.saveSession({ digest, user: login.user.name, createdAt, expiresAt });
  return { user: login.user, secret, expiresAt };
}

/** Ends the caller's session; a token stays as it is. */
export async function signOut({ store }: Pick<World, 'store'>, caller: Caller): Promise<void> {
  if (caller.kind === 'user' && caller.by.kind === 'session') {
    await store.endSession(caller.by.digest);
  }
}

/**
 * Changes the caller's own password; every session of the user ends.
 *
 * @throws {AgnerError} `FORBIDDEN` unless the caller signed in, `UNAUTHENTICATED` for a wrong
 *   present password, `INVALID_INPUT` for a new one that is too short or too long
 */
export async function changeOwnPassword(
  world: SigningWorld & Pick<World, 'store' | 'secrets'>,
  caller: Caller,
  { present, next }: { readonly present: string; readonly next: string },
): Promise<void> {
  if (caller.kind !== 'user' || caller.by.kind !== 'session') {
    throw new AgnerError('FORBIDDEN', 'expected somebody who has signed in with a password');
  }
  checkPassword(next);
  const { store, secrets } = world;
  const login = await store.findLogin(caller.user.name);
  if (!(await secrets.verifyPassword(present, login?.passwordHash ?? null))) {
    throw new AgnerError('UNAUTHENTICATED', 'the present password is wrong');
  }
  const passwordHash = await secrets.hashPassword(next);
  await store.setPasswordHash(caller.user.name, passwordHash, sign(world));
}
