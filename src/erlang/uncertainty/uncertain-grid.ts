import { AgnerError } from '../../domain/errors.ts';
import { type StaffingMethod } from '../../domain/requirement.ts';
import { knownHandleTimes, offeredLoadCurve } from '../carry-over/offered-load-curve.ts';
import { lateContacts } from '../staffing/late-contacts.ts';
import { scheduledAgents } from '../staffing/scheduled-agents.ts';
import { requiredAgents } from '../staffing/staffing.ts';
import { type QueueTerms, trafficOf } from './uncertain-figures.ts';
import { type Aim, staffUncertain } from './staff-uncertain.ts';
import {
  meansOf,
  reportUncertain,
  type UncertainPerformance,
  type UncertainTask,
} from './uncertain-volume.ts';
import { volumeDistribution, type VolumeLaw } from './volume-law.ts';

/** A queue over many slots, each with the law of its volume. */
export interface UncertainGridTask extends Omit<QueueTerms, 'handleTimeSeconds'> {
  readonly volume: readonly VolumeLaw[];
  /** The means of the laws. */
  readonly contacts: readonly number[];
  readonly handleTimeSeconds: readonly number[];
  /** Closed slots need nobody. */
  readonly open: readonly boolean[];
  /** All but `sipp` see the load that is at hand, earlier contacts included, in each slot. */
  readonly method: StaffingMethod;
  /** Shares of scheduled agents who are absent; they add up, to below 1. */
  readonly absenceShares: readonly number[];
  /** Each at random, or so that the agents on the phones are divided by the share present. */
  readonly absence: 'random' | 'divided';
  readonly aim: Aim;
  /** Fraction in (0, 1): 0.8 for cases between which 80 % of what may come lies. */
  readonly bandLevel: number;
  /**
   * Mean volumes of all slots as they may turn out together, equally likely: the cases are then
   * those of these paths. `null` where that is not known.
   */
  readonly paths: readonly (readonly number[])[] | null;
}

/** Agents that the plain model asks for, were volumes known. */
export interface StaffCase {
  readonly volume: readonly number[];
  /** On the phones. */
  readonly agents: readonly number[];
  /** Over the share present, not rounded. */
  readonly scheduledAgentsExact: readonly number[];
}

export interface UncertainGridStaffing {
  /** On the phones: what it takes if all who are scheduled come. */
  readonly agents: readonly number[];
  readonly scheduledAgents: readonly number[];
  /** Before rounding; whole where absence is random. */
  readonly scheduledAgentsExact: readonly number[];
  /** `null` in slots that are closed or without contacts. */
  readonly performance: readonly (UncertainPerformance | null)[];
  /** Expected contacts outside the goal with 5 agents fewer to 5 more on the phones. */
  readonly lateContacts: readonly (readonly number[] | null)[];
  /**
   * Of all paths by the agents that they ask for, at the quantiles. Without paths all slots low,
   * middling or high at a time: wider than a band of the totals would be.
   */
  readonly lower: StaffCase;
  readonly median: StaffCase;
  readonly upper: StaffCase;
}

/** A slot without arrivals needs agents while so much is expected in hand, in erlangs. */
const STILL_IN_HAND = 0.05;

/**
 * {@link staffUncertain} slot by slot, with what it would take were volumes low, middling or high.
 *
 * By all methods but `sipp` the law of each slot's volume is scaled to the mean modified offered
 * load in it (`mol-max`: the highest): a day that is busier by a factor is so all along.
 *
 * @throws {AgnerError} as {@link staffUncertain}; `INVALID_INPUT` for lists of unequal length
 *
 * Cost: some milliseconds per slot at loads about 50.
 */
export function staffUncertainGrid(given: UncertainGridTask): UncertainGridStaffing {
  checkGridTask(given);
  const task = { ...given, handleTimeSeconds: filledHandleTimes(given) };
  const laws = effectiveLaws(task);
  const slots = laws.map((law, slot) => (law === null ? null : staffSlot(task, law, slot)));
  const caseAt =
    task.paths === null ? casesBySlot(task, laws) : casesByPath(task, laws, task.paths);
  return {
    agents: slots.map((one) => one?.agents ?? 0),
    scheduledAgents: slots.map((one) => one?.scheduledAgents ?? 0),
    scheduledAgentsExact: slots.map((one) => one?.exact ?? 0),
    performance: slots.map((one) => one?.performance ?? null),
    lateContacts: slots.map((one) => one?.late ?? null),
    lower: caseAt((1 - task.bandLevel) / 2),
    median: caseAt(0.5),
    upper: caseAt((1 + task.bandLevel) / 2),
  };
}

/** The case in which every slot has its own quantile of volume. */
function casesBySlot(
  task: UncertainGridTask,
  laws: readonly (VolumeLaw | null)[],
): (share: number) => StaffCase {
  const distributions = laws.map((law) => (law === null ? null : volumeDistribution(law)));
  return (share) =>
    caseOf(
      task,
      laws,
      distributions.map((one) => one?.quantile(share) ?? 0),
    );
}

/** The path that asks for more agents in all than so many of the paths do. */
function casesByPath(
  task: UncertainGridTask,
  laws: readonly (VolumeLaw | null)[],
  paths: readonly (readonly number[])[],
): (share: number) => StaffCase {
  const factors = laws.map((law) => (law?.kind === 'scaled' ? law.factor : 1));
  const known = laws.map((law) => (law?.kind === 'certain' ? law.mean : null));
  const cases = paths
    .map((path) => {
      // What is in hand where nothing comes is taken as known.
      const atHand = path.map((volume, slot) => known[slot] ?? volume * factors[slot]!);
      const staffed = caseOf(task, laws, atHand);
      return { staffed, total: staffed.agents.reduce((sum, agents) => sum + agents, 0) };
    })
    .sort((a, b) => a.total - b.total);
  return (share) => cases[Math.max(0, Math.ceil(share * cases.length) - 1)]!.staffed;
}

function caseOf(
  task: UncertainGridTask,
  laws: readonly (VolumeLaw | null)[],
  volume: readonly number[],
): StaffCase {
  const agents = volume.map((one, slot) =>
    laws[slot] === null
      ? 0
      : requiredAgents(
          trafficOf(termsAt(task, slot), one),
          task.goal,
          task.model,
          task.patienceSeconds,
        ),
  );
  return {
    volume,
    agents,
    scheduledAgentsExact: agents.map((count) => scheduledAgents(count, task.absenceShares).exact),
  };
}

function staffSlot(task: UncertainGridTask, volume: VolumeLaw, slot: number) {
  const present = { ...termsAt(task, slot), volume, absenceShare: 0 };
  const phones = staffUncertain(present, task.aim);
  const { scheduledAgents: agents } = phones;
  const isOffered = volumeDistribution(task.volume[slot]!).mean > 0;
  const late = isOffered ? lateWith(present, task.contacts[slot]!, agents) : null;
  const absenceShare = task.absenceShares.reduce((sum, share) => sum + share, 0);
  if (task.absence === 'divided' || absenceShare === 0) {
    const scheduled = scheduledAgents(agents, task.absenceShares);
    const performance = isOffered ? phones.performance : null;
    return { agents, ...scheduled, performance, late };
  }
  const staffed = staffUncertain({ ...present, absenceShare }, task.aim);
  return {
    agents,
    scheduledAgents: staffed.scheduledAgents,
    exact: staffed.scheduledAgents,
    performance: isOffered ? staffed.performance : null,
    late,
  };
}

function lateWith(task: UncertainTask, contacts: number, agents: number): number[] {
  const volume = volumeDistribution(task.volume);
  const means = meansOf(task, volume);
  return lateContacts(contacts, agents, (count) =>
    count < 0 ? null : reportUncertain(task, volume, means, count).serviceLevel,
  );
}

function termsAt(task: UncertainGridTask, slot: number): QueueTerms {
  const { stepSeconds, goal, model, patienceSeconds } = task;
  return {
    stepSeconds,
    handleTimeSeconds: task.handleTimeSeconds[slot]!,
    goal,
    model,
    patienceSeconds,
  };
}

/** What is left in hand in a slot without contacts takes as long as those before. */
function filledHandleTimes({ contacts, handleTimeSeconds }: UncertainGridTask): readonly number[] {
  const known = knownHandleTimes(contacts, handleTimeSeconds);
  return handleTimeSeconds.map((seconds, slot) => (contacts[slot]! > 0 ? seconds : known[slot]!));
}

/** What is at hand in each slot as a law of volume; `null` where closed. */
function effectiveLaws(task: UncertainGridTask): (VolumeLaw | null)[] {
  const { method, open, stepSeconds, contacts, handleTimeSeconds } = task;
  const loads = method === 'sipp' ? null : offeredLoadCurve({ ...task, volume: contacts });
  return task.volume.map((law, slot) => {
    if (open[slot] !== true) return null;
    const handleTime = handleTimeSeconds[slot]!;
    if (loads === null || handleTime === 0) return law;
    const load = method === 'mol-max' ? loads[slot]!.max : loads[slot]!.mean;
    const atHand = (load * stepSeconds) / handleTime;
    if (contacts[slot]! > 0) return { kind: 'scaled', law, factor: atHand / contacts[slot]! };
    return { kind: 'certain', mean: load >= STILL_IN_HAND ? atHand : 0 };
  });
}

function checkGridTask(task: UncertainGridTask): void {
  const odd = task.paths?.find((path) => path.length !== task.volume.length);
  if (odd !== undefined || task.paths?.length === 0) {
    const got = odd === undefined ? 'none' : `one of ${odd.length}`;
    throw new AgnerError(
      'INVALID_INPUT',
      `expected paths of ${task.volume.length} slots, got ${got}`,
      { name: 'paths' },
    );
  }
  if (!(task.bandLevel > 0 && task.bandLevel <= 1 - 1e-6)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected bandLevel to be a fraction in (0, 1), got ${task.bandLevel}`,
      { name: 'bandLevel', got: String(task.bandLevel) },
    );
  }
  for (const name of ['contacts', 'handleTimeSeconds', 'open'] as const) {
    if (task[name].length === task.volume.length) continue;
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ${name} of ${task.volume.length} slots, got ${task[name].length}`,
      { name },
    );
  }
}
