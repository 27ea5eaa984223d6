import { checkFraction, checkNonNegative, checkPositive } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { scheduledAgents } from '../staffing/scheduled-agents.ts';
import { requiredAgents } from '../staffing/staffing.ts';
import { type QueueTerms, trafficOf } from './uncertain-figures.ts';
import { type Aim, staffUncertain } from './staff-uncertain.ts';
import { type UncertainPerformance } from './uncertain-volume.ts';
import { volumeDistribution, type VolumeLaw } from './volume-law.ts';

/** What one more paid hour costs, and what makes a whole position. */
export interface StaffCost {
  readonly payPerHour: number;
  /** Paid time of one full-time contract over the stretch that is looked at. */
  readonly fullTimeSeconds: number;
}

/** A queue over many slots, each with the law of its volume. */
export interface UncertainGridTask extends Omit<QueueTerms, 'handleTimeSeconds'> {
  readonly volume: readonly VolumeLaw[];
  readonly handleTimeSeconds: readonly number[];
  /** Closed slots need nobody. */
  readonly open: readonly boolean[];
  readonly absenceShare: number;
  readonly aim: Aim;
  /** Fraction in (0, 1): 0.8 for cases between which 80 % of each slot's volumes lie. */
  readonly bandLevel: number;
  readonly cost: StaffCost;
}

/** Staff of all slots together. */
export interface StaffTotals {
  /** Paid time of scheduled agents, those who turn out absent included. */
  readonly paidSeconds: number;
  readonly fte: number;
  readonly cost: number;
}

/** Agents that the plain model asks for, were one quantile of volume known to come in every slot. */
export interface StaffCase extends StaffTotals {
  readonly volume: readonly number[];
  /** On the phones. */
  readonly agents: readonly number[];
}

export interface UncertainGridStaffing extends StaffTotals {
  readonly scheduledAgents: readonly number[];
  /** `null` in closed slots. */
  readonly performance: readonly (UncertainPerformance | null)[];
  /** All slots low, middling or high at a time: wider than a band of the totals would be. */
  readonly lower: StaffCase;
  readonly median: StaffCase;
  readonly upper: StaffCase;
}

/**
 * {@link staffUncertain} slot by slot, with what it would cost were volumes low, middling or high.
 *
 * @throws {AgnerError} as {@link staffUncertain}; `INVALID_INPUT` for lists of unequal length
 *
 * Cost: below a millisecond per slot at loads about 50 without absence.
 */
export function staffUncertainGrid(task: UncertainGridTask): UncertainGridStaffing {
  checkGridTask(task);
  const terms = task.volume.map((_, slot): QueueTerms => {
    const { stepSeconds, goal, model, patienceSeconds } = task;
    return {
      stepSeconds,
      handleTimeSeconds: task.handleTimeSeconds[slot]!,
      goal,
      model,
      patienceSeconds,
    };
  });
  const staffed = task.volume.map((volume, slot) =>
    task.open[slot] === true
      ? staffUncertain({ ...terms[slot]!, volume, absenceShare: task.absenceShare }, task.aim)
      : null,
  );
  const scheduled = staffed.map((one) => one?.scheduledAgents ?? 0);
  const laws = task.volume.map(volumeDistribution);
  const caseAt = (share: number): StaffCase => {
    const volume = laws.map((law) => law.quantile(share));
    const agents = volume.map((one, slot) =>
      task.open[slot] === true
        ? requiredAgents(trafficOf(terms[slot]!, one), task.goal, task.model, task.patienceSeconds)
        : 0,
    );
    const exact = agents.map((count) => scheduledAgents(count, [task.absenceShare]).exact);
    return { volume, agents, ...totalsOf(task, exact) };
  };
  return {
    scheduledAgents: scheduled,
    performance: staffed.map((one) => one?.performance ?? null),
    ...totalsOf(task, scheduled),
    lower: caseAt((1 - task.bandLevel) / 2),
    median: caseAt(0.5),
    upper: caseAt((1 + task.bandLevel) / 2),
  };
}

function totalsOf(
  { stepSeconds, cost }: UncertainGridTask,
  scheduled: readonly number[],
): StaffTotals {
  const paidSeconds = scheduled.reduce((sum, count) => sum + count, 0) * stepSeconds;
  return {
    paidSeconds,
    fte: paidSeconds / cost.fullTimeSeconds,
    cost: (paidSeconds / 3600) * cost.payPerHour,
  };
}

function checkGridTask(task: UncertainGridTask): void {
  checkNonNegative('payPerHour', task.cost.payPerHour);
  checkPositive('fullTimeSeconds', task.cost.fullTimeSeconds);
  checkFraction('absenceShare', task.absenceShare);
  if (!(task.bandLevel > 0 && task.bandLevel <= 1 - 1e-6)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected bandLevel to be a fraction in (0, 1), got ${task.bandLevel}`,
      { name: 'bandLevel', got: String(task.bandLevel) },
    );
  }
  for (const name of ['handleTimeSeconds', 'open'] as const) {
    if (task[name].length === task.volume.length) continue;
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ${name} of ${task.volume.length} slots, got ${task[name].length}`,
      { name },
    );
  }
}
