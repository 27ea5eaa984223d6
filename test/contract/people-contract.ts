import { beforeEach, describe, expect, it } from 'vitest';
import { type ApiToken, type User } from '../../src/domain/index.ts';
import { type Store } from '../../src/use-cases/ports.ts';
import { BY } from './sample-documents.ts';
import { refusal } from './refusal.ts';

const NOW = '2026-01-05T08:00:00.000Z';
const LATER = '2026-01-05T20:00:00.000Z';

const ANA: User = {
  id: 'us_1',
  name: 'ana',
  role: 'planner',
  sites: null,
  agent: null,
  createdAt: NOW,
};
const BOR: User = {
  id: 'us_2',
  name: 'bor',
  role: 'agent',
  sites: ['x', 'č'],
  agent: 'p7',
  createdAt: NOW,
};

const session = (digest: string, user = 'ana') => ({
  digest,
  user,
  createdAt: NOW,
  expiresAt: LATER,
});

const token = (id: string, user = 'ana'): ApiToken => ({
  id,
  user,
  label: 'wallboard',
  role: 'viewer',
  createdAt: NOW,
  expiresAt: LATER,
});

/** What every store does with users, sessions and tokens. */
export function peopleContract(current: () => Store): void {
  describe('users', () => {
    it('are there as they were added, by name', async () => {
      const store = current();
      expect(await store.hasUsers()).toBe(false);
      await store.addUser(BOR, null, BY);
      await store.addUser(ANA, 'hash', BY);
      expect(await store.hasUsers()).toBe(true);
      expect(await store.listUsers()).toEqual([ANA, BOR]);
      expect(await store.findLogin('ana')).toEqual({ user: ANA, passwordHash: 'hash' });
      expect(await store.findLogin('bor')).toEqual({ user: BOR, passwordHash: null });
      expect(await store.findLogin('cene')).toBeNull();
    });

    it('have a name of their own, also when added at once', async () => {
      const store = current();
      const added = await Promise.allSettled(
        ['1', '2', '3', '4'].map((hash) => store.addUser(ANA, hash, BY)),
      );
      expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await expect(store.addUser(ANA, null, BY)).rejects.toEqual(refusal('CONFLICT', 'got "ana"'));
    });

    it('change in what is said alone', async () => {
      const store = current();
      await store.addUser(BOR, 'hash', BY);
      expect(await store.changeUser('bor', { role: 'viewer' }, BY)).toEqual({
        ...BOR,
        role: 'viewer',
      });
      expect(await store.changeUser('bor', {}, BY)).toEqual({ ...BOR, role: 'viewer' });
      const changed = { ...BOR, role: 'viewer', sites: null, agent: null };
      expect(await store.changeUser('bor', { sites: null, agent: null }, BY)).toEqual(changed);
      expect(await store.findLogin('bor')).toEqual({ user: changed, passwordHash: 'hash' });
    });

    it.each<[string, (store: Store) => Promise<unknown>]>([
      ['changed', (store) => store.changeUser('cene', { role: 'admin' }, BY)],
      ['given a password', (store) => store.setPasswordHash('cene', 'hash', BY)],
      ['removed', (store) => store.removeUser('cene', BY)],
      ['given a session', (store) => store.saveSession(session('d', 'cene'))],
      ['given a token', (store) => store.addToken(token('t', 'cene'), 'd', BY)],
    ])('are not %s where there are none', async (_, act) => {
      await expect(act(current())).rejects.toEqual(
        refusal('NOT_FOUND', 'expected a user, got "cene"'),
      );
    });
  });

  describe('sessions and tokens', () => {
    beforeEach(async () => {
      await current().addUser(ANA, 'hash', BY);
      await current().addUser(BOR, 'hash', BY);
    });

    it('prove who asks until they end', async () => {
      const store = current();
      await store.saveSession(session('d1'));
      await store.addToken(token('t1'), 'd2', BY);
      await store.addToken({ ...token('t2', 'bor'), expiresAt: null }, 'd3', BY);
      expect(await store.findSession('d1', NOW)).toEqual(ANA);
      expect(await store.findSession('d1', LATER)).toBeNull();
      expect(await store.findSession('d2', NOW)).toBeNull();
      expect(await store.findToken('d2', NOW)).toEqual({ token: token('t1'), user: ANA });
      expect(await store.findToken('d2', LATER)).toBeNull();
      expect(await store.findToken('d3', '9999-01-01T00:00:00.000Z')).toMatchObject({ user: BOR });
      expect(await store.findToken('d1', NOW)).toBeNull();
      expect((await store.listTokens()).map(({ id }) => id)).toEqual(['t1', 't2']);
    });

    it('follow the user', async () => {
      const store = current();
      await store.saveSession(session('d1'));
      await store.addToken(token('t1'), 'd2', BY);
      await store.changeUser('ana', { role: 'viewer', sites: ['x'] }, BY);
      const changed = { ...ANA, role: 'viewer', sites: ['x'] };
      expect(await store.findSession('d1', NOW)).toEqual(changed);
      expect(await store.findToken('d2', NOW)).toMatchObject({ user: changed });
    });

    it('end one by one', async () => {
      const store = current();
      await store.saveSession(session('d1'));
      await store.saveSession(session('d2'));
      await store.endSession('d1');
      await store.endSession('d1');
      expect(await store.findSession('d1', NOW)).toBeNull();
      expect(await store.findSession('d2', NOW)).toEqual(ANA);
      await store.addToken(token('t1'), 'd3', BY);
      await store.removeToken('t1', BY);
      expect(await store.findToken('d3', NOW)).toBeNull();
      await expect(store.removeToken('t1', BY)).rejects.toEqual(refusal('NOT_FOUND', 'got "t1"'));
    });

    it('a new password ends the sessions of that user alone', async () => {
      const store = current();
      await store.saveSession(session('d1'));
      await store.saveSession(session('d2', 'bor'));
      await store.addToken(token('t1'), 'd3', BY);
      await store.setPasswordHash('ana', 'other', BY);
      expect(await store.findSession('d1', NOW)).toBeNull();
      expect(await store.findSession('d2', NOW)).toEqual(BOR);
      expect(await store.findToken('d3', NOW)).not.toBeNull();
    });

    it('go with the user', async () => {
      const store = current();
      await store.saveSession(session('d1'));
      await store.addToken(token('t1'), 'd3', BY);
      await store.removeUser('ana', BY);
      expect(await store.findSession('d1', NOW)).toBeNull();
      expect(await store.findToken('d3', NOW)).toBeNull();
      expect(await store.listTokens()).toEqual([]);
      await store.addUser(ANA, 'hash', BY);
      expect(await store.findSession('d1', NOW)).toBeNull();
    });
  });
}
