/** A small contact centre made in code: plan, forecast, requirement and a roster worked by rotation. */
import {
  type Activity,
  addDays,
  type Agent,
  type AgentId,
  ALWAYS_OPEN,
  type BreakRule,
  type Coverage,
  epochSeconds,
  type Estimate,
  type Forecast,
  formatInstant,
  gridDays,
  gridOfDays,
  type IntervalGrid,
  type OpeningHours,
  openSlots,
  type Plan,
  plannedInstant,
  type Provenance,
  type QueueForecast,
  type QueueRequirement,
  type Requirement,
  type Roster,
  type ServiceGoal,
  type Shift,
  type ShiftPattern,
  slotAt,
  slotStart,
  wallClockSeconds,
  weekdayOf,
} from '../../src/domain/index.ts';

export interface SampleSetup {
  readonly zone: string;
  readonly from: string;
  readonly days: number;
  readonly agents: number;
}

export interface Sample {
  readonly plan: Plan;
  readonly forecast: Forecast;
  readonly requirement: Requirement;
  readonly roster: Roster;
}

const STEP_SECONDS = 900;
const SHIFT_SECONDS = 30_600;
const NAMES = ['Ana Novak', 'Luka Žagar', 'Mei Chen', 'Иван Петров', 'Zoë Díaz', 'Tom Byrne'];
const DAYTIME: OpeningHours = {
  weekdays: Array.from({ length: 7 }, () => [{ fromSeconds: 25_200, toSeconds: 75_600 }]),
  exceptions: [],
};
const GOAL: ServiceGoal = {
  serviceLevel: 0.8,
  thresholdSeconds: 20,
  definition: 'offered',
  period: 'interval',
  serviceLevelFloor: null,
  averageSpeedOfAnswerSeconds: null,
  maxAbandonment: null,
  maxOccupancy: null,
  minimumAgents: 1,
};
const BREAKS: readonly BreakRule[] = [
  rest('break', 900, true, 7_200),
  rest('meal', 1_800, false, 14_400),
  rest('break', 900, true, 22_500),
];
const PROVENANCE: Provenance = {
  program: 'agner 0.1.0',
  inputsHash: 'ab'.repeat(32),
  seed: 7,
  inputs: { plan: 'sample@1' },
};

/** Deterministic: the same setup gives the same sample. */
export function makeSample(setup: SampleSetup): Sample {
  const plan = makePlan(setup);
  const grid = gridOfDays(setup.zone, setup.from, setup.days, STEP_SECONDS);
  const forecast: Forecast = {
    kind: 'forecast',
    provenance: PROVENANCE,
    queues: [
      forecastQueue(plan, 'support-en', grid, setup.agents * 0.28),
      forecastQueue(plan, 'sales', grid, setup.agents * 0.17),
    ],
  };
  const requirement: Requirement = {
    kind: 'requirement',
    provenance: PROVENANCE,
    queues: forecast.queues.map((queue) => requireAgents(plan, queue)),
  };
  return { plan, forecast, requirement, roster: makeRoster(plan, requirement, grid) };
}

/** One shift with the sample's breaks, work on one queue between them. */
export function makeShift(
  zone: string,
  agent: string,
  date: string,
  startSeconds: number,
  { pattern = 'night', queue = 'support-en', lengthSeconds = SHIFT_SECONDS } = {},
): Shift {
  const start = plannedInstant(zone, date, startSeconds);
  const activities: Activity[] = [];
  const add = (from: number, to: number, activity: Omit<Activity, 'start' | 'end'>) => {
    if (to <= from) return;
    const [begin, end] = [formatInstant(start + from, zone), formatInstant(start + to, zone)];
    activities.push({ ...activity, start: begin, end });
  };
  let at = 0;
  for (const { name, lengthSeconds: length, paid, earliestSeconds } of BREAKS) {
    if (earliestSeconds + length > lengthSeconds) break;
    add(at, earliestSeconds, { kind: 'work', name: 'work', queue, paid: true });
    at = earliestSeconds + length;
    add(earliestSeconds, at, { kind: 'break', name, queue: null, paid });
  }
  add(at, lengthSeconds, { kind: 'work', name: 'work', queue, paid: true });
  return {
    agent: agent as AgentId,
    date,
    pattern,
    start: formatInstant(start, zone),
    end: formatInstant(start + lengthSeconds, zone),
    activities,
    locked: false,
  };
}

function makePlan({ zone, from, days, agents }: SampleSetup): Plan {
  return {
    name: 'sample',
    site: { name: 'sample', zone, weekStart: 1 },
    queues: [planQueue('support-en', ALWAYS_OPEN), planQueue('sales', DAYTIME)],
    shrinkage: { rostered: [], unrostered: [{ type: 'sickness', share: 0.05 }] },
    shiftPatterns: [
      shiftPattern('day', 25_200, 28_800),
      shiftPattern('late', 45_000, 48_600),
      shiftPattern('night', 79_200, 79_200),
    ],
    contracts: [
      {
        name: 'full-time',
        shiftPatterns: ['day', 'late', 'night'],
        paidSecondsPerDay: { min: 14_400, max: 36_000 },
        paidSecondsPerWeek: { min: 0, max: 144_000 },
        paidSecondsPerPeriod: null,
        daysPerWeek: { min: 0, max: 5 },
        maxConsecutiveDays: 6,
        minRestSeconds: 39_600,
        maxNightsPerWeek: null,
        maxConsecutiveNights: null,
        maxWeekendsPerPeriod: null,
        payPerHour: 18.5,
      },
    ],
    agents: Array.from({ length: agents }, (_, index) => planAgent(index, addDays(from, days - 1))),
    nightWindow: { fromSeconds: 79_200, toSeconds: 21_600, minSeconds: 10_800 },
    costs: { currency: 'EUR', underPerAgentHour: 60, overPerAgentHour: 5, unmetWish: 10 },
    specialDays: [
      { date: addDays(from, 1), type: 'holiday', queues: [] },
      { date: addDays(from, 2), type: 'campaign', queues: ['sales'] },
    ],
  };
}

function planQueue(name: string, openingHours: OpeningHours): Plan['queues'][number] {
  return {
    name,
    channel: 'voice',
    openingHours,
    goal: GOAL,
    staffing: { kind: 'calls', model: 'erlang-c', method: 'carry-over', patienceSeconds: null },
    uncertainty: null,
    assumedHandleTimeSeconds: 300,
  };
}

function planAgent(index: number, wishDate: string): Agent {
  const name = NAMES[index % NAMES.length]!;
  const turn = Math.floor(index / NAMES.length);
  return {
    id: `a${String(index + 1).padStart(2, '0')}` as AgentId,
    name: turn === 0 ? name : `${name} ${turn + 1}`,
    contract: 'full-time',
    skills: index % 3 === 2 ? ['sales', 'support-en'] : ['support-en'],
    availability: [],
    leave: [],
    wishes: index === 0 ? [{ kind: 'day-off', date: wishDate, weight: 2 }] : [],
    locks: [],
  };
}

function shiftPattern(name: string, from: number, to: number): ShiftPattern {
  return {
    name,
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    startFromSeconds: from,
    startToSeconds: to,
    startStepSeconds: 1_800,
    lengthsSeconds: [SHIFT_SECONDS],
    breaks: BREAKS,
  };
}

function rest(name: string, lengthSeconds: number, paid: boolean, after: number): BreakRule {
  return { name, lengthSeconds, paid, earliestSeconds: after, latestSeconds: after };
}

/** Two humps a day, quieter at weekends, bands that widen with the lead. */
function forecastQueue(plan: Plan, name: string, grid: IntervalGrid, peak: number): QueueForecast {
  const open = openSlots(plan.queues.find((queue) => queue.name === name)!.openingHours, grid);
  const days = gridDays(grid);
  const mean = days.flatMap(({ date, firstSlot, slots }) => {
    const weekday = weekdayOf(date);
    const factor = weekday === 6 ? 0.62 : weekday === 7 ? 0.5 : 1.06 - 0.03 * weekday;
    return Array.from({ length: slots }, (_, index) => {
      const slot = firstSlot + index;
      const hour = wallClockSeconds(slotStart(grid, slot), grid.zone) / 3_600;
      const shape = 0.12 + Math.exp(-(((hour - 10.5) / 2.6) ** 2)) + 0.8 * bump(hour - 16.5, 3);
      return open[slot] === true ? peak * factor * shape : 0;
    });
  });
  const lead = (slot: number) => slot / grid.length;
  const totals = days.map(({ firstSlot, slots }) =>
    mean.slice(firstSlot, firstSlot + slots).reduce((sum, value) => sum + value, 0),
  );
  return {
    queue: name,
    channel: 'voice',
    grid,
    volume: estimate(mean, (slot) => 0.2 + 0.1 * lead(slot)),
    handleTimeSeconds: estimate(
      mean.map(() => 300),
      () => 0.05,
    ),
    handleTimeSource: 'history',
    days: days.map(({ date }) => date),
    dayTotals: estimate(totals, (day) => 0.06 + (0.09 * day) / totals.length),
    models: [{ model: 'sample', weight: 1, backtestWape: 0.08 }],
    excludedDays: [],
    notes: [],
  };
}

function bump(distance: number, width: number): number {
  return Math.exp(-((distance / width) ** 2));
}

function estimate(mean: readonly number[], spread: (index: number) => number): Estimate {
  const band = (level: number, width: number) => ({
    level,
    lower: mean.map((value, index) => Math.max(0, value * (1 - width * spread(index)))),
    upper: mean.map((value, index) => value * (1 + width * spread(index))),
  });
  return { mean, median: mean, bands: [band(0.8, 1.28), band(0.95, 1.96)] };
}

/** Square-root staffing: near enough to the models for a sample, and simple to check by hand. */
function requireAgents(plan: Plan, forecast: QueueForecast): QueueRequirement {
  const { grid, volume } = forecast;
  const open = openSlots(
    plan.queues.find((queue) => queue.name === forecast.queue)!.openingHours,
    grid,
  );
  const load = volume.mean.map((contacts) => (contacts * 300) / grid.stepSeconds);
  const agents = load.map((erlangs, slot) =>
    open[slot] === true ? Math.max(1, Math.ceil(erlangs + 0.8 * Math.sqrt(erlangs))) : 0,
  );
  const exact = agents.map((count) => count / 0.95);
  const blank = agents.map(() => null);
  return {
    queue: forecast.queue,
    grid,
    staffing: { kind: 'calls', model: 'erlang-c', method: 'carry-over', patienceSeconds: null },
    goal: GOAL,
    unrosteredShrinkage: 0.05,
    open,
    volume: volume.mean,
    handleTimeSeconds: forecast.handleTimeSeconds.mean,
    load,
    agents,
    scheduledAgents: exact.map(Math.ceil),
    scheduledAgentsExact: exact,
    serviceLevel: blank,
    averageSpeedOfAnswerSeconds: blank,
    abandonment: blank,
    occupancy: blank,
    leftAtClosing: blank.map(() => 0),
    sipp: null,
    everyIntervalAgents: null,
    lateContacts: blank,
    outlook: null,
    notes: [],
  };
}

function makeRoster(plan: Plan, requirement: Requirement, grid: IntervalGrid): Roster {
  const { zone } = grid;
  const shifts = gridDays(grid).flatMap(({ date }, day) =>
    plan.agents.flatMap(({ id }, index) => {
      if ((day + index) % 7 >= 5) return [];
      const queue = index % 3 === 2 ? 'sales' : 'support-en';
      const [pattern, start] =
        index % 6 === 0
          ? (['night', 79_200] as const)
          : index % 2 === 1
            ? (['late', 45_000 + (index % 3) * 1_800] as const)
            : (['day', 25_200 + (index % 3) * 1_800] as const);
      return [makeShift(zone, id, date, start, { pattern, queue })];
    }),
  );
  const coverage = requirement.queues.map((queue) => cover(queue, grid, shifts));
  const paidSeconds = shifts
    .flatMap(({ activities }) => activities)
    .filter(({ paid }) => paid)
    .reduce((sum, { start, end }) => sum + epochSeconds(end) - epochSeconds(start), 0);
  const gapSeconds = (sign: number) =>
    grid.stepSeconds *
    coverage
      .flatMap(({ required, scheduled }) => required.map((n, i) => sign * (scheduled[i]! - n)))
      .reduce((sum, gap) => sum + Math.max(0, gap), 0);
  const pay = (paidSeconds / 3_600) * 18.5;
  return {
    kind: 'roster',
    provenance: PROVENANCE,
    plan: plan.name,
    site: plan.site.name,
    grid,
    agents: plan.agents.map(({ id, name, contract, skills }) => ({ id, name, contract, skills })),
    shifts,
    coverage,
    shortfalls: [],
    wishes: [],
    violations: [],
    score: {
      currency: 'EUR',
      pay,
      paidSeconds,
      underAgentSeconds: gapSeconds(-1),
      overAgentSeconds: gapSeconds(1),
      unmetWishWeight: 0,
      objective: pay,
    },
    proof: { bound: pay * 0.97, gap: 0.03, stoppedBy: 'time-limit' },
    notes: [],
  };
}

function cover(
  { queue, scheduledAgents }: QueueRequirement,
  grid: IntervalGrid,
  shifts: readonly Shift[],
): Coverage {
  const scheduled = new Array<number>(grid.length).fill(0);
  for (const activity of shifts.flatMap(({ activities }) => activities)) {
    if (activity.queue !== queue) continue;
    const end = Math.min(grid.length, slotAt(grid, epochSeconds(activity.end)));
    for (let slot = slotAt(grid, epochSeconds(activity.start)); slot < end; slot++) {
      scheduled[slot]! += 1;
    }
  }
  return { queue, required: scheduledAgents, scheduled };
}
