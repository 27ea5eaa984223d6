import { type Random } from '../random.ts';
import { cellCost, marginalCost } from './cover.ts';
import { addWork, bestSchedule, type Draft, objectiveOf, type Schedule } from './draft.ts';
import { type ModelPerson } from './roster-model.ts';

/** Whose days are chosen anew, how far from true prices, and what the outcome may cost. */
export interface Change {
  readonly members: readonly number[];
  readonly fromDay: number;
  readonly toDay: number;
  /** Prices are multiplied by random factors of 1 - blur to 1 + blur; 0 for none. */
  readonly blur: number;
  /** Share of the guide in the prices, in [0, 1]; the rest is what cover really lacks. */
  readonly pull: number;
  /** The outcome is kept where the whole roster costs at most this. */
  readonly allowed: number;
}

/** Clears days of a few people and chooses them anew, one person after the other. */
export interface Recreator {
  /** What the draft costs. */
  readonly objective: () => number;
  readonly tryAgain: (change: Change) => void;
  /** Everybody who may work one of the lines that a person may work. */
  readonly neighboursOf: (index: number) => readonly number[];
}

/** Cells that share one random factor: prices of the same hours stand and fall together. */
const BLURRED_TOGETHER = 16;

/**
 * A recreator of a draft, which nobody else may change meanwhile. Prices can be drawn towards a
 * guide: those of a good bound know where cover is dear in the best of rosters, however this one
 * stands. It looks at no more lines and
 * cells than the people and days concerned can reach.
 *
 * Cost: a try takes O(members x (lines x cells of the days + duties of the days)).
 */
export function makeRecreator(
  draft: Draft,
  random: Random,
  guide: readonly Float64Array[] | null,
): Recreator {
  const { model, cover, schedules } = draft;
  const { lines, people, days } = model;
  const sums = lines.map(({ required }) => new Float64Array(required.length + 1));
  const reach = cellsOfDays(people, days);
  const linesOf = people.map(linesOfPerson);
  const onLine = lines.map((_, line) =>
    linesOf.flatMap((own, index) => (own.includes(line) ? [index] : [])),
  );
  let objective = objectiveOf(draft);

  const costOf = (own: readonly number[], from: number, to: number) => {
    let cost = 0;
    for (const index of own) {
      const line = lines[index]!;
      const end = Math.min(to, line.required.length);
      for (let cell = from; cell < end; cell++) cost += cellCost(line, cell, cover[index]![cell]!);
    }
    return cost;
  };
  const priceCells = (index: number, from: number, to: number, { blur, pull }: Change) => {
    const line = lines[index]!;
    const guided = guide === null || pull === 0 ? null : guide[index]!;
    const agents = cover[index]!;
    const row = sums[index]!;
    const end = Math.min(to, agents.length);
    let sum = 0;
    let factor = 1;
    for (let cell = from; cell < end; cell++) {
      row[cell] = sum;
      if (blur > 0 && (cell - from) % BLURRED_TOGETHER === 0) {
        factor = 1 + blur * (2 * random() - 1);
      }
      const own = factor * marginalCost(line, cell, agents[cell]!);
      sum += guided === null ? own : own + pull * (guided[cell]! - own);
    }
    row[end] = sum;
  };
  const exchange = (
    index: number,
    from: Schedule,
    to: Schedule,
    fromDay: number,
    toDay: number,
  ) => {
    addWork(cover, from, -1, fromDay, toDay);
    addWork(cover, to, 1, fromDay, toDay);
    schedules[index] = to;
  };

  return {
    objective: () => objective,
    neighboursOf: (index) => {
      const own = linesOf[index]!;
      return own.length === 0 ? [index] : onLine[own[Math.floor(random() * own.length)]!]!;
    },
    tryAgain: (change) => {
      const { members, fromDay, toDay, allowed } = change;
      const kept = members.map((index) => schedules[index]!);
      const [fromCell, toCell] = reach(fromDay, toDay);
      const touched = [...new Set(members.flatMap((index) => linesOf[index]!))];
      const isWhole = fromDay === 0 && toDay === days;
      let found = objective - costOf(touched, fromCell, toCell);
      for (const schedule of kept) addWork(cover, schedule, -1, fromDay, toDay);
      members.forEach((index, order) => {
        const schedule = kept[order]!;
        for (const line of linesOf[index]!) priceCells(line, fromCell, toCell, change);
        const window = isWhole ? null : { schedule, fromDay, toDay };
        const chosen = bestSchedule(people[index]!, sums, window)?.schedule ?? schedule;
        addWork(cover, chosen, 1, fromDay, toDay);
        schedules[index] = chosen;
        found += chosen.cost + chosen.penalty - schedule.cost - schedule.penalty;
      });
      found += costOf(touched, fromCell, toCell);
      if (found <= allowed) {
        objective = found;
        return;
      }
      members.forEach((index, order) => {
        exchange(index, schedules[index]!, kept[order]!, fromDay, toDay);
      });
    },
  };
}

/** Every line that a person may work. */
function linesOfPerson({ menu }: ModelPerson): readonly number[] {
  const lists = new Set(menu.flatMap(({ lines }) => lines));
  return [...new Set([...lists].flat())];
}

/** The cells that duties of given days can reach, [from, to); `to` may lie beyond the last. */
function cellsOfDays(people: readonly ModelPerson[], days: number) {
  const first = new Float64Array(days).fill(Infinity);
  const last = new Float64Array(days);
  for (const { menu } of people) {
    menu.forEach(({ duties }, day) => {
      for (const { from, to } of duties) {
        first[day] = Math.min(first[day]!, Math.floor(from));
        last[day] = Math.max(last[day]!, Math.ceil(to));
      }
    });
  }
  return (fromDay: number, toDay: number): readonly [number, number] => {
    let from = Infinity;
    let to = 0;
    for (let day = fromDay; day < toDay; day++) {
      from = Math.min(from, first[day]!);
      to = Math.max(to, last[day]!);
    }
    return from < to ? [Math.max(0, from), to] : [0, 0];
  };
}
