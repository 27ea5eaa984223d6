import { type ArrivalEnds, measureEnds } from '../transient/arrival-ends.ts';
import { type ArrivalShares, measureShares } from '../transient/arrival-outcome.ts';
import { evolveStates, QUICK } from '../transient/evolve-states.ts';
import { edgeAges, edgePlaces, type Phase } from '../transient/late-arrivals.ts';
import {
  meanCalls,
  meanWaiting,
  type QueueRates,
  type QueueStates,
} from '../transient/queue-states.ts';

/** A slot, or the part of one in which the number of agents does not change. */
export interface Stretch {
  readonly slot: number;
  readonly rates: QueueRates;
  readonly seconds: number;
}

/** What becomes of the contacts that arrive in a slot, and of its agents. */
export interface SlotOutcome {
  /** On average, where they are not the same all the time. */
  readonly agents: number;
  readonly shares: ArrivalShares;
  /** `null` where no part of the goal asks. */
  readonly ends: ArrivalEnds | null;
  readonly meanBusyAgents: number;
}

/** The same of a stretch, with the states that it ends with. */
export interface StretchRun extends SlotOutcome {
  readonly end: QueueStates;
}

/**
 * What those who arrive in a stretch and wait on go through after it.
 *
 * @param at index of the stretch
 * @param count number of all stretches; after the last, its conditions go on with an agent at least
 * @param stretchAt any later one; `null` where the queue is closed
 * @param reach slots that are looked at
 */
export function phasesAfter(
  stretch: Stretch,
  at: number,
  count: number,
  stretchAt: (index: number) => Stretch | null,
  reach: number,
): Phase[] {
  const phases: Phase[] = [];
  let last = stretch;
  for (let next = at + 1; ; next++) {
    if (next === count) {
      const agents = Math.max(1, last.rates.agents);
      return [...phases, { ...last.rates, agents, seconds: Infinity }];
    }
    const following = stretchAt(next);
    if (following === null) return phases;
    last = following;
    // Where nobody is there, what comes next matters, however far it is.
    const ends = last.slot >= stretch.slot + reach && last.rates.agents > 0;
    const seconds = ends ? Infinity : last.seconds;
    const before = phases.at(-1);
    // With nobody there one stretch is like the next, however many there are.
    if (before?.agents === 0 && last.rates.agents === 0) {
      phases[phases.length - 1] = { ...before, seconds: before.seconds + seconds };
    } else phases.push({ ...last.rates, seconds });
    if (ends) return phases;
  }
}

/** Goes through a stretch from given states on. Cost: one evolution. */
export function runStretch(
  { rates, seconds }: Stretch,
  start: QueueStates,
  following: readonly Phase[],
  thresholdSeconds: number,
  withEnds: boolean,
): StretchRun {
  const evolution = evolveStates(rates, start, seconds, {
    ages: edgeAges(rates, seconds, thresholdSeconds, following),
    places: edgePlaces(rates, thresholdSeconds, following),
    precision: QUICK,
  });
  const run = { rates, seconds, start, evolution, following };
  const waiting = meanWaiting(evolution.average, rates.agents);
  return {
    end: evolution.end,
    agents: rates.agents,
    shares: measureShares(run, thresholdSeconds),
    ends: withEnds ? measureEnds(run) : null,
    meanBusyAgents: Math.max(0, meanCalls(evolution.average) - waiting),
  };
}
