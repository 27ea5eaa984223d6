import { availability } from './availability.ts';
import { averagePaid } from './average-paid.ts';
import { completeWeekends } from './complete-weekends.ts';
import { consecutiveDays } from './consecutive-days.ts';
import { consecutiveNights } from './consecutive-nights.ts';
import { consecutiveWeekends } from './consecutive-weekends.ts';
import { daysOffAfterNights } from './days-off-after-nights.ts';
import { daysPerWeek } from './days-per-week.ts';
import { employment } from './employment.ts';
import { forwardRotation } from './forward-rotation.ts';
import { freeSundays } from './free-sundays.ts';
import { knownAgent } from './known-agent.ts';
import { leave } from './leave.ts';
import { locks } from './locks.ts';
import { minConsecutiveDays } from './min-consecutive-days.ts';
import { minDaysOff } from './min-days-off.ts';
import { minRest } from './min-rest.ts';
import { nightBan } from './night-ban.ts';
import { nightsPerPeriod } from './nights-per-period.ts';
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
import { succession } from './succession.ts';
import { weekends } from './weekends.ts';

export { type Rule, type RuleContext } from './rule.ts';

/** Every rule that a roster is read against, in the order in which breaches are told. */
export const RULES: readonly Rule[] = [
  knownAgent,
  shiftShape,
  oneShiftPerDay,
  noOverlap,
  minRest,
  forwardRotation,
  succession,
  shiftPattern,
  skill,
  availability,
  employment,
  leave,
  nightBan,
  locks,
  consecutiveDays,
  minConsecutiveDays,
  minDaysOff,
  consecutiveNights,
  daysOffAfterNights,
  nightsPerWeek,
  nightsPerPeriod,
  weekends,
  consecutiveWeekends,
  completeWeekends,
  freeSundays,
  paidPerDay,
  daysPerWeek,
  paidPerWeek,
  paidPerPeriod,
  averagePaid,
];
