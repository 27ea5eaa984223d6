import {
  type ComparedFigure,
  type ComparedPerformance,
  differsFromFormula,
  formatInstant,
  slotStart,
  type Verification,
  type VerifiedQueue,
} from '../src/domain/index.ts';
import {
  goalText,
  notSimulatedText,
  staffingText,
  verifiedHowText,
} from '../src/documents/index.ts';
import { type Answer } from '../src/use-cases/index.ts';
import { clean, grouped, share, table } from './render.ts';

type Simulated = Extract<VerifiedQueue, { readonly status: 'simulated' }>;

/** Intervals that are printed where not all are asked for. */
const SHOWN = 20;

const HEAD = [
  ...['contacts (simulated)', 'service level', 'simulated', 'points apart', 'ASA', 'simulated'],
  ...['abandoned', 'simulated', 'occupancy', 'simulated'],
];

/**
 * Predicted against simulated, by queue: days, the whole, and intervals (those whose service level
 * differs most, or all).
 */
export function verificationText(
  { header, document }: Answer<Verification>,
  everyInterval: boolean,
): string {
  return [
    ...document.queues.map((queue) =>
      queue.status === 'simulated'
        ? queueText(queue, everyInterval)
        : `${clean(queue.queue)}: ${notSimulatedText(queue.reason)}`,
    ),
    ...(header === null ? [] : [`verification stored as ${header.id}`]),
  ].join('\n\n');
}

function queueText(queue: Simulated, everyInterval: boolean): string {
  const { intervals, days, total, replications } = queue;
  const busy = intervals.flatMap((one, slot) =>
    one.serviceLevel.predicted === null || one.serviceLevel.simulated === null ? [] : [slot],
  );
  const differing = busy.filter((slot) => {
    const one = intervals[slot]!;
    return differsFromFormula(one.serviceLevel, one.offered.mean * replications);
  });
  const shown = everyInterval ? busy : furthest(intervals, differing).slice(0, SHOWN);
  const which = everyInterval
    ? ''
    : shown.length < differing.length
      ? `; the ${shown.length} that differ most (--intervals prints all)`
      : '';
  return [
    `${clean(queue.queue)}: ${staffingText(queue.staffing)}; ${goalText(queue.goal)}; ${replications} runs, with 95 % intervals`,
    verdict(queue),
    verifiedHowText(queue.staffing),
    table(
      ['day', ...HEAD],
      [...days.map((day) => [day.date, ...cells(day)]), ['all', ...cells(total)]],
    ),
    `service level outside the 95 % interval in ${grouped(differing.length)} of ${grouped(busy.length)} intervals with contacts (by chance one in twenty)${which}`,
    ...(shown.length === 0
      ? []
      : [
          table(
            ['interval', ...HEAD],
            [...shown]
              .sort((a, b) => a - b)
              .map((slot) => [startOf(queue, slot), ...cells(intervals[slot]!)]),
          ),
        ]),
  ].join('\n');
}

/** Whether simulation bears the formula out, and whether the goal is kept in it, over all days. */
function verdict({ total: { serviceLevel }, goal }: Simulated): string {
  const { predicted, simulated } = serviceLevel;
  if (predicted === null || simulated === null) return 'no contacts to judge by';
  const { mean, halfWidth } = simulated;
  const apart = Math.abs(mean - predicted);
  const level = `over all days ${share(predicted)} predicted and ${shareBand(serviceLevel)} simulated`;
  const agreement =
    apart <= halfWidth
      ? 'the simulation bears the formula out'
      : `the simulation differs from the formula by ${points(mean - predicted)} points, beyond chance`;
  if (goal.serviceLevel === null) return `${level}: ${agreement}`;
  const kept =
    mean - halfWidth >= goal.serviceLevel
      ? 'is kept'
      : mean + halfWidth < goal.serviceLevel
        ? 'is missed'
        : 'is met within chance';
  return `${level}: ${agreement}; the goal of ${share(goal.serviceLevel)} ${kept} in it`;
}

/** By the contacts that formula and simulation disagree about. */
function furthest(intervals: readonly ComparedPerformance[], slots: readonly number[]): number[] {
  const apart = (slot: number): number => {
    const { serviceLevel, offered } = intervals[slot]!;
    return Math.abs(differenceOf(serviceLevel) ?? 0) * offered.mean;
  };
  return [...slots].sort((a, b) => apart(b) - apart(a) || a - b);
}

function cells(one: ComparedPerformance): string[] {
  const difference = differenceOf(one.serviceLevel);
  return [
    grouped(one.offered.mean, 1),
    share(one.serviceLevel.predicted),
    shareBand(one.serviceLevel),
    difference === null ? '-' : points(difference),
    seconds(one.averageSpeedOfAnswerSeconds.predicted),
    secondsBand(one.averageSpeedOfAnswerSeconds),
    share(one.abandonment.predicted),
    shareBand(one.abandonment),
    share(one.occupancy.predicted),
    shareBand(one.occupancy),
  ];
}

function differenceOf({ predicted, simulated }: ComparedFigure): number | null {
  return predicted === null || simulated === null ? null : simulated.mean - predicted;
}

/** 0.0123 -> "+1.2", in points of a percentage. */
function points(difference: number): string {
  const text = (difference * 100).toFixed(1);
  return Number(text) < 0 ? text : `+${Math.abs(Number(text)).toFixed(1)}`;
}

function shareBand({ simulated }: ComparedFigure): string {
  if (simulated === null) return '-';
  return `${share(simulated.mean)} ± ${(simulated.halfWidth * 100).toFixed(1)}`;
}

function secondsBand({ simulated }: ComparedFigure): string {
  return simulated === null
    ? '-'
    : `${seconds(simulated.mean)} ± ${simulated.halfWidth.toFixed(1)}`;
}

function seconds(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(1)} s`;
}

/** "2026-07-06 08:15": the offset is left out, as the zone is the plan's. */
function startOf({ grid }: Simulated, slot: number): string {
  return formatInstant(slotStart(grid, slot), grid.zone).replace('T', ' ').slice(0, 16);
}
