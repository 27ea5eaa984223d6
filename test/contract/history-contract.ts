import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IntervalHistory } from '../../src/domain/index.ts';
import { type Store } from '../../src/use-cases/ports.ts';
import { refusal } from './refusal.ts';
import { fullHistory, historyOf } from './sample-documents.ts';

const ALL = { from: null, to: null };
/** 2026-01-05 00:00 in Ljubljana. */
const MONDAY = Date.UTC(2026, 0, 4, 23) / 1000;
const HARD_NAMES = [
  "Robert'); DROP TABLE queues;--",
  '../../etc/passwd',
  '%_?$1 :name "x" `y` \\',
  '客服 · поддержка · šč',
  '__proto__',
];

/** What every store does with histories. `store` is empty before each test. */
export function historyContract(store: () => Store): void {
  const importing = async (...histories: IntervalHistory[]) =>
    (await store().saveHistory('default', histories))[0]!;
  const offeredOf = async (
    queue: string,
    range: { from: number | null; to: number | null } = ALL,
  ) => (await store().loadHistory('default', queue, range)).totals.offered;
  describe('history', () => {
    it('comes back as it was', async () => {
      const history = fullHistory('support', 1000);
      expect(await importing(history)).toEqual({
        queue: 'support',
        added: 1000,
        replaced: 0,
        unchanged: 0,
        replacedFrom: null,
        replacedTo: null,
        version: 1,
      });
      expect(await store().loadHistory('default', 'support', ALL)).toEqual(history);
    });

    it('keeps every finite number to the last bit', async () => {
      const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 50 }), async (offered) => {
          const queue = `q${++round}`;
          await importing(historyOf(queue, MONDAY, offered));
          expect(await offeredOf(queue)).toEqual(offered.map((value) => value + 0));
          expect(await importing(historyOf(queue, MONDAY, offered))).toMatchObject({ version: 1 });
        }),
        { numRuns: 20 },
      );
    });

    it('changes nothing when the same comes twice', async () => {
      const history = fullHistory('support', 700);
      await importing(history);
      const before = await store().listQueues('default');
      expect(await importing(history)).toMatchObject({
        added: 0,
        replaced: 0,
        unchanged: 700,
        version: 1,
      });
      expect(await store().listQueues('default')).toEqual(before);
    });

    it('adds, replaces and tells which', async () => {
      await importing(historyOf('support', MONDAY, [1, 2, 3, 4]));
      expect(await importing(historyOf('support', MONDAY + 1800, [2, 30, 40, 5, 6]))).toEqual({
        queue: 'support',
        added: 2,
        replaced: 2,
        unchanged: 1,
        replacedFrom: '2026-01-05T01:00:00+01:00',
        replacedTo: '2026-01-05T01:30:00+01:00',
        version: 2,
      });
      expect(await offeredOf('support')).toEqual([1, 2, 30, 40, 5, 6]);
    });

    it('leaves what a later file does not know', async () => {
      await importing(historyOf('support', MONDAY, [1, 2, 3]));
      const later = await importing(historyOf('support', MONDAY, [null, 20, null]));
      expect(later).toMatchObject({ added: 0, replaced: 1, unchanged: 0 });
      expect(await offeredOf('support')).toEqual([1, 20, 3]);
    });

    it('fills gaps with null, between files and inside one', async () => {
      await importing(historyOf('support', MONDAY, [null, 1, null, null, 0, null]));
      await importing(historyOf('support', MONDAY + 8 * 1800, [8]));
      const history = await store().loadHistory('default', 'support', ALL);
      expect(history.grid).toEqual({
        zone: 'Europe/Ljubljana',
        start: '2026-01-05T00:30:00+01:00',
        stepSeconds: 1800,
        length: 8,
      });
      expect(history.totals.offered).toEqual([1, null, null, 0, null, null, null, 8]);
      expect(history.totals.talkSeconds).toEqual(Array(8).fill(null));
    });

    it('is limited to a range, whose end is excluded', async () => {
      await importing(historyOf('support', MONDAY, [0, 1, null, 3, 4]));
      expect(await offeredOf('support', { from: MONDAY + 1, to: MONDAY + 4 * 1800 })).toEqual([
        1,
        null,
        3,
      ]);
      await expect(
        store().loadHistory('default', 'support', { from: MONDAY + 9000, to: null }),
      ).rejects.toEqual(
        refusal('NOT_FOUND', /expected stored history of queue "support" from 2026/),
      );
    });

    it('keeps the hour that a clock change repeats', async () => {
      const beforeChange = Date.UTC(2026, 9, 24, 22) / 1000;
      const day = Array.from({ length: 50 }, (_, slot) => slot);
      await importing(historyOf('support', beforeChange, day));
      const history = await store().loadHistory('default', 'support', ALL);
      expect(history.grid.length).toBe(50);
      expect(history.totals.offered).toEqual(day);
    });

    it.each([
      ['winter to summer', Date.UTC(2026, 2, 26, 23) / 1000, '2026-03-27T00:00:00+01:00'],
      ['summer to winter', Date.UTC(2026, 9, 22, 23) / 1000, '2026-10-23T01:00:00+02:00'],
    ])('keeps days across a clock change, %s', async (_, start, text) => {
      const history = historyOf('support', start, [1, 2, 3, 4, 5, 6], { stepSeconds: 86_400 });
      await importing(history);
      expect(history.grid.start).toBe(text);
      expect(await store().loadHistory('default', 'support', ALL)).toEqual(history);
    });

    it('joins days of files that start on either side of a clock change', async () => {
      const daily = { stepSeconds: 86_400 };
      const lastOfSummer = Date.UTC(2026, 9, 23, 22) / 1000;
      const firstOfWinter = Date.UTC(2026, 9, 25, 23) / 1000;
      await importing(historyOf('support', lastOfSummer, [24, 25], daily));
      expect(await importing(historyOf('support', firstOfWinter, [26, 27], daily))).toMatchObject({
        added: 2,
        replaced: 0,
      });
      expect(await offeredOf('support')).toEqual([24, 25, 26, 27]);
      expect(await store().listQueues('default')).toMatchObject([
        { firstInterval: '2026-10-24T00:00:00+02:00', lastInterval: '2026-10-27T00:00:00+01:00' },
      ]);
    });

    it.each([
      [
        'step',
        historyOf('support', MONDAY, [9], { stepSeconds: 900 }),
        /intervals of 1800 seconds/,
      ],
      ['zone', historyOf('support', MONDAY, [9], { zone: 'Europe/Paris' }), /Europe\/Ljubljana/],
      ['start of intervals', historyOf('support', MONDAY + 900, [9]), /to start like the stored/],
    ])('refuses another %s, and stores nothing of the whole call', async (_, odd, message) => {
      await importing(historyOf('support', MONDAY, [1]));
      const calls = store().saveHistory('default', [historyOf('sales', MONDAY, [1]), odd]);
      await expect(calls).rejects.toEqual(refusal('CONFLICT', message));
      expect(await store().listQueues('default')).toMatchObject([{ name: 'support', version: 1 }]);
      expect(await offeredOf('support')).toEqual([1]);
    });

    it('refuses more intervals than a grid may hold, and numbers that are none', async () => {
      await importing(historyOf('support', MONDAY, [1]));
      const farOff = historyOf('support', MONDAY + 1800 * 1_200_000, [1]);
      await expect(importing(farOff)).rejects.toEqual(refusal('TOO_LARGE', /at most 1100000/));
      const notANumber = historyOf('support', MONDAY, [Number.NaN]);
      await expect(importing(notANumber)).rejects.toEqual(refusal('INVALID_INPUT', /got NaN/));
    });

    it('is of its own site', async () => {
      await store().saveHistory('north', [historyOf('support', MONDAY, [1])]);
      await store().saveHistory('south', [historyOf('support', MONDAY, [2, 3])]);
      expect(await store().listQueues('north')).toEqual([
        {
          site: 'north',
          name: 'support',
          channel: 'voice',
          zone: 'Europe/Ljubljana',
          stepSeconds: 1800,
          firstInterval: '2026-01-05T00:00:00+01:00',
          lastInterval: '2026-01-05T00:00:00+01:00',
          intervals: 1,
          version: 1,
        },
      ]);
      expect((await store().loadHistory('south', 'support', ALL)).totals.offered).toEqual([2, 3]);
      await expect(store().loadHistory('east', 'support', ALL)).rejects.toEqual(
        refusal('NOT_FOUND', 'expected a queue of site "east", got "support"'),
      );
    });

    it.each(HARD_NAMES)('takes %s as a name and nothing else', async (name) => {
      await store().saveHistory(name, [historyOf(name, MONDAY, [1])]);
      expect(await store().listQueues(name)).toMatchObject([{ name, site: name }]);
      expect((await store().loadHistory(name, name, ALL)).queue).toBe(name);
      expect(await store().listQueues('default')).toEqual([]);
    });

    it.each([
      ['empty', '', /1 to 200 characters long, got 0/],
      ['long', 'x'.repeat(201), /1 to 200 characters long, got 201/],
      ['NUL', 'a\0b', /got NUL at character 2/],
      ['half a pair', 'a\ud800', /got half of a surrogate pair/],
    ])('refuses a name that not every database can keep: %s', async (_, name, message) => {
      const refused = refusal('INVALID_INPUT', message);
      await expect(importing(historyOf(name, MONDAY, [1]))).rejects.toEqual(refused);
      await expect(store().saveHistory(name, [])).rejects.toEqual(refused);
    });

    it('of one queue may be imported by many at once', async () => {
      const parts = Array.from({ length: 12 }, (_, part) =>
        historyOf('support', MONDAY + part * 3600, [part, part]),
      );
      await Promise.all(parts.map((part) => store().saveHistory('default', [part])));
      expect(await offeredOf('support')).toEqual(parts.flatMap(({ totals }) => totals.offered));
      expect(await store().listQueues('default')).toMatchObject([{ intervals: 24, version: 12 }]);
    });
  });
}
