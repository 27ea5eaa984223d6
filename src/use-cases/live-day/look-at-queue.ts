import {
  type IntervalHistory,
  type QueueForecast,
  type QueueOutlook,
  type QueueRequirement,
  type QueueSnapshot,
  slotAt,
  slotStart,
} from '../../domain/index.ts';
import { expectedPerformance } from '../../erlang/index.ts';
import { addParts, levelOf, NO_PARTS, type Parts, partsOf } from '../service-parts.ts';

/** As if so many more people were expected, and there: one who is late is not half the team. */
const STEADYING_AGENTS = 4;

/** All that is known of a queue's day under way. */
export interface QueueLook {
  readonly before: QueueForecast;
  readonly after: QueueForecast;
  readonly required: QueueRequirement;
  readonly anew: QueueRequirement;
  readonly history: IntervalHistory | null;
  readonly coverage: readonly (number | null)[];
  /** Share of scheduled people who are on the phones. */
  readonly onPhones: number;
  readonly now: number;
  readonly snapshot: QueueSnapshot | null;
  readonly present: number | null;
}

/** The queue's day as it was so far, and as it is to be expected with the people scheduled. */
export function lookAtQueue(look: QueueLook): QueueOutlook {
  const { before, after, required, anew, coverage, onPhones, now, present } = look;
  const { grid } = before;
  const { goal, staffing, open } = anew;
  const slots = Array.from({ length: grid.length }, (_, slot) => slot);
  const running = Math.min(
    grid.length,
    Math.max(0, Math.floor((now - slotStart(grid, 0)) / grid.stepSeconds)),
  );
  const past = slots.map((slot) => (slot < running ? pastOf(look, slot) : null));
  const expectedNow = (coverage[running] ?? 0) * onPhones;
  const ratio =
    present === null || coverage[running] == null || expectedNow === 0
      ? 1
      : (present + STEADYING_AGENTS) / (expectedNow + STEADYING_AGENTS);
  const agents = coverage.map((count, slot) =>
    slot < running || count === null ? null : count * onPhones * ratio,
  );
  const rest = slots.filter((slot) => slot >= running);
  const isStaffed = rest.every((slot) => agents[slot] !== null);
  const expected =
    staffing.kind === 'calls' && isStaffed && rest.length > 0
      ? expectedPerformance({
          volume: rest.map((slot) => after.volume.mean[slot] ?? 0),
          handleTimeSeconds: rest.map((slot) => after.handleTimeSeconds.mean[slot] ?? 0),
          open: rest.map((slot) => open[slot] === true),
          agents: rest.map((slot) => agents[slot] ?? 0),
          stepSeconds: grid.stepSeconds,
          goal,
          model: staffing.model,
          method: staffing.method,
          patienceSeconds: staffing.patienceSeconds,
        })
      : null;
  const ofRest = (values: readonly (number | null)[] | undefined) => (slot: number) =>
    slot < running ? null : (values?.[slot - running] ?? null);
  const serviceLevels = slots.map((slot) =>
    slot < running ? levelOf(past[slot] ?? null) : ofRest(expected?.serviceLevel)(slot),
  );
  const done = past.reduce(addParts, NO_PARTS);
  const begun = partsOfRunning(look, running);
  const soFar = addParts(done, begun);
  // Who waits within the threshold is not decided; who waits beyond it is missed already.
  const undecided =
    begun === null || look.snapshot === null
      ? 0
      : look.snapshot.waiting - look.snapshot.waitingBeyondThreshold;
  const restParts = rest.map((slot): Parts | null => {
    const level = serviceLevels[slot] ?? null;
    const whole = after.volume.mean[slot] ?? 0;
    // Of the running interval only what has not come yet is still to be expected.
    const contacts =
      slot === running ? Math.max(0, whole - (begun?.offered ?? 0)) + undecided : whole;
    if (contacts > 0 && level === null) return null;
    return { offered: contacts, good: contacts * (level ?? 0), base: contacts };
  });
  const isWhole = restParts.every((parts) => parts !== null);
  const day = restParts.reduce(addParts, soFar);
  return {
    queue: before.queue,
    grid,
    running,
    goal,
    offered: slots.map((slot) => past[slot]?.offered ?? null),
    forecast: before.volume.mean,
    reforecast: after.volume.mean,
    forecastHandleTimeSeconds: before.handleTimeSeconds.mean,
    handleTimeSeconds: after.handleTimeSeconds.mean,
    required: required.scheduledAgents,
    requiredAnew: anew.scheduledAgents,
    scheduled: coverage,
    agents,
    serviceLevel: serviceLevels,
    averageSpeedOfAnswerSeconds: slots.map(ofRest(expected?.averageSpeedOfAnswerSeconds)),
    occupancy: slots.map(ofRest(expected?.occupancy)),
    present,
    soFar: { offered: soFar.offered, serviceLevel: levelOf(soFar) },
    day: {
      offered: restParts.reduce(
        (sum, parts, index) => sum + (parts?.offered ?? after.volume.mean[running + index] ?? 0),
        soFar.offered,
      ),
      serviceLevel: isWhole ? levelOf(day) : null,
    },
  };
}

function pastOf({ before, history, anew }: QueueLook, slot: number): Parts | null {
  if (history === null) return null;
  const at = slotAt(history.grid, slotStart(before.grid, slot));
  const value = (name: keyof IntervalHistory['totals']): number | null =>
    history.totals[name][at] ?? null;
  const offered = value('offered');
  if (offered === null) return null;
  return partsOf(
    {
      offered,
      answered: value('answered') ?? 0,
      answeredInThreshold: value('answeredInThreshold') ?? 0,
      abandonedInThreshold: value('abandonedInThreshold') ?? 0,
    },
    anew.goal.definition,
  );
}

/** What came in the interval that runs: the day so far, less the intervals that are over. */
function partsOfRunning(look: QueueLook, running: number): Parts | null {
  const { snapshot, before, history } = look;
  if (snapshot === null || snapshot.today.isPartial) return null;
  const { today } = snapshot;
  const closed = { offered: 0, answered: 0, answeredInThreshold: 0, abandonedInThreshold: 0 };
  for (let slot = 0; slot < running; slot++) {
    if (history === null) continue;
    const at = slotAt(history.grid, slotStart(before.grid, slot));
    for (const name of Object.keys(closed) as (keyof typeof closed)[]) {
      closed[name] += history.totals[name][at] ?? 0;
    }
  }
  const undecided = snapshot.waiting - snapshot.waitingBeyondThreshold;
  return partsOf(
    {
      offered: Math.max(0, today.offered - closed.offered - undecided),
      answered: Math.max(0, today.answered - closed.answered),
      answeredInThreshold: Math.max(0, today.answeredInThreshold - closed.answeredInThreshold),
      abandonedInThreshold: Math.max(0, today.abandonedInThreshold - closed.abandonedInThreshold),
    },
    look.anew.goal.definition,
  );
}
