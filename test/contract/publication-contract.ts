import { beforeEach, describe, expect, it } from 'vitest';
import { type Roster } from '../../src/domain/index.ts';
import { type Store } from '../../src/use-cases/ports.ts';
import { makeSample } from '../support/sample-roster.ts';
import { refusal } from './refusal.ts';
import { BY } from './sample-documents.ts';

/** What every store does with published rosters. */
export function publicationContract(current: () => Store): void {
  describe('publications', () => {
    const { roster } = makeSample({
      zone: 'Europe/Ljubljana',
      from: '2026-03-23',
      days: 7,
      agents: 3,
    });
    const save = (id: string, document: Roster = roster, site = 'default') =>
      current().saveResult({
        id,
        kind: 'roster',
        site,
        name: 'sample',
        createdAt: BY.at,
        document,
      });
    const publish = (id: string, ofRoster = 'ro_1', site = 'default') =>
      current().publishRoster(site, { id, roster: ofRoster, note: 'agreed č' }, BY);
    beforeEach(async () => {
      await save('ro_1');
    });

    it('tell what was published, by whom and when; again is a new version', async () => {
      const first = await publish('pb_1');
      expect(first).toEqual({
        id: 'pb_1',
        site: 'default',
        plan: 'sample',
        version: 1,
        roster: 'ro_1',
        from: '2026-03-23',
        to: '2026-03-29',
        publishedAt: BY.at,
        publishedBy: 'us_9',
        note: 'agreed č',
      });
      const again = await publish('pb_2');
      expect(again).toEqual({ ...first, id: 'pb_2', version: 2 });
      const store = current();
      expect(await store.loadPublication('default', 'pb_1')).toEqual(first);
      expect(await store.listPublications('default', null, 10)).toEqual([again, first]);
      expect(await store.listPublications('default', null, 1)).toEqual([again]);
      expect(await store.listPublications('other', null, 10)).toEqual([]);
    });

    it('are found by the days that they hold', async () => {
      await publish('pb_1');
      const idsOf = async (from: string, to: string) =>
        (await current().listPublications('default', { from, to }, 10)).map(({ id }) => id);
      expect(await idsOf('2026-03-01', '2026-03-22')).toEqual([]);
      expect(await idsOf('2026-03-01', '2026-03-23')).toEqual(['pb_1']);
      expect(await idsOf('2026-03-29', '2026-03-29')).toEqual(['pb_1']);
      expect(await idsOf('2026-03-30', '2026-04-30')).toEqual([]);
    });

    it('count versions by site and plan, also when made at once', async () => {
      await save('ro_2', { ...roster, plan: 'night' });
      await save('ro_3', roster, 'north');
      const made = await Promise.all([
        ...['pb_1', 'pb_2', 'pb_3', 'pb_4'].map((id) => publish(id)),
        publish('pb_5', 'ro_2'),
        publish('pb_6', 'ro_3', 'north'),
      ]);
      expect(made.map(({ version }) => version).sort()).toEqual([1, 1, 1, 2, 3, 4]);
    });

    it('are of rosters of the site alone', async () => {
      await expect(publish('pb_1', 'ro_1', 'north')).rejects.toEqual(
        refusal('NOT_FOUND', 'expected a stored roster of site "north", got "ro_1"'),
      );
      await expect(publish('pb_1', 'nothing')).rejects.toEqual(
        refusal('NOT_FOUND', 'expected a stored roster of site "default", got "nothing"'),
      );
      await publish('pb_1');
      await expect(current().loadPublication('north', 'pb_1')).rejects.toEqual(
        refusal('NOT_FOUND', 'expected a publication of site "north", got "pb_1"'),
      );
      await expect(publish('pb_1')).rejects.toEqual(refusal('CONFLICT', 'under this id'));
    });
  });
}
