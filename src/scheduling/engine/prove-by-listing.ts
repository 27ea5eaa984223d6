import { type Draft, makeSchedule, objectiveOf, putSchedule, type Schedule } from './draft.ts';
import { sumPrices } from './duty-price.ts';
import { openMaster } from './master.ts';
import { groupOf, type SearchTools } from './neighbourhood.ts';
import { type CostsAhead, FREE, OFF } from './paths.ts';
import { exactCostsAhead } from './person-path.ts';
import { priceBound } from './price-bound.ts';
import { makePriceBook } from './price-book.ts';
import { type ModelPerson } from './roster-model.ts';

/** Most schedules that are listed over all people. */
const MAX_LISTED = 30_000;
/** Nodes of the programme where iterations are counted and not time. */
const PROOF_NODES = 20_000;

/**
 * Lists every schedule that a better roster could hold: at the bound's prices a person's own may
 * exceed the cheapest by no more than bound and objective are apart. The best of them all, by an
 * integer programme, is then the best there is. Changes the draft where it finds better.
 *
 * @returns a bound of any roster; `null` where too many schedules would have to be listed, breaks
 *   or lines are open, or the programme did not end
 */
export async function proveByListing(
  draft: Draft,
  at: readonly Float64Array[],
  { solver, signal, watch }: SearchTools,
): Promise<number | null> {
  const { model } = draft;
  if (!model.people.every(isSettled)) return null;
  const members = [...model.people.keys()];
  const group = groupOf(draft, members, 0, model.days);
  const priced = priceBound(group, at, () => watch.stopped() !== null);
  if (priced === null) return null;
  const { bound, schedules } = priced;
  const objective = objectiveOf(draft);
  const room = objective - (model.costUnit ?? 0) - bound + 1e-6;
  if (room < 0) return objective;
  const prices = at.map(sumPrices);
  const book = makePriceBook(prices);
  const listed: Schedule[][] = [];
  let left = MAX_LISTED;
  for (const index of members) {
    const person = model.people[index]!;
    const dayPrices = book(person, 0, model.days);
    const ahead = exactCostsAhead(person, dayPrices);
    const cheapest = schedules[index]?.price;
    if (ahead === null || cheapest === undefined || watch.stopped() !== null) return null;
    const found = listSchedules(person, dayPrices, ahead, cheapest + room, left);
    if (found === null) return null;
    left -= found.length;
    listed.push(found.map((choices) => makeSchedule(person, choices, 0, prices, null)));
  }
  const master = await openMaster(solver, group);
  try {
    const own = draft.schedules.map((schedule) => schedule!);
    own.forEach((schedule, member) => master.add(member, [schedule]));
    const start = [...master.columns];
    listed.forEach((found, member) => master.add(member, found));
    const { columns } = master;
    const {
      values,
      status,
      bound: proven,
    } = await solver.solve({
      ...master.integerModel(columns, start),
      nodeLimit: watch.isCounted ? PROOF_NODES : null,
      timeLimitSeconds: watch.isCounted ? Infinity : watch.left(),
      relativeGap: 0,
      signal,
      onProgress: () => undefined,
    });
    if (values !== null) {
      const first = values.length - columns.length;
      columns.forEach(({ member, schedule }, column) => {
        if (values[first + column]! > 0.5) putSchedule(draft, member, schedule);
      });
      if (objectiveOf(draft) > objective) {
        own.forEach((schedule, member) => {
          putSchedule(draft, member, schedule);
        });
      }
    }
    if (status === 'optimal') return objectiveOf(draft);
    if (proven === null) return null;
    return Math.min(objective, proven + master.constant);
  } finally {
    master.close();
  }
}

/** Whether each duty can be worked in one way only, without priced misses. */
function isSettled({ menu, rules }: ModelPerson): boolean {
  return (
    rules.tallies.every(({ missingPrice, min }) => min === 0 || missingPrice === Infinity) &&
    menu.every(
      ({ duties, lines, forced }) =>
        !forced &&
        duties.every(({ breaks }) => breaks.length === 0) &&
        lines.every((own) => own.length === 1),
    )
  );
}

/** Every schedule that costs at most `limit`; `null` where there are more than `most`. */
function listSchedules(
  person: ModelPerson,
  prices: readonly Float64Array[],
  { graph, costs }: CostsAhead,
  limit: number,
  most: number,
): Int32Array[] | null {
  const { menu } = person;
  const found: Int32Array[] = [];
  const choice = new Int32Array(menu.length).fill(FREE);
  const visit = (day: number, state: number, gate: number, cost: number) => {
    if (found.length > most) return;
    if (day === menu.length) {
      found.push(choice.slice());
      return;
    }
    const { gates, offCost, duties, kindOf } = menu[day]!;
    const layer = graph.layers[day]!;
    const isLast = day === menu.length - 1;
    const width = isLast ? 1 : menu[day + 1]!.gates.count;
    const go = (pick: number, to: number, leave: number, price: number) => {
      if (to < 0 || !(cost + price + costs[day + 1]![to * width + leave]! <= limit)) return;
      choice[day] = pick;
      visit(day + 1, to, leave, cost + price);
    };
    go(OFF, layer.offNext[state]!, isLast ? 0 : gates.offLeaves[gate]!, offCost);
    for (let duty = 0; duty < duties.length; duty++) {
      if (gate > gates.lastGate[duty]!) continue;
      const to = layer.workNext[state * layer.kinds + kindOf[duty]!]!;
      go(duty, to, isLast ? 0 : gates.leaves[duty]!, prices[day]![duty]!);
    }
  };
  visit(0, 0, person.startGate, 0);
  return found.length > most ? null : found;
}
