import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLogFile, readQueueLog } from '../../src/acd/index.ts';
import { epochSeconds, type QueueCall } from '../../src/domain/index.ts';
import { type LogTally, tallyLog } from '../../src/use-cases/index.ts';
import { capture, capturesAbsence, capturesStandAside } from '../support/captures.ts';
import { readLog } from '../support/queue-log.ts';

const STEP = 60;

/** The log cuts to whole seconds; the driver heard of an event up to 35 ms after it. */
const RESOLUTION = 1.035;

/** A call as the driver that made it saw it, in milliseconds. */
interface TrueCall {
  readonly queue: string;
  readonly uniqueid: string;
  readonly join: number;
  readonly leave: number;
  readonly connect?: number;
  /** Absent where the server did not say whose call had ended. */
  readonly done?: number;
  readonly agent?: string;
  readonly outcome?: string;
}

const EXITS: Readonly<Record<string, readonly string[]>> = {
  abandoned: ['abandoned'],
  'timeout-or-empty': ['timeout', 'empty'],
  'key-or-timeout': ['key'],
  'withdrawn-or-timeout': ['withdrawn'],
};

describe.skipIf(capturesStandAside())(
  `a real queue log beside the truth of who drove it${capturesAbsence()}`,
  () => {
    let truth: readonly TrueCall[];
    let calls: readonly QueueCall[];
    let tally: LogTally;
    beforeAll(async () => {
      truth = JSON.parse(readFileSync(capture('load450.calls.json'), 'utf8')) as TrueCall[];
      ({ calls } = await readLog([readFileSync(capture('load450.queue_log'))]));
      tally = await tallyLog(
        { readCallLog: readQueueLog, openLogFile },
        [capture('load450.queue_log')],
        { wrapUpReasons: [], agentNames: {}, takesTornLine: true },
        { zone: 'UTC', stepSeconds: STEP, thresholdSeconds: null, wrapUp: { kind: 'unknown' } },
      );
    });

    it('has every call once, with outcome, agent, and times to the second', () => {
      expect(calls).toHaveLength(450);
      const found = new Map(calls.map((call) => [`${call.callId} ${call.queue}`, call]));
      for (const { uniqueid, queue, outcome, agent, ...at } of truth) {
        const call = found.get(`${uniqueid} ${queue}`)!;
        const expected = at.connect === undefined ? EXITS[outcome!]! : ['answered'];
        expect(expected).toContain(call.outcome);
        expect(call.agent).toBe(agent ?? null);
        expect(Math.abs(call.enteredAt - at.join / 1000)).toBeLessThan(RESOLUTION);
        expect(Math.abs(call.waitSeconds - (at.leave - at.join) / 1000)).toBeLessThan(RESOLUTION);
        if (at.done !== undefined && at.connect !== undefined) {
          expect(Math.abs(call.talkSeconds! - (at.done - at.connect) / 1000)).toBeLessThan(
            RESOLUTION,
          );
        }
      }
    });

    it('has the same counts in every interval, and sums within a second a call', () => {
      const rows = tally.queues.flatMap(({ history, exits }) =>
        history.totals.offered.map((_, slot) => ({
          key: `${history.queue} ${epochSeconds(history.grid.start) + slot * STEP}`,
          of: (name: keyof typeof history.totals) => history.totals[name][slot] ?? null,
          exits: Object.values(exits).reduce((sum, column) => sum + (column[slot] ?? 0), 0),
        })),
      );
      expect(rows).toHaveLength(21);
      const keyOf = ({ queue, join }: TrueCall) =>
        `${queue} ${Math.floor(join / 1000 / STEP) * STEP}`;
      for (const row of rows) {
        const there = truth.filter((call) => keyOf(call) === row.key);
        const answered = there.filter(({ connect }) => connect !== undefined);
        const abandoned = there.filter(({ outcome }) => outcome === 'abandoned');
        expect([row.key, row.of('offered')]).toEqual([row.key, there.length]);
        expect([row.key, row.of('answered')]).toEqual([row.key, answered.length]);
        expect([row.key, row.of('abandoned')]).toEqual([row.key, abandoned.length]);
        expect(row.exits).toBe(there.length - answered.length - abandoned.length);
        const waits = answered.reduce((sum, { join, connect }) => sum + connect! - join, 0) / 1000;
        const gaveUp = abandoned.reduce((sum, { join, leave }) => sum + leave - join, 0) / 1000;
        expect(Math.abs(row.of('waitAnsweredSeconds')! - waits)).toBeLessThanOrEqual(
          answered.length,
        );
        expect(Math.abs(row.of('waitAbandonedSeconds')! - gaveUp)).toBeLessThanOrEqual(
          abandoned.length,
        );
        if (answered.every(({ done }) => done !== undefined)) {
          const talk =
            answered.reduce((sum, { connect, done }) => sum + done! - connect!, 0) / 1000;
          expect(Math.abs(row.of('talkSeconds')! - talk)).toBeLessThanOrEqual(answered.length);
        }
      }
    });

    it('tells the exits apart as the log itself counts them', () => {
      const sum = (exit: 'timeout' | 'empty' | 'key' | 'withdrawn' | 'cut') =>
        tally.queues.reduce(
          (all, { exits }) => all + exits[exit].reduce<number>((n, value) => n + (value ?? 0), 0),
          0,
        );
      expect({
        timeout: sum('timeout'),
        empty: sum('empty'),
        key: sum('key'),
        withdrawn: sum('withdrawn'),
        cut: sum('cut'),
      }).toEqual({ timeout: 1, empty: 14, key: 4, withdrawn: 6, cut: 0 });
    });
  },
);
