import { personRule } from './rule.ts';

/** From the end of a shift to the start of the next, in elapsed time; overlaps are another rule's. */
export const minRest = personRule('min-rest', ({ worked, contract }) => {
  const breaches = [];
  let latestEnd = -Infinity;
  for (const { shift, start, end, judged } of worked) {
    const rest = start - latestEnd;
    if (judged && rest >= 0 && rest < contract.minRestSeconds) {
      breaches.push({
        date: shift.date,
        details: { restSeconds: rest, minSeconds: contract.minRestSeconds },
      });
    }
    latestEnd = Math.max(latestEnd, end);
  }
  return breaches;
});
