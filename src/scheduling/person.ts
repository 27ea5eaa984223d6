import {
  addDays,
  type Agent,
  type Contract,
  epochSeconds,
  localDateOf,
  type Shift,
  slotStart,
  weekdayOf,
} from '../domain/index.ts';
import { paidSecondsOf } from './audit-shifts.ts';
import {
  type Counters,
  type CounterRules,
  keptCounters,
  NO_COUNTERS,
  type Penalties,
  weekEdges,
} from './counters.ts';
import { type CounterGraph, type DayKinds, makeCounterGraph } from './counter-graph.ts';
import { contractDuties, type Duty, dutyMaker, type MakeDuty } from './duties.ts';
import { isNightWork, makePlannedClock, type PlannedClock } from './night.ts';
import { type RosterProblem } from './roster-problem.ts';
import { isGranted } from './score-shifts.ts';
import { isOnLeave, periodMinimum, type Week, weekMinimum, weeksOf } from './weeks.ts';

/** What a person may do on one day. */
export interface DayMenu {
  /** By start. */
  readonly duties: readonly Duty[];
  /** Pay and unmet wishes of each duty. */
  readonly costs: Float64Array;
  /** Index of each duty's kind among the day's kinds. */
  readonly kindOf: Int32Array;
  readonly kinds: DayKinds['kinds'];
  /** Whether the (only) duty is a locked shift. */
  readonly forced: boolean;
}

/** A person as the search sees them. */
export interface Person {
  readonly agent: Agent;
  readonly contract: Contract;
  /** Indexes of the queues that the person may work, the main one first. */
  readonly queues: readonly number[];
  /** People with equal keys have equal queues, so one price of a duty serves them all. */
  readonly queueKey: string;
  readonly menu: readonly DayMenu[];
  readonly rules: CounterRules;
  readonly start: Counters;
  /** Earliest start of the first shift, from the rest after those before (epoch seconds). */
  readonly readyAt: number;
  readonly graph: CounterGraph;
  /** People with equal keys have equal schedules to choose from, at equal cost. */
  readonly twinKey: string;
}

/** Prepares everybody of the plan for the search. */
export function makePeople(problem: RosterProblem, penalties: Penalties): readonly Person[] {
  const { plan, grid, dates, days, from } = problem;
  const clock = makePlannedClock(plan.site.zone);
  const make = dutyMaker({
    clock,
    nightWindow: plan.nightWindow,
    origin: slotStart(grid, 0),
    stepSeconds: grid.stepSeconds,
  });
  const patterns = new Map(plan.shiftPatterns.map((pattern) => [pattern.name, pattern]));
  const weeks = weeksOf(from, days, plan.site.weekStart);
  const contracts = new Map(
    plan.contracts.map((contract) => [
      contract.name,
      {
        contract,
        duties: dates.map((date, day) =>
          contractDuties(contract, patterns, make, clock, day, date),
        ),
      },
    ]),
  );
  const graphs = new Map<string, CounterGraph>();
  const queueIndex = new Map(problem.demand.map(({ queue }, index) => [queue, index]));
  const beforeOf = new Map<string, Shift[]>();
  for (const shift of problem.before) {
    beforeOf.set(shift.agent, [...(beforeOf.get(shift.agent) ?? []), shift]);
  }

  return plan.agents.map((agent) => {
    const { contract, duties } = contracts.get(agent.contract)!;
    const queues = agent.skills.flatMap((skill) => queueIndex.get(skill) ?? []);
    const menu = dates.map((date, day) =>
      dayMenu(agent, contract, date, day, queues.length > 0 ? duties[day]! : [], {
        problem,
        clock,
        make,
        patterns,
      }),
    );
    const rules = counterRules(problem, weeks, agent, contract, penalties);
    const { start, readyAt } = startOf(
      problem,
      weeks,
      contract,
      beforeOf.get(agent.id) ?? [],
      clock,
    );
    const graphKey = JSON.stringify([
      contract.name,
      rules.weekEnds,
      rules.periodMinimum,
      start,
      menu.map(({ kinds, forced }) => [kinds, forced]),
    ]);
    const graph = graphs.get(graphKey) ?? makeCounterGraph(rules, start, menu);
    graphs.set(graphKey, graph);
    const queueKey = queues.join(' ');
    const choices = menu.map((day) => [day.duties.map(({ id }) => id), Array.from(day.costs)]);
    const twinKey = JSON.stringify([graphKey, queueKey, readyAt, choices]);
    return { agent, contract, queues, queueKey, menu, rules, start, readyAt, graph, twinKey };
  });
}

interface MenuFrame {
  readonly problem: RosterProblem;
  readonly clock: PlannedClock;
  readonly make: MakeDuty;
  readonly patterns: ReadonlyMap<string, RosterProblem['plan']['shiftPatterns'][number]>;
}

function dayMenu(
  agent: Agent,
  contract: Contract,
  date: string,
  day: number,
  allowed: readonly Duty[],
  { problem, clock, make, patterns }: MenuFrame,
): DayMenu {
  const { plan } = problem;
  const lock = agent.locks.find((entry) => entry.date === date);
  let duties: readonly Duty[] = [];
  if (lock === undefined) {
    duties = allowed.filter((duty) => isFree(agent, duty, clock, plan.site.zone));
  } else if (lock.kind === 'shift') {
    const startAt = clock(date, lock.startSeconds);
    const known = allowed.find(
      ({ pattern, start, end }) =>
        pattern === lock.pattern && start === startAt && end - start === lock.lengthSeconds,
    );
    const duty = known ?? make(patterns.get(lock.pattern)!, day, date, startAt, lock.lengthSeconds);
    duties = duty === null ? [] : [duty];
  }
  const wishes = agent.wishes.filter((wish) => wish.date === date);
  const costs = Float64Array.from(duties, ({ paidSeconds, start }) => {
    let cost = (paidSeconds * contract.payPerHour) / 3600;
    for (const wish of wishes) {
      if (!isGranted(wish, start, plan.site.zone)) cost += wish.weight * plan.costs.unmetWish;
    }
    return cost;
  });
  const kinds: { paidSeconds: number; night: boolean }[] = [];
  const kindOf = Int32Array.from(duties, ({ paidSeconds, night }) => {
    const known = kinds.findIndex(
      (kind) => kind.paidSeconds === paidSeconds && kind.night === night,
    );
    return known >= 0 ? known : kinds.push({ paidSeconds, night }) - 1;
  });
  return { duties, costs, kindOf, kinds, forced: lock?.kind === 'shift' && duties.length > 0 };
}

/** Whether leave and availability let a person work a duty. */
function isFree(agent: Agent, duty: Duty, clock: PlannedClock, zone: string): boolean {
  const { date, start, end } = duty;
  if (isOnLeave(agent.leave, date)) return false;
  if (agent.leave.length > 0 && isOnLeave(agent.leave, localDateOf(end - 1, zone))) return false;
  if (agent.availability.length === 0) return true;
  const stretches: { from: number; to: number }[] = [];
  for (let days = -1; days <= 2; days++) {
    const on = addDays(date, days);
    const weekday = weekdayOf(on);
    for (const stretch of agent.availability) {
      if (!stretch.weekdays.includes(weekday)) continue;
      stretches.push({ from: clock(on, stretch.fromSeconds), to: clock(on, stretch.toSeconds) });
    }
  }
  stretches.sort((a, b) => a.from - b.from);
  let freeTo = start;
  for (const { from, to } of stretches) if (from <= freeTo) freeTo = Math.max(freeTo, to);
  return freeTo >= end;
}

function counterRules(
  problem: RosterProblem,
  weeks: readonly Week[],
  agent: Agent,
  contract: Contract,
  penalties: Penalties,
): CounterRules {
  const { days, dates } = problem;
  const weekdays = dates.map(weekdayOf);
  const weekendCount = new Set(
    weekdays.flatMap((weekday, day) => (weekday >= 6 ? [day - weekday] : [])),
  ).size;
  return {
    contract,
    days,
    kept: keptCounters(contract, days, weekendCount),
    weekdays,
    ...weekEdges(
      weeks,
      days,
      weeks.map((week) => weekMinimum(contract, week, agent.leave)),
    ),
    periodMinimum: periodMinimum(contract, weeks, agent.leave),
    penalties,
  };
}

/** What shifts before the period leave behind: runs, totals of a cut first week, rest. */
function startOf(
  problem: RosterProblem,
  weeks: readonly Week[],
  contract: Contract,
  before: readonly Shift[],
  clock: PlannedClock,
): { start: Counters; readyAt: number } {
  const { plan, from } = problem;
  const weekFrom = weeks[0]!.firstDate;
  let { weekDays, weekPaid, weekNights } = NO_COUNTERS;
  let readyAt = -Infinity;
  const worked = new Set<string>();
  const nights = new Set<string>();
  for (const shift of before) {
    const start = epochSeconds(shift.start);
    const end = epochSeconds(shift.end);
    const night = isNightWork(plan.nightWindow, clock, shift.date, start, end);
    worked.add(shift.date);
    if (night) nights.add(shift.date);
    readyAt = Math.max(readyAt, end + contract.minRestSeconds);
    if (shift.date < weekFrom) continue;
    weekDays++;
    weekPaid += paidSecondsOf(shift, start, end);
    if (night) weekNights++;
  }
  const runOf = (dates: ReadonlySet<string>) => {
    let run = 0;
    while (dates.has(addDays(from, -1 - run))) run++;
    return run;
  };
  const start = {
    ...NO_COUNTERS,
    run: runOf(worked),
    nightRun: runOf(nights),
    weekDays,
    weekPaid,
    weekNights,
  };
  return { start, readyAt };
}
