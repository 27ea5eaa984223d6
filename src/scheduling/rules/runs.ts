import { type WorkedShift } from './rule.ts';

/**
 * Runs of consecutive dates longer than `allowed` that reach into the period; each is dated by
 * its first day beyond what is allowed that lies in the period.
 */
export function longRuns(worked: readonly WorkedShift[], allowed: number) {
  const breaches: { date: string; details: { found: number; allowed: number } }[] = [];
  let length = 0;
  let previous = -Infinity;
  let reported = false;
  for (const { day, judged, shift } of worked) {
    if (day === previous) continue;
    length = day === previous + 1 ? length + 1 : 1;
    if (length === 1) reported = false;
    previous = day;
    if (!judged || length <= allowed) continue;
    const date = reported ? breaches.pop()!.date : shift.date;
    breaches.push({ date, details: { found: length, allowed } });
    reported = true;
  }
  return breaches;
}

/** The stretches of days in a row with a shift, first and last day, in order. */
export function stretchesOf(
  worked: readonly WorkedShift[],
): readonly { readonly first: number; readonly last: number }[] {
  const stretches: { first: number; last: number }[] = [];
  for (const { day } of worked) {
    const current = stretches.at(-1);
    if (current !== undefined && day <= current.last + 1)
      current.last = Math.max(day, current.last);
    else stretches.push({ first: day, last: day });
  }
  return stretches;
}
