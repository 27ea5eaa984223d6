/** Small plans and requirements for tests of rostering: defaults that a test overrides. */
import {
  type Agent,
  type AgentId,
  ALWAYS_OPEN,
  type Contract,
  gridDays,
  gridOfDays,
  type Plan,
  type PlanQueue,
  type QueueRequirement,
  type Requirement,
  type ShiftPattern,
  slotStarts,
  wallClockSeconds,
  type Weekday,
} from '../../src/domain/index.ts';

export const HOUR = 3600;
export const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

export const dayPattern: ShiftPattern = {
  name: 'day',
  weekdays: EVERY_DAY,
  startFromSeconds: 6 * HOUR,
  startToSeconds: 12 * HOUR,
  startStepSeconds: 1800,
  lengthsSeconds: [8.5 * HOUR],
  breaks: [
    {
      name: 'break',
      lengthSeconds: 900,
      paid: true,
      earliestSeconds: 1.5 * HOUR,
      latestSeconds: 3 * HOUR,
    },
    {
      name: 'meal',
      lengthSeconds: 1800,
      paid: false,
      earliestSeconds: 3.5 * HOUR,
      latestSeconds: 5 * HOUR,
    },
    {
      name: 'late break',
      lengthSeconds: 900,
      paid: true,
      earliestSeconds: 6 * HOUR,
      latestSeconds: 7.5 * HOUR,
    },
  ],
};

export const latePattern: ShiftPattern = {
  ...dayPattern,
  name: 'late',
  startFromSeconds: 12.5 * HOUR,
  startToSeconds: 16 * HOUR,
};

export const nightPattern: ShiftPattern = {
  ...dayPattern,
  name: 'night',
  startFromSeconds: 20 * HOUR,
  startToSeconds: 23.5 * HOUR,
};

export const fullTime: Contract = {
  name: 'full-time',
  shiftPatterns: ['day', 'late', 'night'],
  paidSecondsPerDay: { min: 4 * HOUR, max: 10 * HOUR },
  paidSecondsPerWeek: { min: 40 * HOUR, max: 40 * HOUR },
  paidSecondsPerPeriod: null,
  daysPerWeek: { min: 0, max: 5 },
  maxConsecutiveDays: 6,
  minRestSeconds: 11 * HOUR,
  maxNightsPerWeek: 5,
  maxConsecutiveNights: 5,
  maxWeekendsPerPeriod: 3,
  payPerHour: 18,
};

export function makeAgent(id: string, over: Partial<Agent> = {}): Agent {
  return {
    id: id as AgentId,
    name: `Agent ${id}`,
    contract: 'full-time',
    skills: ['support'],
    availability: [],
    leave: [],
    wishes: [],
    locks: [],
    ...over,
  };
}

export function makeQueue(name: string): PlanQueue {
  return {
    name,
    channel: 'voice',
    openingHours: ALWAYS_OPEN,
    goal: {
      serviceLevel: 0.8,
      thresholdSeconds: 20,
      definition: 'offered',
      period: 'interval',
      serviceLevelFloor: null,
      averageSpeedOfAnswerSeconds: null,
      maxAbandonment: null,
      maxOccupancy: null,
      minimumAgents: 0,
    },
    staffing: { kind: 'calls', model: 'erlang-c', method: 'carry-over', patienceSeconds: null },
    uncertainty: null,
    assumedHandleTimeSeconds: 240,
  };
}

export function makePlan(over: Partial<Plan> = {}): Plan {
  return {
    name: 'test',
    site: { name: 'test', zone: 'Europe/Ljubljana', weekStart: 1 },
    queues: [makeQueue('support')],
    shrinkage: { rostered: [], unrostered: [] },
    shiftPatterns: [dayPattern, latePattern, nightPattern],
    contracts: [fullTime],
    agents: [makeAgent('a01')],
    nightWindow: { fromSeconds: 22 * HOUR, toSeconds: 6 * HOUR, minSeconds: 3 * HOUR },
    costs: { currency: 'EUR', underPerAgentHour: 60, overPerAgentHour: 5, unmetWish: 10 },
    specialDays: [],
    ...over,
  };
}

/** Agents wanted of a queue at a local time of day on a weekday. */
export type Demand = (wallSeconds: number, date: string) => number;

export function makeRequirement(
  plan: Plan,
  from: string,
  days: number,
  demand: Readonly<Record<string, Demand>>,
  stepSeconds = 900,
): Requirement {
  const grid = gridOfDays(plan.site.zone, from, days, stepSeconds);
  const dates = gridDays(grid).flatMap(({ date, slots }) =>
    Array.from({ length: slots }, () => date),
  );
  const walls = Array.from(slotStarts(grid), (start) => wallClockSeconds(start, grid.zone));
  const nothing = walls.map(() => null);
  const queues = Object.entries(demand).map(([queue, agentsAt]): QueueRequirement => {
    const agents = walls.map((wall, slot) => agentsAt(wall, dates[slot]!));
    return {
      queue,
      grid,
      staffing: { kind: 'calls', model: 'erlang-c', method: 'carry-over', patienceSeconds: null },
      goal: makeQueue(queue).goal,
      unrosteredShrinkage: 0,
      open: walls.map(() => true),
      volume: agents,
      handleTimeSeconds: agents.map(() => 240),
      load: agents,
      agents,
      scheduledAgents: agents,
      scheduledAgentsExact: agents,
      serviceLevel: nothing,
      averageSpeedOfAnswerSeconds: nothing,
      abandonment: nothing,
      occupancy: nothing,
      leftAtClosing: agents.map(() => 0),
      sipp: null,
      everyIntervalAgents: null,
      lateContacts: nothing,
      outlook: null,
      notes: [],
    };
  });
  return {
    kind: 'requirement',
    provenance: { program: 'test', inputsHash: '', seed: 0, inputs: {} },
    queues,
  };
}
