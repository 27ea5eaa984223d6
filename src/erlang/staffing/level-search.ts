import { type ServiceLevelDefinition } from '../../domain/requirement.ts';
import { inverseBlocking } from '../blocking/erlang-b.ts';
import { guessAgents } from './guess-agents.ts';
import { levelMargin, levelTarget, type LevelTarget } from './level-margin.ts';

/** A service level, and callers who hang up, that all intervals of a series share. */
export interface SeriesGoal {
  readonly serviceLevel: number;
  readonly definition: ServiceLevelDefinition;
  readonly thresholdSeconds: number;
  readonly patienceSeconds: number;
}

/** Traffic of a series, between whose bounds its table reaches. */
export interface TrafficRange {
  readonly leastHandleTime: number;
  readonly mostHandleTime: number;
  readonly mostLoad: number;
}

/**
 * What the searches of a series share: the goal, and a table of agents beyond the load, over square
 * roots of load and handle time. Its entries are made when first asked for; from them a search
 * takes its first guess. A wrong entry costs time and no more.
 */
export interface LevelSearch {
  readonly target: LevelTarget;
  readonly serviceLevel: number;
  readonly thresholdSeconds: number;
  readonly patienceSeconds: number;
  /** 1 - exp(-threshold / patience). */
  readonly leaving: number;
  readonly leastHandleTime: number;
  readonly columns: number;
  /** NaN where not yet made. */
  readonly spare: Float64Array;
  /** Margins of the answer found last, and of one agent less. */
  readonly last: Float64Array;
}

/** Neither answer is clear enough for the sums, or the guess was too far away. */
export const UNDECIDED = -1;

/** Precision of the series, and the margin beyond which they decide: at least 5 times that. */
const QUICK_PRECISION = 1e-6;
const QUICK_MARGIN = 1e-5;
const FINE_PRECISION = 1e-13;
const FINE_MARGIN = 1e-9;

/** Steps from the guess before the search by halves is the better one. */
const MAX_STEPS = 6;

/** Rows of the table per square root of an erlang; columns per square root of the handle time. */
const ROWS = 2;
const COLUMNS = 8;
const MOST_COLUMNS = 200;

export function startLevelSearch(goal: SeriesGoal, range: TrafficRange): LevelSearch {
  const { serviceLevel, definition, thresholdSeconds, patienceSeconds } = goal;
  const { leastHandleTime, mostHandleTime, mostLoad } = range;
  const width = COLUMNS * (Math.sqrt(mostHandleTime / leastHandleTime) - 1);
  const columns = Math.min(MOST_COLUMNS, Math.ceil(width) + 2);
  const rows = Math.ceil(ROWS * Math.sqrt(mostLoad)) + 2;
  const gone = thresholdSeconds / patienceSeconds;
  return {
    target: levelTarget(definition, serviceLevel, Math.exp(-gone)),
    serviceLevel,
    thresholdSeconds,
    patienceSeconds,
    leaving: -Math.expm1(-gone),
    leastHandleTime,
    columns,
    spare: new Float64Array(rows * columns).fill(NaN),
    last: new Float64Array(2),
  };
}

/**
 * Fewest agents that meet the service level, or {@link UNDECIDED}.
 *
 * It ends where one number is seen to meet the level and one less to miss it, each by a margin
 * above the error of the sums.
 *
 * @param load above 0, within the range that the search was started for
 */
export function searchLevel(search: LevelSearch, load: number, handleTimeSeconds: number): number {
  const { columns, leastHandleTime } = search;
  const across = COLUMNS * (Math.sqrt(handleTimeSeconds / leastHandleTime) - 1);
  const down = ROWS * Math.sqrt(load);
  const column = Math.min(columns - 2, Math.floor(across));
  const row = Math.floor(down);
  const right = across - column;
  const below = down - row;
  const upper =
    (1 - right) * spareAt(search, row, column) + right * spareAt(search, row, column + 1);
  const lower =
    (1 - right) * spareAt(search, row + 1, column) + right * spareAt(search, row + 1, column + 1);
  const guess = Math.ceil(load + (1 - below) * upper + below * lower);
  return searchFrom(search, Math.max(1, guess), load, handleTimeSeconds);
}

function spareAt(search: LevelSearch, row: number, column: number): number {
  const place = row * search.columns + column;
  const known = search.spare[place]!;
  if (!Number.isNaN(known)) return known;
  const { thresholdSeconds, patienceSeconds, serviceLevel, last } = search;
  const load = Math.max(0.01, (row / ROWS) ** 2);
  const handleTimeSeconds = search.leastHandleTime * (1 + column / COLUMNS) ** 2;
  const theta = handleTimeSeconds / patienceSeconds;
  const threshold = thresholdSeconds / handleTimeSeconds;
  const start = Math.max(1, guessAgents(load, theta, threshold, serviceLevel));
  const agents = searchFrom(search, start, load, handleTimeSeconds);
  const between = agents === UNDECIDED ? start : agents - last[0]! / (last[0]! - last[1]!);
  const spare = between - load;
  search.spare[place] = spare;
  return spare;
}

function searchFrom(
  search: LevelSearch,
  start: number,
  load: number,
  handleTimeSeconds: number,
): number {
  const theta = handleTimeSeconds / search.patienceSeconds;
  const threshold = search.thresholdSeconds / handleTimeSeconds;
  let agents = start;
  // 1 / B of one line less than agents, and of two less.
  let before = agents === 1 ? 0 : inverseBlocking(load, agents - 2);
  let inverse = agents === 1 ? 1 : 1 + (before * (agents - 1)) / load;
  let margin = marginOf(search, load, agents, inverse, theta, threshold);
  if (margin < 0) {
    for (let step = 0; step < MAX_STEPS; step++) {
      const missed = margin;
      inverse = 1 + (inverse * agents) / load;
      agents++;
      margin = marginOf(search, load, agents, inverse, theta, threshold);
      if (margin > 0) return found(search, agents, margin, missed);
      if (!(margin < 0)) return UNDECIDED;
    }
    return UNDECIDED;
  }
  if (!(margin > 0)) return UNDECIDED;
  for (let step = 0; step < MAX_STEPS; step++) {
    // Nobody there, nobody answered.
    if (agents === 1) return found(search, agents, margin, -1);
    const met = margin;
    margin = marginOf(search, load, agents - 1, before, theta, threshold);
    if (margin < 0) return found(search, agents, met, margin);
    if (!(margin > 0)) return UNDECIDED;
    agents--;
    before = agents === 1 ? 0 : inverseBlocking(load, agents - 2);
  }
  return UNDECIDED;
}

function found(search: LevelSearch, agents: number, met: number, missed: number): number {
  search.last[0] = met;
  search.last[1] = missed;
  return agents;
}

/** Sign for certain, or NaN. */
function marginOf(
  { target, leaving }: LevelSearch,
  load: number,
  agents: number,
  inverse: number,
  theta: number,
  threshold: number,
): number {
  const span = leaving / theta;
  const quick = levelMargin(target, load, agents, inverse, theta, span, threshold, QUICK_PRECISION);
  if (Math.abs(quick) > QUICK_MARGIN) return quick;
  const fine = levelMargin(target, load, agents, inverse, theta, span, threshold, FINE_PRECISION);
  return Math.abs(fine) > FINE_MARGIN ? fine : NaN;
}
