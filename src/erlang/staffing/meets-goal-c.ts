import { type ServiceGoal } from '../../domain/requirement.ts';
import { compare, decimalOf, multiply, type Rational, subtract } from '../numerics/decimal.ts';
import { encloseDecay, encloseInverse, ONE } from '../numerics/enclosure.ts';
import { exactLoad, type Traffic } from '../traffic.ts';

/** Relative error that 1 / B may have in doubles, with room; 2e-14 is the most that was seen. */
const INVERSE_ERROR = 1e-12;

/** Relative error of a load or a threshold in doubles: a few roundings, with room. */
const INPUT_ERROR = 1e-15;

/**
 * Whether agents above the load meet the service level and the average speed of answer of a goal
 * under Erlang C, exactly, for the decimals that the numbers print as.
 *
 * Doubles decide unless the rounding of the figures could tip the scale; then whole numbers with
 * 70 digits do. What is equal to 60 digits is taken as equal: 1 agent for half an erlang answers
 * half of the calls at once, and meets a goal of 0.5.
 *
 * @param inverse 1 / B(load, agents)
 *
 * Cost: O(1), in one of 1e10 cases a microsecond for every step of the recursion.
 */
export function meetsGoalC(
  traffic: Traffic,
  load: number,
  inverse: number,
  agents: number,
  goal: ServiceGoal,
): boolean {
  const { serviceLevel, averageSpeedOfAnswerSeconds, thresholdSeconds } = goal;
  const idle = agents - load;
  const lag = thresholdSeconds / traffic.handleTimeSeconds;
  const decay = idle * lag;
  // 1 / C, and how the error of the load shows in it: idle + sqrt(load) bounds d ln B / d ln load.
  const perDelayed = 1 + ((inverse - 1) * idle) / agents;
  const doubtOfIdle = (INPUT_ERROR * load) / idle;
  const doubt = INVERSE_ERROR + doubtOfIdle + INPUT_ERROR * (idle + Math.sqrt(load));
  let undecided = false;
  // No double below 1 leaves less than 1e-16 to be late, and exp(-45) is below that.
  if (serviceLevel !== null && !(decay * (1 - doubtOfIdle) > 45)) {
    const late = 1 - serviceLevel;
    const doubtOfLevel = doubt + INPUT_ERROR * ((load + idle) * lag + 1 / late);
    const ratio = Math.exp(-decay) / (late * perDelayed);
    if (ratio > 1 + doubtOfLevel) return false;
    if (!(ratio < 1 - doubtOfLevel)) undecided = true;
  }
  if (averageSpeedOfAnswerSeconds !== null) {
    const ratio = traffic.handleTimeSeconds / averageSpeedOfAnswerSeconds / (idle * perDelayed);
    if (ratio > 1 + doubt) return false;
    if (!(ratio < 1 - doubt)) undecided = true;
  }
  return !undecided || decide(traffic, agents, goal);
}

function decide(traffic: Traffic, agents: number, goal: ServiceGoal): boolean {
  const load = exactLoad(traffic);
  const idle = subtract(decimalOf(agents), load);
  if (idle.numerator <= 0n) return false;
  // The upper end of 1 / C: what cannot be told apart counts as met.
  const { upper } = encloseInverse(load, agents);
  const perDelayed =
    ONE + ((upper - ONE) * idle.numerator) / (idle.denominator * BigInt(agents)) + 1n;
  return meetsLevel(traffic, idle, perDelayed, goal) && meetsWait(traffic, idle, perDelayed, goal);
}

/** exp(-idle T / h) <= (1 - level) / C. */
function meetsLevel(
  traffic: Traffic,
  idle: Rational,
  perDelayed: bigint,
  { serviceLevel, thresholdSeconds }: ServiceGoal,
): boolean {
  if (serviceLevel === null) return true;
  const handleTime = decimalOf(traffic.handleTimeSeconds);
  const wait = multiply(idle, decimalOf(thresholdSeconds));
  const decay = {
    numerator: wait.numerator * handleTime.denominator,
    denominator: wait.denominator * handleTime.numerator,
  };
  if (compare(decay, decimalOf(45)) > 0) return true;
  const late = subtract(decimalOf(1), decimalOf(serviceLevel));
  return encloseDecay(decay).lower * late.denominator <= late.numerator * perDelayed;
}

/** h <= wait x idle / C. */
function meetsWait(
  traffic: Traffic,
  idle: Rational,
  perDelayed: bigint,
  { averageSpeedOfAnswerSeconds }: ServiceGoal,
): boolean {
  if (averageSpeedOfAnswerSeconds === null) return true;
  const handleTime = decimalOf(traffic.handleTimeSeconds);
  const allowed = multiply(decimalOf(averageSpeedOfAnswerSeconds), idle);
  return (
    handleTime.numerator * ONE * allowed.denominator <=
    allowed.numerator * perDelayed * handleTime.denominator
  );
}
