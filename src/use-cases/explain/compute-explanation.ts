import {
  type DayFigures,
  GAP_FACTORS,
  type GapFactor,
  makeGrid,
  type Note,
  type QueueExplanation,
  type QueueRequirement,
  slotStart,
} from '../../domain/index.ts';
import { expectQueue } from '../expect-queue.ts';
import { type WorkContext } from '../ports.ts';
import { checkNotCancelled } from '../work.ts';
import { type ExplainedQueue, type ExplanationInput } from './explained-queue.ts';
import { shapleyValues } from './shapley-values.ts';

/** Shorter intervals are looked at together: a day of minutes says no more than one of quarters. */
const LEAST_STEP_SECONDS = 900;

/** Splits the gap between planned and achieved service level of each queue. */
export function computeExplanation(
  { queues }: ExplanationInput,
  context: WorkContext,
): readonly QueueExplanation[] {
  return queues.map((queue, index) => {
    checkNotCancelled(context);
    context.onProgress({ fraction: index / queues.length, step: 'explain', figures: {} });
    return explainQueue(queue);
  });
}

/**
 * Exchanges the inputs of the model that the plan staffs by, planned against real, in all orders:
 * each factor's part is its mean over them, and what the model then leaves over is the last part.
 *
 * Cost: 2^5 evaluations of the day at most.
 */
export function explainQueue(given: ExplainedQueue): QueueExplanation {
  const queue = coarsen(given);
  const { planned, attended, achieved } = queue;
  const counted = countedSlots(queue);
  const isKnownHandleTime = queue.handleTimeSeconds.some((seconds) => seconds !== null);
  const isKnownRoster = attended !== null && total(attended.scheduled, counted) > 0;
  const isKnownAttendance = isKnownRoster && total(attended.known, counted) > 0;
  const factors = GAP_FACTORS.filter((factor) => {
    switch (factor) {
      case 'volume':
        return true;
      case 'handle-time':
        return isKnownHandleTime;
      case 'roster-fit':
        return isKnownRoster;
      case 'absence':
      case 'adherence':
        return isKnownAttendance;
      case 'model':
        return false;
    }
  });
  const levelWith = (real: ReadonlySet<GapFactor>): number | null => {
    const day: QueueRequirement = {
      ...planned,
      volume: real.has('volume') ? queue.offered.map((offered) => offered ?? 0) : planned.volume,
      handleTimeSeconds: real.has('handle-time')
        ? planned.handleTimeSeconds.map((seconds, slot) => queue.handleTimeSeconds[slot] ?? seconds)
        : planned.handleTimeSeconds,
    };
    return expectQueue(day, agentsWith(queue, real), counted).serviceLevel;
  };
  const none = levelWith(new Set());
  const all = levelWith(new Set(factors));
  const notes: Note[] = [];
  if (!counted.includes(true)) notes.push({ code: 'day-unknown', details: {} });
  if (!isKnownHandleTime) notes.push({ code: 'handle-time-unknown', details: {} });
  if (!isKnownRoster) notes.push({ code: 'no-published-roster', details: {} });
  else if (!isKnownAttendance) notes.push({ code: 'attendance-unknown', details: {} });
  else {
    const share = total(attended.known, counted) / total(attended.scheduled, counted);
    if (share < 0.99) notes.push({ code: 'attendance-partly-known', details: { share } });
  }
  if (attended !== null && attended.unplaced > 0) {
    notes.push({ code: 'people-without-schedule', details: { people: attended.unplaced } });
  }
  const gap = achieved === null || none === null || all === null ? null : achieved - none;
  return {
    queue: planned.queue,
    goal: planned.goal,
    intervals: given.offered.filter((offered) => offered !== null).length,
    planned: figuresOf(given, given.planned.volume, given.planned, given.planned.agents, none),
    achieved: figuresOf(
      given,
      given.offered,
      given,
      isKnownAttendance ? agentsWith(given, new Set(factors)) : null,
      achieved,
    ),
    modelled: all,
    gap,
    parts: gap === null ? [] : partsOfGap(gap, factors, levelWith),
    notes,
  };
}

function partsOfGap(
  gap: number,
  factors: readonly GapFactor[],
  levelWith: (real: ReadonlySet<GapFactor>) => number | null,
): QueueExplanation['parts'] {
  const values = shapleyValues(factors.length, (flags) => {
    // A day without contacts is as planned: nothing was missed.
    return levelWith(new Set(factors.filter((_, at) => flags[at]))) ?? 1;
  });
  const parts = new Map<GapFactor, number>(factors.map((factor, at) => [factor, values[at]!]));
  parts.set('model', gap - values.reduce((sum, value) => sum + value, 0));
  return GAP_FACTORS.map((factor) => ({ factor, part: parts.get(factor) ?? null }));
}

/** Agents on the phones with some of roster, absence and adherence as they were. */
function agentsWith(
  { planned, attended }: ExplainedQueue,
  real: ReadonlySet<GapFactor>,
): readonly number[] {
  const { agents, grid, unrosteredShrinkage } = planned;
  if (attended === null) return agents;
  const onPhones = 1 - unrosteredShrinkage;
  return agents.map((required, slot) => {
    const known = attended.known[slot]!;
    const came = attended.came[slot]!;
    const worked = attended.worked[slot]!;
    const heard = attended.heard[slot]!;
    let count = real.has('roster-fit')
      ? (attended.scheduled[slot]! / grid.stepSeconds) * onPhones
      : required;
    if (real.has('absence') && known > 0) count *= came / known / onPhones;
    if (!real.has('adherence') || heard === 0) return count;
    // Where nobody was to come, whoever worked came on top.
    return came > 0 ? (count * worked) / came : count + worked / (heard * grid.stepSeconds);
  });
}

function countedSlots({ offered, planned }: ExplainedQueue): readonly boolean[] {
  return offered.map((contacts, slot) => contacts !== null && planned.open[slot] === true);
}

/** Sums over the intervals that are over and known, as short as they are. */
function figuresOf(
  given: ExplainedQueue,
  contacts: readonly (number | null)[],
  { handleTimeSeconds }: Pick<ExplainedQueue, 'handleTimeSeconds'>,
  agents: readonly number[] | null,
  serviceLevel: number | null,
): DayFigures {
  const counted = countedSlots(given);
  let [timed, work] = [0, 0];
  for (const [slot, seconds] of handleTimeSeconds.entries()) {
    if (counted[slot] !== true || seconds === null) continue;
    timed += contacts[slot] ?? 0;
    work += (contacts[slot] ?? 0) * seconds;
  }
  return {
    contacts: total(
      contacts.map((count) => count ?? 0),
      counted,
    ),
    handleTimeSeconds: timed > 0 ? work / timed : null,
    agentSeconds: agents === null ? null : total(agents, counted) * given.planned.grid.stepSeconds,
    serviceLevel,
  };
}

function total(values: readonly number[], counted: readonly boolean[]): number {
  return values.reduce((sum, value, slot) => sum + (counted[slot] === true ? value : 0), 0);
}

/** Slots of a quarter of an hour at least; what is known of part of one is taken for all of it. */
function coarsen(queue: ExplainedQueue): ExplainedQueue {
  const { planned, attended } = queue;
  const { grid } = planned;
  const together = Math.ceil(LEAST_STEP_SECONDS / grid.stepSeconds);
  if (together === 1) return queue;
  const length = Math.ceil(grid.length / together);
  const groups = Array.from({ length }, (_, group) =>
    Array.from(
      { length: Math.min(together, grid.length - group * together) },
      (_, at) => group * together + at,
    ),
  );
  const sum = (values: readonly number[]) =>
    groups.map((slots) => slots.reduce((all, slot) => all + values[slot]!, 0));
  const mean = (values: readonly number[]) =>
    sum(values).map((all, group) => all / groups[group]!.length);
  const known = (values: readonly (number | null)[]): (number | null)[] =>
    groups.map((slots) => {
      const told = slots.filter((slot) => values[slot] !== null);
      const all = told.reduce((so, slot) => so + values[slot]!, 0);
      return told.length === 0 ? null : (all * slots.length) / told.length;
    });
  /** Weighted by contacts, of the slots where it is known. */
  const handleTime = (
    seconds: readonly (number | null)[],
    contacts: readonly (number | null)[],
  ): (number | null)[] =>
    groups.map((slots) => {
      const told = slots.filter((slot) => seconds[slot] !== null);
      const weight = told.reduce((all, slot) => all + (contacts[slot] ?? 0), 0);
      if (told.length === 0) return null;
      return weight > 0
        ? told.reduce((all, slot) => all + seconds[slot]! * (contacts[slot] ?? 0), 0) / weight
        : seconds[told[0]!]!;
    });
  return {
    ...queue,
    planned: {
      ...planned,
      grid: makeGrid(grid.zone, slotStart(grid, 0), grid.stepSeconds * together, length),
      open: groups.map((slots) => slots.some((slot) => planned.open[slot] === true)),
      volume: sum(planned.volume),
      handleTimeSeconds: handleTime(planned.handleTimeSeconds, planned.volume).map(
        (seconds) => seconds ?? 0,
      ),
      agents: mean(planned.agents),
    },
    offered: known(queue.offered),
    handleTimeSeconds: handleTime(queue.handleTimeSeconds, queue.offered),
    attended:
      attended === null
        ? null
        : {
            scheduled: sum(attended.scheduled),
            known: sum(attended.known),
            came: sum(attended.came),
            worked: sum(attended.worked),
            heard: mean(attended.heard),
            unplaced: attended.unplaced,
          },
  };
}
