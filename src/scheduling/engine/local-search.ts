import { OFF } from './paths.ts';
import { type Watch } from '../search-watch.ts';
import { type Random, randomIndex, shuffled } from '../random.ts';
import { marginalCost } from './cover.ts';
import {
  bestSchedule,
  copyDraft,
  type Draft,
  makeSchedule,
  objectiveOf,
  pricesOfCover,
  putSchedule,
  spreadCost,
} from './draft.ts';

/**
 * Gives everybody a schedule, one after the other, those with the fewest choices first. When the
 * search is cancelled, those who are left and may miss minimums get their locked shifts alone.
 *
 * @returns the indexes of people for whom no schedule keeps the rules
 */
export function fillDraft(draft: Draft, watch: Watch): readonly number[] {
  const { model } = draft;
  const order = model.people
    .map(({ menu }, index) => ({
      index,
      choices: menu.reduce(
        (sum, { lines }) => lines.reduce((all, own) => all + own.length, sum),
        0,
      ),
    }))
    .sort((a, b) => a.choices - b.choices || a.index - b.index);
  return order.flatMap(({ index }) => {
    if (watch.stopped() === 'cancelled' && putLocksAlone(draft, index)) return [];
    const prices = pricesOfCover(model, draft.cover, spreadCost);
    const found = bestSchedule(model.people[index]!, prices, null);
    if (found === null) return [index];
    putSchedule(draft, index, found.schedule);
    return [];
  });
}

function putLocksAlone(draft: Draft, index: number): boolean {
  const { menu, lenient } = draft.model.people[index]!;
  if (lenient === null) return false;
  const choices = Int32Array.from(menu, ({ forced }) => (forced ? 0 : OFF));
  const free = draft.model.lines.map(({ required }) => new Float64Array(required.length + 1));
  putSchedule(draft, index, makeSchedule(draft.model.people[index]!, choices, 0, free, null));
  return true;
}

/** Re-rosters one person after the other as is best for all, until nobody's change helps. */
export function sweep(draft: Draft, random: Random, watch: Watch): void {
  const { model } = draft;
  let objective = objectiveOf(draft);
  for (let gain = Infinity; gain > 1e-6 * Math.abs(objective) + 1e-6;) {
    const before = objective;
    for (const index of shuffled(random, [...model.people.keys()])) {
      if (watch.stopped() !== null) return;
      objective = tryAgain(draft, [index], 0, model.days, objective, objective);
      watch.count(1);
    }
    gain = before - objective;
  }
}

/**
 * Clears days [fromDay, toDay) of some people and chooses them anew one after the other; keeps
 * the outcome if it costs at most `allowed`, else puts everything back.
 *
 * @returns the objective then
 */
export function tryAgain(
  draft: Draft,
  members: readonly number[],
  fromDay: number,
  toDay: number,
  objective: number,
  allowed: number,
): number {
  const { model } = draft;
  const kept = members.map((index) => draft.schedules[index]!);
  const isWhole = fromDay === 0 && toDay === model.days;
  members.forEach((index, order) => {
    const { choices, work, cost, penalty } = kept[order]!;
    putSchedule(draft, index, {
      choices,
      cost,
      penalty,
      work: work.map((assignment, day) => (day < fromDay || day >= toDay ? assignment : null)),
    });
  });
  members.forEach((index, order) => {
    const schedule = kept[order]!;
    const prices = pricesOfCover(model, draft.cover, marginalCost);
    const window = isWhole ? null : { schedule, fromDay, toDay };
    const found = bestSchedule(model.people[index]!, prices, window);
    putSchedule(draft, index, found?.schedule ?? schedule);
  });
  const found = objectiveOf(draft);
  if (found <= allowed) return found;
  members.forEach((index, order) => {
    putSchedule(draft, index, kept[order]!);
  });
  return objective;
}

/**
 * Ruin and recreate: a few people's weeks (or whole periods) are cleared and chosen anew one after
 * the other, kept where that costs no more than a shrinking allowance above the present (simulated
 * annealing). Leaves the best draft found.
 *
 * @param cooling what is left of the allowance for worse drafts, 1 to 0
 */
export function ruinAndRecreate(
  draft: Draft,
  random: Random,
  watch: Watch,
  cooling: () => number,
  onBest: (objective: number) => boolean,
): Draft {
  const { model } = draft;
  const people = [...model.people.keys()];
  let objective = objectiveOf(draft);
  let best = copyDraft(draft);
  let least = objective;
  while (watch.stopped() === null) {
    const warmth = cooling();
    if (warmth <= 0) break;
    const size = Math.min(people.length, 1 + randomIndex(random, 3));
    const isWhole = model.days <= 7 || random() < 0.15;
    const fromDay = isWhole ? 0 : randomIndex(random, Math.max(1, model.days - 6));
    const toDay = isWhole ? model.days : Math.min(model.days, fromDay + 7);
    const members = shuffled(random, people).slice(0, size);
    const allowed = objective - HEAT * least * warmth ** 2 * Math.log(1 - random());
    objective = tryAgain(draft, members, fromDay, toDay, objective, allowed);
    watch.count(size);
    if (objective < least - 1e-9) {
      least = objective;
      best = copyDraft(draft);
      if (onBest(least)) break;
    }
  }
  return best;
}

/** Share of the cost by which a draft may be worse than the present, on average, at first. */
const HEAT = 3e-4;
