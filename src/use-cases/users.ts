import { AgnerError, mayActAs, type Role, ROLES, type User } from '../domain/index.ts';
import { type UserChange } from './people-ports.ts';
import { type Precondition } from './precondition.ts';
import { sign, type SigningWorld } from './signature.ts';
import { type World } from './sources.ts';

type Changing = SigningWorld & Pick<World, 'store'>;

export const USER_NAME = /^[a-z0-9][a-z0-9._@-]{0,99}$/;

const PASSWORD_LENGTH = { min: 12, max: 200 };

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly sites: readonly string[] | null;
  readonly agent: string | null;
  /** `null` for a user who acts by tokens alone. */
  readonly password: string | null;
}

/**
 * Adds somebody who may sign in. From the first user on everybody must.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `CONFLICT` for a name that is taken
 */
export async function addUser(
  world: Changing & Pick<World, 'secrets'>,
  { password, ...rest }: NewUser,
): Promise<User> {
  const { store, identity, secrets } = world;
  const user: User = { id: identity.newId('us'), ...rest, createdAt: identity.now() };
  checkUser(user);
  if (password !== null) checkPassword(password);
  const passwordHash = password === null ? null : await secrets.hashPassword(password);
  await store.addUser(user, passwordHash, sign(world));
  return user;
}

/**
 * Changes role, sites or person of a user; it holds for sessions and tokens from now on.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `NOT_FOUND`, `CONFLICT` where `onlyIf` does not hold
 */
export async function changeUser(
  world: Changing,
  name: string,
  change: UserChange,
  onlyIf?: Precondition,
): Promise<User> {
  const login = await world.store.findLogin(name);
  if (login === null) throw new AgnerError('NOT_FOUND', `expected a user, got "${name}"`);
  const { role, sites, agent } = change;
  const { user } = login;
  checkUser({
    ...user,
    role: role ?? user.role,
    sites: sites === undefined ? user.sites : sites,
    agent: agent === undefined ? user.agent : agent,
  });
  return world.store.changeUser(name, change, sign(world), onlyIf);
}

/**
 * Sets a password; every session of the user ends.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `NOT_FOUND`
 */
export async function setPassword(
  world: Changing & Pick<World, 'secrets'>,
  name: string,
  password: string,
): Promise<void> {
  checkPassword(password);
  const { store, secrets } = world;
  await store.setPasswordHash(name, await secrets.hashPassword(password), sign(world));
}

function checkUser({ name, role, sites, agent }: User): void {
  if (!USER_NAME.test(name)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a user name of at most 100 lower-case letters, digits, ".", "_", "@" or "-", got "${name.slice(0, 60)}"`,
    );
  }
  if (role === 'admin' && sites !== null) {
    throw new AgnerError('INVALID_INPUT', 'expected an admin to have all sites, got some of them');
  }
  if (sites?.length === 0) {
    throw new AgnerError('INVALID_INPUT', 'expected at least one site, or all, got none');
  }
  if (role === 'agent' && agent === null) {
    throw new AgnerError(
      'INVALID_INPUT',
      'expected the id of a person in the roster for the role agent, got none',
    );
  }
}

/** Long rather than odd: length is what stands against guessing. */
export function checkPassword(password: string): void {
  const { length } = password;
  if (length < PASSWORD_LENGTH.min || length > PASSWORD_LENGTH.max) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a password of ${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters, got ${length}`,
    );
  }
}

/** Throws `INVALID_INPUT` unless `role` is one of the roles up to `highest`. */
export function checkRoleWithin(role: Role, highest: Role): void {
  if (!mayActAs(highest, role)) {
    const allowed = ROLES.filter((candidate) => mayActAs(highest, candidate));
    throw new AgnerError('INVALID_INPUT', `expected the role ${allowed.join(' or ')}, got ${role}`);
  }
}
