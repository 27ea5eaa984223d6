import {
  type ComparedPerformance,
  gridDays,
  type QueueRequirement,
  type Verification,
  type VerifiedQueue,
} from '../domain/index.ts';
import {
  type QueueSimulation,
  type QueueVerification,
  type SimulatedPerformance,
  verifyQueue,
} from '../simulation/index.ts';
import { type WorkContext } from './ports.ts';
import { poolPredicted, type PredictedPerformance } from './pool-predicted.ts';
import { makeProvenance } from './provenance.ts';
import { type VerificationInput } from './tasks.ts';

/** A queue that was open before the plan begins is followed for so many handle times before it. */
const WARM_UP_HANDLE_TIMES = 8;

/**
 * Simulates a requirement, every queue by itself, and sets what comes of it beside what the
 * staffing model expects. A stop keeps the runs that are done.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: about a second per million contacts, runs multiplied in.
 */
export function computeVerification(input: VerificationInput, context: WorkContext): Verification {
  const { requirement, replications, seed, inputs } = input;
  const queues = requirement.queues.map((queue, index) =>
    verifyRequirementOf(queue, input, context, (fraction, runs) => {
      context.onProgress({
        fraction: (index + fraction) / requirement.queues.length,
        step: 'verify',
        figures: { queue: queue.queue, runs },
      });
    }),
  );
  return {
    kind: 'verification',
    provenance: makeProvenance({ requirement: requirement.queues, replications }, seed, inputs),
    queues,
  };
}

function verifyRequirementOf(
  queue: QueueRequirement,
  { replications, seed }: VerificationInput,
  { signal }: WorkContext,
  tell: (fraction: number, runs: number) => void,
): VerifiedQueue {
  if (queue.outlook !== null) {
    return { status: 'not-simulated', queue: queue.queue, reason: 'uncertain' };
  }
  const warmUpIntervals = warmUpOf(queue);
  const simulation = simulationOf(queue, warmUpIntervals);
  if (simulation === null) {
    return { status: 'not-simulated', queue: queue.queue, reason: 'deferred' };
  }
  const days = gridDays(queue.grid);
  const periodOf = days.flatMap(({ slots }, day) => new Array<number>(slots).fill(day));
  let runs = 0;
  // Two runs cost little beside what was asked for, and are the fewest that say anything.
  const shouldStop = (): boolean => signal.aborted && runs >= 2;
  const onProgress = (fraction: number): void => {
    runs++;
    tell(fraction, runs);
  };
  tell(0, 0);
  if (signal.aborted) return { status: 'not-simulated', queue: queue.queue, reason: 'stopped' };
  const found = verifyQueue(
    {
      queue: simulation,
      warmUpIntervals,
      periodOf,
      replications: { kind: 'fixed', replications },
      seed,
    },
    { onProgress, shouldStop },
  );
  return {
    status: 'simulated',
    queue: queue.queue,
    grid: queue.grid,
    staffing: queue.staffing,
    goal: queue.goal,
    replications: found.replications,
    ...compareAll(queue, found, days),
  };
}

function compareAll(
  queue: QueueRequirement,
  found: QueueVerification,
  days: ReturnType<typeof gridDays>,
) {
  const { length } = queue.grid;
  const compare = (one: SimulatedPerformance, first: number, slots: number) =>
    compareOne(poolPredicted(queue, first, slots), one, queue);
  return {
    intervals: found.intervals.map((one, slot) => compare(one, slot, 1)),
    days: days.map(({ date, firstSlot, slots }, day) => ({
      date,
      ...compare(found.periods[day]!, firstSlot, slots),
    })),
    total: compare(found.total, 0, length),
  };
}

function compareOne(
  predicted: PredictedPerformance,
  simulated: SimulatedPerformance,
  { goal }: QueueRequirement,
): ComparedPerformance {
  return {
    offered: simulated.offered,
    serviceLevel: {
      predicted: predicted.serviceLevel,
      simulated: simulated.serviceLevels[goal.definition],
    },
    averageSpeedOfAnswerSeconds: {
      predicted: predicted.averageSpeedOfAnswerSeconds,
      simulated: simulated.averageSpeedOfAnswerSeconds,
    },
    abandonment: { predicted: predicted.abandonment, simulated: simulated.abandonment },
    occupancy: { predicted: predicted.occupancy, simulated: simulated.occupancy },
  };
}

/** What the simulation is given; `null` for work that it has no clock for. */
function simulationOf(queue: QueueRequirement, warmUp: number): QueueSimulation | null {
  const { staffing, open, goal, grid } = queue;
  if (staffing.kind === 'deferred') return null;
  const before = <T>(values: readonly T[]): readonly T[] => [
    ...Array.from({ length: warmUp }, () => values[0]!),
    ...values,
  ];
  const table = staffing.kind === 'chat' ? staffing.handleTimeByConcurrencySeconds : null;
  const alone = table?.[0] ?? 1;
  const neverHangUp = staffing.kind === 'calls' && staffing.model === 'erlang-c';
  const patienceSeconds = neverHangUp ? null : staffing.patienceSeconds;
  return {
    volume: before(queue.volume.map((contacts, slot) => (open[slot] === true ? contacts : 0))),
    handleTimeSeconds: before(
      table === null ? knownTimes(queue.handleTimeSeconds) : queue.volume.map(() => alone),
    ),
    agents: before(queue.agents),
    slowdowns: table === null ? [1] : table.map((seconds) => seconds / alone),
    closings: open.flatMap((isOpen, slot) =>
      !isOpen && open[slot - 1] === true ? [slot + warmUp] : [],
    ),
    stepSeconds: grid.stepSeconds,
    patience:
      patienceSeconds === null ? null : { kind: 'exponential', meanSeconds: patienceSeconds },
    thresholdSeconds: goal.thresholdSeconds,
    lines: null,
    redial: null,
    shiftEnd: 'finish',
    atEnd: 'serve-waiting',
  };
}

/** Intervals like the first, before it, if the queue is open from the beginning. */
function warmUpOf({ open, volume, handleTimeSeconds, grid }: QueueRequirement): number {
  if (open[0] !== true || volume[0] === 0) return 0;
  return Math.ceil((WARM_UP_HANDLE_TIMES * knownTimes(handleTimeSeconds)[0]!) / grid.stepSeconds);
}

/** Handle times, with the one before (or, at first, after) where 0 says that none is known. */
function knownTimes(handleTimeSeconds: readonly number[]): readonly number[] {
  // Without any there are no contacts, and the number does not matter.
  let last = handleTimeSeconds.find((seconds) => seconds > 0) ?? 1;
  return handleTimeSeconds.map((seconds) => {
    if (seconds > 0) last = seconds;
    return last;
  });
}
