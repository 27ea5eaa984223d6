import {
  clearDays,
  copyDraft,
  type Draft,
  fillDays,
  marginalPrice,
  objectiveOf,
  setDay,
  spreadPrice,
  sumMarginalPrices,
} from './draft.ts';
import { type Random, randomIndex, shuffled } from './random.ts';
import { type Watch } from './search-watch.ts';

/**
 * Gives everybody a schedule, one after the other, those with the fewest choices first. When the
 * search is cancelled those who are left get their locked shifts alone.
 */
export function fillDraft(draft: Draft, watch: Watch): void {
  const days = draft.problem.days;
  const order = draft.people
    .map(({ menu, queues }, index) => ({
      index,
      choices: queues.length * menu.reduce((sum, { duties }) => sum + duties.length, 0),
    }))
    .sort((a, b) => a.choices - b.choices || a.index - b.index);
  for (const { index } of order) {
    if (watch.stopped() === 'cancelled') fillLocksAlone(draft, index);
    else {
      sumMarginalPrices(draft, spreadPrice);
      fillDays(draft, index, 0, days);
    }
  }
}

function fillLocksAlone(draft: Draft, index: number): void {
  draft.people[index]!.menu.forEach(({ forced, duties }, day) => {
    if (!forced) return;
    const duty = duties[0]!;
    const queue = draft.people[index]!.queues[0] ?? -1;
    const breakOffsets = duty.breaks.map(({ offsetsSeconds }) => offsetsSeconds[0]!);
    setDay(draft, index, day, 0, { duty, queue, breakOffsets });
  });
}

/** Re-rosters one person after the other as is best for all, until nobody's change helps. */
export function sweep(draft: Draft, random: Random, watch: Watch): void {
  const days = draft.problem.days;
  let objective = objectiveOf(draft);
  for (let gain = Infinity; gain > 1e-6 * Math.abs(objective) + 1e-6;) {
    const before = objective;
    for (const index of shuffled(
      random,
      draft.people.map((_, each) => each),
    )) {
      if (watch.stopped() !== null) return;
      objective = tryAgain(draft, [{ index, fromDay: 0, toDay: days }], objective, objective);
      watch.count(1);
    }
    gain = before - objective;
  }
}

/** A person's days to choose anew. */
export interface Hole {
  readonly index: number;
  readonly fromDay: number;
  readonly toDay: number;
}

/**
 * Clears holes and fills them one after the other; keeps the outcome if it costs at most
 * `allowed`, else puts everything back. Returns the objective then.
 */
export function tryAgain(
  draft: Draft,
  holes: readonly Hole[],
  objective: number,
  allowed: number,
): number {
  const kept = holes.map(({ index, fromDay, toDay }) => ({
    choices: draft.choices[index]!.slice(fromDay, toDay),
    work: draft.work[index]!.slice(fromDay, toDay),
  }));
  for (const { index, fromDay, toDay } of holes) clearDays(draft, index, fromDay, toDay);
  for (const { index, fromDay, toDay } of holes) {
    sumMarginalPrices(draft, marginalPrice);
    fillDays(draft, index, fromDay, toDay);
  }
  const found = objectiveOf(draft);
  if (found <= allowed) return found;
  holes.forEach(({ index, fromDay, toDay }, order) => {
    clearDays(draft, index, fromDay, toDay);
    const { choices, work } = kept[order]!;
    for (let day = fromDay; day < toDay; day++) {
      setDay(draft, index, day, choices[day - fromDay]!, work[day - fromDay]!);
    }
  });
  return objective;
}

/**
 * Ruin and recreate: a few people's weeks (or whole periods) are cleared and chosen anew in
 * random order, kept where that costs no more than a shrinking allowance above the present.
 * Leaves the best draft found.
 */
export function ruinAndRecreate(
  draft: Draft,
  random: Random,
  watch: Watch,
  until: () => boolean,
  onBest: (objective: number) => void,
): Draft {
  const { days } = draft.problem;
  const count = draft.people.length;
  if (count === 0) return draft;
  let objective = objectiveOf(draft);
  let best = copyDraft(draft);
  let bestObjective = objective;
  while (!until()) {
    const size = Math.min(count, 1 + randomIndex(random, 2));
    const whole = days <= 7 || random() < 0.15;
    const fromDay = whole ? 0 : randomIndex(random, Math.max(1, days - 6));
    const toDay = whole ? days : Math.min(days, fromDay + 7);
    const indexes = shuffled(
      random,
      draft.people.map((_, each) => each),
    ).slice(0, size);
    const temperature = 3e-3 * bestObjective * (1 - watch.used()) ** 2;
    const allowed = objective - temperature * Math.log(1 - random());
    objective = tryAgain(
      draft,
      indexes.map((index) => ({ index, fromDay, toDay })),
      objective,
      allowed,
    );
    watch.count(size);
    if (objective < bestObjective - 1e-9) {
      bestObjective = objective;
      best = copyDraft(draft);
      onBest(bestObjective);
    }
  }
  return best;
}
