import { type MipSolver } from '../mip-solver.ts';
import { makeRandom, type Random, randomIndex, shuffled } from '../random.ts';
import { type SearchClock, type Watch } from '../search-watch.ts';
import { dive } from './dive.ts';
import { type Draft, emptyDraft, objectiveOf, type Schedule } from './draft.ts';
import { generateColumns } from './generate-columns.ts';
import { fillDraft, ruinAndRecreate, sweep } from './local-search.ts';
import { chooseAnew, groupOf, type SearchTools } from './neighbourhood.ts';
import { proveByListing } from './prove-by-listing.ts';
import { type RosterModel } from './roster-model.ts';
import { roundMixture } from './round-mixture.ts';
import { searchPrices } from './search-prices.ts';

/** What a search found. */
export interface Found {
  readonly draft: Draft;
  /** Proven: no roster has a smaller objective, penalties included; `null` where none is known. */
  readonly bound: number | null;
  /** People for whom no schedule keeps the rules; they have none. */
  readonly without: readonly number[];
}

export interface SearchWorld extends SearchClock {
  readonly solver: MipSolver;
}

/** Share of the allowance for the bound of the whole problem. */
const ROOT_SHARE = 0.4;
/** Most people x cells x cells of a duty for which the relaxation is solved as a linear programme. */
export const MAX_LP_SIZE = 200_000;
/** Most rounds of a column generation, for everybody and for a group. */
const ROOT_ROUNDS = 400;
const GROUP_ROUNDS = 25;
/** Schedules of the whole problem's column generation that a group starts from, each. */
const KNOWN = 40;

/**
 * One anytime search: a legal roster first, then ever better ones, with a bound. Whole groups of
 * people or stretches of days are chosen anew (large-neighbourhood search), each by column
 * generation and an integer programme.
 */
export async function searchRoster(
  model: RosterModel,
  seed: number,
  watch: Watch,
  { solver, signal }: SearchWorld,
): Promise<Found> {
  const random = makeRandom(seed);
  const draft = emptyDraft(model);
  const without = fillDraft(draft, watch);
  watch.tell('first-roster', { objective: objectiveOf(draft) });
  if (without.length > 0) return { draft, bound: null, without };
  if (model.people.length === 0) return { draft, bound: objectiveOf(draft), without };
  sweep(draft, random, watch);
  const tools = { solver, signal, watch };

  let bound: number | null = null;
  const tell = (step: string, objective: number) => {
    watch.tell(step, { objective, bound, gap: gapOf(objective, bound) });
  };
  if (lpSize(model) > MAX_LP_SIZE) {
    return searchLarge(draft, random, watch, (found) => (bound = found), tell);
  }
  const members = [...model.people.keys()];
  const root = groupOf(draft, members, 0, model.days);
  const objective = objectiveOf(draft);
  const { master, relaxed, prices } = await generateColumns(
    root,
    draft.schedules.map((schedule) => [schedule!]),
    {
      solver,
      signal,
      watch,
      maxRounds: ROOT_ROUNDS,
      enough: 1e-5,
      until: () => watch.used() >= ROOT_SHARE,
      onBound: (found) => {
        bound = roundUp(model, found);
        tell('bound', objective);
      },
    },
  );
  const pool = members.map((): { schedule: Schedule; value: number; order: number }[] => []);
  master.columns.forEach(({ member, schedule }, at) => {
    pool[member]!.push({ schedule, value: relaxed?.values[at] ?? 0, order: at });
  });
  if (relaxed !== null && watch.stopped() === null) {
    await dive(draft, root, { master, relaxed }, random, tools);
    tell('picked', objectiveOf(draft));
  }
  master.close();
  for (const own of pool) own.sort((a, b) => b.value - a.value || b.order - a.order);
  const known = pool.map((own) => own.slice(0, KNOWN).map(({ schedule }) => schedule));

  let listed = Infinity;
  while (watch.stopped() === null && !isProven(objectiveOf(draft), bound)) {
    await improve(draft, known, random, tools, () => bound, tell);
    const reached = objectiveOf(draft);
    if (prices === null || bound === null || reached >= listed || watch.stopped() !== null) {
      listed = reached;
      continue;
    }
    listed = reached;
    const proven = await proveByListing(draft, prices, tools);
    if (proven !== null) bound = Math.max(bound, roundUp(model, proven));
  }
  return { draft, bound, without };
}

/**
 * The same for more cells than a linear programme is quick with: prices by a bundle method, their
 * mixture rounded, then ruin and recreate.
 */
function searchLarge(
  draft: Draft,
  random: Random,
  watch: Watch,
  onBound: (bound: number) => void,
  tell: (step: string, objective: number) => void,
): Found {
  let objective = objectiveOf(draft);
  const { bound, prices, mixture, field, rounds } = searchPrices(draft, {
    watch,
    maxRounds: ROOT_ROUNDS,
    enough: 1e-3,
    until: () => watch.used() >= ROOT_SHARE,
    onBound: (found) => {
      onBound(found);
      tell('bound', objective);
    },
  });
  let present = draft;
  const rounded = roundMixture(mixture, field, rounds, random, watch);
  if (rounded !== null) {
    sweep(rounded, random, watch);
    if (objectiveOf(rounded) < objective) present = rounded;
    objective = objectiveOf(present);
    tell('picked', objective);
  }
  const begun = watch.used();
  const best = ruinAndRecreate(
    present,
    prices,
    random,
    watch,
    () => 1 - (watch.used() - begun) / (1 - begun),
    (least) => {
      tell('search', least);
      return isProven(least, bound);
    },
  );
  return { draft: best, bound, without: [] };
}

/** How large the relaxation is as a linear programme: people x cells x most cells of a duty. */
export function lpSize({ people, lines }: RosterModel): number {
  const cells = lines.reduce((sum, { required }) => sum + required.length, 0);
  let longest = 1;
  for (const { menu } of people) {
    for (const { duties } of menu) {
      for (const { from, to } of duties) longest = Math.max(longest, to - from);
    }
  }
  return people.length * cells * longest;
}

function isProven(objective: number, bound: number | null): boolean {
  return bound !== null && objective - bound <= 1e-9 * (1 + Math.abs(objective));
}

function roundUp({ costUnit }: RosterModel, bound: number): number {
  return costUnit === null ? bound : costUnit * Math.ceil((bound - 1e-4) / costUnit);
}

function gapOf(objective: number, bound: number | null): number | null {
  if (bound === null) return null;
  return objective <= bound ? 0 : (objective - bound) / objective;
}

/** A kind of neighbourhood, and how well its size suits the time it takes. */
interface Kind {
  readonly kind: 'people' | 'days';
  size: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Large-neighbourhood search, until nothing was gained for a while. A kind's size grows while its neighbourhoods are searched to the
 * end without a gain, and shrinks where they are not.
 */
async function improve(
  draft: Draft,
  known: readonly (readonly Schedule[])[],
  random: Random,
  tools: SearchTools,
  bound: () => number | null,
  tell: (step: string, objective: number) => void,
): Promise<void> {
  const { model } = draft;
  const { watch } = tools;
  const count = model.people.length;
  const kinds: Kind[] = [
    { kind: 'people', size: Math.min(count, 6), least: Math.min(count, 2), most: count },
    ...(model.days > 7
      ? [{ kind: 'days' as const, size: Math.min(model.days, 7), least: 3, most: model.days }]
      : []),
  ];
  let objective = objectiveOf(draft);
  let idle = 0;
  for (let turn = 0; watch.stopped() === null; turn++) {
    if (idle > MAX_IDLE || isProven(objective, bound())) break;
    const kind = kinds[turn % kinds.length]!;
    const size = Math.round(kind.size);
    const group = pickGroup(draft, kind.kind, size, random);
    const started = watch.spent();
    const tried = await chooseAnew(
      draft,
      group,
      group.members.map((index) => (group.present === null ? known[index]! : [])),
      { maxRounds: GROUP_ROUNDS, nodeLimit: 200, timeLimitSeconds: GROUP_SECONDS },
      tools,
    );
    const gained = tried.objective < objective - 1e-9;
    idle = gained ? 0 : idle + 1;
    objective = tried.objective;
    tell('search', objective);
    const isSlow = !watch.isCounted && watch.spent() - started > GROUP_SECONDS;
    if (!tried.isExhausted || isSlow) kind.size = Math.max(kind.least, kind.size * 0.9);
    else if (!gained) kind.size = Math.min(kind.most, kind.size * 1.04);
  }
}

const GROUP_SECONDS = 2;
/** Neighbourhoods without a gain after which a proof is tried. */
const MAX_IDLE = 30;

/** People at random, or everybody on a stretch of days. */
function pickGroup(draft: Draft, kind: Kind['kind'], size: number, random: Random) {
  const { model } = draft;
  const everybody = [...model.people.keys()];
  if (kind === 'people') {
    return groupOf(draft, shuffled(random, everybody).slice(0, size), 0, model.days);
  }
  const length = Math.min(size, model.days);
  const fromDay = randomIndex(random, model.days - length + 1);
  return groupOf(draft, everybody, fromDay, fromDay + length);
}
