import { type Knex } from 'knex';
import { AgnerError, type ApiToken, type Role, type User } from '../domain/index.ts';
import { checkPrecondition, hashOf, type PeopleStore } from '../use-cases/index.ts';
import { type Database } from './database.ts';
import { appendAudit } from './audit.ts';
import { checkName, checkText } from './names.ts';
import { keepToPage } from './pages.ts';

export interface UserLine {
  readonly id: string;
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

export interface TokenLine {
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
    addUser: (user, passwordHash, by) =>
      database.write(async (trx) => {
        const line: UserLine = {
          id: checkName('the id of the user', user.id),
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
        await appendAudit(trx, database.kind, by, {
          ...USERS,
          action: 'user.added',
          subject: user.id,
          before: null,
          after: stateOf(line),
        });
      }),
    changeUser: (name, { role, sites, agent }, by, onlyIf) =>
      database.write(async (trx) => {
        const before = await lockUser(trx, name);
        checkPrecondition(onlyIf, 'the user', stateOf(before));
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
        await appendAudit(trx, database.kind, by, {
          ...USERS,
          action: 'user.changed',
          subject: before.id,
          before: stateOf(before),
          after: stateOf(line!),
        });
        return userOf(line!);
      }),
    setPasswordHash: (name, passwordHash, by) =>
      database.write(async (trx) => {
        const { id } = await lockUser(trx, name);
        await trx<UserLine>('users').where({ name }).update({ password_hash: passwordHash });
        await trx<SessionLine>('sessions').where({ user: name }).delete();
        await appendAudit(trx, database.kind, by, {
          ...USERS,
          action: 'user.password-set',
          subject: id,
          before: null,
          after: null,
        });
      }),
    removeUser: (name, by, onlyIf) =>
      database.write(async (trx) => {
        const line = await lockUser(trx, name);
        checkPrecondition(onlyIf, 'the user', stateOf(line));
        await trx<UserLine>('users').where({ name }).delete();
        await appendAudit(trx, database.kind, by, {
          ...USERS,
          action: 'user.removed',
          subject: line.id,
          before: stateOf(line),
          after: null,
        });
      }),
    listUsers: (page) =>
      database.read(async (knex) => {
        const query = knex<UserLine>('users').orderBy('name');
        if (page !== undefined) {
          void query.limit(page.limit);
          if (page.after !== null) void query.where('name', '>', checkText('the user', page.after));
        }
        const lines: UserLine[] = await query;
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
    addToken: (token, digest, by) =>
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
        await appendAudit(trx, database.kind, by, {
          ...USERS,
          action: 'token.added',
          subject: id,
          before: null,
          after: hashOf(token),
        });
      }),
    findToken: (digest, now) =>
      database.read(async (knex) => {
        const line = await knex<TokenLine>('api_tokens').where({ digest }).first();
        if (line === undefined || (line.expires_at !== null && line.expires_at <= now)) return null;
        const user = await knex<UserLine>('users').where({ name: line.user }).first();
        return user === undefined ? null : { token: tokenOf(line), user: userOf(user) };
      }),
    listTokens: (page) =>
      database.read(async (knex) => {
        const query = knex('api_tokens');
        await keepToPage(query, knex, 'api_tokens', 'asc', page);
        const lines = (await query) as TokenLine[];
        return lines.map(tokenOf);
      }),
    removeToken: (id, by) =>
      database.write(async (trx) => {
        const place = { id: checkText('the id', id) };
        const line = await trx<TokenLine>('api_tokens').where(place).forUpdate().first();
        if (line === undefined) {
          throw new AgnerError('NOT_FOUND', `expected the id of a token, got "${id}"`);
        }
        await trx<TokenLine>('api_tokens').where(place).delete();
        await appendAudit(trx, database.kind, by, {
          ...USERS,
          action: 'token.removed',
          subject: id,
          before: hashOf(tokenOf(line)),
          after: null,
        });
      }),
  };
}

/** Users and tokens belong to no site. */
const USERS = { site: null } as const;

/** Until the transaction ends other writers of this user wait. */
async function lockUser(trx: Knex.Transaction, name: string): Promise<UserLine> {
  const line = await trx<UserLine>('users')
    .where({ name: checkText('the user', name) })
    .forUpdate()
    .first();
  if (line === undefined) throw unknownUser(name);
  return line;
}

/** What of a user the trail vouches for. */
function stateOf(line: UserLine): string {
  return hashOf(userOf(line));
}

function unknownUser(name: string): AgnerError {
  return new AgnerError('NOT_FOUND', `expected a user, got "${name}"`);
}

function sitesText(sites: readonly string[] | null): string | null {
  return sites === null ? null : JSON.stringify(sites.map((site) => checkName('the site', site)));
}

export function userOf({ id, name, role, sites, agent, created_at }: UserLine): User {
  return {
    id,
    name,
    role,
    sites: sites === null ? null : (JSON.parse(sites) as string[]),
    agent,
    createdAt: created_at,
  };
}

export function tokenOf({ id, user, label, role, created_at, expires_at }: TokenLine): ApiToken {
  return { id, user, label, role, createdAt: created_at, expiresAt: expires_at };
}
