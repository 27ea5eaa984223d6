import { checkPositive, checkPositiveInteger } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { compare, decimalOf, multiply } from '../numerics/decimal.ts';
import { erlangA } from '../waiting/erlang-a.ts';
import { checkAgents, MAX_AGENTS } from '../blocking/erlang-b.ts';
import { erlangC } from '../waiting/erlang-c.ts';
import { erlangX } from '../waiting/erlang-x.ts';
import { endlessLoad, generalPatience } from '../patience/general-patience.ts';
import { type Performance } from '../performance.ts';
import { agentsAboveLoad, offeredLoad, type Traffic } from '../traffic.ts';
import { checkDemand, checkTerms, checkTimesKnown } from './check-terms.ts';
import { type Demand, type QueueQuestion, type QueueTerms } from './question.ts';

/** What a model says of a number of agents. */
export interface Outcome {
  readonly performance: Performance;
  /** With callers who try again; `null` in models without. */
  readonly redials: { readonly totalLoad: number; readonly attemptsPerCaller: number } | null;
}

/** A queue of a question, with everything but the agents said. */
export interface QueueModel {
  readonly load: number;
  /** The same load as fractions of decimals, for boundaries. */
  readonly traffic: Traffic;
  readonly handleTimeSeconds: number;
  /** Whether the handle time was said; without it times are unknown. */
  readonly hasTimes: boolean;
  /** Whether all calls are served in the end: nobody hangs up or is turned away. */
  readonly carriesAll: boolean;
  /** Whether callers try again, so that the load of all attempts is more than what is offered. */
  readonly hasRedials: boolean;
  /** Fewest agents with whom there is a steady state, and most that the model takes. */
  readonly leastAgents: number;
  readonly mostAgents: number;
  /** Refuses nothing; throws `UNSTABLE_QUEUE` where there is no steady state. */
  readonly evaluate: (agents: number) => Outcome;
}

/**
 * The queue that a question speaks of.
 *
 * `erlang-a` and `erlang-x` whose callers never hang up and find lines without limit are Erlang C.
 *
 * @param needsSeconds whether a time is asked for beside what the terms say
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 */
export function makeQueueModel(question: QueueQuestion, needsSeconds: boolean): QueueModel {
  checkTerms(question);
  checkDemand(question.demand);
  const { demand } = question;
  const hasTimes = demand.handleTimeSeconds !== null;
  if (!hasTimes) checkTimesKnown(question, needsSeconds);
  const traffic = trafficOf(demand);
  const load = offeredLoad(traffic);
  const handleTimeSeconds = demand.handleTimeSeconds ?? 1;
  const carriesAll = question.patience === null && question.lines === null && load > 0;
  const base = { load, traffic, handleTimeSeconds, hasTimes, carriesAll };
  return {
    ...base,
    hasRedials: question.model === 'erlang-x',
    leastAgents: carriesAll ? agentsAboveLoad(traffic) : leastForEndless(question, load),
    mostAgents: question.lines ?? MAX_AGENTS,
    evaluate: evaluatorOf(question, base),
  };
}

function trafficOf(demand: Demand): Traffic {
  if (demand.kind === 'load') return { volume: demand.load, stepSeconds: 1, handleTimeSeconds: 1 };
  const { callsPerInterval, intervalSeconds, handleTimeSeconds } = demand;
  return { volume: callsPerInterval, stepSeconds: intervalSeconds, handleTimeSeconds };
}

/** Of a law of patience some callers may never hang up; agents must be more than their load. */
function leastForEndless({ model, patience }: QueueTerms, load: number): number {
  return model === 'mmng' && patience !== null ? Math.floor(endlessLoad(load, patience)) + 1 : 1;
}

type Base = Pick<QueueModel, 'load' | 'traffic' | 'handleTimeSeconds'>;

function evaluatorOf(terms: QueueTerms, base: Base): (agents: number) => Outcome {
  const { load, traffic, handleTimeSeconds } = base;
  const { patience, lines } = terms;
  const threshold = terms.thresholdSeconds ?? 0;
  const patient = (agents: number): Outcome => {
    checkStable(traffic, load, agents);
    return {
      performance: erlangC(load, handleTimeSeconds, agents, threshold),
      // Nobody hangs up or is turned away, so nobody calls again.
      redials: terms.model === 'erlang-x' ? { totalLoad: load, attemptsPerCaller: 1 } : null,
    };
  };
  if (patience === null && lines === null) return patient;
  if (terms.model === 'mmng' && patience !== null) {
    const general = { load, handleTimeSeconds, patience };
    return (agents) => alone(generalPatience(general, agents, threshold));
  }
  const patienceSeconds = patience?.kind === 'exponential' ? patience.meanSeconds : null;
  const queue = { load, handleTimeSeconds, patienceSeconds, lines };
  if (terms.model !== 'erlang-x') return (agents) => alone(erlangA(queue, agents, threshold));
  return (agents) => {
    const { performance, ...redials } = erlangX(queue, agents, threshold, terms);
    return { performance, redials };
  };
}

function alone(performance: Performance): Outcome {
  return { performance, redials: null };
}

/** Throws `UNSTABLE_QUEUE` unless the agents exceed the load, in the decimals that were written. */
function checkStable(
  { volume, stepSeconds, handleTimeSeconds }: Traffic,
  load: number,
  agents: number,
): void {
  const near = Math.abs(agents - load) <= 1e-9 * (1 + load);
  const exceeds = near
    ? agents > load &&
      compare(
        multiply(decimalOf(agents), decimalOf(stepSeconds)),
        multiply(decimalOf(volume), decimalOf(handleTimeSeconds)),
      ) > 0
    : agents > load;
  if (exceeds) return;
  throw new AgnerError(
    'UNSTABLE_QUEUE',
    `expected more agents than ${load} erlangs, got ${agents}`,
    { agents, load },
  );
}

/** Throws unless the model takes this number of agents. */
export function checkQuestionAgents({ model }: Pick<QueueTerms, 'model'>, agents: number): void {
  if (model === 'erlang-c') {
    checkPositive('agents', agents);
    checkAgents('agents', Math.ceil(agents));
    return;
  }
  checkPositiveInteger('agents', agents);
  checkAgents('agents', agents);
}
