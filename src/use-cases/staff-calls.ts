import { type PlanQueue, type QueueStaffing } from '../domain/index.ts';
import { followGrid, staffGrid } from '../erlang/index.ts';
import { type SlotStaffing, type StaffingInput } from './staffing-input.ts';

type CallStaffing = Extract<QueueStaffing, { kind: 'calls' }>;

/** Agents of a queue that is answered one contact at a time. */
export function staffCalls(
  input: StaffingInput,
  { goal }: PlanQueue,
  { model, method, patienceSeconds }: CallStaffing,
): SlotStaffing {
  const task = { ...input, goal, model, patienceSeconds, unrosteredShares: [] };
  if (method !== 'sipp') return { ...followGrid(task, method), notes: [] };
  const staffed = staffGrid(task);
  return {
    load: staffed.load,
    agents: staffed.agents,
    serviceLevel: staffed.serviceLevel,
    averageSpeedOfAnswerSeconds: staffed.averageSpeedOfAnswerSeconds,
    abandonment: staffed.abandonment,
    occupancy: staffed.occupancy,
    sipp: null,
    everyIntervalAgents: null,
    lateContacts: staffed.agents.map(() => null),
    notes: [],
  };
}
