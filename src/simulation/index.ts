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
export { type IntervalTotals, type QueueSimulation, simulateQueue } from './simulate-queue.ts';
