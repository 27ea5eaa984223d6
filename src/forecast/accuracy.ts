import { type AccuracyCut, type AccuracyRow, weekdayOf } from '../domain/index.ts';

/** One forecast slot whose outcome is known. */
export interface ScoredSlot {
  readonly origin: string;
  readonly date: string;
  /** Days from the origin, 1 for the first forecast day. */
  readonly lead: number;
  /** Local hour in which it starts; `null` on a daily grid. */
  readonly hour: number | null;
  readonly actual: number;
  readonly point: number;
  readonly bands: readonly {
    readonly level: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  /** Weekly seasonal naive error of the origin's training data. */
  readonly naiveError: number;
}

/** What the name of a method ends in where its median is measured, not its mean. */
export const MEDIAN_SUFFIX = '-median';

/** Buckets of leads in which accuracy is told. */
export const BUCKETS: readonly {
  readonly bucket: string;
  readonly from: number;
  readonly to: number;
}[] = [
  { bucket: 'day-1', from: 1, to: 1 },
  { bucket: 'days-1-7', from: 1, to: 7 },
  { bucket: 'days-8-14', from: 8, to: 14 },
  { bucket: 'days-15-28', from: 15, to: 28 },
  { bucket: 'all', from: 1, to: Infinity },
];

/**
 * Accuracy of one method by bucket of leads, by weekday and by hour, pooled over origins. A bucket
 * without a contact has no relative error and no row.
 */
export function measureAccuracy(
  queue: string,
  method: string,
  scored: readonly ScoredSlot[],
): readonly AccuracyRow[] {
  const measure = (by: AccuracyCut, bucket: string, slots: readonly ScoredSlot[]) =>
    measureBucket({ queue, method, by, bucket }, slots);
  const hourly = scored.filter(({ hour }) => hour !== null);
  return [
    ...BUCKETS.flatMap(({ bucket, from, to }) =>
      measure(
        'lead',
        bucket,
        scored.filter(({ lead }) => from <= lead && lead <= to),
      ),
    ),
    ...groupsOf(scored, ({ date }) => String(weekdayOf(date))).flatMap(([bucket, slots]) =>
      measure('weekday', bucket, slots),
    ),
    ...groupsOf(hourly, ({ hour }) => String(hour).padStart(2, '0')).flatMap(([bucket, slots]) =>
      measure('hour', bucket, slots),
    ),
  ];
}

/** Groups in the order of their names. */
function groupsOf(
  scored: readonly ScoredSlot[],
  nameOf: (slot: ScoredSlot) => string,
): readonly (readonly [string, readonly ScoredSlot[]])[] {
  const groups = new Map<string, ScoredSlot[]>();
  for (const slot of scored) {
    const name = nameOf(slot);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [slot]);
    else group.push(slot);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function measureBucket(
  head: Pick<AccuracyRow, 'queue' | 'method' | 'by' | 'bucket'>,
  slots: readonly ScoredSlot[],
): readonly AccuracyRow[] {
  const contacts = slots.reduce((sum, slot) => sum + slot.actual, 0);
  if (contacts === 0) return [];
  const off = slots.reduce((sum, slot) => sum + Math.abs(slot.point - slot.actual), 0);
  const bias = slots.reduce((sum, slot) => sum + slot.point - slot.actual, 0);
  return [
    {
      ...head,
      intervals: slots.length,
      wapeInterval: off / contacts,
      wapeDay: dayError(slots) / contacts,
      mase: scaledError(slots),
      bias: bias / contacts,
      coverage: (slots[0]?.bands ?? []).map(({ level }, band) => ({
        level,
        share: slots.filter((slot) => isInside(slot, band)).length / slots.length,
      })),
    },
  ];
}

/** Local hour of a wall-clock slot; `null` on a daily grid. */
export function hourOf(wall: number, stepSeconds: number): number | null {
  return stepSeconds >= 86_400 ? null : Math.floor((wall * stepSeconds) / 3600);
}

function isInside({ actual, bands }: ScoredSlot, band: number): boolean {
  const { lower, upper } = bands[band]!;
  return lower <= actual && actual <= upper;
}

/** Sum over days of |forecast - actual| of their known slots. */
function dayError(slots: readonly ScoredSlot[]): number {
  const byDay = new Map<string, number>();
  for (const { origin, date, point, actual } of slots) {
    const key = `${origin} ${date}`;
    byDay.set(key, (byDay.get(key) ?? 0) + point - actual);
  }
  return [...byDay.values()].reduce((sum, error) => sum + Math.abs(error), 0);
}

/** Mean over origins of the mean absolute error over the naive error of their training data. */
function scaledError(slots: readonly ScoredSlot[]): number | null {
  const byOrigin = new Map<string, { off: number; count: number; naiveError: number }>();
  for (const { origin, point, actual, naiveError } of slots) {
    const entry = byOrigin.get(origin) ?? { off: 0, count: 0, naiveError };
    entry.off += Math.abs(point - actual);
    entry.count++;
    byOrigin.set(origin, entry);
  }
  const ratios = [...byOrigin.values()].flatMap(({ off, count, naiveError }) =>
    naiveError > 0 ? [off / count / naiveError] : [],
  );
  if (ratios.length === 0) return null;
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}
