import { day, describeRule, shift } from '../../../test/support/rule-cases.ts';
import { skill } from './skill.ts';

describeRule(
  skill,
  import.meta.url,
  ['!agent.skills.includes(queue)', 'agent.skills.length === 0'],
  [
    {
      keeps: [day(2)],
      breaks: [shift('2026-11-02', 'day', 8, [2, 4, 7], 'sales')],
      date: '2026-11-02',
      details: { found: 'sales' },
    },
  ],
);
