import {
  agentSeconds,
  type GoalPeriod,
  type QueueRequirement,
  type Requirement,
  scheduledSeconds,
} from '../src/domain/index.ts';
import { goalText, noteText, staffingText } from '../src/documents/index.ts';
import { type Answer } from '../src/use-cases/index.ts';
import { outlookText } from './outlook-text.ts';
import { clean, grouped, hours, share, table } from './render.ts';

/** Sums of one queue, or of all. */
interface Totals {
  /** On queue times time. */
  readonly onQueueSeconds: number;
  /** To schedule times time: exact, and in whole people interval by interval. */
  readonly exactSeconds: number;
  readonly wholeSeconds: number;
}

/** A requirement's summary: a row per queue and their sum, goals, what other ways would have given, remarks. */
export function requirementText({ document }: Answer<Requirement>): string {
  const sums = document.queues.map(totalsOf);
  const rows = document.queues.map((queue, at) => [
    queue.queue,
    peak(queue.agents),
    peak(queue.scheduledAgents),
    ...totalCells(sums[at]!),
    share(weighted(queue.serviceLevel, queue.volume)),
    share(weighted(queue.occupancy, queue.agents)),
  ]);
  const all = sums.reduce(
    (left, right) => ({
      onQueueSeconds: left.onQueueSeconds + right.onQueueSeconds,
      exactSeconds: left.exactSeconds + right.exactSeconds,
      wholeSeconds: left.wholeSeconds + right.wholeSeconds,
    }),
    { onQueueSeconds: 0, exactSeconds: 0, wholeSeconds: 0 },
  );
  if (rows.length > 1) rows.push(['all', '', '', ...totalCells(all), '', '']);
  const notes = document.queues.flatMap((queue) =>
    queue.notes.map((note) => `${clean(queue.queue)}: ${noteText(note)}`),
  );
  return [
    table(
      [
        ...['queue', 'peak on queue', 'peak scheduled', 'on queue'],
        ...['to schedule', 'in whole people', 'service level', 'occupancy'],
      ],
      rows,
    ),
    'To schedule: on queue plus the shrinkage that no roster shows; in whole people: rounded up in each interval.',
    ...document.queues.map(
      (queue) =>
        `${clean(queue.queue)}: ${goalText(queue.goal)}; ${staffingText(queue.staffing, queue.outlook)}`,
    ),
    ...document.queues.flatMap(comparisonLines),
    ...document.queues.flatMap(outlookText),
    ...notes,
  ].join('\n');
}

function totalsOf({
  grid,
  agents,
  scheduledAgents,
  scheduledAgentsExact,
}: QueueRequirement): Totals {
  return {
    onQueueSeconds: agentSeconds(grid, agents),
    exactSeconds: agentSeconds(grid, scheduledAgentsExact),
    wholeSeconds: agentSeconds(grid, scheduledAgents),
  };
}

function totalCells({ onQueueSeconds, exactSeconds, wholeSeconds }: Totals): readonly string[] {
  return [hours(onQueueSeconds), hours(exactSeconds), hours(wholeSeconds)];
}

/** What staffing each interval by itself, or to the goal in each, would have taken. */
function comparisonLines(queue: QueueRequirement): readonly string[] {
  const { sipp, everyIntervalAgents, goal } = queue;
  const taken = scheduledSeconds(queue, queue.agents);
  const against = (agents: readonly number[]): string => {
    const seconds = scheduledSeconds(queue, agents);
    const change = taken === 0 ? null : seconds / taken - 1;
    const more = change === null ? '' : ` (${signedShare(change)})`;
    return `${hours(seconds)}${more}`;
  };
  const lines: string[] = [];
  if (sipp !== null) {
    const of = `${grouped(sipp.judged)} ${UNITS[goal.period]}`;
    lines.push(
      `each interval by itself (SIPP) would take ${against(sipp.agents)} and miss the goal in ${grouped(sipp.missed)} of ${of}`,
    );
  }
  if (everyIntervalAgents !== null) {
    lines.push(
      `the goal over the ${goal.period} takes ${hours(taken)}; in every interval it would take ${against(everyIntervalAgents)}`,
    );
  }
  return lines.map((line) => `${clean(queue.queue)}: ${line}`);
}

/** "+0.5 %", "-0.5 %"; what rounds to nothing has no sign. */
function signedShare(change: number): string {
  const text = share(Math.abs(change));
  return text === share(0) ? text : `${change < 0 ? '-' : '+'}${text}`;
}

const UNITS: Readonly<Record<GoalPeriod, string>> = {
  interval: 'intervals with contacts',
  day: 'days',
  week: 'weeks',
  month: 'months',
};

function weighted(values: readonly (number | null)[], weights: readonly number[]): number | null {
  let sum = 0;
  let total = 0;
  values.forEach((value, slot) => {
    if (value === null) return;
    sum += value * (weights[slot] ?? 0);
    total += weights[slot] ?? 0;
  });
  return total === 0 ? null : sum / total;
}

function peak(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
