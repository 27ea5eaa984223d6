import { availability } from './availability.ts';
import { consecutiveDays } from './consecutive-days.ts';
import { consecutiveNights } from './consecutive-nights.ts';
import { daysPerWeek } from './days-per-week.ts';
import { knownAgent } from './known-agent.ts';
import { leave } from './leave.ts';
import { locks } from './locks.ts';
import { minRest } from './min-rest.ts';
import { nightsPerWeek } from './nights-per-week.ts';
import { noOverlap } from './no-overlap.ts';
import { oneShiftPerDay } from './one-shift-per-day.ts';
import { paidPerDay } from './paid-per-day.ts';
import { paidPerPeriod } from './paid-per-period.ts';
import { paidPerWeek } from './paid-per-week.ts';
import { type Rule } from './rule.ts';
import { shiftPattern } from './shift-pattern.ts';
import { shiftShape } from './shift-shape.ts';
import { skill } from './skill.ts';
import { weekends } from './weekends.ts';

export { type Rule, type RuleContext } from './rule.ts';

/** Every rule that a roster is read against, in the order in which breaches are told. */
export const RULES: readonly Rule[] = [
  knownAgent,
  shiftShape,
  oneShiftPerDay,
  noOverlap,
  minRest,
  shiftPattern,
  skill,
  availability,
  leave,
  locks,
  consecutiveDays,
  consecutiveNights,
  nightsPerWeek,
  weekends,
  paidPerDay,
  daysPerWeek,
  paidPerWeek,
  paidPerPeriod,
];
