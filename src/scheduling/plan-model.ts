import {
  addDays,
  type Agent,
  type Contract,
  localDateOf,
  type Shift,
  slotStart,
  weekdayOf,
} from '../domain/index.ts';
import { coverOfShifts } from './cover-of-shifts.ts';
import { contractDuties, type Duty, dutyMaker, type MakeDuty } from './duties.ts';
import {
  type CoverLine,
  type DayMenu,
  type DutyKind,
  type ModelPerson,
  type PersonRules,
  type RosterModel,
} from './engine/roster-model.ts';
import { makePlannedClock, type PlannedClock } from './night.ts';
import { type History, historyOf, readyAfter } from './person-history.ts';
import { contractRules, makePenalties, STRICT } from './plan-rules.ts';
import { restGates } from './rest-gates.ts';
import { type RosterProblem } from './roster-problem.ts';
import { belowFloorPrice, isGranted } from './score-shifts.ts';
import { awayOf, isOnLeave, type Week, weeksOf } from './weeks.ts';

/** A planner's roster as the engine sees it: lines are queues, cells are the grid's slots. */
export interface PlanModel {
  readonly model: RosterModel;
  /** Every duty by its id. */
  readonly duties: readonly Duty[];
  /** Queues of the demand that each person may work, the main one first. */
  readonly queues: readonly (readonly number[])[];
}

/** Puts a planner's roster into the engine's shape. */
export function modelOfPlan(problem: RosterProblem): PlanModel {
  const { plan, grid, dates, days, from } = problem;
  const clock = makePlannedClock(plan.site.zone);
  const made: Duty[] = [];
  const make = dutyMaker(
    {
      clock,
      nightWindow: plan.nightWindow,
      origin: slotStart(grid, 0),
      stepSeconds: grid.stepSeconds,
    },
    made,
  );
  const patterns = new Map(plan.shiftPatterns.map((pattern) => [pattern.name, pattern]));
  const weeks = weeksOf(from, days, plan.site.weekStart);
  const contracts = new Map(
    plan.contracts.map((contract) => [
      contract.name,
      {
        contract,
        allowed: dates.map((date, day) =>
          contractDuties(contract, patterns, make, clock, day, date),
        ),
      },
    ]),
  );
  const beforeOf = new Map<string, Shift[]>();
  for (const shift of problem.before) {
    beforeOf.set(shift.agent, [...(beforeOf.get(shift.agent) ?? []), shift]);
  }
  const frame: Frame = {
    problem,
    clock,
    make,
    patterns,
    weeks,
    penalties: makePenalties(worthOf(problem)),
    known: new Map(),
  };
  const queueIndex = new Map(problem.demand.map(({ queue }, index) => [queue, index]));
  const lists = new Map<string, readonly number[]>();
  const queues = plan.agents.map(({ skills }) => {
    const own = skills.flatMap((skill) => queueIndex.get(skill) ?? []);
    const key = own.join(' ');
    const list = lists.get(key) ?? own;
    lists.set(key, list);
    return list;
  });
  const people = plan.agents.map((agent, index) => {
    const { contract, allowed } = contracts.get(agent.contract)!;
    const history = historyOf(problem, clock, contract, beforeOf.get(agent.id) ?? []);
    return modelPerson(frame, agent, contract, allowed, queues[index]!, history);
  });
  const model = { days, lines: linesOf(problem), people, costUnit: null };
  return { model, duties: made, queues };
}

/** More than anybody's schedule can be worth or cost. */
function worthOf({ plan, days, grid, demand }: RosterProblem): number {
  const { overPerAgentHour, unmetWish } = plan.costs;
  const pay = Math.max(0, ...plan.contracts.map(({ payPerHour }) => payPerHour));
  const wishes = plan.agents.map((agent) =>
    agent.wishes.reduce((sum, { weight }) => sum + weight, 0),
  );
  const perHour = 3600 / grid.stepSeconds;
  let dearest = 0;
  for (const { underPrices } of demand) {
    for (const price of underPrices) dearest = Math.max(dearest, price);
  }
  const cover = dearest * perHour + overPerAgentHour + belowFloorPrice(plan.costs);
  const perDay = 24 * (cover + pay);
  return days * perDay + unmetWish * Math.max(0, ...wishes);
}

function linesOf({ plan, reach, demand, before }: RosterProblem): readonly CoverLine[] {
  const base = coverOfShifts(
    reach,
    demand.map(({ queue }) => queue),
    before,
  );
  const share = reach.stepSeconds / 3600;
  const below = belowFloorPrice(plan.costs) * share;
  return demand.map(({ required, floors, underPrices, after }, index) => ({
    required: Float64Array.from([...required, ...after.required]),
    floor: Float64Array.from([...floors, ...after.floors]),
    below: Float64Array.from([...floors, ...after.floors], (floor) => (floor > 0 ? below : 0)),
    base: base[index]!,
    under: Float64Array.from([...underPrices, ...after.underPrices]),
    over: new Float64Array(reach.length).fill(plan.costs.overPerAgentHour * share),
  }));
}

interface Frame {
  readonly problem: RosterProblem;
  readonly clock: PlannedClock;
  readonly make: MakeDuty;
  readonly patterns: ReadonlyMap<string, RosterProblem['plan']['shiftPatterns'][number]>;
  readonly weeks: readonly Week[];
  readonly penalties: ReturnType<typeof makePenalties>;
  /** Rules of people who have them alike. */
  readonly known: Map<string, { readonly rules: PersonRules; readonly lenient: PersonRules }>;
}

function modelPerson(
  frame: Frame,
  agent: Agent,
  contract: Contract,
  allowed: readonly (readonly Duty[])[],
  queues: readonly number[],
  history: History,
): ModelPerson {
  const { problem, weeks, penalties, known } = frame;
  const days = problem.dates.map((date, day) =>
    openDay(frame, agent, contract, date, queues.length > 0 ? allowed[day]! : []),
  );
  const gates = restGates(
    days.map(({ duties }) => duties),
    (duty) => readyAfter(duty, contract, problem.plan.site.zone),
    history.readyAt,
  );
  const kinds = days.map((day) => day.kinds);
  const forced = days.map((day) => day.forced);
  const input = { problem, weeks, agent, contract, history, kinds, forced };
  const rules = contractRules(input, STRICT);
  const starts = rules.meters.map(({ start }) => start);
  const limits = rules.tallies.map(({ min, max }) => [min, max]);
  const key = JSON.stringify([contract.name, awayOf(agent), starts, limits, kinds, forced]);
  let own = known.get(key);
  if (own === undefined) {
    own = { rules, lenient: contractRules(input, penalties) };
    known.set(key, own);
  }
  const menu = days.map((day, index): DayMenu => ({
    duties: day.duties,
    costs: day.costs,
    lines: day.duties.map(() => queues),
    kindOf: day.kindOf,
    offCost: 0,
    forced: day.forced,
    gates: gates.days[index]!,
  }));
  const choices = menu.map(({ duties, costs }) => [duties.map(({ id }) => id), Array.from(costs)]);
  const twinKey = JSON.stringify([key, queues, history.readyAt, choices]);
  return { menu, ...own, startGate: gates.startGate, twinKey };
}

interface OpenDay {
  /** By start. */
  readonly duties: readonly Duty[];
  readonly costs: Float64Array;
  readonly kinds: readonly DutyKind[];
  readonly kindOf: Int32Array;
  readonly forced: boolean;
}

/** What is open to a person on a date: locks, leave and availability leave some of what is allowed. */
function openDay(
  { problem, clock, make, patterns }: Frame,
  agent: Agent,
  contract: Contract,
  date: string,
  allowed: readonly Duty[],
): OpenDay {
  const { plan, dates } = problem;
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
    const day = dates.indexOf(date);
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
  const kinds: DutyKind[] = [];
  const isTyped = (contract.forbiddenSuccessions ?? []).length > 0;
  const kindOf = Int32Array.from(duties, ({ paidSeconds, night, pattern }) => {
    const type = isTyped ? pattern : '';
    const known = kinds.findIndex(
      (kind) => kind.paidSeconds === paidSeconds && kind.night === night && kind.type === type,
    );
    return known >= 0 ? known : kinds.push({ paidSeconds, night, type }) - 1;
  });
  return { duties, costs, kinds, kindOf, forced: lock?.kind === 'shift' && duties.length > 0 };
}

/** Whether employment, leave, availability and a ban on nights let a person work a duty. */
function isFree(agent: Agent, duty: Duty, clock: PlannedClock, zone: string): boolean {
  const { date, start, end, night } = duty;
  if (night && agent.noNights === true) return false;
  const away = awayOf(agent);
  if (isOnLeave(away, date)) return false;
  if (away.length > 0 && isOnLeave(away, localDateOf(end - 1, zone))) return false;
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
