import { expect, it } from 'vitest';
import { makePlan, makeQueue, makeRequirement } from '../../test/support/roster-plan.ts';
import { meanService, type QueueRequirement } from '../domain/index.ts';
import { expectQueue } from './expect-queue.ts';
import { serviceOfRoster } from './roster-service.ts';

const plan = makePlan();
// Two erlangs for four agents from 08:00 to 16:00; the week has its clock change on Sunday.
const { queues } = makeRequirement(plan, '2026-10-19', 7, {
  support: (wall) => (wall >= 28_800 && wall < 57_600 ? 4 : 0),
});
const queue: QueueRequirement = {
  ...queues[0]!,
  goal: { ...makeQueue('support').goal, period: 'day', serviceLevelFloor: 0.5 },
  volume: queues[0]!.agents.map((agents) => (agents > 0 ? 7.5 : 0)),
  open: queues[0]!.agents.map((agents) => agents > 0),
};
const requirement = {
  kind: 'requirement' as const,
  provenance: { program: 'test', inputsHash: '', seed: 0, inputs: {} },
  queues: [queue],
};
const serviceWith = (scheduled: readonly number[], of = requirement) =>
  serviceOfRoster(of, queue.grid, [{ queue: 'support', required: queue.agents, scheduled }]);

it('the required people give the required service, day by day', () => {
  const days = serviceWith(queue.agents);
  expect(days.map(({ date }) => date)).toEqual(
    ['19', '20', '21', '22', '23', '24', '25'].map((day) => `2026-10-${day}`),
  );
  for (const day of days) {
    expect(day.contacts).toBe(7.5 * 32);
    expect(day.serviceLevel).toBe(day.requiredServiceLevel);
    expect(day.serviceLevel).toBeGreaterThan(0.8);
    expect(day.intervalsBelowFloor).toBe(0);
  }
});

it('a day with nobody for two hours falls behind, and its intervals are counted', () => {
  const scheduled = queue.agents.map((agents, slot) => (slot >= 40 && slot < 48 ? 0 : agents));
  const [first, second] = serviceWith(scheduled);
  const counted = queue.open.map((open, slot) => open && slot < 96);
  expect(first!.serviceLevel).toBe(expectQueue(queue, scheduled, counted).serviceLevel);
  expect(first!.serviceLevel).toBeLessThan(0.75);
  expect(first!.intervalsBelowFloor).toBeGreaterThanOrEqual(8);
  expect(second!.serviceLevel).toBe(second!.requiredServiceLevel);
  expect(meanService([first!, second!])).toBeCloseTo(
    (first!.serviceLevel! + second!.serviceLevel!) / 2,
  );
});

it('unrostered shrinkage takes its share of the people', () => {
  const shrunk = { ...requirement, queues: [{ ...queue, unrosteredShrinkage: 0.5 }] };
  const [whole] = serviceWith(
    queue.agents.map((agents) => 2 * agents),
    shrunk,
  );
  expect(whole!.serviceLevel).toBeCloseTo(whole!.requiredServiceLevel!, 12);
});

it('a queue without contacts has no level', () => {
  const silent = { ...requirement, queues: [{ ...queue, volume: queue.volume.map(() => 0) }] };
  const [day] = serviceWith(queue.agents, silent);
  expect(day).toMatchObject({ contacts: 0, serviceLevel: null, requiredServiceLevel: null });
  expect(meanService([day!])).toBeNull();
});
