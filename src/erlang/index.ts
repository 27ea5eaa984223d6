export { erlangA, type ImpatientQueue } from './erlang-a.ts';
export { erlangX, type RedialPerformance, type Redials } from './erlang-x.ts';
export { type LevelGoal, requireAgentsA, type TrafficSeries } from './require-agents-a.ts';
export { waitQuantileA, type WaitQuantiles } from './wait-quantile-a.ts';
export { erlangB, linesForBlocking, MAX_AGENTS, MAX_LOAD } from './erlang-b.ts';
export { erlangC, waitQuantileC } from './erlang-c.ts';
export { extendedB, type RecallPerformance, type RecallQueue } from './extended-b.ts';
export { loadForBlocking } from './load-for-blocking.ts';
export { type GeneralQueue, generalPatience, waitQuantileG } from './general-patience.ts';
export {
  meanPatience,
  patienceHazard,
  patienceSurvival,
  restrictedMeanPatience,
} from './patience-survival.ts';
export { type CallWait } from './call-waits.ts';
export {
  kaplanMeier,
  restrictedMeanOfCurve,
  type SurvivalCurve,
  type SurvivalStep,
} from './kaplan-meier.ts';
export {
  estimateMeanPatience,
  type MeanPatience,
  type PatienceTotals,
  totalWaits,
} from './estimate-mean-patience.ts';
export {
  type BalkingEstimate,
  estimatePatience,
  type HazardDetail,
  type HazardPiece,
  type PatienceEstimate,
} from './estimate-patience.ts';
export { type Performance } from './performance.ts';
export { requireAgentsC } from './require-agents-c.ts';
export { scheduledAgents, type ScheduledAgents } from './scheduled-agents.ts';
export { type GridStaffing, staffGrid, type StaffingTask } from './staff-grid.ts';
export { evaluateStaffing, requiredAgents } from './staffing.ts';
export { offeredLoad, type Traffic } from './traffic.ts';
export {
  type ExpectationTask,
  type ExpectedPerformance,
  expectedPerformance,
} from './expected-performance.ts';
export * from './questions/index.ts';
export { type DeferredPlan, type DeferredShortage, requireDeferred } from './deferred.ts';
export { type DeferredMargin } from './deferred-margin.ts';
export { type BacklogPart, type DeferredGoal, type DeferredWork } from './deferred-work.ts';
export { type DeferredOutcome, evaluateDeferred } from './evaluate-deferred.ts';
export { type FilledIdle, fillIdle, usableIdleAgents } from './fill-idle.ts';
export { type LateWork } from './flow-work.ts';
export { type SampledWork } from './sampled-work.ts';
export { type WorkSpread } from './window-bounds.ts';
export { type ClockSetting } from './working-clock.ts';
export { chat, type ChatPerformance, type ChatQueue, throughputFallsFrom } from './chat.ts';
export { type ChatGoal, type ChatStaffing, requireChatAgents } from './chat-agents.ts';
export {
  type BlendedTeam,
  type BlendPerformance,
  evaluateBlend,
  type LeastReserve,
  leastReserve,
} from './blend-dialling.ts';
export { agentsForList, type DialList, type ListCompletion, timeForList } from './dial-list.ts';
export {
  type DialCampaign,
  type DiallingComparison,
  dialOneAtATime,
  type DialPace,
  type DialTimes,
  evaluatePace,
  paceDialling,
} from './outbound.ts';
export { type SilentAllowance, silentAllowance, type SilentBooks } from './silent-allowance.ts';
export { loadForSilentShare, silentShare } from './silent-calls.ts';
export { presentAgents, type PresentAgents } from './random-absence.ts';
export {
  type AbsenceSchedule,
  type AbsenceTask,
  scheduleForAbsence,
} from './schedule-for-absence.ts';
export { type Aim, staffUncertain, type UncertainStaffing } from './staff-uncertain.ts';
export {
  type StaffCase,
  type StaffCost,
  type StaffTotals,
  staffUncertainGrid,
  type UncertainGridStaffing,
  type UncertainGridTask,
} from './uncertain-grid.ts';
export {
  evaluateUncertain,
  type UncertainPerformance,
  type UncertainTask,
} from './uncertain-volume.ts';
export { bandLaws, type VolumeLaw } from './volume-law.ts';
export { type VolumeQuantile } from './band-volume.ts';
export { lateContacts } from './late-contacts.ts';
