import {
  AgnerError,
  type IntervalHistory,
  localDateOf,
  makeGrid,
  type Measure,
  MEASURES,
  slotStart,
} from '../domain/index.ts';

/** A queue's history that another's continues, and the share of it that counts. */
export interface PrecedingHistory {
  readonly history: IntervalHistory;
  /** Above 0; `null` to measure it on the days that both queues know. */
  readonly share: number | null;
}

/** A history with what came before it, and what was taken. */
export interface PrecededHistory {
  readonly history: IntervalHistory;
  /** Shares in the order of the preceding histories. */
  readonly shares: readonly number[];
  /** First local date of the queue's own; `null` where it has no contact yet. */
  readonly ownFrom: string | null;
}

/** A history like another's, of the same queue and intervals, that knows nothing yet. */
export function emptyHistory({
  queue,
  channel,
  attribution,
  grid,
}: Omit<IntervalHistory, 'totals'>): IntervalHistory {
  const totals = Object.fromEntries(MEASURES.map((measure) => [measure, []]));
  const none = totals as unknown as IntervalHistory['totals'];
  return { queue, channel, attribution, grid: { ...grid, length: 0 }, totals: none };
}

/** Days that both queues must know before a share is measured on them. */
export const MEASURED_DAYS = 7;

/**
 * The history of a queue that was split off, merged or opened lately: up to its own first contact
 * the sum of what other queues took, each times its share; from there on its own alone.
 *
 * Queues merged count with share 1, a part split off with its share, and a new queue that borrows
 * another's course with the share measured: its own contacts over the other's in the same
 * intervals. A preceding queue counts as 0 before its first known interval and after its last.
 *
 * @param own may be without a slot, where the queue is yet to open
 * @throws {AgnerError} `INVALID_INPUT` for histories of unlike intervals or zones, and where a share
 *   cannot be measured
 */
export function precedeHistory(
  own: IntervalHistory,
  before: readonly PrecedingHistory[],
): PrecededHistory {
  for (const { history } of before) checkAlike(own, history);
  const first = firstContact(own);
  const ownStart = first === null ? Number.POSITIVE_INFINITY : slotStart(own.grid, first);
  const shares = before.map(({ history, share }) => share ?? measuredShare(own, history));
  const parts = before.map(({ history }, at) => ({
    ...partOf(history),
    share: shares[at]!,
  }));
  const { zone, stepSeconds } = own.grid;
  const known = parts.filter(({ first, after }) => after > first);
  const start = Math.min(
    ownStart,
    ...known.map(({ history, first }) => slotStart(history.grid, first)),
  );
  const end =
    first === null
      ? Math.max(...known.map(({ history, after }) => slotStart(history.grid, after)))
      : slotStart(own.grid, own.grid.length);
  if (!Number.isFinite(start) || !Number.isFinite(end)) {
    return { history: own, shares, ownFrom: null };
  }
  const grid = makeGrid(zone, start, stepSeconds, Math.round((end - start) / stepSeconds));
  const shiftOf = ({ grid }: IntervalHistory): number =>
    Math.round((start - slotStart(grid, 0)) / stepSeconds);
  const ownShift = shiftOf(own);
  const firstOwn = first === null ? grid.length : first - ownShift;
  const shifted = known.map((part) => ({ ...part, shift: shiftOf(part.history) }));
  const totalOf = (measure: Measure, slot: number): number | null => {
    if (slot >= firstOwn) return own.totals[measure][slot + ownShift] ?? null;
    let sum: number | null = null;
    for (const { history, share, first, after, shift } of shifted) {
      const at = slot + shift;
      if (at < first || at >= after) continue;
      const value = history.totals[measure][at] ?? null;
      if (value === null) return null;
      sum = (sum ?? 0) + share * value;
    }
    return sum;
  };
  const totals = Object.fromEntries(
    MEASURES.map((measure) => [
      measure,
      Array.from({ length: grid.length }, (_, slot) => totalOf(measure, slot)),
    ]),
  ) as unknown as IntervalHistory['totals'];
  return {
    history: { ...own, grid, totals },
    shares,
    ownFrom: first === null ? null : localDateOf(ownStart, zone),
  };
}

function checkAlike(own: IntervalHistory, other: IntervalHistory): void {
  const { zone, stepSeconds } = own.grid;
  if (other.grid.stepSeconds !== stepSeconds || other.grid.zone !== zone) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected the history of queue "${other.queue}", which "${own.queue}" continues, in intervals of ` +
        `${stepSeconds} s in ${zone}, got ${other.grid.stepSeconds} s in ${other.grid.zone}`,
      { queue: own.queue, before: other.queue },
    );
  }
}

function firstContact({ totals }: IntervalHistory): number | null {
  const first = totals.offered.findIndex((offered) => offered !== null && offered > 0);
  return first < 0 ? null : first;
}

/** The slots [first, after) between the first and the last of which contacts are known. */
function partOf(history: IntervalHistory) {
  const { offered } = history.totals;
  const first = offered.findIndex((value) => value !== null);
  const after = first < 0 ? first : offered.findLastIndex((value) => value !== null) + 1;
  return { history, first, after };
}

/** Contacts of a queue over another's, in the intervals from its first contact on that both know. */
function measuredShare(own: IntervalHistory, other: IntervalHistory): number {
  const { zone, stepSeconds } = own.grid;
  const shift = Math.round((slotStart(own.grid, 0) - slotStart(other.grid, 0)) / stepSeconds);
  const dates = new Set<string>();
  let [mine, theirs] = [0, 0];
  for (let slot = firstContact(own) ?? own.grid.length; slot < own.grid.length; slot++) {
    const have = own.totals.offered[slot] ?? null;
    const has = other.totals.offered[slot + shift] ?? null;
    if (have === null || has === null) continue;
    mine += have;
    theirs += has;
    dates.add(localDateOf(slotStart(own.grid, slot), zone));
  }
  if (dates.size < MEASURED_DAYS || theirs <= 0) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ${MEASURED_DAYS} days that both queue "${own.queue}" and queue "${other.queue}" know, to ` +
        `measure the share of the one in the other, got ${dates.size}; write a share such as 20 % instead`,
      { queue: own.queue, before: other.queue, days: dates.size },
    );
  }
  return mine / theirs;
}
