import { leastBusyAgent } from './agent-pool.ts';
import { type RunState } from './run-state.ts';

/** Among groups equally preferred: fewest contacts, then longest without a change; -1 for none. */
export function findAgent(state: RunState, step: number): number {
  const { routing, agents } = state;
  const end = routing.firstGroup[step + 1]!;
  let best = -1;
  for (let at = routing.firstGroup[step]!; at < end; at++) {
    const agent = leastBusyAgent(agents, routing.groups[at]!);
    if (agent < 0) continue;
    if (
      best < 0 ||
      agents.level[agent]! < agents.level[best]! ||
      (agents.level[agent] === agents.level[best] && agents.since[agent]! < agents.since[best]!)
    ) {
      best = agent;
    }
  }
  return best;
}

/** The contact that an agent of a group with room takes next; -1 for none. */
export function findContact(state: RunState, group: number): number {
  if (state.waiting === 0) return -1;
  const { routing, contacts } = state;
  const end = routing.firstQueue[group + 1]!;
  let best = -1;
  let bestPriority = Infinity;
  for (let at = routing.firstQueue[group]!; at < end; at++) {
    if (best >= 0 && routing.priorities[at]! > bestPriority) break;
    const head = contacts.heads[routing.queues[at]!]!;
    if (head < 0 || contacts.steps[head]! < routing.stepsNeeded[at]!) continue;
    if (best < 0 || contacts.arrival[head]! < contacts.arrival[best]!) {
      best = head;
      bestPriority = routing.priorities[at]!;
    }
  }
  return best;
}
