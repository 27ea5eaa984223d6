import { AgnerError } from '../../domain/errors.ts';
import { type ServiceGoal } from '../../domain/requirement.ts';
import { guessAgents } from '../staffing/guess-agents.ts';
import { requiredAgents } from '../staffing/staffing.ts';
import { decimalOf, multiply, numberOf, subtract } from '../numerics/decimal.ts';
import { agentsForOccupancy } from '../traffic.ts';
import { fluidBound } from './fluid-bound.ts';
import { type QueueTerms, type RequireQuestion, type Targets } from './question.ts';
import { type Outcome, type QueueModel } from './queue-model.ts';
import { leastPassing } from '../numerics/least-passing.ts';
import { checkReachable, meetsTargets, missedTargets } from './targets.ts';

/** Most lines for which a goal that need not get better with each agent is looked for one by one. */
const MAX_SCANNED_LINES = 2000;

/**
 * Least agents that meet every target of a queue with traffic.
 *
 * Where each target gets better with one more agent, the search brackets and halves; docs/models/
 * questions.md proves where that is. The rest, with limited lines alone, is tried one by one.
 *
 * @throws {AgnerError} `UNREACHABLE_GOAL`, with the figure that cannot be met; `TOO_LARGE` for
 *   more than {@link MAX_SCANNED_LINES} lines where they would have to be tried one by one
 */
export function leastAgents(question: RequireQuestion, queue: QueueModel): number {
  const { targets, lines } = question;
  if (targets.maxOccupancy === 0) {
    refuseGoal(
      'maxOccupancy',
      'expected targets.maxOccupancy above 0: calls keep agents busy, got 0',
    );
  }
  return lines === null ? withoutLimit(question, queue) : withinLines(question, queue, lines);
}

function withoutLimit(question: RequireQuestion, queue: QueueModel): number {
  const { targets, minimumAgents } = question;
  checkReachable(targets, question);
  if (question.patience === null) {
    return Math.max(minimumAgents ?? 0, patientAgents(question, queue));
  }
  const found = leastPassing(
    Math.max(minimumAgents ?? 0, lowestAgents(question, queue)),
    queue.mostAgents,
    guessOf(question, queue),
    (agents) => passes(queue, agents, targets),
  );
  if (found !== null) return found;
  return refuseGoal(
    'agents',
    `expected targets within reach of ${queue.mostAgents} agents, got some beyond`,
  );
}

/** Least agents by Erlang C, decided exactly. Nobody hangs up or is turned away, so such limits always hold. */
export function patientAgents(
  { targets, thresholdSeconds }: Pick<RequireQuestion, 'targets' | 'thresholdSeconds'>,
  queue: QueueModel,
): number {
  const { traffic, handleTimeSeconds } = queue;
  const isLoad = traffic.stepSeconds === 1 && traffic.handleTimeSeconds === 1;
  const goal: ServiceGoal = {
    serviceLevel: targets.serviceLevel,
    thresholdSeconds: thresholdSeconds ?? 0,
    definition: targets.serviceLevelDefinition,
    period: 'interval',
    serviceLevelFloor: null,
    averageSpeedOfAnswerSeconds: targets.averageSpeedOfAnswerSeconds,
    maxAbandonment: null,
    maxOccupancy: targets.maxOccupancy,
    minimumAgents: 0,
  };
  return requiredAgents(
    isLoad ? { ...traffic, stepSeconds: handleTimeSeconds, handleTimeSeconds } : traffic,
    goal,
    'erlang-c',
    null,
  );
}

/**
 * Fewest agents that may do: with whom there is a steady state, whose occupancy, where all calls
 * are carried, is within the target, and who could answer enough. All are decided in the decimals
 * that were written.
 */
export function lowestAgents(
  question: QueueTerms & { readonly targets: Targets },
  queue: QueueModel,
): number {
  const { targets } = question;
  const { leastAgents: least, traffic, carriesAll, load } = queue;
  if (!carriesAll) return Math.max(least, fluidBound(question, targets, load, traffic));
  if (targets.maxOccupancy === null) return least;
  return Math.max(least, agentsForOccupancy(traffic, targets.maxOccupancy));
}

function guessOf(
  { targets, patience, thresholdSeconds }: RequireQuestion,
  queue: QueueModel,
): number {
  const { load, handleTimeSeconds } = queue;
  if (targets.serviceLevel === null) return Math.ceil(load + 0.5 * Math.sqrt(load));
  const theta = patience?.kind === 'exponential' ? handleTimeSeconds / patience.meanSeconds : 0;
  const threshold = (thresholdSeconds ?? 0) / handleTimeSeconds;
  return guessAgents(load, theta, threshold, targets.serviceLevel);
}

function withinLines(question: RequireQuestion, queue: QueueModel, lines: number): number {
  if (lines < 1) refuseGoal('lines', `expected lines of at least 1 for targets, got ${lines}`);
  const { targets } = question;
  const minimumAgents = question.minimumAgents ?? 0;
  if (minimumAgents > lines) {
    refuseGoal(
      'minimumAgents',
      `expected targets.minimumAgents of at most the ${lines} lines, got ${minimumAgents}`,
      lines,
    );
  }
  if (targets.serviceLevel === 1 && targets.serviceLevelDefinition === 'offered') {
    refuseGoal(
      'serviceLevel',
      `expected targets.serviceLevel below 1: ${lines} lines always block some calls, got 1`,
    );
  }
  // With one place to wait left, somebody waits longer, and somebody hangs up.
  const asksAll =
    targets.serviceLevel === 1 ||
    targets.averageSpeedOfAnswerSeconds === 0 ||
    (targets.maxAbandonProbability === 0 && question.patience !== null);
  const least = asksAll ? lines : Math.max(minimumAgents, lowestAgents(question, queue));
  if (!isSteady(question, queue)) return scan(question, queue, least, lines);
  const worsens = blockingWorsens(question, queue);
  const steady: Targets = worsens ? { ...targets, maxBlockingProbability: null } : targets;
  const best = outcomeOrNull(queue, lines);
  if (best === null) {
    return refuseGoal(
      'agents',
      `expected targets within reach of ${lines} agents on ${lines} lines, got calls that come again without end`,
    );
  }
  refuseMissed(best, steady, queue, lines);
  const agents = leastPassing(least, lines, guessOf(question, queue), (count) =>
    passes(queue, count, steady),
  );
  if (agents === null) return refuseScan(lines);
  if (worsens) refuseMissed(queue.evaluate(agents), targets, queue, lines, agents);
  return agents;
}

/** Whether more agents raise blocking: those who hang up leave their lines sooner than the served. */
function blockingWorsens({ patience, targets }: RequireQuestion, queue: QueueModel): boolean {
  return (
    targets.maxBlockingProbability !== null &&
    patience?.kind === 'exponential' &&
    patience.meanSeconds < queue.handleTimeSeconds
  );
}

/** Whether each target but blocking is proven to get better with every agent within fixed lines. */
function isSteady(question: RequireQuestion, queue: QueueModel): boolean {
  const { model, patience, targets } = question;
  if (model !== 'erlang-x') return true;
  const { redialFractionOfAbandoned, redialFractionOfBlocked } = question;
  const isShort =
    patience?.kind === 'exponential' && patience.meanSeconds < queue.handleTimeSeconds;
  return (
    targets.maxAbandonProbability === null &&
    !(isShort && targets.maxBlockingProbability !== null) &&
    !(isShort && redialFractionOfBlocked > redialFractionOfAbandoned)
  );
}

function scan(
  { targets }: RequireQuestion,
  queue: QueueModel,
  least: number,
  lines: number,
): number {
  if (lines > MAX_SCANNED_LINES) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected at most ${MAX_SCANNED_LINES} lines where redials make more agents not always better, got ${lines}`,
      { lines },
    );
  }
  for (let agents = least; agents <= lines; agents++) {
    if (passes(queue, agents, targets)) return agents;
  }
  return refuseScan(lines);
}

function refuseScan(lines: number): never {
  return refuseGoal(
    'agents',
    `expected targets that some number of agents on ${lines} lines meets, got some that none does`,
  );
}

function passes(queue: QueueModel, agents: number, targets: Targets): boolean {
  const outcome = outcomeOrNull(queue, agents);
  return (
    outcome !== null &&
    meetsTargets(outcome.performance, targets) &&
    keepsOccupancy(queue, agents, outcome, targets.maxOccupancy)
  );
}

/**
 * Whether the occupancy is within its limit, where doubles cannot tell: in the decimals that were
 * written, `load - limit x agents` is at most the load that is lost.
 */
export function keepsOccupancy(
  { traffic, load }: QueueModel,
  agents: number,
  { performance, redials }: Outcome,
  limit: number | null,
): boolean {
  if (limit === null || redials !== null || performance.occupancy < limit * (1 - NEAR)) return true;
  const steps = decimalOf(traffic.stepSeconds);
  const offered = multiply(decimalOf(traffic.volume), decimalOf(traffic.handleTimeSeconds));
  const bearable = multiply(multiply(decimalOf(limit), decimalOf(agents)), steps);
  const lost = load * (performance.blockedProbability + performance.abandonProbability);
  const excess = numberOf(subtract(offered, bearable)) / traffic.stepSeconds;
  return excess <= lost * (1 + NEAR);
}

/** Relative error beyond which the models' doubles tell two figures apart. */
const NEAR = 1e-12;

/**
 * `null` where there is no steady state, or redials swell the load beyond the largest that the
 * models take: too few agents either way.
 */
export function outcomeOrNull(queue: QueueModel, agents: number): Outcome | null {
  try {
    return queue.evaluate(agents);
  } catch (error) {
    if (!(error instanceof AgnerError)) throw error;
    if (error.code === 'UNSTABLE_QUEUE') return null;
    if (error.code === 'TOO_LARGE' && queue.hasRedials) return null;
    throw error;
  }
}

/** Throws with the first target that is missed by what cannot be bettered. */
function refuseMissed(
  { performance, redials }: Outcome,
  targets: Targets,
  { load }: QueueModel,
  lines: number,
  agents = lines,
): void {
  const [missed] = missedTargets(performance, targets);
  if (missed === undefined) return;
  const { part, asked, given } = missed;
  const blocked = performance.blockedProbability;
  const why =
    agents < lines
      ? `${lines} lines at ${load} erlangs block so many with ${agents} agent${agents === 1 ? '' : 's'}, the fewest for the rest, and more with any more: callers hang up sooner than they are served`
      : redials === null
        ? `${lines} lines at ${load} erlangs block at least B(${lines}, ${load}) = ${figure(100 * blocked)} %`
        : `${lines} lines at ${load} erlangs block ${figure(blocked)} of all attempts`;
  const isMost = part === 'serviceLevel';
  refuseGoal(
    part,
    part === 'maxBlockingProbability' || isMost
      ? `expected targets.${part} of at ${isMost ? 'most' : 'least'} ${figure(given)}, got ${asked}: ${why}`
      : `expected targets.${part} of at least ${figure(given)}, got ${asked}: that is what ${lines} agents on ${lines} lines give at ${load} erlangs`,
    given,
  );
}

/** "0.38 (38 %)". */
function figure(share: number): string {
  return String(Number(share.toPrecision(4)));
}

function refuseGoal(part: string, message: string, best?: number): never {
  throw new AgnerError('UNREACHABLE_GOAL', message, {
    part,
    ...(best === undefined ? {} : { best }),
  });
}
