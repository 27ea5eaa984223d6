import { agentSeconds, type QueueRequirement } from '../domain/index.ts';
import {
  chat,
  evaluateDeferred,
  type ExpectedPerformance,
  expectedPerformance,
} from '../erlang/index.ts';
import { chatQueueOf, isOverloaded } from './staff-chat.ts';
import { deferredGoalOf, deferredWorkOf } from './staff-deferred.ts';

/** What a queue is expected to give over all its slots. */
export type QueueExpectation = Pick<ExpectedPerformance['total'], 'serviceLevel' | 'occupancy'> & {
  /** Slots with more load than agents, where the model has no steady state and needs one. */
  readonly overloadedSlots: number;
  /** Of the slots that were looked at; `null` where nothing is offered. Empty for deferred work. */
  readonly serviceLevels: readonly (number | null)[];
};

/**
 * Performance of a queue with given agents, by the model of its kind of work.
 *
 * @param agents on the work per slot, after shrinkage; may be fractions
 * @param counted slots to count; the others are taken as without contacts
 */
export function expectQueue(
  queue: QueueRequirement,
  agents: readonly number[],
  counted: readonly boolean[],
): QueueExpectation {
  const volume = queue.volume.map((contacts, slot) => (counted[slot] === true ? contacts : 0));
  const there = agents.map((count, slot) => (counted[slot] === true ? count : 0));
  const { staffing } = queue;
  switch (staffing.kind) {
    case 'calls':
      return expectCalls(queue, staffing, agents, counted);
    case 'chat':
      return expectChat(queue, staffing, volume, there);
    case 'deferred':
      return expectDeferred(queue, staffing, there, counted);
  }
}

type Staffing<K> = Extract<QueueRequirement['staffing'], { readonly kind: K }>;

/** Looks at the counted slots, and at the closed ones beside them: a queue opens empty. */
function expectCalls(
  queue: QueueRequirement,
  { model, method, patienceSeconds }: Staffing<'calls'>,
  agents: readonly number[],
  counted: readonly boolean[],
): QueueExpectation {
  const first = counted.indexOf(true);
  const last = counted.lastIndexOf(true);
  const from = first > 0 && queue.open[first - 1] !== true ? first - 1 : Math.max(0, first);
  const to = last + 1 < counted.length && queue.open[last + 1] !== true ? last + 2 : last + 1;
  const { total, overloadedSlots, serviceLevel } = expectedPerformance({
    volume: queue.volume.slice(from, to),
    handleTimeSeconds: queue.handleTimeSeconds.slice(from, to),
    open: counted.slice(from, to),
    agents: agents.slice(from, to),
    stepSeconds: queue.grid.stepSeconds,
    goal: queue.goal,
    model,
    method,
    patienceSeconds,
  });
  return { ...total, overloadedSlots, serviceLevels: serviceLevel };
}

/** A fraction of an agent is there for that fraction of the interval. */
function expectChat(
  { goal, grid }: QueueRequirement,
  staffing: Staffing<'chat'>,
  volume: readonly number[],
  agents: readonly number[],
): QueueExpectation {
  let [contacts, good, taken, present, overloadedSlots] = [0, 0, 0, 0, 0];
  const serviceLevels: (number | null)[] = [];
  volume.forEach((offered, slot) => {
    const count = agents[slot]!;
    present += count;
    if (offered === 0) {
      serviceLevels.push(null);
      return;
    }
    const before = good;
    const queue = chatQueueOf(staffing, offered, grid.stepSeconds);
    if (isOverloaded(queue, count)) overloadedSlots++;
    const least = Math.floor(count);
    for (const [whole, weight] of [
      [least, 1 - (count - least)],
      [least + 1, count - least],
    ] as const) {
      if (weight === 0) continue;
      const idle = whole < 1 || isOverloaded(queue, whole);
      const one = idle ? null : chat(queue, whole, goal.thresholdSeconds);
      good += weight * offered * (one?.serviceLevels[goal.definition] ?? 0);
      taken += weight * whole * (one?.slotOccupancy ?? 1);
    }
    contacts += offered;
    serviceLevels.push((good - before) / offered);
  });
  return {
    serviceLevel: contacts === 0 ? null : good / contacts,
    occupancy: present === 0 ? null : taken / present,
    overloadedSlots,
    serviceLevels,
  };
}

function expectDeferred(
  queue: QueueRequirement,
  staffing: Staffing<'deferred'>,
  agents: readonly number[],
  counted: readonly boolean[],
): QueueExpectation {
  const { goal, grid } = queue;
  // Work that came in while nobody is counted still waits.
  const open = queue.open.map((isOpen, slot) => isOpen && counted[slot] === true);
  const input = { ...queue, open, stepSeconds: grid.stepSeconds, periodOf: [] };
  const outcome = evaluateDeferred(
    deferredWorkOf(input, goal, staffing),
    deferredGoalOf(goal, staffing),
    agents,
    'last',
  );
  const work = outcome.workDoneSeconds.reduce((sum, seconds) => sum + seconds, 0);
  const time = agentSeconds(grid, agents);
  return {
    serviceLevel: outcome.overallShareWithinThreshold,
    occupancy: time === 0 ? null : work / time,
    overloadedSlots: 0,
    serviceLevels: [],
  };
}
