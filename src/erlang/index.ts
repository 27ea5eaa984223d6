export { erlangA, type ImpatientQueue } from './waiting/erlang-a.ts';
export { erlangX, type RedialPerformance, type Redials } from './waiting/erlang-x.ts';
export { type LevelGoal, requireAgentsA, type TrafficSeries } from './staffing/require-agents-a.ts';
export { waitQuantileA, type WaitQuantiles } from './waiting/wait-quantile-a.ts';
export { erlangB, linesForBlocking, MAX_AGENTS, MAX_LOAD } from './blocking/erlang-b.ts';
export { erlangC, waitQuantileC } from './waiting/erlang-c.ts';
export { extendedB, type RecallPerformance, type RecallQueue } from './blocking/extended-b.ts';
export { loadForBlocking } from './blocking/load-for-blocking.ts';
export { type GeneralQueue, generalPatience, waitQuantileG } from './patience/general-patience.ts';
export {
  meanPatience,
  patienceHazard,
  patienceSurvival,
  restrictedMeanPatience,
} from './patience/patience-survival.ts';
export { type CallWait } from './patience/call-waits.ts';
export {
  kaplanMeier,
  restrictedMeanOfCurve,
  type SurvivalCurve,
  type SurvivalStep,
} from './patience/kaplan-meier.ts';
export {
  estimateMeanPatience,
  type MeanPatience,
  type PatienceTotals,
  totalWaits,
} from './patience/estimate-mean-patience.ts';
export {
  type BalkingEstimate,
  estimatePatience,
  type HazardDetail,
  type HazardPiece,
  type PatienceEstimate,
} from './patience/estimate-patience.ts';
export { type Performance, serviceLevelParts, type ServiceShares } from './performance.ts';
export { requireAgentsC } from './staffing/require-agents-c.ts';
export { scheduledAgents, type ScheduledAgents } from './staffing/scheduled-agents.ts';
export { type GridStaffing, staffGrid, type StaffingTask } from './staffing/staff-grid.ts';
export { evaluateStaffing, requiredAgents } from './staffing/staffing.ts';
export { offeredLoad, type Traffic } from './traffic.ts';
export {
  type ExpectationTask,
  type ExpectedPerformance,
  expectedPerformance,
} from './staffing/expected-performance.ts';
export * from './questions/index.ts';
export { type DeferredPlan, type DeferredShortage, requireDeferred } from './deferred/deferred.ts';
export { type DeferredMargin } from './deferred/deferred-margin.ts';
export {
  type BacklogPart,
  type DeferredGoal,
  type DeferredWork,
} from './deferred/deferred-work.ts';
export { type DeferredOutcome, evaluateDeferred } from './deferred/evaluate-deferred.ts';
export { type FilledIdle, fillIdle, usableIdleAgents } from './deferred/fill-idle.ts';
export { type LateWork } from './deferred/flow-work.ts';
export { type SampledWork } from './deferred/sampled-work.ts';
export { type WorkSpread } from './deferred/window-bounds.ts';
export { type ClockSetting } from './deferred/working-clock.ts';
export { chat, type ChatPerformance, type ChatQueue, throughputFallsFrom } from './chat/chat.ts';
export { type ChatGoal, type ChatStaffing, requireChatAgents } from './chat/chat-agents.ts';
export {
  type BlendedTeam,
  type BlendPerformance,
  evaluateBlend,
  type LeastReserve,
  leastReserve,
} from './outbound/blend-dialling.ts';
export {
  agentsForList,
  type DialList,
  type ListCompletion,
  timeForList,
} from './outbound/dial-list.ts';
export {
  type DialCampaign,
  type DiallingComparison,
  dialOneAtATime,
  type DialPace,
  type DialTimes,
  evaluatePace,
  paceDialling,
} from './outbound/outbound.ts';
export {
  type SilentAllowance,
  silentAllowance,
  type SilentBooks,
} from './outbound/silent-allowance.ts';
export { loadForSilentShare, silentShare } from './outbound/silent-calls.ts';
export { presentAgents, type PresentAgents } from './uncertainty/random-absence.ts';
export {
  type AbsenceSchedule,
  type AbsenceTask,
  scheduleForAbsence,
} from './uncertainty/schedule-for-absence.ts';
export { type Aim, staffUncertain, type UncertainStaffing } from './uncertainty/staff-uncertain.ts';
export {
  type StaffCase,
  staffUncertainGrid,
  type UncertainGridStaffing,
  type UncertainGridTask,
} from './uncertainty/uncertain-grid.ts';
export {
  evaluateUncertain,
  type UncertainPerformance,
  type UncertainTask,
} from './uncertainty/uncertain-volume.ts';
export { bandLaws, type VolumeLaw } from './uncertainty/volume-law.ts';
export { type VolumeQuantile } from './uncertainty/band-volume.ts';
export { lateContacts } from './staffing/late-contacts.ts';
