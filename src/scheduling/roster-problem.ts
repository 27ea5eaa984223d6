import {
  addDays,
  type Agent,
  AgnerError,
  daysBetween,
  epochSeconds,
  gridDays,
  gridOfDays,
  type IntervalGrid,
  localDateOf,
  type Plan,
  type QueueRequirement,
  type Requirement,
  type Shift,
  slotStart,
  startOfDay,
} from '../domain/index.ts';
import { type AuditContext } from './audit-shifts.ts';
import { awayOf, isOnLeave } from './weeks.ts';

/** What slots of one queue ask for, one value a slot. */
export interface SlotDemand {
  /** Agents to have in the roster. */
  readonly required: readonly number[];
  /** Of these the agents below which a goal's floor or minimum is not reached; 0 for none. */
  readonly floors: readonly number[];
  /** What one agent missing costs, before floors. */
  readonly underPrices: readonly number[];
}

/** What a queue asks for on the roster's grid. */
export interface QueueDemand extends SlotDemand {
  readonly queue: string;
  /** The same for the hours after the period that only its last shifts reach. */
  readonly after: SlotDemand;
}

/** Everything that a roster is made from: plain data, checked. */
export interface RosterProblem extends AuditContext {
  /** Whole local days of the site's zone, on the requirement's step. */
  readonly grid: IntervalGrid;
  /** The grid and the hours after it that only its last shifts reach. */
  readonly reach: IntervalGrid;
  /** The local dates of the grid. */
  readonly dates: readonly string[];
  /** One per queue of the requirement, in its order. */
  readonly demand: readonly QueueDemand[];
}

export interface RosterProblemInput {
  readonly plan: Plan;
  readonly requirement: Requirement;
  /** First local date and number of days; `null` for all whole days that the requirement covers. */
  readonly period: { readonly from: string; readonly days: number } | null;
  /** Shifts worked before the first day; later ones are refused. */
  readonly before: readonly Shift[];
}

/**
 * Prepares a roster problem.
 *
 * @throws {AgnerError} `INVALID_INPUT` where the requirement does not cover the period, its
 *   queues differ in step or are not in the plan, a name is not found, or locks contradict
 *   each other or leave
 */
export function makeRosterProblem(input: RosterProblemInput): RosterProblem {
  const { plan, requirement, before } = input;
  checkQueues(plan, requirement);
  checkAgents(plan);
  const stepSeconds = stepOf(requirement);
  const zone = plan.site.zone;
  const { from, days } = input.period ?? coveredPeriod(requirement, zone);
  const grid = gridOfDays(zone, from, days, stepSeconds);
  const reach = { ...grid, length: grid.length + slotsAfter(plan, stepSeconds) };
  for (const shift of before) {
    if (shift.date >= from) {
      refuse(`expected shifts before ${from}, got one of "${shift.agent}" on ${shift.date}`);
    }
  }
  return {
    plan,
    from,
    days,
    before,
    grid,
    reach,
    dates: Array.from({ length: days }, (_, day) => addDays(from, day)),
    demand: requirement.queues.map((queue) => {
      const first = firstSlotOn(queue, grid);
      const inside = Array.from({ length: grid.length }, (_, at) => first + at);
      const after = Array.from({ length: reach.length - grid.length }, (_, at) =>
        slotAfter(queue.grid, first + grid.length + at, first),
      );
      return {
        queue: queue.queue,
        ...slotDemand(queue, plan, inside),
        after: slotDemand(queue, plan, after),
      };
    }),
  };
}

function checkQueues(plan: Plan, requirement: Requirement): void {
  const known = new Set(plan.queues.map(({ name }) => name));
  const seen = new Set<string>();
  for (const { queue } of requirement.queues) {
    if (!known.has(queue)) {
      refuse(`expected a queue of plan "${plan.name}", got "${queue}" in the requirement`, {
        queue,
      });
    }
    if (seen.has(queue))
      refuse(`expected each queue once in the requirement, got "${queue}" twice`);
    seen.add(queue);
  }
  if (seen.size === 0) refuse('expected a requirement with at least one queue, got none');
}

function checkAgents(plan: Plan): void {
  const contracts = new Map(plan.contracts.map((contract) => [contract.name, contract]));
  const patterns = new Set(plan.shiftPatterns.map(({ name }) => name));
  for (const { name, shiftPatterns } of plan.contracts) {
    for (const pattern of shiftPatterns) {
      if (!patterns.has(pattern)) {
        refuse(`expected contract "${name}" to name shift patterns of the plan, got "${pattern}"`);
      }
    }
  }
  const ids = new Set<string>();
  for (const agent of plan.agents) {
    if (ids.has(agent.id)) refuse(`expected each agent once, got "${agent.id}" twice`);
    ids.add(agent.id);
    if (!contracts.has(agent.contract)) {
      refuse(
        `expected agent "${agent.id}" to have a contract of the plan, got "${agent.contract}"`,
      );
    }
    checkLocks(agent, patterns);
  }
}

function checkLocks(agent: Agent, patterns: ReadonlySet<string>): void {
  const dates = new Set<string>();
  for (const lock of agent.locks) {
    const who = { agent: agent.id, date: lock.date };
    if (dates.has(lock.date)) {
      refuse(`expected one lock a day, got two for agent "${agent.id}" on ${lock.date}`, who);
    }
    dates.add(lock.date);
    if (lock.kind === 'off') continue;
    if (!patterns.has(lock.pattern)) {
      refuse(`expected a lock on a shift pattern of the plan, got "${lock.pattern}"`, who);
    }
    if (isOnLeave(awayOf(agent), lock.date)) {
      const reason = isOnLeave(agent.leave, lock.date) ? 'on leave' : 'outside employment';
      refuse(
        `expected no locked shift ${reason}, got one for agent "${agent.id}" on ${lock.date}`,
        who,
      );
    }
  }
}

function stepOf(requirement: Requirement): number {
  const steps = new Set(requirement.queues.map(({ grid }) => grid.stepSeconds));
  if (steps.size !== 1) {
    refuse(`expected queues with one interval length, got ${[...steps].join(' and ')} seconds`);
  }
  return requirement.queues[0]!.grid.stepSeconds;
}

/**
 * The whole local days that every queue of a requirement covers.
 *
 * @throws {AgnerError} `INVALID_INPUT` if there are none
 */
export function coveredPeriod(
  requirement: Requirement,
  zone: string,
): { readonly from: string; readonly days: number } {
  const first = Math.max(...requirement.queues.map(({ grid }) => epochSeconds(grid.start)));
  const end = Math.min(...requirement.queues.map(({ grid }) => slotStart(grid, grid.length)));
  let from = localDateOf(first, zone);
  if (startOfDay(zone, from) < first) from = addDays(from, 1);
  let to = localDateOf(end, zone);
  if (startOfDay(zone, to) > end) to = addDays(to, -1);
  const days = daysBetween(from, to);
  if (days < 1) refuse('expected a requirement of at least one whole local day, got less');
  return { from, days };
}

/** The slot of a requirement at which a grid that it covers begins. */
function firstSlotOn(queue: QueueRequirement, grid: IntervalGrid): number {
  const offset = (slotStart(grid, 0) - slotStart(queue.grid, 0)) / grid.stepSeconds;
  if (!Number.isInteger(offset)) {
    refuse(`expected intervals of queue "${queue.queue}" to start at local midnight, got others`);
  }
  if (offset < 0 || offset + grid.length > queue.grid.length) {
    const covered = gridDays(queue.grid);
    refuse(
      `expected a requirement that covers the period, got ${covered[0]?.date ?? 'nothing'} to ` +
        `${covered.at(-1)?.date ?? 'nothing'} for queue "${queue.queue}"`,
      { queue: queue.queue, from: localDateOf(slotStart(grid, 0), grid.zone) },
    );
  }
  return offset;
}

/**
 * How far shifts that start on the last day reach into the next, in slots, up to where others may
 * start: what lies later is for the roster that follows.
 */
function slotsAfter({ shiftPatterns, contracts }: Plan, stepSeconds: number): number {
  const used = new Set(contracts.flatMap((contract) => contract.shiftPatterns));
  const patterns = shiftPatterns.filter(({ name }) => used.has(name));
  const ends = patterns.map(
    ({ startToSeconds, lengthsSeconds }) => startToSeconds + lengthsSeconds.at(-1)! - 86_400,
  );
  const starts = patterns.map(({ startFromSeconds }) => startFromSeconds);
  return Math.floor(Math.min(Math.max(0, ...ends), ...starts) / stepSeconds);
}

/**
 * The slot of a requirement whose demand a slot after a period has: that slot where the requirement
 * reaches so far, else the one a week before (or a day, in a period shorter than a week).
 */
function slotAfter({ length, stepSeconds }: IntervalGrid, slot: number, first: number): number {
  const day = 86_400 / stepSeconds;
  if (slot < length) return slot;
  const weekBefore = slot - 7 * day;
  return Math.min(length - 1, weekBefore >= first ? weekBefore : slot - day);
}

function slotDemand(queue: QueueRequirement, plan: Plan, slots: readonly number[]): SlotDemand {
  return {
    required: slots.map((slot) => queue.scheduledAgents[slot]!),
    floors: slots.map((slot) => floorAt(queue, slot, queue.scheduledAgents[slot]!)),
    underPrices: slots.map((slot) => underPriceAt(queue, slot, plan)),
  };
}

/**
 * What one scheduled agent missing costs in a slot: the contacts that are late then and are not with
 * all, at their price, or the plan's price of the time where either is not known.
 */
function underPriceAt(queue: QueueRequirement, slot: number, { costs }: Plan): number {
  const { lateContact, underPerAgentHour } = costs;
  const late = queue.lateContacts[slot] ?? null;
  if (lateContact === undefined || late === null) {
    return (underPerAgentHour * queue.grid.stepSeconds) / 3600;
  }
  const middle = (late.length - 1) / 2;
  const more = Math.max(0, late[middle - 1]! - late[middle]!);
  return lateContact * more * (1 - queue.unrosteredShrinkage);
}

/**
 * Scheduled agents that an interval must have, whatever else: the goal's minimum where the queue is
 * open, and what reaches the least service level of every interval (as far as five agents fewer
 * than required are known).
 */
function floorAt(queue: QueueRequirement, slot: number, required: number): number {
  if (queue.open[slot] !== true) return 0;
  const { goal, agents, volume, unrosteredShrinkage } = queue;
  let least = goal.minimumAgents;
  const late = queue.lateContacts[slot] ?? null;
  if (goal.serviceLevelFloor !== null && late !== null) {
    const most = (1 - goal.serviceLevelFloor) * volume[slot]! + 1e-9;
    const enough = late.findIndex((contacts) => contacts <= most);
    if (enough >= 0) least = Math.max(least, agents[slot]! + enough - (late.length - 1) / 2);
  }
  return Math.min(required, Math.ceil(least / (1 - unrosteredShrinkage) - 1e-9));
}

function refuse(message: string, details: Readonly<Record<string, unknown>> = {}): never {
  throw new AgnerError('INVALID_INPUT', message, details);
}
