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
