import { OFF } from './paths.ts';
import { type Watch } from '../search-watch.ts';
import { type Random, randomIndex, shuffled } from '../random.ts';
import {
  bestSchedule,
  copyDraft,
  type Draft,
  makeSchedule,
  pricesOfCover,
  putSchedule,
  spreadCost,
} from './draft.ts';
import { makeRecreator, type Recreator } from './recreate.ts';

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
  const { days, people } = draft.model;
  const recreator = makeRecreator(draft, random, null);
  for (let gain = Infinity; gain > 1e-6 * Math.abs(recreator.objective()) + 1e-6;) {
    const before = recreator.objective();
    for (const index of shuffled(random, [...people.keys()])) {
      if (watch.stopped() !== null) return;
      const allowed = recreator.objective();
      recreator.tryAgain({ members: [index], fromDay: 0, toDay: days, blur: 0, pull: 0, allowed });
      watch.count(1);
    }
    gain = before - recreator.objective();
  }
}

/** Most people and days that are chosen anew at once. */
const MAX_MEMBERS = 4;
const MAX_DAYS = 4;
/** Share of tries in which the whole period of one or two people is. */
const WHOLE_SHARE = 0.1;

/**
 * Ruin and recreate: some days of a few people who may work the same queue are cleared and chosen
 * anew one after the other (Schrimpf and others, 2000), at prices that are blurred and drawn towards
 * the guide, so that what comes back is not always the same. Kept where that costs
 * no more than a shrinking allowance above the present (simulated annealing). Leaves the best
 * draft found.
 *
 * @param guide prices of cover that gave a good bound; `null` for none
 * @param cooling what is left of the allowance for worse drafts, 1 to 0
 */
export function ruinAndRecreate(
  draft: Draft,
  guide: readonly Float64Array[] | null,
  random: Random,
  watch: Watch,
  cooling: () => number,
  onBest: (objective: number) => boolean,
): Draft {
  const { days, people } = draft.model;
  const recreator = makeRecreator(draft, random, guide);
  let best = copyDraft(draft);
  let least = recreator.objective();
  while (watch.stopped() === null) {
    const warmth = cooling();
    if (warmth <= 0) break;
    const isWhole = random() < WHOLE_SHARE;
    const length = isWhole ? days : Math.min(days, 1 + randomIndex(random, MAX_DAYS));
    const fromDay = randomIndex(random, days - length + 1);
    const members = pickMembers(recreator, people.length, isWhole ? 2 : MAX_MEMBERS, random);
    const heat = HEAT * (least / (people.length * days)) * warmth ** 2;
    recreator.tryAgain({
      members,
      fromDay,
      toDay: fromDay + length,
      blur: random(),
      pull: random(),
      allowed: recreator.objective() - heat * Math.log(1 - random()),
    });
    watch.count(members.length);
    if (recreator.objective() < least - 1e-9) {
      least = recreator.objective();
      best = copyDraft(draft);
      if (onBest(least)) break;
    }
  }
  return best;
}

/** One to `most` people who may work one queue. */
function pickMembers(
  { neighboursOf }: Recreator,
  people: number,
  most: number,
  random: Random,
): readonly number[] {
  const first = randomIndex(random, people);
  const others = neighboursOf(first);
  const members = new Set([first]);
  for (let left = randomIndex(random, most); left > 0; left--) {
    members.add(others[randomIndex(random, others.length)]!);
  }
  return shuffled(random, [...members]);
}

/** What a draft may be worse than the present on average at first, by the cost of a person's day. */
const HEAT = 0.7;
