import {
  type GoalPeriod,
  type QueueRequirement,
  type Requirement,
  scheduledSeconds,
} from '../src/domain/index.ts';
import { goalText, noteText, staffingText } from '../src/documents/index.ts';
import { type Answer } from '../src/use-cases/index.ts';
import { outlookText } from './outlook-text.ts';
import { clean, grouped, hours, share, table } from './render.ts';

/** A requirement's summary: a row per queue, what other ways would have given, remarks. */
export function requirementText({ document }: Answer<Requirement>): string {
  const rows = document.queues.map((queue) => {
    return [
      queue.queue,
      goalText(queue.goal),
      staffingText(queue.staffing, queue.outlook),
      peak(queue.agents),
      peak(queue.scheduledAgents),
      hours(
        queue.outlook === null
          ? scheduledSeconds(queue, queue.agents)
          : queue.outlook.required.paidSeconds,
      ),
      share(weighted(queue.serviceLevel, queue.volume)),
      share(weighted(queue.occupancy, queue.agents)),
    ];
  });
  const notes = document.queues.flatMap((queue) =>
    queue.notes.map((note) => `${clean(queue.queue)}: ${noteText(note)}`),
  );
  return [
    table(
      [
        'queue',
        'goal',
        'model',
        'peak agents',
        'peak scheduled',
        'required (unrounded)',
        'service level',
        'occupancy',
      ],
      rows,
    ),
    ...document.queues.flatMap(comparisonLines),
    ...document.queues.flatMap(outlookText),
    ...notes,
  ].join('\n');
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
