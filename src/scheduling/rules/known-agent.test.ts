import { day, describeRule } from '../../../test/support/rule-cases.ts';
import { type AgentId } from '../../domain/index.ts';
import { knownAgent } from './known-agent.ts';

describeRule(
  knownAgent,
  import.meta.url,
  ['strangers.map(', 'strangers.slice(1).map('],
  [
    {
      keeps: [day(2)],
      breaks: [{ ...day(2), agent: 'x' as AgentId }],
      date: '2026-11-02',
      details: { found: 'x' },
    },
  ],
);
