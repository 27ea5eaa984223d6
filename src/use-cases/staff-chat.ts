import { type PlanQueue, type QueueStaffing } from '../domain/index.ts';
import {
  chat,
  type ChatGoal,
  type ChatQueue,
  lateContacts,
  requireChatAgents,
  throughputFallsFrom,
} from '../erlang/index.ts';
import { type SlotStaffing, type StaffingInput } from './staffing-input.ts';

type ChatStaffing = Extract<QueueStaffing, { kind: 'chat' }>;

/** Agents of a chat queue, each interval by itself: what waits is short against an interval. */
export function staffChat(
  input: StaffingInput,
  { goal }: PlanQueue,
  staffing: ChatStaffing,
): SlotStaffing {
  const { volume, open, stepSeconds } = input;
  const { handleTimeByConcurrencySeconds: table } = staffing;
  const chatGoal: ChatGoal = {
    serviceLevel: goal.serviceLevel,
    thresholdSeconds: goal.thresholdSeconds,
    definition: goal.definition,
    averageSpeedOfAnswerSeconds: goal.averageSpeedOfAnswerSeconds,
    maxAbandonment: goal.maxAbandonment,
    maxSlotOccupancy: goal.maxOccupancy,
    maxBusyAgentShare: null,
    minimumAgents: goal.minimumAgents,
  };
  const fallsFrom = throughputFallsFrom(table);
  const slots = volume.map((contacts, slot) => {
    if (open[slot] !== true) return null;
    const queue = chatQueueOf(staffing, contacts, stepSeconds);
    const required = requireChatAgents(queue, chatGoal);
    const levelWith = (agents: number): number | null =>
      agents < 1 || isOverloaded(queue, agents)
        ? null
        : chat(queue, agents, goal.thresholdSeconds).serviceLevels[goal.definition];
    return {
      ...required,
      late: contacts === 0 ? null : lateContacts(contacts, required.agents, levelWith),
    };
  });
  const known = slots.map((slot) => slot?.performance ?? null);
  return {
    load: volume.map((contacts) => (contacts * (table[0] ?? 0)) / stepSeconds),
    agents: slots.map((slot) => slot?.agents ?? 0),
    serviceLevel: known.map((one) => one?.serviceLevels[goal.definition] ?? null),
    averageSpeedOfAnswerSeconds: known.map((one) => one?.averageSpeedOfAnswerSeconds ?? null),
    abandonment: known.map((one) => one?.abandonProbability ?? null),
    occupancy: known.map((one) => one?.slotOccupancy ?? null),
    leftAtClosing: volume.map(() => 0),
    sipp: null,
    everyIntervalAgents: null,
    lateContacts: slots.map((slot) => slot?.late ?? null),
    outlook: null,
    notes:
      fallsFrom === null
        ? []
        : [{ code: 'chat-throughput-falls', details: { concurrency: fallsFrom } }],
  };
}

/** The queue of one interval as the chat model takes it. */
export function chatQueueOf(
  { handleTimeByConcurrencySeconds, patienceSeconds }: ChatStaffing,
  volume: number,
  stepSeconds: number,
): ChatQueue {
  return { volume, stepSeconds, handleTimeByConcurrencySeconds, patienceSeconds, lines: null };
}

/** Whether the queue has no steady state: nobody gives up, and full agents end too few. */
export function isOverloaded(queue: ChatQueue, agents: number): boolean {
  if (queue.patienceSeconds !== null) return false;
  const { handleTimeByConcurrencySeconds: table, volume, stepSeconds } = queue;
  return agents * table.length * stepSeconds <= volume * (table.at(-1) ?? 0);
}
