import { checkNonNegative, checkPositive, checkShare } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { checkPatienceLaw } from '../../domain/patience.ts';
import { checkAgents, checkHandleTime, checkLoad } from '../blocking/erlang-b.ts';
import { checkTraffic } from '../traffic.ts';
import { type Demand, isLossModel, type QuestionModel, type QueueTerms } from './question.ts';

/** Longest threshold, as the longest handle time: 31 years. */
const MAX_THRESHOLD_SECONDS = 1e9;

/** Shortest handle time; below it ratios of times leave the range of doubles. */
const MIN_HANDLE_TIME_SECONDS = 1e-3;

/**
 * Throws unless the terms are in range and are terms of the model: what a model would pass over
 * in silence is refused.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 */
export function checkTerms(terms: QueueTerms): void {
  const { model, lines, patience, thresholdSeconds } = terms;
  if (thresholdSeconds !== null) checkThreshold(thresholdSeconds);
  if (lines !== null) checkAgents('lines', lines);
  if (patience !== null) checkPatienceLaw(patience);
  for (const name of [
    'recallFraction',
    'redialFractionOfAbandoned',
    'redialFractionOfBlocked',
  ] as const) {
    checkShare(name, terms[name]);
  }
  const takesPatience = model === 'erlang-a' || model === 'erlang-x' || model === 'mmng';
  if (patience !== null && !takesPatience) {
    refuse(model, 'no patience', patience.kind, 'erlang-a, erlang-x or mmng');
  }
  if (patience !== null && patience.kind !== 'exponential' && model !== 'mmng' && takesPatience) {
    refuse(model, 'exponential patience', patience.kind, 'mmng');
  }
  if (lines !== null && (model === 'erlang-c' || model === 'mmng')) {
    refuse(model, 'lines null, since nobody is turned away', lines, 'erlang-a or erlang-x');
  }
  if (model !== 'extended-b' && terms.recallFraction !== 0) {
    refuse(model, 'no recallFraction', terms.recallFraction, 'extended-b');
  }
  for (const name of ['redialFractionOfAbandoned', 'redialFractionOfBlocked'] as const) {
    if (model !== 'erlang-x' && terms[name] !== 0) {
      refuse(model, `no ${name}`, terms[name], 'erlang-x');
    }
  }
}

function refuse(model: QuestionModel, expected: string, got: string | number, use: string): never {
  throw new AgnerError(
    'INVALID_INPUT',
    `expected ${expected} with ${model}, got ${got}; the model for that is ${use}`,
    { model, expected, got },
  );
}

function checkThreshold(thresholdSeconds: number): void {
  checkNonNegative('thresholdSeconds', thresholdSeconds);
  if (thresholdSeconds > MAX_THRESHOLD_SECONDS) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected thresholdSeconds of at most ${MAX_THRESHOLD_SECONDS}, got ${thresholdSeconds}`,
      { thresholdSeconds },
    );
  }
}

/** Throws unless the demand is in range. @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE` */
export function checkDemand(demand: Demand): void {
  if (demand.kind === 'load') {
    checkLoad(demand.load);
    if (demand.handleTimeSeconds !== null) checkTime(demand.handleTimeSeconds);
    return;
  }
  const { callsPerInterval, intervalSeconds, handleTimeSeconds } = demand;
  checkNonNegative('callsPerInterval', callsPerInterval);
  checkPositive('intervalSeconds', intervalSeconds);
  checkTime(handleTimeSeconds);
  checkTraffic({ volume: callsPerInterval, stepSeconds: intervalSeconds, handleTimeSeconds });
}

/** Throws unless `handleTimeSeconds` is one that questions take. */
export function checkTime(handleTimeSeconds: number): void {
  checkHandleTime(handleTimeSeconds);
  if (handleTimeSeconds < MIN_HANDLE_TIME_SECONDS) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected handleTimeSeconds of at least ${MIN_HANDLE_TIME_SECONDS}, got ${handleTimeSeconds}`,
      { handleTimeSeconds },
    );
  }
}

/** Throws `INVALID_INPUT`, naming what needs it, where a load came without its handle time. */
export function checkTimesKnown(terms: QueueTerms, needsSeconds: boolean): void {
  const { patience, thresholdSeconds, model } = terms;
  if (isLossModel(model)) return;
  const why =
    patience !== null
      ? 'patience'
      : thresholdSeconds !== null && thresholdSeconds > 0
        ? 'thresholdSeconds'
        : needsSeconds
          ? 'targets.averageSpeedOfAnswerSeconds'
          : null;
  if (why === null) return;
  throw new AgnerError(
    'INVALID_INPUT',
    `expected handleTimeSeconds beside load, since ${why} is given, got none`,
    { name: 'handleTimeSeconds' },
  );
}
