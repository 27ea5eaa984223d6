/** What signing in needs from the world. */
import { type ApiToken, type Signature, type User } from '../domain/index.ts';
import { type PageRequest } from './pages.ts';
import { type Precondition } from './precondition.ts';

/** What of a user may be changed; the name never. What is not said stays. */
export type UserChange = {
  readonly [K in 'role' | 'sites' | 'agent']?: User[K] | undefined;
};

/**
 * The part of the store that knows who may come in. Secrets are kept as digests alone. Changes of
 * users and tokens are told in the audit trail, in the same transaction.
 */
export interface PeopleStore {
  /** Throws `CONFLICT` for a name that is taken. */
  addUser(user: User, passwordHash: string | null, by: Signature): Promise<void>;
  /**
   * Tokens never keep a role above the user's. Throws `NOT_FOUND`, and `CONFLICT` where the user's
   * hash is not as `onlyIf` says.
   */
  changeUser(name: string, change: UserChange, by: Signature, onlyIf?: Precondition): Promise<User>;
  /** Ends every session of the user. Throws `NOT_FOUND`. */
  setPasswordHash(name: string, passwordHash: string, by: Signature): Promise<void>;
  /** Sessions and tokens go too. Throws `NOT_FOUND`, and `CONFLICT` as for a change. */
  removeUser(name: string, by: Signature, onlyIf?: Precondition): Promise<void>;
  /** By name; all, or a page of them by name. */
  listUsers(page?: PageRequest): Promise<readonly User[]>;
  /** `null` for an unknown name; a `null` hash is a user without password. */
  findLogin(
    name: string,
  ): Promise<{ readonly user: User; readonly passwordHash: string | null } | null>;
  hasUsers(): Promise<boolean>;

  /** Throws `NOT_FOUND` where the user was removed meanwhile. Sessions that have ended are forgotten. */
  saveSession(session: Session): Promise<void>;
  /** Whose session it is, unless it ended before `now`. */
  findSession(digest: string, now: string): Promise<User | null>;
  /** Nothing happens for an unknown one. */
  endSession(digest: string): Promise<void>;

  /** Throws `NOT_FOUND` for an unknown user. */
  addToken(token: ApiToken, digest: string, by: Signature): Promise<void>;
  /** The token with its user, unless it ended before `now`. */
  findToken(
    digest: string,
    now: string,
  ): Promise<{ readonly token: ApiToken; readonly user: User } | null>;
  /** Oldest first; all, or a page of them by id. */
  listTokens(page?: PageRequest): Promise<readonly ApiToken[]>;
  /** Throws `NOT_FOUND`. */
  removeToken(id: string, by: Signature): Promise<void>;
}

export interface Session {
  /** Of the secret in the browser's cookie. */
  readonly digest: string;
  readonly user: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** Passwords and secrets. */
export interface Secrets {
  /** Slow on purpose. */
  hashPassword(password: string): Promise<string>;
  /** `null` as hash is never right, and takes as long. */
  verifyPassword(password: string, hash: string | null): Promise<boolean>;
  /** 256 random bits as text that needs no quoting anywhere. */
  newSecret(): string;
  /** Of a secret with that many bits; no use for passwords. */
  digest(secret: string): string;
}
