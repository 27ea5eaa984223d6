import { localDateOf } from '../../domain/index.ts';
import { shiftRule } from './rule.ts';

/** No part of a shift lies before the first or after the last day of employment. */
export const employment = shiftRule('employment', ({ shift, start, end }, { agent }, { plan }) => {
  const { employedFrom, employedTo } = agent;
  if (employedFrom !== undefined && shift.date < employedFrom) {
    return { found: shift.date, from: employedFrom };
  }
  if (employedTo === undefined) return null;
  const found = localDateOf(Math.max(start, end - 1), plan.site.zone);
  return found > employedTo ? { found, to: employedTo } : null;
});
