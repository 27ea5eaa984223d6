import { checkPositive } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type ServiceGoal, type ServiceLevelDefinition } from '../../domain/requirement.ts';
import { checkGoal } from './goal.ts';
import { searchLevel, startLevelSearch, type TrafficRange, UNDECIDED } from './level-search.ts';
import { searchAgents } from './staffing.ts';
import { checkTraffic } from '../traffic.ts';

/** Traffic of many intervals of equal length, one value per interval. */
export interface TrafficSeries {
  /** Contacts offered, at least 0; may be fractions. */
  readonly volume: ArrayLike<number>;
  /** Mean handle time, above 0 where there are contacts. */
  readonly handleTimeSeconds: ArrayLike<number>;
  /** Length of the intervals. */
  readonly stepSeconds: number;
}

/** A service level to be met in every interval. */
export interface LevelGoal {
  /** Fraction in [0, 1). */
  readonly serviceLevel: number;
  readonly thresholdSeconds: number;
  readonly definition: ServiceLevelDefinition;
}

/**
 * Traffic that sums of doubles decide. Beyond it rounding might come near to the margin of a
 * decision, or there are too many states to sum.
 */
const LEAST_LOAD = 1e-9;
const MOST_LOAD = 5000;
const LEAST_THETA = 1e-6;
const MOST_THETA = 1e6;
const MOST_DEPARTURES = 1e5;

/**
 * Erlang A: fewest agents that meet a service level, for many intervals at once. The same numbers
 * as `requiredAgents` gives one by one, many times as fast.
 *
 * @param patienceSeconds mean patience
 * @returns agents per interval: 0 where nothing is offered, else at least 1
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`, `UNREACHABLE_GOAL`
 *
 * Cost: O(agents) per interval, below a microsecond at 50 erlangs. What comes too near to the level
 * for that, or is too large, costs as much as `requiredAgents`.
 *
 * @see docs/models/erlang-a.md for how it is decided.
 *
 * @example
 * const traffic = { volume: [100, 0], handleTimeSeconds: [180, 180], stepSeconds: 1800 };
 * const goal = { serviceLevel: 0.8, thresholdSeconds: 20, definition: 'offered' } as const;
 * requireAgentsA(traffic, goal, 120); // => Int32Array [12, 0]
 */
export function requireAgentsA(
  traffic: TrafficSeries,
  goal: LevelGoal,
  patienceSeconds: number,
): Int32Array {
  const { volume, handleTimeSeconds, stepSeconds } = traffic;
  const { serviceLevel, thresholdSeconds, definition } = goal;
  const single: ServiceGoal = {
    serviceLevel,
    thresholdSeconds,
    definition,
    period: 'interval',
    serviceLevelFloor: null,
    averageSpeedOfAnswerSeconds: null,
    maxAbandonment: null,
    maxOccupancy: null,
    minimumAgents: 0,
  };
  checkGoal(single, 'erlang-a', patienceSeconds);
  checkPositive('stepSeconds', stepSeconds);
  const range = checkSeries(traffic);
  const search = startLevelSearch(
    { serviceLevel, thresholdSeconds, definition, patienceSeconds },
    { ...range, mostLoad: Math.min(range.mostLoad, MOST_LOAD) },
  );
  const agents = new Int32Array(volume.length);
  for (let slot = 0; slot < agents.length; slot++) {
    if (volume[slot] === 0) continue;
    const handleTime = handleTimeSeconds[slot]!;
    const load = (volume[slot]! * handleTime) / stepSeconds;
    const theta = handleTime / patienceSeconds;
    const isOrdinary =
      load > LEAST_LOAD &&
      load < MOST_LOAD &&
      theta > LEAST_THETA &&
      theta < MOST_THETA &&
      // Twice the load and some more are agents enough for any level that is not near 1.
      (2 * load + 60) * thresholdSeconds < MOST_DEPARTURES * handleTime;
    let answer = isOrdinary ? searchLevel(search, load, handleTime) : UNDECIDED;
    if (answer === UNDECIDED) {
      const one = { volume: volume[slot]!, handleTimeSeconds: handleTime, stepSeconds };
      answer = searchAgents(one, single, 'erlang-a', patienceSeconds);
    }
    agents[slot] = answer;
  }
  return agents;
}

/** Throws unless the models take every interval. */
function checkSeries({ volume, handleTimeSeconds, stepSeconds }: TrafficSeries): TrafficRange {
  if (handleTimeSeconds.length !== volume.length) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected handleTimeSeconds of ${volume.length} slots, got ${handleTimeSeconds.length}`,
      { name: 'handleTimeSeconds' },
    );
  }
  let leastHandleTime = Infinity;
  let mostHandleTime = 0;
  let mostLoad = 0;
  for (let slot = 0; slot < volume.length; slot++) {
    const contacts = volume[slot]!;
    const handleTime = handleTimeSeconds[slot]!;
    const load = (contacts * handleTime) / stepSeconds;
    // What is not plainly right is looked at closely.
    if (!(contacts > 0 && handleTime > 0 && handleTime <= 1e9 && load <= 1e6)) {
      checkTraffic({ volume: contacts, handleTimeSeconds: handleTime, stepSeconds });
      if (contacts === 0) continue;
    }
    leastHandleTime = Math.min(leastHandleTime, handleTime);
    mostHandleTime = Math.max(mostHandleTime, handleTime);
    mostLoad = Math.max(mostLoad, load);
  }
  return mostHandleTime === 0
    ? { leastHandleTime: 1, mostHandleTime: 1, mostLoad: 0 }
    : { leastHandleTime, mostHandleTime, mostLoad };
}
