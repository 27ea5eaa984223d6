import { describe, expect, it } from 'vitest';
import { AgnerError } from '../../src/domain/index.ts';
import { type Store } from '../../src/use-cases/ports.ts';
import { refusal } from './refusal.ts';
import { BY, planOf } from './sample-documents.ts';

const NOW = '2026-01-05T08:00:00.000Z';
const ANSWER = { status: 201, location: '/x', text: '{"č":1}' };
const meta = (id: string) => ({ id, hash: id, text: '' });

/** What every store does with requests that are to be done once. */
export function requestKeyContract(
  current: () => Store,
  second: () => Promise<Store>,
  execute: (sql: string) => Promise<unknown>,
): void {
  const saving = (id: string, then: () => void = () => undefined) => ({
    work: async () => {
      const record = await current().savePlan('default', planOf('winter'), meta(id), BY);
      then();
      return record;
    },
    fingerprint: () => 'f1',
    answerOf: () => ANSWER,
  });
  const plans = async () => (await current().listPlans('default')).map(({ id }) => id);

  describe('requests with a key', () => {
    it('are answered once, and the answer is kept with what was stored', async () => {
      const store = current();
      expect(await store.takeKey('d1', NOW)).toEqual({ kind: 'taken' });
      expect(await store.answerOnce('d1', saving('p1'))).toMatchObject({ id: 'p1', version: 1 });
      const other = await second();
      expect(await other.takeKey('d1', NOW)).toEqual({
        kind: 'answered',
        fingerprint: 'f1',
        answer: ANSWER,
      });
      await other.close();
      expect(await plans()).toEqual(['p1']);
    });

    it('are taken by one of many that come at once', async () => {
      const other = await second();
      const states = await Promise.all(
        [0, 1, 2, 3, 4, 5, 6, 7].map((n) => (n % 2 === 0 ? current() : other).takeKey('d1', NOW)),
      );
      expect(states.filter(({ kind }) => kind === 'taken')).toHaveLength(1);
      expect(states.filter(({ kind }) => kind === 'under-way')).toHaveLength(7);
      await other.close();
    });

    it('that fail leave nothing, whatever they stored before, and free the key', async () => {
      const store = current();
      await store.takeKey('d1', NOW);
      const failing = saving('p1', () => {
        throw new AgnerError('TOO_LARGE', 'too much');
      });
      await expect(store.answerOnce('d1', failing)).rejects.toEqual(
        refusal('TOO_LARGE', 'too much'),
      );
      expect(await plans()).toEqual([]);
      expect(await store.takeKey('d1', NOW)).toEqual({ kind: 'taken' });
      await store.answerOnce('d1', saving('p2'));
      expect(await plans()).toEqual(['p2']);
    });

    it('leave nothing where a write failed, though the work went on', async () => {
      const store = current();
      await store.savePlan('default', planOf('summer'), meta('p0'), BY);
      await store.takeKey('d1', NOW);
      const { fingerprint, answerOf } = saving('p1');
      const work = async () => {
        await store.savePlan('default', planOf('winter'), meta('p1'), BY);
        // The id is taken.
        await store.savePlan('default', planOf('spring'), meta('p0'), BY).catch(() => undefined);
        return null;
      };
      await expect(store.answerOnce('d1', { work, fingerprint, answerOf })).rejects.toEqual(
        refusal('CONFLICT', 'already holds something under this id'),
      );
      expect(await plans()).toEqual(['p0']);
    });

    it('see what they wrote before, while others do not', async () => {
      const store = current();
      const other = await second();
      await store.takeKey('d1', NOW);
      const seen: unknown[] = [];
      await store.answerOnce('d1', {
        ...saving('p1'),
        work: async () => {
          const record = await store.savePlan('default', planOf('winter'), meta('p1'), BY);
          seen.push(await plans(), (await other.listPlans('default')).length);
          return record;
        },
      });
      expect(seen).toEqual([['p1'], 0]);
      await other.close();
    });

    it('do not hold up others before they write', async () => {
      const store = current();
      await store.takeKey('d1', NOW);
      await store.answerOnce('d1', {
        ...saving('p1'),
        work: async () => {
          await store.listPlans('default');
          const other = await second();
          await other.savePlan('default', planOf('summer'), meta('p9'), BY);
          await other.close();
          return store.savePlan('default', planOf('winter'), meta('p1'), BY);
        },
      });
      expect(await plans()).toEqual(['p1', 'p9']);
    });

    it('of a process that died may be done again; of a living one not', async () => {
      const store = current();
      await store.takeKey('d1', NOW);
      expect(await store.takeKey('d1', NOW)).toEqual({ kind: 'under-way' });
      const dead = JSON.stringify({ host: 'elsewhere', process: 1, life: 'x' });
      await execute(`UPDATE request_keys SET owner = '${dead}'`);
      expect(await store.takeKey('d1', '2026-01-05T08:01:00.000Z')).toEqual({ kind: 'under-way' });
      expect(await store.takeKey('d1', '2026-01-05T08:06:00.000Z')).toEqual({ kind: 'taken' });
      await store.answerOnce('d1', saving('p1'));
      expect(await plans()).toEqual(['p1']);
    });

    it('are forgotten after a day', async () => {
      const store = current();
      await store.takeKey('d1', NOW);
      await store.answerOnce('d1', saving('p1'));
      expect(await store.takeKey('d1', '2026-01-06T07:59:59.000Z')).toMatchObject({
        kind: 'answered',
      });
      expect(await store.takeKey('d1', '2026-01-06T08:00:00.000Z')).toEqual({ kind: 'taken' });
    });
  });
}
