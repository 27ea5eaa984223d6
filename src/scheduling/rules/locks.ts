import { addDays, type Lock } from '../../domain/index.ts';
import { personRule, type WorkedShift } from './rule.ts';

/** Days fixed by the planner are as they were fixed. */
export const locks = personRule('lock', ({ agent, worked }, { from, days, clock }) => {
  if (agent.locks.length === 0) return [];
  const end = addDays(from, days);
  return agent.locks.flatMap((lock) => {
    if (lock.date < from || lock.date >= end) return [];
    const ofDay = worked.filter(({ shift }) => shift.date === lock.date);
    if (lock.kind === 'off') {
      return ofDay.length === 0 ? [] : [{ date: lock.date, details: { expected: 'off' } }];
    }
    const startAt = clock(lock.date, lock.startSeconds);
    return ofDay.some((shift) => isLockedShift(shift, lock, startAt))
      ? []
      : [
          {
            date: lock.date,
            details: {
              expected: lock.pattern,
              startSeconds: lock.startSeconds,
              lengthSeconds: lock.lengthSeconds,
            },
          },
        ];
  });
});

function isLockedShift(
  { shift, start, end }: WorkedShift,
  lock: Extract<Lock, { kind: 'shift' }>,
  startAt: number,
): boolean {
  const pattern = shift.pattern === '' || shift.pattern === lock.pattern;
  return pattern && start === startAt && end - start === lock.lengthSeconds;
}
