import { checkPositive } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type ServiceGoal } from '../../domain/requirement.ts';
import {
  addDelayRow,
  type DelayTable,
  fillDelay,
  LEAST_TABLE_LOAD,
  makeDelayTable,
  MOST_TABLE_LOAD,
  ROWS_PER_ROOT,
  TERMS,
} from './delay-table.ts';
import { checkGoal } from './goal.ts';
import { MAX_AGENTS, MAX_HANDLE_TIME_SECONDS } from '../limits.ts';
import { type TrafficSeries } from './require-agents-a.ts';
import { searchAgents } from './staffing.ts';
import { checkTraffic } from '../traffic.ts';

/** Rounding of the figures that are compared; far more than doubles need. */
const ROUNDING = 1e-6;

/** Limits within which {@link ROUNDING} holds: of 1 - service level, of threshold over handle time. */
const LEAST_LATE = 1e-9;
const MOST_LAG = 1e4;

/**
 * Erlang C: agents required in each of many intervals. The same numbers as `requiredAgents` gives
 * one by one, many times as fast.
 *
 * ln C is taken from polynomials whose error is bounded (delay-table.ts). A number of agents meets
 * a service level if (n - A) T / h - ln C + ln(1 - level) is at least 0. Where that is further
 * from 0 than the bound, for the number and for one less, it is decided; the rest, about one in a
 * thousand, and what lies outside the polynomials goes the exact way.
 *
 * @param goal `period` is not read: each interval is taken by itself
 * @returns agents per interval: `minimumAgents` where nothing is offered, else at least 1
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`, `UNREACHABLE_GOAL`
 *
 * Cost: some 50 ns per interval for loads from 0.5 to 4,096 erlangs, and a microsecond for each of
 * 8 square roots of the largest load; outside as `requiredAgents`.
 *
 * @see docs/models/erlang-c.md for how it is decided.
 *
 * @example
 * const traffic = { volume: [100, 0], handleTimeSeconds: [180, 180], stepSeconds: 1800 };
 * requireAgentsC(traffic, eightyTwenty); // => Int32Array [14, 0]
 */
export function requireAgentsC(traffic: TrafficSeries, goal: ServiceGoal): Int32Array {
  const { volume, handleTimeSeconds, stepSeconds } = traffic;
  checkGoal(goal, 'erlang-c', null);
  checkPositive('stepSeconds', stepSeconds);
  if (handleTimeSeconds.length !== volume.length) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected handleTimeSeconds of ${volume.length} slots, got ${handleTimeSeconds.length}`,
      { name: 'handleTimeSeconds' },
    );
  }
  const agents = new Int32Array(volume.length);
  searchAll(makeSearch(stepSeconds, goal), traffic, agents);
  return agents;
}

/** What is known while many intervals are searched. */
interface Search {
  readonly stepSeconds: number;
  readonly goal: ServiceGoal;
  /** ln(1 - service level); `Infinity` without one: any share may be late. */
  readonly logLate: number;
  /** Average speed of answer that is asked for; 0 for none. */
  readonly waitSeconds: number;
  readonly isTaken: boolean;
  readonly table: DelayTable;
  /** Where the next search of a row begins: agents above the load, as a real number, ... */
  readonly surplus: Float64Array;
  /** ... at this threshold over handle time, ... */
  readonly lag: Float64Array;
  /** ... and how they change with it. */
  readonly slope: Float64Array;
}

function makeSearch(stepSeconds: number, goal: ServiceGoal): Search {
  const { serviceLevel, averageSpeedOfAnswerSeconds } = goal;
  const late = 1 - (serviceLevel ?? 0);
  const table = makeDelayTable();
  const rows = table.load.length;
  return {
    stepSeconds,
    goal,
    logLate: serviceLevel === null ? Infinity : Math.log(late),
    waitSeconds: averageSpeedOfAnswerSeconds ?? 0,
    isTaken: late >= LEAST_LATE,
    table,
    surplus: new Float64Array(rows),
    lag: new Float64Array(rows),
    slope: new Float64Array(rows),
  };
}

function searchAll(
  search: Search,
  { volume, handleTimeSeconds }: TrafficSeries,
  agents: Int32Array,
): void {
  const { table, surplus, slope, lag: lagOf, logLate, waitSeconds } = search;
  const { thresholdSeconds, maxOccupancy, minimumAgents } = search.goal;
  const { load: loadOf, error, base, end, start } = table;
  const perStep = 1 / search.stepSeconds;
  // Bindings of other modules are slow to read where a loader wraps them.
  const leastLoad = LEAST_TABLE_LOAD;
  const mostLoad = MOST_TABLE_LOAD;
  const longest = MAX_HANDLE_TIME_SECONDS;
  const rowsPerRoot = ROWS_PER_ROOT;
  const termCount = TERMS;
  const { length } = agents;
  for (let slot = 0; slot < length; slot++) {
    const contacts = volume[slot]!;
    const handleTime = handleTimeSeconds[slot]!;
    const load = contacts * handleTime * perStep;
    const lag = thresholdSeconds / handleTime;
    // Truncation by `| 0` is quicker than Math.floor; loads for which it is wrong are not taken.
    let least = (load | 0) + 1;
    let count = 0;
    if (
      contacts > 0 &&
      handleTime <= longest &&
      load >= leastLoad &&
      load <= mostLoad &&
      least - load > ROUNDING &&
      lag <= MOST_LAG &&
      search.isTaken
    ) {
      if (maxOccupancy !== null) least = leastOccupied(load / maxOccupancy, least);
      const row = (Math.sqrt(load) * rowsPerRoot + 0.5) | 0;
      if (base[row] === 0) addRow(search, row);
      const guess = ((load + surplus[row]! + slope[row]! * (lag - lagOf[row]!)) | 0) + 1;
      count = guess < least ? least : guess;
      let isFound = false;
      if (count < end[row]! && waitSeconds === 0) {
        // As in `excess`, in place: this is where the time goes.
        const { terms } = table;
        const at = start[row]! + (count - base[row]!) * termCount;
        const d = load - loadOf[row]!;
        const margin = error[row]! + ROUNDING;
        const idle = count - load;
        isFound =
          terms[at] !== 0 &&
          idle * lag - evaluate(terms, at, d) + logLate >= margin &&
          (count === least ||
            (terms[at - termCount] !== 0 &&
              (idle - 1) * lag - evaluate(terms, at - termCount, d) + logLate <= -margin));
      }
      if (!isFound) count = walk(search, row, count, least, load, lag, handleTime);
    }
    if (count === 0) agents[slot] = searchExactly(search, contacts, handleTime);
    else agents[slot] = count < minimumAgents ? minimumAgents : count;
  }
}

/** The least number above the load that is at least `busy`; beyond all where doubles cannot tell. */
function leastOccupied(busy: number, aboveLoad: number): number {
  if (Math.abs(busy - Math.round(busy)) < ROUNDING) return MAX_AGENTS;
  return Math.min(MAX_AGENTS, Math.max(aboveLoad, Math.ceil(busy)));
}

/** The polynomial at a place in the table. */
function evaluate(terms: Float64Array, at: number, d: number): number {
  return (
    terms[at]! +
    d * (terms[at + 1]! + d * (terms[at + 2]! + d * (terms[at + 3]! + d * terms[at + 4]!)))
  );
}

function searchExactly({ stepSeconds, goal }: Search, volume: number, handleTime: number): number {
  const traffic = { volume, stepSeconds, handleTimeSeconds: handleTime };
  checkTraffic(traffic);
  return searchAgents(traffic, goal, 'erlang-c', null);
}

function addRow({ table, surplus, lag, slope }: Search, row: number): void {
  addDelayRow(table, row);
  surplus[row] = (0.5 * row) / ROWS_PER_ROOT;
  lag[row] = 0;
  slope[row] = 0;
}

/** At least 0 where agents of the row meet the goal, but for the table's error. */
function excess(
  { table, logLate, waitSeconds }: Search,
  row: number,
  agents: number,
  load: number,
  lag: number,
  handleTimeSeconds: number,
): number {
  const at = table.start[row]! + (agents - table.base[row]!) * TERMS;
  if (table.terms[at] === 0) fillDelay(table, row, agents);
  const logDelay = evaluate(table.terms, at, load - table.load[row]!);
  const idle = agents - load;
  const level = idle * lag - logDelay + logLate;
  if (waitSeconds === 0) return level;
  const wait = Math.log((idle * waitSeconds) / handleTimeSeconds) - logDelay;
  return level < wait ? level : wait;
}

/** Goes from a guess to the answer, one by one; 0 where the row ends or it is too close to tell. */
function walk(
  search: Search,
  row: number,
  guess: number,
  least: number,
  load: number,
  lag: number,
  handleTimeSeconds: number,
): number {
  const { table, surplus, slope } = search;
  const last = table.end[row]! - 1;
  const margin = table.error[row]! + ROUNDING;
  const excessOf = (agents: number): number =>
    excess(search, row, agents, load, lag, handleTimeSeconds);
  if (least > last) return 0;
  let agents = Math.min(guess, last);
  let here = excessOf(agents);
  while (!(here >= 0)) {
    if (agents === last) return 0;
    agents++;
    here = excessOf(agents);
  }
  let below = -Infinity;
  while (agents > least) {
    below = excessOf(agents - 1);
    if (!(below >= 0)) break;
    agents--;
    here = below;
    below = -Infinity;
  }
  if (!(here >= margin && below <= -margin)) return 0;
  const isLeast = below === -Infinity;
  const rise = here - below;
  surplus[row] = agents - load - (isLeast ? 0.5 : here / rise);
  slope[row] = isLeast ? 0 : -(agents - load) / rise;
  search.lag[row] = lag;
  return agents;
}
