export { auditShifts, type AuditContext } from './audit-shifts.ts';
export { buildRoster, type RosterContent, type RosterOptions } from './build-roster.ts';
export {
  type GrowingLp,
  type LpColumn,
  type LpResult,
  type LpRow,
  type MipConstraint,
  type MipModel,
  type MipResult,
  type MipSolver,
  type MipVariable,
  type StopSignal,
} from './mip-solver.ts';
export { coverOfShifts } from './cover-of-shifts.ts';
export {
  coveredPeriod,
  makeRosterProblem,
  type QueueDemand,
  type RosterProblem,
  type RosterProblemInput,
} from './roster-problem.ts';
export { RULES, type Rule, type RuleContext } from './rules/index.ts';
export { scoreShifts, type ShiftsScore } from './score-shifts.ts';
export { solveInstance } from './solve-instance.ts';
export { type SearchClock, type SearchProgress } from './search-watch.ts';
