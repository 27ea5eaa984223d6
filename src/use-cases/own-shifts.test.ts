import { describe, expect, it } from 'vitest';
import {
  type AgentId,
  type DocumentId,
  type Publication,
  type Roster,
  type Shift,
} from '../domain/index.ts';
import { findOwnShifts } from './own-shifts.ts';
import { type Store } from './ports.ts';

const shift = (agent: string, date: string, pattern: string): Shift => ({
  agent: agent as AgentId,
  date,
  pattern,
  start: `${date}T08:00:00+01:00`,
  end: `${date}T16:00:00+01:00`,
  activities: [],
  locked: false,
});

const publication = (id: string, plan: string, from: string, to: string): Publication => ({
  id,
  site: 'default',
  plan,
  version: 1,
  roster: `of-${id}` as DocumentId,
  from,
  to,
  publishedAt: '2026-01-05T08:00:00.000Z',
  publishedBy: 'us_1',
  note: '',
});

/** A store of publications, newest first, each with the shifts of its roster. */
function storeOf(published: readonly (readonly [Publication, readonly Shift[]])[]): Store {
  return {
    listPublications: () => Promise.resolve(published.map(([of]) => of)),
    loadResult: (_: string, id: string) =>
      Promise.resolve({
        document: {
          shifts: published.find(([of]) => of.roster === id)![1],
          agents: [{ id: 'ana', name: `Ana of ${id}` }],
          grid: { zone: 'Europe/Ljubljana' },
        } as unknown as Roster,
      }),
  } as unknown as Store;
}

const find = async (store: Store, from = '2026-03-01', to = '2026-03-07') => {
  const { shifts } = await findOwnShifts({ store }, 'default', 'ana', { from, to });
  return shifts.map(({ date, pattern, publication: of }) => [date, pattern, of]);
};

describe('own shifts', () => {
  const week = publication('week', 'day', '2026-03-01', '2026-03-07');
  const mended = publication('mended', 'day', '2026-03-03', '2026-03-04');
  const night = publication('night', 'night', '2026-03-01', '2026-03-07');

  it('are those of one person in the range, in order', async () => {
    const store = storeOf([
      [
        week,
        [
          shift('ana', '2026-03-05', 'late'),
          shift('bor', '2026-03-02', 'early'),
          shift('ana', '2026-03-02', 'early'),
        ],
      ],
    ]);
    expect(await find(store)).toEqual([
      ['2026-03-02', 'early', 'week'],
      ['2026-03-05', 'late', 'week'],
    ]);
    expect(await find(store, '2026-03-03', '2026-03-04')).toEqual([]);
  });

  it('follow the newest publication of each day; a shift taken out is gone', async () => {
    const old = ['2026-03-02', '2026-03-03', '2026-03-04'].map((day) => shift('ana', day, 'old'));
    const store = storeOf([
      [mended, [shift('ana', '2026-03-04', 'new')]],
      [week, old],
    ]);
    expect(await find(store)).toEqual([
      ['2026-03-02', 'old', 'week'],
      ['2026-03-04', 'new', 'mended'],
    ]);
  });

  it('of two plans stand beside each other', async () => {
    const store = storeOf([
      [night, [shift('ana', '2026-03-02', 'night')]],
      [week, [shift('ana', '2026-03-03', 'day')]],
    ]);
    expect(await find(store)).toHaveLength(2);
  });

  it.each([
    ['2026-03-02', '2026-03-01'],
    ['2026-03-01', '2027-04-05'],
  ])('from %s to %s are refused', async (from, to) => {
    await expect(find(storeOf([]), from, to)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: `expected a range of 1 to 400 days, got ${from} to ${to}`,
    });
  });
});
