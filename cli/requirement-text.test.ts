import { expect, it } from 'vitest';
import { makePlan, makeRequirement } from '../test/support/roster-plan.ts';
import { requirementText } from './requirement-text.ts';

it('sums time on queue, to schedule, and in whole people, by queue and over all', () => {
  const made = makeRequirement(makePlan(), '2026-03-02', 1, { calls: () => 2 }, 43_200);
  const [queue] = made.queues;
  const one = {
    ...queue!,
    agents: [2, 3],
    scheduledAgents: [3, 4],
    scheduledAgentsExact: [2.5, 3.75],
  };
  const text = requirementText({
    header: null,
    document: { ...made, queues: [one, { ...one, queue: 'mail' }] },
  });
  const [head, , calls, mail, all] = text.split('\n');
  expect(head).toMatch(/on queue +to schedule +in whole people/);
  expect(calls).toMatch(/^calls +3 +4 +60\.0 h +75\.0 h +84\.0 h/);
  expect(mail).toMatch(/^mail +3 +4 +60\.0 h/);
  expect(all).toMatch(/^all +120\.0 h +150\.0 h +168\.0 h$/);
  expect(text).toMatch(/^calls: .*per interval; erlang-c/m);
});
