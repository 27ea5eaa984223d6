import { describe, expect, it } from 'vitest';
import { type AgentState, type LiveCentre, type LiveSource } from '../../src/domain/live.ts';
import { applyChange } from './live.ts';

const person = (agent: string, state: AgentState['state']): AgentState => ({
  agent,
  interfaces: [agent],
  state,
  reason: null,
  since: null,
  isPartlyPaused: false,
  queues: ['support'],
});

describe('a change of the live day', () => {
  it('takes the place of what it names, adds, removes, and leaves the rest', () => {
    const source = { link: 'up' } as LiveSource;
    const centre: LiveCentre = {
      version: 3,
      madeAt: 'then',
      source,
      queues: [],
      agents: [person('Ada', 'ready'), person('Ben', 'ready'), person('Cleo', 'paused')],
    };
    const after = applyChange(centre, {
      version: 4,
      madeAt: 'now',
      source,
      queues: [],
      agents: [person('Ben', 'on-call'), person('Abe', 'ready')],
      gone: { queues: [], agents: ['Cleo'] },
    });
    expect(after.version).toBe(4);
    expect(after.agents.map(({ agent, state }) => [agent, state])).toEqual([
      ['Abe', 'ready'],
      ['Ada', 'ready'],
      ['Ben', 'on-call'],
    ]);
  });
});
