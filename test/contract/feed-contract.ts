import { describe, expect, it } from 'vitest';
import { type CalendarFeed } from '../../src/domain/index.ts';
import { type Store } from '../../src/use-cases/ports.ts';
import { refusal } from './refusal.ts';
import { BY } from './sample-documents.ts';

const feed = (id: string, agent = 'p1', user: string | null = null): CalendarFeed => ({
  id,
  site: 'default',
  agent,
  user,
  createdAt: BY.at,
});

/** What every store does with calendar feeds. */
export function feedContract(current: () => Store): void {
  describe('feeds', () => {
    it('are found by the digest of their secret until they are revoked', async () => {
      const store = current();
      await store.addFeed('default', feed('fd_1'), 'd1', BY);
      await store.addFeed('default', feed('fd_2', 'p2'), 'd2', BY);
      expect(await store.findFeed('d1')).toEqual(feed('fd_1'));
      expect(await store.findFeed('d3')).toBeNull();
      expect(await store.listFeeds('default', null)).toEqual([feed('fd_1'), feed('fd_2', 'p2')]);
      expect(await store.listFeeds('default', 'p2')).toEqual([feed('fd_2', 'p2')]);
      expect(await store.listFeeds('default', null, { after: 'fd_1', limit: 1 })).toEqual([
        feed('fd_2', 'p2'),
      ]);
      await store.removeFeed('default', 'fd_1', null, BY);
      expect(await store.findFeed('d1')).toBeNull();
      expect(await store.findFeed('d2')).not.toBeNull();
      const told = (await store.listAudit('default', { before: null, limit: 3 })).map(
        ({ action, subject }) => `${action} ${subject}`,
      );
      expect(told).toEqual(['feed.removed fd_1', 'feed.added fd_2', 'feed.added fd_1']);
      expect((await store.verifyAudit()).broken).toBeNull();
    });

    it.each([
      ['an unknown one', 'default', 'fd_9', null],
      ["another site's", 'north', 'fd_1', null],
      ["another person's", 'default', 'fd_1', 'p2'],
    ])('%s is not revoked', async (_, site, id, agent) => {
      const store = current();
      await store.addFeed('default', feed('fd_1'), 'd1', BY);
      await expect(store.removeFeed(site, id, agent, BY)).rejects.toEqual(
        refusal('NOT_FOUND', `expected the id of a feed, got "${id}"`),
      );
      expect(await store.findFeed('d1')).toEqual(feed('fd_1'));
    });

    it('are revoked once, also when asked at once', async () => {
      const store = current();
      await store.addFeed('default', feed('fd_1'), 'd1', BY);
      const removed = await Promise.allSettled(
        [1, 2, 3].map(() => store.removeFeed('default', 'fd_1', 'p1', BY)),
      );
      expect(removed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it("somebody's own go with the user", async () => {
      const store = current();
      const own = feed('fd_1', 'p1', 'ana');
      await expect(store.addFeed('default', own, 'd1', BY)).rejects.toEqual(
        refusal('NOT_FOUND', 'expected a user, got "ana"'),
      );
      const user = { id: 'us_1', name: 'ana', role: 'agent', sites: null, agent: 'p1' } as const;
      await store.addUser({ ...user, createdAt: BY.at }, null, BY);
      await store.addFeed('default', own, 'd1', BY);
      await store.addFeed('default', feed('fd_2'), 'd2', BY);
      await store.removeUser('ana', BY);
      expect(await store.listFeeds('default', null)).toEqual([feed('fd_2')]);
    });
  });
}
