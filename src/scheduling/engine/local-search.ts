import { type Watch } from '../search-watch.ts';
import { type Random, shuffled } from '../random.ts';
import { marginalCost } from './cover.ts';
import {
  bestSchedule,
  type Draft,
  objectiveOf,
  pricesOfCover,
  putSchedule,
  spreadCost,
} from './draft.ts';

/**
 * Gives everybody a schedule, one after the other, those with the fewest choices first.
 *
 * @returns the indexes of people for whom no schedule keeps the rules
 */
export function fillDraft(draft: Draft): readonly number[] {
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
    const prices = pricesOfCover(model, draft.cover, spreadCost);
    const found = bestSchedule(model.people[index]!, prices, null);
    if (found === null) return [index];
    putSchedule(draft, index, found.schedule);
    return [];
  });
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
