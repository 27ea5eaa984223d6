import { wallClockSeconds } from '../../domain/index.ts';
import { personRule } from './rule.ts';

/** On days in a row the next shift starts no earlier on the clock than the one before. */
export const forwardRotation = personRule('forward-rotation', ({ worked, contract }, { plan }) => {
  if (contract.forwardRotation !== true) return [];
  const { zone } = plan.site;
  return worked.slice(1).flatMap(({ shift, start, day, judged }, index) => {
    const before = worked[index]!;
    if (!judged || day !== before.day + 1) return [];
    const startSeconds = wallClockSeconds(start, zone);
    const beforeSeconds = wallClockSeconds(before.start, zone);
    return startSeconds < beforeSeconds
      ? [{ date: shift.date, details: { startSeconds, beforeSeconds } }]
      : [];
  });
});
