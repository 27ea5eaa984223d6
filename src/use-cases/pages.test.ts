import { describe, expect, it } from 'vitest';
import { type Page, type PageRequest, readPage } from './pages.ts';

const letters = (text: string) => (page: PageRequest) =>
  Promise.resolve(
    [...text]
      .sort()
      .filter((c) => c > (page.after ?? ''))
      .slice(0, page.limit),
  );
const self = (text: string) => text;

describe('a list in pages', () => {
  it.each([1, 2, 3, 4, 5])('of %d tells each item once', async (limit) => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<string> = await readPage('queues', { cursor, limit }, letters('abčd'), self);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      seen.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual([...'abdč']);
  });

  it('goes on where it was though items come and go', async () => {
    const first = await readPage('queues', { cursor: null, limit: 2 }, letters('bdf'), self);
    const next = await readPage('queues', { cursor: first.next, limit: 2 }, letters('acef'), self);
    expect([first.items, next]).toEqual([['b', 'd'], { items: ['e', 'f'], next: null }]);
  });

  it('has a cursor of its own', async () => {
    const { next } = await readPage('plans', { cursor: null, limit: 1 }, letters('ab'), self);
    for (const cursor of [next!, 'x', '', 'cXVldWVz', 'cXVldWVzCg', '%', 'cXVldWVzCmE=']) {
      await expect(
        readPage('queues', { cursor, limit: 1 }, letters('ab'), self),
      ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });
});
