import { type PlanQueue, type QueueStaffing } from '../domain/index.ts';
import { staffGrid } from '../erlang/index.ts';
import { type SlotStaffing, type StaffingInput } from './staffing-input.ts';

type CallStaffing = Extract<QueueStaffing, { kind: 'calls' }>;

/** Agents of a queue that is answered one contact at a time. */
export function staffCalls(
  input: StaffingInput,
  { goal }: PlanQueue,
  { model, method, patienceSeconds }: CallStaffing,
): SlotStaffing {
  const staffed = staffGrid({
    ...input,
    goal,
    model,
    method,
    patienceSeconds,
  });
  return {
    load: staffed.load,
    agents: staffed.agents,
    serviceLevel: staffed.serviceLevel,
    averageSpeedOfAnswerSeconds: staffed.averageSpeedOfAnswerSeconds,
    abandonment: staffed.abandonment,
    occupancy: staffed.occupancy,
    leftAtClosing: staffed.leftAtClosing,
    sipp: staffed.sipp,
    everyIntervalAgents: staffed.everyIntervalAgents,
    lateContacts: staffed.lateContacts,
    outlook: null,
    notes: [],
  };
}
