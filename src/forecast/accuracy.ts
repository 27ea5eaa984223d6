import { type AccuracyRow } from '../domain/index.ts';

/** One forecast slot whose outcome is known. */
export interface ScoredSlot {
  readonly origin: string;
  readonly date: string;
  /** Days from the origin, 1 for the first forecast day. */
  readonly lead: number;
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
 * Accuracy of one method by bucket of leads, pooled over origins. A bucket without a contact has
 * no relative error and no row.
 */
export function measureAccuracy(
  queue: string,
  method: string,
  scored: readonly ScoredSlot[],
): readonly AccuracyRow[] {
  return BUCKETS.flatMap(({ bucket, from, to }): AccuracyRow[] => {
    const slots = scored.filter(({ lead }) => from <= lead && lead <= to);
    const contacts = slots.reduce((sum, slot) => sum + slot.actual, 0);
    if (contacts === 0) return [];
    const off = slots.reduce((sum, slot) => sum + Math.abs(slot.point - slot.actual), 0);
    const bias = slots.reduce((sum, slot) => sum + slot.point - slot.actual, 0);
    return [
      {
        queue,
        method,
        bucket,
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
  });
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
function scaledError(slots: readonly ScoredSlot[]): number {
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
  // A training series that repeats exactly has no scale: then the error itself stands, unscaled.
  if (ratios.length === 0) {
    return slots.reduce((sum, slot) => sum + Math.abs(slot.point - slot.actual), 0) / slots.length;
  }
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}
