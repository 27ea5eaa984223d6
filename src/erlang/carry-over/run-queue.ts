import { type ArrivalEnds } from '../transient/arrival-ends.ts';
import { type ArrivalShares } from '../transient/arrival-outcome.ts';
import { type QueueStates } from '../transient/queue-states.ts';
import { type CarryOverQueue } from './carry-over-queue.ts';
import { phasesAfter, runStretch, type SlotOutcome, type Stretch } from './run-stretch.ts';

/** Agents as near as this to a whole number are meant to be one. */
const WHOLE = 1e-9;

/**
 * What becomes of the contacts that arrive in each slot; `null` where closed.
 *
 * Of a fraction of an agent the rule is: he is there from the beginning of the slot, for that
 * fraction of it. 2.25 agents in a slot of 900 s are 3 for 225 s, then 2. When he goes, a contact
 * of his goes back to the head of the queue, as at the end of a shift.
 *
 * @param agents per slot, at least 0; may be fractions
 *
 * Cost: one evolution per slot, two where agents are a fraction.
 */
export function runQueue(queue: CarryOverQueue, agents: readonly number[]): (SlotOutcome | null)[] {
  const { task, reach, withEnds } = queue;
  const stretches = agents.flatMap((count, slot) => stretchesOf(queue, slot, count));
  const stretchAt = (index: number): Stretch | null => stretches[index]!.stretch;
  const outcomes: (SlotOutcome | null)[] = agents.map(() => null);
  let before: QueueStates | null = null;
  let last = -1;
  stretches.forEach(({ slot, stretch }, index) => {
    const isFirst = slot !== last;
    const start: QueueStates = isFirst ? queue.startOf(slot, before) : before!;
    before = start;
    last = slot;
    if (stretch === null) return;
    const following = phasesAfter(stretch, index, stretches.length, stretchAt, reach);
    const run = runStretch(stretch, start, following, task.goal.thresholdSeconds, withEnds);
    before = run.end;
    const known = outcomes[slot] ?? null;
    outcomes[slot] =
      known === null ? run : together(known, run, stretch.seconds / task.stepSeconds);
  });
  return outcomes;
}

interface Part {
  readonly slot: number;
  /** `null` where the queue is closed. */
  readonly stretch: Stretch | null;
}

function stretchesOf(queue: CarryOverQueue, slot: number, agents: number): Part[] {
  const { open, stepSeconds } = queue.task;
  if (open[slot] !== true) return [{ slot, stretch: null }];
  const stretch = (count: number, seconds: number): Part => ({
    slot,
    stretch: { slot, rates: queue.ratesOf(slot, count), seconds },
  });
  const nearest = Math.round(agents);
  if (Math.abs(agents - nearest) <= WHOLE) return [stretch(nearest, stepSeconds)];
  const whole = Math.floor(agents);
  const first = (agents - whole) * stepSeconds;
  return [stretch(whole + 1, first), stretch(whole, stepSeconds - first)];
}

/** Two parts of a slot as one; the later one is `part` of it. */
function together(earlier: SlotOutcome, later: SlotOutcome, part: number): SlotOutcome {
  const mean = (a: number, b: number): number => a + part * (b - a);
  return {
    agents: mean(earlier.agents, later.agents),
    meanBusyAgents: mean(earlier.meanBusyAgents, later.meanBusyAgents),
    shares: sumOfShares(earlier.shares, later.shares),
    ends: earlier.ends === null || later.ends === null ? null : sumOfEnds(earlier.ends, later.ends),
  };
}

function sumOfShares(a: ArrivalShares, b: ArrivalShares): ArrivalShares {
  return {
    offered: a.offered + b.offered,
    answeredWithin: a.answeredWithin + b.answeredWithin,
    abandonedWithin: a.abandonedWithin + b.abandonedWithin,
    waitedLonger: a.waitedLonger + b.waitedLonger,
  };
}

function sumOfEnds(a: ArrivalEnds, b: ArrivalEnds): ArrivalEnds {
  return {
    answered: a.answered + b.answered,
    abandoned: a.abandoned + b.abandoned,
    leftAtClosing: a.leftAtClosing + b.leftAtClosing,
    answeredWaitSeconds: a.answeredWaitSeconds + b.answeredWaitSeconds,
    waitSeconds:
      a.waitSeconds === null || b.waitSeconds === null ? null : a.waitSeconds + b.waitSeconds,
  };
}
