import { beforeEach, describe, expect, it } from 'vitest';
import { type OverrideStatement, type User } from '../../src/domain/index.ts';
import { hashOf } from '../../src/use-cases/index.ts';
import { type Store } from '../../src/use-cases/ports.ts';
import { makeSample } from '../support/sample-roster.ts';
import { BY, forecastOf, planOf } from './sample-documents.ts';

const PAGE = { before: null, limit: 100 };

const STATEMENT: OverrideStatement = {
  queue: 'support',
  target: { kind: 'day', date: '2026-01-12' },
  change: { kind: 'relative', factor: 1.1 },
  author: 'ana',
  reason: 'campaign',
};

const ANA: User = {
  id: 'us_1',
  name: 'ana',
  role: 'planner',
  sites: null,
  agent: null,
  createdAt: BY.at,
};

/**
 * What every store tells of changes.
 *
 * @param execute runs a statement on the database behind the store's back
 */
export function auditContract(
  current: () => Store,
  execute: (sql: string) => Promise<unknown>,
): void {
  const { roster } = makeSample({
    zone: 'Europe/Ljubljana',
    from: '2026-03-23',
    days: 7,
    agents: 3,
  });
  const savePlan = (id: string, pay: number) => {
    const plan = planOf('winter', pay);
    return current().savePlan('default', plan, { id, hash: hashOf(plan), text: 'agner: 1' }, BY);
  };
  const changeMuch = async () => {
    const store = current();
    const createdAt = BY.at;
    await savePlan('pl_1', 1);
    await savePlan('pl_2', 2);
    await savePlan('pl_3', 2);
    const forecast = { id: 'fc_1', kind: 'forecast', site: 'default', name: 'winter' } as const;
    await store.saveResult({ ...forecast, createdAt, document: forecastOf(1) });
    await store.saveOverrides('fc_1', [{ id: 'ov_1', statement: STATEMENT }], BY);
    await store.withdrawOverride('fc_1', 'ov_1', 'bor', BY);
    const result = { id: 'ro_1', kind: 'roster', site: 'default', name: 'sample' } as const;
    await store.saveResult({ ...result, createdAt, document: roster });
    await store.publishRoster('default', { id: 'pb_1', roster: 'ro_1', note: '' }, BY);
    const by = { ...BY, actor: { id: 'us_0', token: 'tk_0' } };
    await store.addUser(ANA, null, by);
    await store.changeUser('ana', { role: 'viewer' }, by);
    await store.setPasswordHash('ana', 'hash', by);
    const token = { id: 'tk_1', user: 'ana', label: 'x', role: 'viewer' } as const;
    await store.addToken({ ...token, createdAt, expiresAt: null }, 'digest', by);
    await store.removeToken('tk_1', by);
    await store.removeUser('ana', by);
  };

  describe('the audit trail', () => {
    it('tells every change with who, when and what, newest first', async () => {
      const store = current();
      expect(await store.verifyAudit()).toEqual({ lines: 0, head: null, broken: null });
      await changeMuch();
      const lines = [...(await store.listAudit(null, PAGE))].reverse();
      expect(lines.map(({ action, subject, site }) => [action, subject, site])).toEqual([
        ['plan.saved', 'pl_1', 'default'],
        ['plan.saved', 'pl_2', 'default'],
        ['override.made', 'ov_1', 'default'],
        ['override.withdrawn', 'ov_1', 'default'],
        ['roster.published', 'pb_1', 'default'],
        ['user.added', 'us_1', null],
        ['user.changed', 'us_1', null],
        ['user.password-set', 'us_1', null],
        ['token.added', 'tk_1', null],
        ['token.removed', 'tk_1', null],
        ['user.removed', 'us_1', null],
      ]);
      expect(lines.map(({ position }) => position)).toEqual(lines.map((_, index) => index + 1));
      expect(lines[0]).toMatchObject({ at: BY.at, actor: 'us_9', token: null, before: null });
      expect(lines[5]).toMatchObject({ actor: 'us_0', token: 'tk_0' });
      for (const { action, before, after, hash } of lines) {
        expect(hash).toMatch(/^[0-9a-f]{64}$/);
        if (action === 'user.changed') expect(before).not.toBe(after);
      }
      expect(new Set(lines.map(({ hash }) => hash)).size).toBe(lines.length);
      expect(await store.verifyAudit()).toEqual({
        lines: 11,
        head: lines.at(-1)!.hash,
        broken: null,
      });
    });

    it('is read by site and in pages', async () => {
      await changeMuch();
      const store = current();
      const positions = async (site: string | null, before: number | null, limit: number) =>
        (await store.listAudit(site, { before, limit })).map(({ position }) => position);
      expect(await positions(null, null, 3)).toEqual([11, 10, 9]);
      expect(await positions(null, 9, 3)).toEqual([8, 7, 6]);
      expect(await positions('default', null, 3)).toEqual([5, 4, 3]);
      expect(await positions('other', null, 3)).toEqual([]);
    });

    it('names nobody', async () => {
      await changeMuch();
      expect(JSON.stringify(await current().listAudit(null, PAGE))).not.toMatch(/ana|bor/);
    });

    it('tells nothing of a change that was refused', async () => {
      const store = current();
      await store.addUser(ANA, null, BY);
      await expect(store.addUser(ANA, null, BY)).rejects.toThrow();
      await expect(store.removeUser('cene', BY)).rejects.toThrow();
      await expect(
        store.publishRoster('default', { id: 'pb_1', roster: 'none', note: '' }, BY),
      ).rejects.toThrow();
      expect(await store.listAudit(null, PAGE)).toHaveLength(1);
    });

    it('has no gap and no double when many change at once', async () => {
      const store = current();
      const names = Array.from({ length: 20 }, (_, index) => `user${index}`);
      await Promise.all(names.map((name) => store.addUser({ ...ANA, id: name, name }, null, BY)));
      expect(await store.verifyAudit()).toMatchObject({ lines: 20, broken: null });
    });
  });

  describe('an audit trail that somebody', () => {
    beforeEach(changeMuch);
    const unguarded = async (sql: string) => {
      await execute('DROP TRIGGER audit_log_update ON audit_log');
      await execute('DROP TRIGGER audit_log_delete ON audit_log');
      await execute(sql);
    };

    it.each([
      ['changes', `UPDATE audit_log SET actor = 'us_8' WHERE position = 3`],
      ['changes in what its hash leaves out', `UPDATE audit_log SET salt = 'x' WHERE position = 3`],
      ['shortens', 'DELETE FROM audit_log WHERE position = 11'],
    ])('%s by mistake is refused by the database', async (_, sql) => {
      await expect(execute(sql)).rejects.toThrow('append-only');
      expect((await current().verifyAudit()).broken).toBeNull();
    });

    it.each([
      [
        'alters',
        `UPDATE audit_log SET actor = 'us_8' WHERE position = 3`,
        { position: 3, fault: 'altered', subject: 'ov_1' },
      ],
      [
        'alters at its very end',
        `UPDATE audit_log SET at = '2026-01-06T08:00:00.000Z' WHERE position = 11`,
        { position: 11, fault: 'altered', subject: 'us_1' },
      ],
      [
        'takes a line out of',
        'DELETE FROM audit_log WHERE position = 7',
        { position: 7, fault: 'missing', subject: null },
      ],
      [
        'takes the beginning of',
        'DELETE FROM audit_log WHERE position < 3',
        { position: 1, fault: 'missing', subject: null },
      ],
      [
        'cuts the end of',
        'DELETE FROM audit_log WHERE position > 4',
        { position: 5, fault: 'missing', subject: 'pb_1' },
      ],
      [
        'closes a gap in',
        'DELETE FROM audit_log WHERE position = 11; UPDATE audit_log SET position = 11 WHERE position = 10; UPDATE audit_log SET position = 10 WHERE position = 9',
        { position: 9, fault: 'missing', subject: null },
      ],
    ])('%s is found out, by the first broken line', async (_, sql, broken) => {
      for (const statement of [sql]) await unguarded(statement);
      expect((await current().verifyAudit()).broken).toEqual(broken);
    });

    it.each([
      [
        'a plan',
        `UPDATE plans SET document = REPLACE(document, '"unmetWish":1', '"unmetWish":7') WHERE id = 'pl_1'`,
        { position: 1, fault: 'content-differs', subject: 'pl_1' },
      ],
      [
        'a published roster',
        `UPDATE results SET document = REPLACE(document, 'Ana Novak', 'Eva Novak') WHERE id = 'ro_1'`,
        { position: 5, fault: 'content-differs', subject: 'pb_1' },
      ],
      [
        'the history of a plan',
        `DELETE FROM plans WHERE id = 'pl_1'`,
        { position: 1, fault: 'content-differs', subject: 'pl_1' },
      ],
    ])('contradicts by changing %s is found out', async (_, sql, broken) => {
      await execute(sql);
      expect((await current().verifyAudit()).broken).toEqual(broken);
    });
  });
}
