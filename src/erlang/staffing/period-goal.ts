import { type ServiceGoal, type StaffingModel } from '../../domain/requirement.ts';
import { type Performance, serviceLevelParts, sharesOf } from '../performance.ts';
import { leastAgents, makeEvaluator, searchAgents } from './staffing.ts';
import { offeredLoad, type Traffic } from '../traffic.ts';

/**
 * One part of a goal over a period as a sum to bring to 0 or above: contacts times an excess.
 * With agents without end the excess per contact is `limit`.
 */
interface PeriodPart {
  readonly limit: number;
  readonly excess: (performance: Performance) => number;
}

/** One interval of a period. */
export interface PeriodSlot {
  /** What the stationary model is evaluated for. */
  readonly traffic: Traffic;
  /** Contacts with which the interval weighs. */
  readonly contacts: number;
}

interface SlotCurve {
  readonly least: number;
  readonly excessAt: (agents: number) => number;
}

/** A run of agents added to one slot, and what each of them buys on average. */
interface Addition {
  readonly slot: number;
  readonly agents: number;
  readonly gainPerAgent: number;
}

/** Where a slot's curve ends: what is left to gain, as a share of the limit. */
const SATURATED = 1e-6;

/**
 * Agents per interval so that a goal holds over the whole period, weighted by contacts, with few
 * agents: those that buy most come first. Occupancy, minimum and the floor under the service level
 * are kept in every interval.
 *
 * Marginal analysis on the concave envelope of each interval's curve (a first agent in an
 * overloaded interval buys nothing, the tenth much: they are bought together), then single agents
 * are taken back while the goal still holds.
 *
 * @param slots the period's intervals, checked; those without traffic get `minimumAgents`
 * @returns agents per entry of `slots`
 *
 * Cost: about 60 evaluations of the model per interval.
 *
 * @see Fox (1966), "Discrete optimization via marginal analysis", Management Science 13(3).
 */
export function requirePeriod(
  slots: readonly PeriodSlot[],
  goal: ServiceGoal,
  model: StaffingModel,
  patienceSeconds: number | null,
): number[] {
  const everywhere = goalOfEveryInterval(goal);
  const agents = slots.map(({ traffic }) =>
    searchAgents(traffic, everywhere, model, patienceSeconds),
  );
  const evaluators = slots.map(({ traffic }) =>
    memoize(makeEvaluator(traffic, model, patienceSeconds, goal.thresholdSeconds)),
  );
  for (const part of periodParts(goal)) {
    const curves = slots.map(({ traffic, contacts }, slot): SlotCurve => {
      const evaluate = evaluators[slot]!;
      return {
        least: Math.max(agents[slot]!, leastAgents(traffic, goal, model)),
        excessAt: (count) => contacts * part.excess(evaluate(count)),
      };
    });
    meetPart(part, slots, curves, agents);
  }
  return agents;
}

/** What a goal over a period asks of every single interval. */
export function goalOfEveryInterval(goal: ServiceGoal): ServiceGoal {
  return {
    ...goal,
    serviceLevel: goal.serviceLevelFloor,
    averageSpeedOfAnswerSeconds: null,
    maxAbandonment: null,
  };
}

function periodParts(goal: ServiceGoal): PeriodPart[] {
  const parts: PeriodPart[] = [];
  const { serviceLevel, averageSpeedOfAnswerSeconds, maxAbandonment } = goal;
  if (serviceLevel !== null) {
    parts.push({
      limit: 1 - serviceLevel,
      excess: (performance) => {
        const { good, base } = serviceLevelParts(goal.definition, sharesOf(performance));
        return good - serviceLevel * base;
      },
    });
  }
  if (averageSpeedOfAnswerSeconds !== null) {
    parts.push({
      limit: averageSpeedOfAnswerSeconds,
      excess: (performance) =>
        (1 - performance.abandonProbability) *
        (averageSpeedOfAnswerSeconds - performance.averageSpeedOfAnswerSeconds),
    });
    parts.push({
      limit: averageSpeedOfAnswerSeconds,
      excess: (performance) => averageSpeedOfAnswerSeconds - performance.averageWaitSeconds,
    });
  }
  if (maxAbandonment !== null) {
    parts.push({
      limit: maxAbandonment,
      excess: (performance) => maxAbandonment - performance.abandonProbability,
    });
  }
  return parts;
}

/** Raises `agents` in place until the excess of all slots together is not negative. */
function meetPart(
  part: PeriodPart,
  slots: readonly PeriodSlot[],
  curves: readonly SlotCurve[],
  agents: number[],
): void {
  const busy = slots.flatMap(({ traffic, contacts }, slot) =>
    traffic.volume > 0 && contacts > 0 ? [slot] : [],
  );
  const floor = agents.slice();
  let total = 0;
  let contacts = 0;
  for (const slot of busy) {
    agents[slot] = curves[slot]!.least;
    floor[slot] = curves[slot]!.least;
    total += curves[slot]!.excessAt(agents[slot]);
    contacts += slots[slot]!.contacts;
  }
  const slack = 1e-13 * contacts * part.limit;
  if (total >= -slack) return;

  const additions = busy
    .flatMap((slot) => envelope(slot, curves[slot]!, slots[slot]!, part))
    .sort((a, b) => b.gainPerAgent - a.gainPerAgent || a.slot - b.slot);
  for (const addition of additions) {
    agents[addition.slot]! += addition.agents;
    total += addition.agents * addition.gainPerAgent;
    if (total >= -slack) break;
  }
  takeBack(busy, curves, floor, agents, slack);
}

/** The slot's curve as additions of falling gain per agent, by the upper concave hull. */
function envelope(
  slot: number,
  curve: SlotCurve,
  { traffic, contacts }: PeriodSlot,
  part: PeriodPart,
): Addition[] {
  const load = offeredLoad(traffic);
  const limit = contacts * part.limit;
  const hull: { agents: number; excess: number }[] = [];
  let agents = curve.least;
  for (;;) {
    const point = { agents, excess: curve.excessAt(agents) };
    while (hull.length >= 2 && slope(hull.at(-2)!, hull.at(-1)!) <= slope(hull.at(-1)!, point)) {
      hull.pop();
    }
    hull.push(point);
    if (limit - point.excess <= SATURATED * limit) break;
    // Every number near the load, ever fewer far from it and for large loads.
    const stride = Math.max(Math.abs(agents - load) / 12, Math.sqrt(load) / 10);
    agents += Math.max(1, Math.floor(stride));
  }
  return hull.slice(1).flatMap((point, index) => {
    const from = hull[index]!;
    const gainPerAgent = slope(from, point);
    return gainPerAgent > 0 ? [{ slot, agents: point.agents - from.agents, gainPerAgent }] : [];
  });
}

function slope(
  from: { readonly agents: number; readonly excess: number },
  to: { readonly agents: number; readonly excess: number },
): number {
  return (to.excess - from.excess) / (to.agents - from.agents);
}

/** Takes single agents away, the least useful first, while the goal still holds. */
function takeBack(
  busy: readonly number[],
  curves: readonly SlotCurve[],
  floor: readonly number[],
  agents: number[],
  slack: number,
): void {
  let surplus = busy.reduce((sum, slot) => sum + curves[slot]!.excessAt(agents[slot]!), slack);
  for (let taken = true; taken;) {
    taken = false;
    const losses = busy
      .filter((slot) => agents[slot]! > floor[slot]!)
      .map((slot) => {
        const { excessAt } = curves[slot]!;
        return { slot, loss: excessAt(agents[slot]!) - excessAt(agents[slot]! - 1) };
      })
      .sort((a, b) => a.loss - b.loss || a.slot - b.slot);
    for (const { slot, loss } of losses) {
      if (loss > surplus) break;
      agents[slot]!--;
      surplus -= loss;
      taken = true;
    }
  }
}

function memoize(evaluate: (agents: number) => Performance): (agents: number) => Performance {
  const known = new Map<number, Performance>();
  return (agents) => {
    let performance = known.get(agents);
    if (performance === undefined) {
      performance = evaluate(agents);
      known.set(agents, performance);
    }
    return performance;
  };
}
