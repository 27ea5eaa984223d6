import { addDays, epochSeconds, localDateOf, type Shift, startOfDay } from '../domain/index.ts';

/** A run of paid time that lies within one local date; instants in epoch seconds. */
export interface PaidStretch {
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

/** Elapsed seconds between two ISO instants. */
export function secondsBetween(start: string, end: string): number {
  return epochSeconds(end) - epochSeconds(start);
}

/** Paid seconds of a shift. */
export function paidSecondsOf({ activities }: Shift): number {
  return activities
    .filter(({ paid }) => paid)
    .reduce((sum, { start, end }) => sum + secondsBetween(start, end), 0);
}

/** The paid time of a shift, cut where local dates change. */
export function paidStretches({ activities }: Shift, zone: string): readonly PaidStretch[] {
  return activities
    .filter(({ paid }) => paid)
    .flatMap(({ start, end }) => {
      const stretches: PaidStretch[] = [];
      const last = epochSeconds(end);
      let from = epochSeconds(start);
      while (from < last) {
        const date = localDateOf(from, zone);
        const to = Math.min(last, startOfDay(zone, addDays(date, 1)));
        stretches.push({ date, from, to });
        from = to;
      }
      return stretches;
    });
}
