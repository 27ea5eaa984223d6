import { checkNonNegative, checkPositive, checkPositiveInteger } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { checkAgents, checkHandleTime } from '../limits.ts';
import { loadForSilentShare, silentShare } from './silent-calls.ts';

/** How long the parts of a dialled call take. */
export interface DialTimes {
  /** Mean ring time of calls that a person answers. */
  readonly answerRingSeconds: number;
  /** Ring time after which a call that nobody answers is given up. */
  readonly maxRingSeconds: number;
  readonly talkSeconds: number;
  readonly wrapUpSeconds: number;
  /** Longest that a person who answered may be left without an agent; then the call is silent. */
  readonly maxSilenceSeconds: number;
  /** What an agent needs before each call when dialling one at a time. */
  readonly previewSeconds: number;
}

/** A campaign: its times, and how often a person answers. */
export interface DialCampaign extends DialTimes {
  /** Share of dialled calls that a person answers, fraction in (0, 1]. */
  readonly answerProbability: number;
}

/** What a way of dialling comes to, in steady state. Rates are of all agents together. */
export interface DialPace {
  readonly dialsPerSecond: number;
  readonly dialsPerSecondPerAgent: number;
  /** Calls that a person answers. */
  readonly answersPerSecond: number;
  /** Of those, calls that get an agent. */
  readonly connectsPerSecond: number;
  /** Of the calls answered, the share that gets no agent in the time allowed. */
  readonly silentShare: number;
  /** Mean number of calls that ring. */
  readonly callsRinging: number;
  /** Mean number of agents who neither talk nor wrap up. */
  readonly idleAgents: number;
  /** Share of agent time spent talking and wrapping up. */
  readonly occupancy: number;
  /** Share of agent time spent talking. */
  readonly talkShare: number;
}

/** The fastest predictive pace that a cap allows, beside dialling one at a time. */
export interface DiallingComparison {
  /** Which connects more calls per second. */
  readonly better: 'predictive' | 'oneAtATime';
  /** Dialling ahead of free agents, at an even rate. All 0 for a cap of 0. */
  readonly predictive: DialPace;
  /** Each agent dials one call and stays on it; nobody is ever left silent. */
  readonly oneAtATime: DialPace;
}

/**
 * Fastest dialling that keeps the share of silent calls within a cap.
 *
 * Model: calls are dialled at an even rate without regard to who is free, ring for a random time
 * and are answered by chance, so answers are Poisson; those are served as {@link silentShare} says.
 * A dialler that looks at free agents can do better, so the pace is a safe one. Few agents do
 * better dialling one at a time; the comparison says from when on dialling ahead pays.
 *
 * @param agents whole number of at least 1
 * @param maxSilentShare of the calls answered, fraction in [0, 1); the mean is kept to it, so leave
 *   room for chance ({@link silentAllowance} keeps the books of a period)
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: about 60 evaluations of Erlang B.
 *
 * @see docs/models/outbound.md
 */
export function paceDialling(
  campaign: DialCampaign,
  agents: number,
  maxSilentShare: number,
): DiallingComparison {
  checkCampaign(campaign);
  const handleTimeSeconds = handleTimeOf(campaign);
  const load = loadForSilentShare(
    handleTimeSeconds,
    agents,
    campaign.maxSilenceSeconds,
    maxSilentShare,
  );
  const predictive = predictivePace(campaign, agents, load);
  const oneAtATime = dialOneAtATime(campaign, agents);
  const better =
    predictive.connectsPerSecond > oneAtATime.connectsPerSecond ? 'predictive' : 'oneAtATime';
  return { better, predictive, oneAtATime };
}

/**
 * What dialling at a given even rate comes to; see {@link paceDialling} for the model.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: as Erlang B.
 */
export function evaluatePace(
  campaign: DialCampaign,
  agents: number,
  dialsPerSecond: number,
): DialPace {
  checkCampaign(campaign);
  checkNonNegative('dialsPerSecond', dialsPerSecond);
  return predictivePace(
    campaign,
    agents,
    dialsPerSecond * campaign.answerProbability * handleTimeOf(campaign),
  );
}

function predictivePace(campaign: DialCampaign, agents: number, load: number): DialPace {
  const handleTimeSeconds = handleTimeOf(campaign);
  const silent = silentShare(load, handleTimeSeconds, agents, campaign.maxSilenceSeconds);
  return paceOf(campaign, agents, load / handleTimeSeconds, silent);
}

/** Each agent reads up, dials, waits while it rings, and talks if somebody answers. */
export function dialOneAtATime(campaign: DialCampaign, agents: number): DialPace {
  checkCampaign(campaign);
  checkPositiveInteger('agents', agents);
  checkAgents('agents', agents);
  const { answerProbability } = campaign;
  return paceOf(campaign, agents, (agents * answerProbability) / attemptSeconds(campaign), 0);
}

/** Mean time from one dial to the next of an agent who dials one at a time. */
export function attemptSeconds(campaign: DialCampaign): number {
  const { answerProbability, previewSeconds } = campaign;
  return previewSeconds + ringSeconds(campaign) + answerProbability * handleTimeOf(campaign);
}

function paceOf(
  campaign: DialCampaign,
  agents: number,
  answersPerSecond: number,
  silent: number,
): DialPace {
  const dialsPerSecond = answersPerSecond / campaign.answerProbability;
  const connectsPerSecond = answersPerSecond * (1 - silent);
  const talking = connectsPerSecond * campaign.talkSeconds;
  // At most the agents but for rounding.
  const busy = Math.min(agents, connectsPerSecond * handleTimeOf(campaign));
  return {
    dialsPerSecond,
    dialsPerSecondPerAgent: dialsPerSecond / agents,
    answersPerSecond,
    connectsPerSecond,
    silentShare: silent,
    callsRinging: dialsPerSecond * ringSeconds(campaign),
    idleAgents: agents - busy,
    occupancy: busy / agents,
    talkShare: talking / agents,
  };
}

/** Mean ring time over all dialled calls. */
function ringSeconds(campaign: DialCampaign): number {
  const { answerProbability, answerRingSeconds, maxRingSeconds } = campaign;
  return answerProbability * answerRingSeconds + (1 - answerProbability) * maxRingSeconds;
}

/** Mean time that a connected call holds an agent. */
function handleTimeOf({ talkSeconds, wrapUpSeconds }: DialTimes): number {
  return talkSeconds + wrapUpSeconds;
}

/** Throws `INVALID_INPUT` or `TOO_LARGE` unless the campaign makes sense. */
function checkCampaign(campaign: DialCampaign): void {
  checkDialTimes(campaign);
  const { answerProbability } = campaign;
  if (answerProbability > 0 && answerProbability <= 1) return;
  throw new AgnerError(
    'INVALID_INPUT',
    `expected answerProbability to be a fraction in (0, 1], got ${answerProbability}`,
    { name: 'answerProbability', got: String(answerProbability) },
  );
}

/** Throws `INVALID_INPUT` or `TOO_LARGE` unless the times make sense. */
export function checkDialTimes(times: DialTimes): void {
  checkNonNegative('answerRingSeconds', times.answerRingSeconds);
  checkPositive('maxRingSeconds', times.maxRingSeconds);
  checkNonNegative('talkSeconds', times.talkSeconds);
  checkNonNegative('wrapUpSeconds', times.wrapUpSeconds);
  checkNonNegative('maxSilenceSeconds', times.maxSilenceSeconds);
  checkNonNegative('previewSeconds', times.previewSeconds);
  checkHandleTime(handleTimeOf(times));
  if (times.answerRingSeconds > times.maxRingSeconds) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected answerRingSeconds of at most maxRingSeconds, ${times.maxRingSeconds}, got ${times.answerRingSeconds}`,
      { name: 'answerRingSeconds' },
    );
  }
}
