import {
  epochSeconds,
  type IntervalHistory,
  makeGrid,
  MEASURES,
  type Totals,
} from '../../domain/index.ts';
import { type Store } from '../ports.ts';
import { slotStartOf } from '../tally-calls.ts';
import { noCounts, type MutableCounts } from './live-counts.ts';
import { type KnownSlot, type LiveState } from './live-state.ts';

export interface RecordSettings {
  readonly site: string;
  readonly zone: string;
  readonly stepSeconds: number;
  readonly wrapUpSecondsOf: (queue: string) => number | null;
}

export interface IntervalRecorder {
  /** Writes what closed by an instant or changed since, all or nothing. Throws what the store throws. */
  readonly write: (now: number) => Promise<void>;
}

/**
 * Writes intervals that were heard whole into the history as they close, and again while calls that
 * entered in them end. An interval with a gap is not written: what is not known is not 0.
 */
export function recordIntervals(
  store: Pick<Store, 'saveHistory'>,
  state: LiveState,
  settings: RecordSettings,
): IntervalRecorder {
  const { stepSeconds } = settings;
  /** Slots to be written, by queue. */
  const pending = new Map<string, Set<number>>();
  let closedTo: number | null = null;

  const collect = (now: number): void => {
    const running = slotStartOf(now, settings);
    for (const { queue, start } of state.takeChangedSlots()) need(queue, start);
    closedTo ??= running;
    for (; closedTo < running; closedTo += stepSeconds) {
      for (const queue of state.queues()) need(queue, closedTo);
    }
  };
  const need = (queue: string, start: number): void => {
    pending.set(queue, (pending.get(queue) ?? new Set()).add(start));
  };

  return {
    async write(now) {
      collect(now);
      const running = slotStartOf(now, settings);
      const histories: IntervalHistory[] = [];
      const done: [string, number][] = [];
      for (const [queue, starts] of pending) {
        for (const start of starts) {
          if (start >= running) continue;
          done.push([queue, start]);
          const counts = state.wholeSlot(queue, start);
          if (counts !== null) histories.push(historyOf(queue, start, counts, settings));
        }
      }
      if (histories.length > 0) await store.saveHistory(settings.site, histories);
      for (const [queue, start] of done) pending.get(queue)?.delete(start);
    },
  };
}

function historyOf(
  queue: string,
  start: number,
  counts: MutableCounts,
  { zone, stepSeconds, wrapUpSecondsOf }: RecordSettings,
): IntervalHistory {
  const wrapUp = wrapUpSecondsOf(queue);
  const values: Readonly<Record<(typeof MEASURES)[number], number | null>> = {
    offered: counts.offered,
    answered: counts.answered,
    answeredInThreshold: counts.answeredInThreshold,
    abandoned: counts.abandoned,
    abandonedInThreshold: counts.abandonedInThreshold,
    talkSeconds: milliseconds(counts.talkSeconds),
    holdSeconds: null,
    acwSeconds: wrapUp === null ? null : counts.completed * wrapUp,
    waitAnsweredSeconds: milliseconds(counts.waitAnsweredSeconds),
    waitAbandonedSeconds: milliseconds(counts.waitAbandonedSeconds),
  };
  return {
    queue,
    channel: 'voice',
    attribution: 'arrival',
    grid: makeGrid(zone, start, stepSeconds, 1),
    totals: Object.fromEntries(
      MEASURES.map((measure): [string, Totals] => [measure, [values[measure]]]),
    ) as IntervalHistory['totals'],
  };
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** The intervals of a stored history as counts; those without a count of offered are left out. */
export function slotsOfHistory({ grid, totals }: IntervalHistory): readonly KnownSlot[] {
  const slots: KnownSlot[] = [];
  const first = epochSeconds(grid.start);
  for (let slot = 0; slot < grid.length; slot++) {
    const offered = totals.offered[slot] ?? null;
    if (offered === null) continue;
    const value = (measure: (typeof MEASURES)[number]): number => totals[measure][slot] ?? 0;
    const [answered, abandoned] = [value('answered'), value('abandoned')];
    slots.push({
      start: first + slot * grid.stepSeconds,
      counts: {
        ...noCounts(),
        offered,
        answered,
        answeredInThreshold: value('answeredInThreshold'),
        abandoned,
        abandonedInThreshold: value('abandonedInThreshold'),
        otherExits: Math.max(0, offered - answered - abandoned),
        waitAnsweredSeconds: value('waitAnsweredSeconds'),
        waitAbandonedSeconds: value('waitAbandonedSeconds'),
        talkSeconds: value('talkSeconds'),
        completed: answered,
      },
    });
  }
  return slots;
}
