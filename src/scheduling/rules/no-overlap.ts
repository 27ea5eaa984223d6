import { personRule } from './rule.ts';

/** Nobody works two shifts at once. */
export const noOverlap = personRule('no-overlap', ({ worked }) => {
  const breaches = [];
  let latestEnd = -Infinity;
  for (const { shift, start, end, judged } of worked) {
    if (judged && start < latestEnd) {
      breaches.push({
        date: shift.date,
        details: { overlapSeconds: Math.min(latestEnd, end) - start },
      });
    }
    latestEnd = Math.max(latestEnd, end);
  }
  return breaches;
});
