export { batchInterval, ratioInterval } from './batch-interval.ts';
export {
  type AgentGroup,
  type AtEnd,
  type Centre,
  type HandleTimes,
  type QueueContacts,
  type QueueModel,
  type Redial,
  type RoutingStep,
  type ShiftEnd,
} from './centre.ts';
export { type ContactLog, OUTCOMES } from './contact-log.ts';
export {
  exponential,
  gamma,
  logNormal,
  poisson,
  type Random,
  seededRandom,
  standardNormal,
} from './random.ts';
export { makeSampleHistory } from './sample-centre.ts';
export { type Contacts, type ServedContacts, serveContacts } from './serve-contacts.ts';
export { type ServiceCounts, serviceShare } from './service-shares.ts';
export {
  type RunOptions,
  simulateCentre,
  type SimulatedCentre,
  type SimulatedGroup,
  type SimulatedQueue,
} from './simulate-centre.ts';
export { type QueueSimulation, type SimulatedService, simulateQueue } from './simulate-queue.ts';
export { studentQuantile } from './student-quantile.ts';
export { type TimeLaw } from './time-law.ts';
export {
  type QueueVerification,
  type ReplicationRule,
  type SimulatedPerformance,
  verifyQueue,
  type VerificationTask,
  type VerificationWatch,
} from './verify-queue.ts';
