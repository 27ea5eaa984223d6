import {
  type Coverage,
  type DayService,
  gridDays,
  type IntervalGrid,
  type QueueRequirement,
  type Requirement,
  slotStart,
} from '../domain/index.ts';
import { expectQueue } from './expect-queue.ts';

/**
 * What callers may expect of a roster, day by day: with the people that it has, less unrostered
 * shrinkage, and with those required; both by the model that staffed the queue.
 *
 * @param grid of the roster; whole days that the requirement covers
 *
 * Cost: two evaluations of the staffing model per queue and slot.
 */
export function serviceOfRoster(
  { queues }: Requirement,
  grid: IntervalGrid,
  coverage: readonly Coverage[],
): readonly DayService[] {
  return coverage.flatMap(({ queue: name, scheduled }) => {
    const queue = queues.find((each) => each.queue === name)!;
    const offset = (slotStart(grid, 0) - slotStart(queue.grid, 0)) / grid.stepSeconds;
    return gridDays(grid).map(({ date, firstSlot, slots }) =>
      serviceOfDay(queue, date, offset + firstSlot, scheduled.slice(firstSlot, firstSlot + slots)),
    );
  });
}

function serviceOfDay(
  queue: QueueRequirement,
  date: string,
  first: number,
  scheduled: readonly number[],
): DayService {
  const isOfDay = (slot: number) => slot >= first && slot < first + scheduled.length;
  const counted = queue.open.map((isOpen, slot) => isOpen && isOfDay(slot));
  const there = queue.agents.map((agents, slot) =>
    isOfDay(slot) ? scheduled[slot - first]! * (1 - queue.unrosteredShrinkage) : agents,
  );
  const contacts = queue.volume.reduce(
    (sum, volume, slot) => (counted[slot] === true ? sum + volume : sum),
    0,
  );
  if (contacts === 0) {
    const nothing = { serviceLevel: null, requiredServiceLevel: null, intervalsBelowFloor: 0 };
    return { queue: queue.queue, date, contacts, ...nothing };
  }
  const expected = expectQueue(queue, there, counted);
  const floor = queue.goal.serviceLevelFloor ?? 0;
  return {
    queue: queue.queue,
    date,
    contacts,
    serviceLevel: expected.serviceLevel,
    requiredServiceLevel: expectQueue(queue, queue.agents, counted).serviceLevel,
    intervalsBelowFloor: expected.serviceLevels.filter(
      (level) => level !== null && level < floor - FLOOR_DUST,
    ).length,
  };
}

/** A level that is met but for the dust of sums is met. */
const FLOOR_DUST = 1e-6;
