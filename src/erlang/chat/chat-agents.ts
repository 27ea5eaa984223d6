import { checkNonNegative, checkNonNegativeInteger, checkShare } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type ServiceGoal, type ServiceLevelDefinition } from '../../domain/requirement.ts';
import {
  chatFrom,
  type ChatPerformance,
  type ChatQueue,
  checkChatQueue,
  fullLoad,
  leastChatSlots,
  throughputFallsFrom,
} from './chat.ts';
import { MAX_AGENTS } from '../blocking/erlang-b.ts';
import { checkGoal, meetsGoal } from '../staffing/goal.ts';
import { guessAgents } from '../staffing/guess-agents.ts';
import { leastPassing } from '../numerics/least-passing.ts';

/** What a chat queue is staffed to: all parts given must hold; `null` is "not asked for". */
export interface ChatGoal {
  readonly serviceLevel: number | null;
  /** Target of the first reply. */
  readonly thresholdSeconds: number;
  readonly definition: ServiceLevelDefinition;
  /** Mean wait for the first reply. Holds for the answered and for all who entered. */
  readonly averageSpeedOfAnswerSeconds: number | null;
  readonly maxAbandonment: number | null;
  readonly maxSlotOccupancy: number | null;
  readonly maxBusyAgentShare: number | null;
  readonly minimumAgents: number;
}

/** The fewest agents for a chat queue and what comes of them. */
export interface ChatStaffing {
  readonly agents: number;
  /** `null` where nothing is offered. */
  readonly performance: ChatPerformance | null;
  /** See {@link throughputFallsFrom}: a reason to let agents hold fewer contacts. */
  readonly throughputFallsFrom: number | null;
  /** Whether more agents are proven to meet the goal too. The answer is the least either way. */
  readonly heldByMore: boolean;
}

/** Most slots, and lines, to which numbers of agents are tried one by one. */
const MAX_SLOTS_ONE_BY_ONE = 20_000;

/**
 * Fewest agents who meet every part of a goal.
 *
 * Where each part is proven to improve with agents, the search halves. Where it is not (an agent
 * ends fewer contacts when holding more, there is a limit of lines, or an occupancy is asked for
 * with patience shorter than the handle time), every number from the lowest possible one on is
 * tried, so that the answer is the least all the same.
 *
 * @throws {AgnerError} `INVALID_INPUT`, also for handle times that fall with concurrency;
 *   `UNREACHABLE_GOAL`; `TOO_LARGE` where more than {@link MAX_SLOTS_ONE_BY_ONE} slots would have
 *   to be tried one by one
 *
 * Cost: a handful of evaluations of {@link chat}; one per number of agents where not proven.
 *
 * @see docs/models/chat.md for the proof and for where it ends.
 */
export function requireChatAgents(queue: ChatQueue, goal: ChatGoal): ChatStaffing {
  checkChatQueue(queue);
  checkRisingTable(queue.handleTimeByConcurrencySeconds);
  checkChatGoal(goal, queue);
  const fallsFrom = throughputFallsFrom(queue.handleTimeByConcurrencySeconds);
  if (queue.volume === 0) {
    return {
      agents: goal.minimumAgents,
      performance: null,
      throughputFallsFrom: fallsFrom,
      heldByMore: true,
    };
  }
  const waitsImprove = fallsFrom === null && queue.lines === null;
  const loadsImprove =
    waitsImprove &&
    (queue.patienceSeconds === null ||
      queue.patienceSeconds >= queue.handleTimeByConcurrencySeconds.at(-1)!);
  const asksForLoad = goal.maxSlotOccupancy !== null || goal.maxBusyAgentShare !== null;
  const evaluate = (agents: number): ChatPerformance =>
    chatFrom(queue, agents, goal.thresholdSeconds);
  const concurrency = queue.handleTimeByConcurrencySeconds.length;
  const most = Math.floor(Math.min(queue.lines ?? MAX_AGENTS, MAX_AGENTS) / concurrency);
  const least = Math.max(1, goal.minimumAgents, Math.ceil(leastChatSlots(queue) / concurrency));
  checkRoom(least, most, queue.lines);

  const heldByMore = waitsImprove && (loadsImprove || !asksForLoad);
  const from = waitsImprove
    ? leastPassing(least, most, guessChatAgents(queue, goal), (count) =>
        (heldByMore ? meetsChatGoal : meetsWaits)(evaluate(count), goal),
      )
    : least;
  if (from === null) beyond(most);
  const agents = heldByMore
    ? from
    : tryEach(from, most, queue, (count) => meetsChatGoal(evaluate(count), goal));
  return { agents, performance: evaluate(agents), throughputFallsFrom: fallsFrom, heldByMore };
}

function guessChatAgents(queue: ChatQueue, goal: ChatGoal): number {
  const handleTimeSeconds = queue.handleTimeByConcurrencySeconds.at(-1)!;
  const load = fullLoad(queue);
  const theta = queue.patienceSeconds === null ? 0 : handleTimeSeconds / queue.patienceSeconds;
  const slots =
    goal.serviceLevel === null
      ? load
      : guessAgents(load, theta, goal.thresholdSeconds / handleTimeSeconds, goal.serviceLevel);
  return Math.ceil(slots / queue.handleTimeByConcurrencySeconds.length);
}

/** Least number from `least` on that passes, by trying each. */
function tryEach(
  least: number,
  most: number,
  queue: ChatQueue,
  passes: (agents: number) => boolean,
): number {
  const concurrency = queue.handleTimeByConcurrencySeconds.length;
  if (queue.lines !== null && queue.lines > MAX_SLOTS_ONE_BY_ONE) tooLarge('lines', queue.lines);
  for (let agents = least; agents <= most; agents++) {
    if (agents * concurrency > MAX_SLOTS_ONE_BY_ONE) tooLarge('slots', agents * concurrency);
    if (passes(agents)) return agents;
  }
  beyond(most);
}

function beyond(most: number): never {
  throw new AgnerError(
    'UNREACHABLE_GOAL',
    `expected a goal within reach of ${most} agents, got one beyond`,
    { part: 'agents', most },
  );
}

function tooLarge(name: string, got: number): never {
  throw new AgnerError(
    'TOO_LARGE',
    `expected at most ${MAX_SLOTS_ONE_BY_ONE} ${name} where agents have to be tried one by one, got ${got}`,
    { name, got },
  );
}

function checkRoom(least: number, most: number, lines: number | null): void {
  if (least <= most) return;
  throw new AgnerError(
    lines === null ? 'TOO_LARGE' : 'UNREACHABLE_GOAL',
    `expected room for the contacts in hand of ${least} agents, got room for ${most}`,
    { part: 'agents', least, most, lines },
  );
}

function meetsChatGoal(performance: ChatPerformance, goal: ChatGoal): boolean {
  return (
    meetsWaits(performance, goal) &&
    (goal.maxSlotOccupancy === null ||
      performance.slotOccupancy <= goal.maxSlotOccupancy * (1 + 1e-13)) &&
    (goal.maxBusyAgentShare === null ||
      performance.busyAgentShare <= goal.maxBusyAgentShare * (1 + 1e-13))
  );
}

function meetsWaits(performance: ChatPerformance, goal: ChatGoal): boolean {
  return meetsGoal({ ...performance, occupancy: performance.slotOccupancy }, waitGoal(goal));
}

function waitGoal(goal: ChatGoal): ServiceGoal {
  return { ...goal, period: 'interval', serviceLevelFloor: null, maxOccupancy: null };
}

function checkChatGoal(goal: ChatGoal, queue: ChatQueue): void {
  // With as many lines as slots nobody waits, so that no part is out of reach beforehand.
  if (queue.lines === null) {
    const model = queue.patienceSeconds === null ? 'erlang-c' : 'erlang-a';
    checkGoal(waitGoal(goal), model, queue.patienceSeconds);
  }
  checkNonNegativeInteger('minimumAgents', goal.minimumAgents);
  checkNonNegative('thresholdSeconds', goal.thresholdSeconds);
  for (const name of ['serviceLevel', 'maxAbandonment'] as const) {
    if (goal[name] !== null) checkShare(name, goal[name]);
  }
  if (goal.averageSpeedOfAnswerSeconds !== null) {
    checkNonNegative('averageSpeedOfAnswerSeconds', goal.averageSpeedOfAnswerSeconds);
  }
  for (const name of ['maxSlotOccupancy', 'maxBusyAgentShare'] as const) {
    if (goal[name] === null) continue;
    checkShare(name, goal[name]);
    if (goal[name] > 0) continue;
    throw new AgnerError(
      'UNREACHABLE_GOAL',
      `expected ${name} above 0: contacts keep agents busy, got 0`,
      { part: name },
    );
  }
}

function checkRisingTable(table: readonly number[]): void {
  table.forEach((handleTime, index) => {
    if (index === 0 || handleTime >= table[index - 1]!) return;
    throw new AgnerError(
      'INVALID_INPUT',
      `expected handleTimeByConcurrencySeconds that never fall, got ${handleTime} after ${table[index - 1]!}`,
      { name: 'handleTimeByConcurrencySeconds', concurrency: index + 1 },
    );
  });
}
