import { personRule } from './rule.ts';

/** Shift patterns that may not follow each other on days in a row; shifts of no pattern may. */
export const succession = personRule('succession', ({ worked, contract }) => {
  const forbidden = contract.forbiddenSuccessions ?? [];
  if (forbidden.length === 0) return [];
  return worked.slice(1).flatMap(({ shift, day, judged }, index) => {
    const before = worked[index]!;
    const isForbidden = forbidden.some(
      ({ after, never }) => after === before.shift.pattern && never.includes(shift.pattern),
    );
    return judged && day === before.day + 1 && isForbidden
      ? [{ date: shift.date, details: { found: shift.pattern, after: before.shift.pattern } }]
      : [];
  });
});
