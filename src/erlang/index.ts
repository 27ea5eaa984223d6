export { erlangA, type ImpatientQueue } from './erlang-a.ts';
export { erlangB, linesForBlocking, MAX_AGENTS, MAX_LOAD } from './erlang-b.ts';
export { erlangC } from './erlang-c.ts';
export { type Performance } from './performance.ts';
export { scheduledAgents, type ScheduledAgents } from './scheduled-agents.ts';
export { type GridStaffing, staffGrid, type StaffingTask } from './staff-grid.ts';
export { evaluateStaffing, requiredAgents } from './staffing.ts';
export { offeredLoad, type Traffic } from './traffic.ts';
export {
  type ExpectationTask,
  type ExpectedPerformance,
  expectedPerformance,
} from './expected-performance.ts';
