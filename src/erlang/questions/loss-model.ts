import { AgnerError } from '../../domain/errors.ts';
import { erlangB } from '../blocking/erlang-b.ts';
import { extendedB } from '../blocking/extended-b.ts';
import { offeredLoad } from '../traffic.ts';
import { type LossFigures } from './answer-parts.ts';
import { checkDemand, checkTerms } from './check-terms.ts';
import { type Demand, type QueueQuestion, type QueueTerms } from './question.ts';

/** Lines on which what finds them all busy is lost, of one load. */
export interface LossModel {
  readonly load: number;
  readonly evaluate: (lines: number) => LossFigures;
}

/** The lines that a question speaks of. @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE` */
export function makeLossModel(question: QueueQuestion): LossModel {
  checkTerms(question);
  checkDemand(question.demand);
  const load = loadOf(question.demand);
  return { load, evaluate: (lines) => lossFigures(question, load, lines) };
}

/** Offered load in erlangs. */
export function loadOf(demand: Demand): number {
  if (demand.kind === 'load') return demand.load;
  const { callsPerInterval, intervalSeconds, handleTimeSeconds } = demand;
  return offeredLoad({ volume: callsPerInterval, stepSeconds: intervalSeconds, handleTimeSeconds });
}

/** What a loss model says of a load and a number of lines. */
export function lossFigures(terms: QueueTerms, load: number, lines: number): LossFigures {
  if (terms.model === 'extended-b') {
    const { recallFraction } = terms;
    const recalls = extendedB({ load, lines, recallFraction });
    const { blockedProbability, totalLoad, carriedLoad, lostLoad } = recalls;
    return {
      blockedProbability,
      totalLoad,
      carriedLoad,
      lostLoad,
      ...occupancyOf(lines, carriedLoad),
    };
  }
  const blocked = erlangB(load, lines);
  const carriedLoad = carriedBy(load, lines, blocked);
  return {
    blockedProbability: blocked,
    carriedLoad,
    lostLoad: load * blocked,
    ...occupancyOf(lines, carriedLoad),
  };
}

function occupancyOf(lines: number, carriedLoad: number): Pick<LossFigures, 'occupancy'> {
  return { occupancy: lines === 0 ? null : carriedLoad / lines };
}

/** Load less what is lost, without cancellation where most is: lines x B(lines) / B(lines - 1). */
function carriedBy(load: number, lines: number, blocked: number): number {
  if (blocked < 0.5 || lines < 1) return load * (1 - blocked);
  return (lines * blocked) / erlangB(load, lines - 1);
}

/** Figures of a number of lines; `null` where those who try again leave no steady state. */
export function lossOrNull(terms: QueueTerms, load: number, lines: number): LossFigures | null {
  try {
    return lossFigures(terms, load, lines);
  } catch (error) {
    if (error instanceof AgnerError && error.code === 'UNSTABLE_QUEUE') return null;
    throw error;
  }
}
