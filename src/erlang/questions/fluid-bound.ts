import { add, decimalOf, multiply, type Rational, subtract } from '../numerics/decimal.ts';
import { type Traffic } from '../traffic.ts';
import { type QueueTerms, type Targets } from './question.ts';

/**
 * Fewest agents that could meet the targets if they never were idle: they answer less than that,
 * by however little.
 *
 * In overload agents are idle so seldom that doubles cannot tell: 1,000 erlangs and 700 agents
 * answer 0.7 of all to 40 digits, and yet less, so that 0.7 takes 701. Decided in the decimals
 * that were written. With redials n agents answer n (1 - a) / (A - a n) of all attempts at most.
 *
 * @returns 0 where the targets say nothing of that kind
 */
export function fluidBound(
  terms: QueueTerms,
  targets: Targets,
  load: number,
  traffic: Traffic,
): number {
  const share = leastAnswered(terms, targets);
  if (share === null) return 0;
  const again = terms.model === 'erlang-x' ? terms.redialFractionOfAbandoned : 0;
  const bound = (share.value * load) / (1 - again + share.value * again);
  const near = Math.abs(bound - Math.round(bound)) <= 1e-9 * (1 + bound);
  if (!near) return Math.floor(bound) + 1;
  const top = multiply(
    share.exact,
    multiply(decimalOf(traffic.volume), decimalOf(traffic.handleTimeSeconds)),
  );
  const stays = subtract(decimalOf(1), decimalOf(again));
  const bottom = multiply(
    decimalOf(traffic.stepSeconds),
    add(stays, multiply(share.exact, decimalOf(again))),
  );
  return Number((top.numerator * bottom.denominator) / (top.denominator * bottom.numerator)) + 1;
}

interface Share {
  readonly value: number;
  readonly exact: Rational;
}

/** Share of all attempts that must be answered in the end; `null` where none is told. */
function leastAnswered({ lines, model }: QueueTerms, targets: Targets): Share | null {
  const { serviceLevel, serviceLevelDefinition, maxAbandonProbability } = targets;
  if (lines !== null && model === 'erlang-x') return null;
  const ofAll =
    serviceLevelDefinition === 'offered' ||
    (serviceLevelDefinition === 'entered' && lines === null);
  const level = serviceLevel !== null && ofAll ? serviceLevel : 0;
  // Within limited lines those who are turned away do not hang up.
  const most = lines === null ? (maxAbandonProbability ?? 1) : 1;
  const value = Math.max(level, 1 - most);
  if (value === 0) return null;
  const exact = level >= 1 - most ? decimalOf(level) : subtract(decimalOf(1), decimalOf(most));
  return { value, exact };
}
