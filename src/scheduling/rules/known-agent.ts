import { type Rule } from './rule.ts';

/** Every shift belongs to a person of the plan. */
export const knownAgent: Rule = {
  name: 'known-agent',
  check: ({ strangers }) =>
    strangers.map((shift) => ({
      rule: 'known-agent',
      agent: shift.agent,
      date: shift.date,
      details: { found: shift.agent },
    })),
};
