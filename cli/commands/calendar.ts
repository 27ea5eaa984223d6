import { type Command } from 'commander';
import {
  type QueueSpecialDay,
  type OpenStretch,
  type SiteCalendar,
  weekdayOf,
} from '../../src/domain/index.ts';
import { noteText } from '../../src/documents/index.ts';
import { showCalendar } from '../../src/use-cases/index.ts';
import { date, wholeNumber } from '../options.ts';
import { writeOut } from '../output.ts';
import { clean, table } from '../render.ts';
import { runSession } from '../session.ts';
import { neededPlan } from '../sources.ts';
import { specialDaysOf } from './forecast.ts';

interface CalendarOptions {
  readonly plan: string;
  readonly queue?: string;
  readonly from?: string;
  readonly days: number;
  readonly specialDays?: string;
}

export function addCalendar(program: Command): void {
  program
    .command('calendar')
    .description('special days and public holidays of queues, as forecasts take them')
    .requiredOption('--plan <plan>', 'plan: stored name or file')
    .option('--queue <name>', 'one queue (default: all of the plan)')
    .option('--from <date>', 'first day (default: today at the site)', date)
    .option('--days <number>', 'days to show', wholeNumber(1, 3660), 366)
    .option('--special-days <file>', 'special days beside the plan: JSON {"YYYY-MM-DD": "type"}')
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<CalendarOptions>();
      await runSession(command, async (session) => {
        const calendar = await showCalendar(session.world, {
          plan: await neededPlan(session, options.plan),
          specialDays: await specialDaysOf(options.specialDays),
          queue: options.queue ?? null,
          from: options.from ?? null,
          days: options.days,
        });
        await writeOut([
          session.json ? `${JSON.stringify(calendar)}\n` : `${calendarText(calendar)}\n`,
        ]);
        return 0;
      });
    });
}

/** Queues with the same days share a table. */
function calendarText({ from, to, queues, notes }: SiteCalendar): string {
  const alike = new Map<
    string,
    { readonly names: string[]; readonly days: readonly QueueSpecialDay[] }
  >();
  for (const { queue, days } of queues) {
    const key = JSON.stringify(days);
    const group = alike.get(key) ?? { names: [], days };
    group.names.push(queue);
    alike.set(key, group);
  }
  const blocks = [...alike.values()].map(({ names, days }) => {
    const head = `${clean(names.join(', '))}, ${from} to ${to}`;
    return days.length === 0 ? `${head}: no special days` : `${head}\n\n${daysTable(days)}`;
  });
  return [...blocks, ...notes.map(noteText)].join('\n\n');
}

function daysTable(days: readonly QueueSpecialDay[]): string {
  return table(
    ['date', '', 'type', 'name', 'open', 'contacts', 'history'],
    days.map(({ date: day, type, name, open, like, factor, history }) => [
      day,
      WEEKDAYS[weekdayOf(day) - 1]!.slice(0, 3),
      type ?? '-',
      name ?? '-',
      hoursText(open),
      [
        factor === null ? '' : `${factor.toFixed(2)} of usual`,
        like === null ? '' : `like a ${WEEKDAYS[like - 1] ?? ''}`,
      ]
        .filter((part) => part !== '')
        .join(', ') || (open.length === 0 ? 'none' : 'as learned'),
      history === 'learn' ? '-' : history,
    ]),
  );
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function hoursText(open: readonly OpenStretch[]): string {
  if (open.length === 0) return 'closed';
  const clock = (seconds: number) =>
    `${String(Math.floor(seconds / 3600)).padStart(2, '0')}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}`;
  return open
    .map(({ fromSeconds, toSeconds }) => `${clock(fromSeconds)}-${clock(toSeconds)}`)
    .join(', ');
}
