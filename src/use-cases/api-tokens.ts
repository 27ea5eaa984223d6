import { AgnerError, type ApiToken, type Role } from '../domain/index.ts';
import { sign, type SigningWorld } from './signature.ts';
import { type World } from './sources.ts';
import { checkRoleWithin } from './users.ts';

const DAY_MS = 86_400_000;

/** So that a secret in the wrong place is found by whoever looks for such things. */
const PREFIX = 'agner_';

export interface NewToken {
  readonly user: string;
  readonly label: string;
  /** `null` for the user's own. */
  readonly role: Role | null;
  /** Days until it ends; `null` for never. */
  readonly days: number | null;
}

/**
 * Makes a key for a program that acts for a user. The secret is told here and nowhere again.
 *
 * @throws {AgnerError} `NOT_FOUND` for an unknown user, `INVALID_INPUT` for a role above the user's
 */
export async function addToken(
  world: SigningWorld & Pick<World, 'store' | 'secrets'>,
  { user: name, label, role, days }: NewToken,
): Promise<{ readonly token: ApiToken; readonly secret: string }> {
  const { store, identity, secrets } = world;
  const login = await store.findLogin(name);
  if (login === null) throw new AgnerError('NOT_FOUND', `expected a user, got "${name}"`);
  const { user } = login;
  checkRoleWithin(role ?? user.role, user.role);
  const createdAt = identity.now();
  const token: ApiToken = {
    id: identity.newId('tk'),
    user: name,
    label,
    role: role ?? user.role,
    createdAt,
    expiresAt: days === null ? null : new Date(Date.parse(createdAt) + days * DAY_MS).toISOString(),
  };
  const secret = `${PREFIX}${secrets.newSecret()}`;
  await store.addToken(token, secrets.digest(secret), sign(world));
  return { token, secret };
}
