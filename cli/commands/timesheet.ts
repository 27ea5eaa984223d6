import { type Command, InvalidArgumentError } from 'commander';
import {
  AgnerError,
  epochSeconds,
  formatInstant,
  plannedInstant,
  type Timesheet,
  type TimesheetDay,
} from '../../src/domain/index.ts';
import {
  approvable,
  approveTimesheets,
  type HoursStatement,
  showTimesheets,
} from '../../src/use-cases/index.ts';
import { addDayRange, type DayRangeOptions, dayRangeOf } from '../day-range.ts';
import { list } from '../options.ts';
import { say, writeOut } from '../output.ts';
import { hours, table } from '../render.ts';
import { runSession, type Session } from '../session.ts';

interface TimesheetOptions extends DayRangeOptions {
  readonly agents?: readonly string[];
}

interface ApproveOptions extends TimesheetOptions {
  readonly paid?: readonly ClockStretch[];
  readonly reason: string;
}

/** Seconds after local midnight. */
interface ClockStretch {
  readonly from: number;
  readonly to: number;
}

export function addTimesheet(program: Command): void {
  const group = program
    .command('timesheet')
    .description('hours worked against the published schedule, and who approved them');
  common(group.command('list', { isDefault: true }))
    .description("people's days that are over: hours planned, worked as seen, and approved")
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<TimesheetOptions>();
      await runSession(command, async (session) => {
        const sheet = await showTimesheets(session.world, await requestOf(session, options));
        await writeOut([session.json ? `${JSON.stringify(sheet)}\n` : `${sheetText(sheet)}\n`]);
        return 0;
      });
    });
  common(group.command('approve'))
    .description('approves hours as they were seen, or of one day as corrected')
    .option('--paid <times>', 'corrected paid time of the day: 08:00-12:00,12:30-16:30', clock)
    .requiredOption('--reason <text>', 'why, for whoever reads it later')
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<ApproveOptions>();
      await runSession(command, async (session) => {
        await approve(session, options);
        return 0;
      });
    });
}

function common(command: Command): Command {
  return addDayRange(command).option('--agents <ids>', 'people (default: all)', list);
}

async function requestOf(session: Session, options: TimesheetOptions) {
  return { ...(await dayRangeOf(session, options)), agents: options.agents ?? null };
}

/** All days that nobody approved yet and of which all is known, or one as corrected. */
async function approve(session: Session, options: ApproveOptions): Promise<void> {
  const { world } = session;
  const request = await requestOf(session, options);
  const statements =
    options.paid === undefined
      ? await openStatements(session, request, options.reason)
      : [corrected(options, request.zone)];
  const approvals =
    statements.length === 0 ? [] : await approveTimesheets(world, request, statements);
  await writeOut([
    session.json
      ? `${JSON.stringify({ approvals })}\n`
      : `${approvals.length} days approved, ${hours(sumOf(approvals), 2)}\n`,
  ]);
}

async function openStatements(
  { world }: Session,
  request: Awaited<ReturnType<typeof requestOf>>,
  reason: string,
): Promise<readonly HoursStatement[]> {
  const sheet = await showTimesheets(world, request);
  const unknown = sheet.days.filter(
    ({ approval, unknownSeconds }) => approval === null && unknownSeconds > 0,
  );
  if (unknown.length > 0) {
    say(
      `left open, as it is not known what was done in all of the planned time (--paid says it): ${unknown
        .map(({ agent, date: day }) => `${agent} on ${day}`)
        .join(', ')}`,
    );
  }
  return approvable(sheet).map(({ agent, date: day }) => ({
    agent,
    date: day,
    paid: null,
    reason,
  }));
}

function corrected(
  { from, to, agents, paid, reason }: ApproveOptions,
  inZone: string,
): HoursStatement {
  const [agent, ...others] = agents ?? [];
  if (agent === undefined || others.length > 0 || (to !== undefined && to !== from)) {
    throw new AgnerError('INVALID_INPUT', 'expected --paid of one day of one of --agents');
  }
  const at = (seconds: number) => formatInstant(plannedInstant(inZone, from, seconds), inZone);
  return {
    agent,
    date: from,
    paid: (paid ?? []).map((stretch) => ({ from: at(stretch.from), to: at(stretch.to) })),
    reason,
  };
}

/** "08:00-12:00,12:30-16:30"; "none" for a day without paid time. */
function clock(text: string): readonly ClockStretch[] {
  if (text === 'none') return [];
  return list(text).map((stretch) => {
    const match = /^(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$/.exec(stretch);
    const [fromHour = 99, fromMinute = 0, toHour = 99, toMinute = 0] = (match ?? [])
      .slice(1)
      .map(Number);
    const from = fromHour * 3600 + fromMinute * 60;
    const to = toHour * 3600 + toMinute * 60;
    if (from < to && to <= 86_400) return { from, to };
    throw new InvalidArgumentError('Expected times such as 08:00-12:00,12:30-16:30, or none.');
  });
}

function sheetText({ from, to, days }: Timesheet): string {
  if (days.length === 0) {
    return `nobody was scheduled or seen from ${from} to ${to} on a day that is over`;
  }
  return table(
    ['date', 'agent', 'name', 'planned', 'worked', 'not known', 'approved', 'by', 'why'],
    days.map((day) => [
      ...[day.date, day.agent, day.name],
      ...[day.plannedSeconds, day.workedSeconds, day.unknownSeconds].map((seconds) =>
        hours(seconds, 2),
      ),
      day.approval === null ? '-' : hours(sumOf([day.approval]), 2),
      day.approval?.madeBy ?? '-',
      whyOf(day),
    ]),
  );
}

function whyOf({ approval, hasChanged }: TimesheetDay): string {
  if (approval === null) return '-';
  const how = approval.isAsSeen ? 'as seen' : 'corrected';
  return `${how}: ${approval.reason}${hasChanged ? ' (other hours are seen or planned since)' : ''}`;
}

function sumOf(approvals: readonly Pick<HoursStatement, 'paid'>[]): number {
  return approvals
    .flatMap(({ paid }) => paid ?? [])
    .reduce((sum, { from, to }) => sum + epochSeconds(to) - epochSeconds(from), 0);
}
