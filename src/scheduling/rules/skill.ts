import { shiftRule } from './rule.ts';

/** Work is on queues that the person has learned. */
export const skill = shiftRule('skill', ({ shift }, { agent }) => {
  for (const { queue } of shift.activities) {
    if (queue !== null && !agent.skills.includes(queue)) return { found: queue };
  }
  return null;
});
