import { localDateOf } from '../../domain/index.ts';
import { isOnLeave } from '../weeks.ts';
import { shiftRule } from './rule.ts';

/** No part of a shift lies on a day of leave, not even the end of a night before it. */
export const leave = shiftRule('leave', ({ start, end, shift }, { agent }, { plan }) => {
  if (agent.leave.length === 0) return null;
  if (isOnLeave(agent.leave, shift.date)) return { found: shift.date };
  const lastDate = localDateOf(end - 1, plan.site.zone);
  return isOnLeave(agent.leave, lastDate) && lastDate > localDateOf(start, plan.site.zone)
    ? { found: lastDate }
    : null;
});
