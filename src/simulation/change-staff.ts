import { addAgent, leastBusyAgent } from './agent-pool.ts';
import { type RunState } from './run-state.ts';
import { findContact } from './find-match.ts';
import { stopService } from './hold-contact.ts';
import { changePresent, dismiss, offerRoom } from './pass-events.ts';
import { startWait } from './wait-in-line.ts';

/** Sets the agents of all groups to those of the present interval. */
export function changeStaff(state: RunState, now: number): void {
  const { groups } = state.centre;
  groups.forEach(({ agents }, group) => {
    const wanted = agents[state.interval]!;
    state.wanted[group] = wanted;
    for (let more = wanted - state.agents.onDuty[group]!; more > 0; more--) {
      addAgent(state.agents, group, now);
      changePresent(state, group, 1, now);
    }
    for (let fewer = state.agents.onDuty[group]! - wanted; fewer > 0; fewer--) {
      letGo(state, group, now);
    }
  });
  for (let group = 0; group < groups.length; group++) fillGroup(state, group, now);
}

function letGo(state: RunState, group: number, now: number): void {
  const { agents } = state;
  switch (state.centre.shiftEnd) {
    case 'finish':
      dismiss(state, agents.firstOnDuty[group]!, now);
      return;
    case 'first-free': {
      const free = agents.heads[group * (agents.width + 1)]!;
      if (free >= 0) dismiss(state, free, now);
      return;
    }
    case 'return': {
      const agent = latestBusyAgent(state, group);
      while (agents.level[agent]! > 0) {
        const contact = agents.contacts[agent * agents.width + agents.level[agent]! - 1]!;
        stopService(state, contact, now);
        startWait(state, contact, now);
      }
      dismiss(state, agent, now);
    }
  }
}

/** The agent on duty with the fewest contacts, among those the one with the latest change. */
function latestBusyAgent({ agents }: RunState, group: number): number {
  const first = group * (agents.width + 1);
  let level = 0;
  while (agents.tails[first + level]! < 0) level++;
  return agents.tails[first + level]!;
}

function fillGroup(state: RunState, group: number, now: number): void {
  while (findContact(state, group) >= 0) {
    const agent = leastBusyAgent(state.agents, group);
    if (agent < 0) return;
    offerRoom(state, agent, now);
  }
}
