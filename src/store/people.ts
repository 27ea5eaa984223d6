import { AgnerError, type ApiToken, type Role, type User } from '../domain/index.ts';
import type { PeopleStore } from '../use-cases/index.ts';
import { type Database } from './database.ts';
import { checkName, checkText } from './names.ts';

interface UserLine {
  readonly name: string;
  readonly role: Role;
  readonly sites: string | null;
  readonly agent: string | null;
  readonly password_hash: string | null;
  readonly created_at: string;
}

interface SessionLine {
  readonly digest: string;
  readonly user: string;
  readonly created_at: string;
  readonly expires_at: string;
}

interface TokenLine {
  readonly id: string;
  readonly digest: string;
  readonly user: string;
  readonly label: string;
  readonly role: Role;
  readonly created_at: string;
  readonly expires_at: string | null;
}

/** The part of the store that knows who may come in. */
export function peopleStore(database: Database): PeopleStore {
  return {
    addUser: (user, passwordHash) =>
      database.write(async (trx) => {
        const line: UserLine = {
          name: checkName('the user', user.name),
          role: user.role,
          sites: sitesText(user.sites),
          agent: user.agent === null ? null : checkName('the agent', user.agent),
          password_hash: passwordHash,
          created_at: user.createdAt,
        };
        const [added] = await trx<UserLine>('users')
          .insert(line)
          .onConflict('name')
          .ignore()
          .returning('name');
        if (added === undefined) {
          throw new AgnerError('CONFLICT', `expected a new user, got "${user.name}", who is there`);
        }
      }),
    changeUser: (name, { role, sites, agent }) =>
      database.write(async (trx) => {
        const [line] = await trx<UserLine>('users')
          .where({ name: checkText('the user', name) })
          .update({
            ...(role === undefined ? {} : { role }),
            ...(sites === undefined ? {} : { sites: sitesText(sites) }),
            ...(agent === undefined ? {} : { agent }),
            // Something must be set where nothing changes.
            name,
          })
          .returning('*');
        if (line === undefined) throw unknownUser(name);
        return userOf(line);
      }),
    setPasswordHash: (name, passwordHash) =>
      database.write(async (trx) => {
        const changed = await trx<UserLine>('users')
          .where({ name: checkText('the user', name) })
          .update({ password_hash: passwordHash });
        if (changed === 0) throw unknownUser(name);
        await trx<SessionLine>('sessions').where({ user: name }).delete();
      }),
    removeUser: (name) =>
      database.write(async (trx) => {
        const removed = await trx<UserLine>('users')
          .where({ name: checkText('the user', name) })
          .delete();
        if (removed === 0) throw unknownUser(name);
      }),
    listUsers: () =>
      database.read(async (knex) => {
        const lines: UserLine[] = await knex<UserLine>('users').orderBy('name');
        return lines.map(userOf);
      }),
    findLogin: (name) =>
      database.read(async (knex) => {
        const line = await knex<UserLine>('users')
          .where({ name: checkText('the user', name) })
          .first();
        return line === undefined ? null : { user: userOf(line), passwordHash: line.password_hash };
      }),
    hasUsers: () =>
      database.read(async (knex) => (await knex('users').limit(1).select('name')).length > 0),
    ...sessionStore(database),
    ...tokenStore(database),
  };
}

function sessionStore(
  database: Database,
): Pick<PeopleStore, 'saveSession' | 'findSession' | 'endSession'> {
  return {
    saveSession: ({ digest, user, createdAt, expiresAt }) =>
      database.write(async (trx) => {
        // The user stays until the session is there.
        const known = await trx<UserLine>('users').where({ name: user }).forShare().first('name');
        if (known === undefined) throw unknownUser(user);
        await trx<SessionLine>('sessions').where('expires_at', '<=', createdAt).delete();
        await trx<SessionLine>('sessions').insert({
          digest,
          user,
          created_at: createdAt,
          expires_at: expiresAt,
        });
      }),
    findSession: (digest, now) =>
      database.read(async (knex) => {
        const line = await knex<UserLine>('users')
          .join('sessions', 'sessions.user', 'users.name')
          .where('sessions.digest', digest)
          .where('sessions.expires_at', '>', now)
          .first<UserLine | undefined>('users.*');
        return line === undefined ? null : userOf(line);
      }),
    endSession: (digest) =>
      database.write(async (trx) => {
        await trx<SessionLine>('sessions').where({ digest }).delete();
      }),
  };
}

function tokenStore(
  database: Database,
): Pick<PeopleStore, 'addToken' | 'findToken' | 'listTokens' | 'removeToken'> {
  return {
    addToken: (token, digest) =>
      database.write(async (trx) => {
        const { id, user, label, role, createdAt, expiresAt } = token;
        const known = await trx<UserLine>('users').where({ name: user }).forShare().first('name');
        if (known === undefined) throw unknownUser(user);
        await trx<TokenLine>('api_tokens').insert({
          id: checkName('the id of the token', id),
          digest,
          user,
          label: checkName('the label', label),
          role,
          created_at: createdAt,
          expires_at: expiresAt,
        });
      }),
    findToken: (digest, now) =>
      database.read(async (knex) => {
        const line = await knex<TokenLine>('api_tokens').where({ digest }).first();
        if (line === undefined || (line.expires_at !== null && line.expires_at <= now)) return null;
        const user = await knex<UserLine>('users').where({ name: line.user }).first();
        return user === undefined ? null : { token: tokenOf(line), user: userOf(user) };
      }),
    listTokens: () =>
      database.read(async (knex) => {
        const lines: TokenLine[] = await knex<TokenLine>('api_tokens').orderBy('position');
        return lines.map(tokenOf);
      }),
    removeToken: (id) =>
      database.write(async (trx) => {
        const removed = await trx<TokenLine>('api_tokens')
          .where({ id: checkText('the id', id) })
          .delete();
        if (removed === 0) {
          throw new AgnerError('NOT_FOUND', `expected the id of a token, got "${id}"`);
        }
      }),
  };
}

function unknownUser(name: string): AgnerError {
  return new AgnerError('NOT_FOUND', `expected a user, got "${name}"`);
}

function sitesText(sites: readonly string[] | null): string | null {
  return sites === null ? null : JSON.stringify(sites.map((site) => checkName('the site', site)));
}

function userOf({ name, role, sites, agent, created_at }: UserLine): User {
  return {
    name,
    role,
    sites: sites === null ? null : (JSON.parse(sites) as string[]),
    agent,
    createdAt: created_at,
  };
}

function tokenOf({ id, user, label, role, created_at, expires_at }: TokenLine): ApiToken {
  return { id, user, label, role, createdAt: created_at, expiresAt: expires_at };
}
