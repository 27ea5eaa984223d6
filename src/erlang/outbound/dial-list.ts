import { checkNonNegativeInteger, checkPositive, checkShare } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { leastPassing } from '../numerics/least-passing.ts';
import { MAX_AGENTS } from '../limits.ts';
import {
  attemptSeconds,
  checkDialTimes,
  type DialCampaign,
  type DialPace,
  type DialTimes,
  paceDialling,
} from './outbound.ts';

/** A list of people to call. */
export interface DialList {
  readonly records: number;
  /** Probability that a person answers at the first attempt, the second and so on; as many as are made. */
  readonly answerProbabilities: readonly number[];
}

/** How a list is worked through. Counts are expected ones. */
export interface ListCompletion {
  /** Time of dialling until the list is done. */
  readonly seconds: number;
  readonly way: 'predictive' | 'oneAtATime';
  readonly pace: DialPace;
  readonly dials: number;
  /** People who answered: talked to, or left silent. */
  readonly answers: number;
  readonly connects: number;
  readonly silent: number;
  /** People who answered none of the attempts. */
  readonly unreached: number;
}

/**
 * Time that some agents need for a list, at the fastest pace within a cap on silent calls.
 *
 * Each person is dialled until he answers or the attempts are used up. One who was left silent
 * counts as answered and is not dialled again. The attempts are mixed evenly, so that the answer
 * rate is that of the whole list all the time. The way of dialling that ends sooner is taken.
 *
 * @param agents whole number of at least 1
 * @param maxSilentShare fraction in [0, 1)
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: as {@link paceDialling}.
 *
 * @see docs/models/outbound.md
 */
export function timeForList(
  list: DialList,
  times: DialTimes,
  agents: number,
  maxSilentShare: number,
): ListCompletion {
  const { campaign, dials, answers } = campaignOf(list, times);
  const { predictive, oneAtATime } = paceDialling(campaign, agents, maxSilentShare);
  const sooner = predictive.answersPerSecond > oneAtATime.answersPerSecond;
  const pace = sooner ? predictive : oneAtATime;
  return {
    seconds: answers / pace.answersPerSecond,
    way: sooner ? 'predictive' : 'oneAtATime',
    pace,
    dials,
    answers,
    connects: answers * (1 - pace.silentShare),
    silent: answers * pace.silentShare,
    unreached: list.records - answers,
  };
}

/**
 * Fewest agents who are through with a list in the time given; see {@link timeForList}.
 *
 * Both ways of dialling reach more people per second with each agent, so the search may halve. It
 * starts from no fewer than could talk to all who are not left silent, were they never idle, and
 * ends at most with those who need no more than the time dialling one at a time.
 *
 * @param availableSeconds time of dialling, above 0
 * @returns `agents: 0` and `completion: null` for an empty list
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 *
 * Cost: about 2 log2(agents) times {@link timeForList}.
 */
export function agentsForList(
  list: DialList,
  times: DialTimes,
  availableSeconds: number,
  maxSilentShare: number,
): { readonly agents: number; readonly completion: ListCompletion | null } {
  checkPositive('availableSeconds', availableSeconds);
  const { campaign, dials, answers } = campaignOf(list, times);
  // Refuses a cap that makes no sense, whatever the list.
  paceDialling(campaign, 1, maxSilentShare);
  if (list.records === 0) return { agents: 0, completion: null };
  const talking =
    (answers * (1 - maxSilentShare) * (times.talkSeconds + times.wrapUpSeconds)) / availableSeconds;
  const enough = Math.ceil((dials * attemptSeconds(campaign)) / availableSeconds) + 1;
  if (enough > MAX_AGENTS) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected a list for at most ${MAX_AGENTS} agents in ${availableSeconds} s, got one for up to ${enough}`,
      { enough },
    );
  }
  const least = Math.max(1, Math.floor(talking));
  const agents = leastPassing(least, enough, Math.ceil(talking * 1.1), (count) => {
    return timeForList(list, times, count, maxSilentShare).seconds <= availableSeconds;
  })!;
  return { agents, completion: timeForList(list, times, agents, maxSilentShare) };
}

/** The list as a campaign of its mean answer rate, and what it comes to in all. */
function campaignOf(
  { records, answerProbabilities }: DialList,
  times: DialTimes,
): { readonly campaign: DialCampaign; readonly dials: number; readonly answers: number } {
  checkDialTimes(times);
  checkNonNegativeInteger('records', records);
  if (answerProbabilities.length === 0) {
    throw new AgnerError(
      'INVALID_INPUT',
      'expected an answer probability for at least 1 attempt, got 0',
      { name: 'answerProbabilities' },
    );
  }
  let open = 1;
  let attempts = 0;
  for (const probability of answerProbabilities) {
    checkShare('answerProbabilities', probability);
    attempts += open;
    open *= 1 - probability;
  }
  const answered = answeredShare(answerProbabilities);
  if (answered === 0) {
    throw new AgnerError(
      'INVALID_INPUT',
      'expected an answerProbability above 0 for some attempt, got none',
      { name: 'answerProbabilities' },
    );
  }
  const answerProbability = Math.min(1, answered / attempts);
  return {
    campaign: { ...times, answerProbability },
    dials: records * attempts,
    answers: records * answered,
  };
}

/** Share of people who answer one of the attempts, as a sum of what each adds. */
function answeredShare(probabilities: readonly number[]): number {
  return probabilities.reduceRight((later, p) => p + (1 - p) * later, 0);
}
