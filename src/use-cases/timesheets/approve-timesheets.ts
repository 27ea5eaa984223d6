import {
  addDays,
  AgnerError,
  epochSeconds,
  type PaidTime,
  startOfDay,
  type TimesheetApproval,
  type TimesheetDay,
  type TimesheetStatement,
} from '../../domain/index.ts';
import { sign, type SigningWorld } from '../signature.ts';
import { type World } from '../sources.ts';
import { showTimesheets, type TimesheetRequest } from './show-timesheets.ts';

/** What somebody says of one person's day. */
export interface HoursStatement {
  readonly agent: string;
  readonly date: string;
  /** Paid time, in order; `null` for as it was seen. */
  readonly paid: readonly PaidTime[] | null;
  readonly reason: string;
}

/** Most days that are approved at once. */
export const MOST_APPROVALS = 2000;

/**
 * Approves hours, all of them or none: as they were seen, or corrected. Who does so, when and why is
 * kept, and a line of the audit trail tells of it.
 *
 * @throws {AgnerError} `NOT_FOUND` for somebody who was neither scheduled nor seen that day,
 *   `CONFLICT` for a day that is not over, or hours as seen where some are not known,
 *   `INVALID_INPUT` for paid time that does not lie on the date or overlaps
 */
export async function approveTimesheets(
  world: SigningWorld & Pick<World, 'store'>,
  request: Omit<TimesheetRequest, 'from' | 'to' | 'agents'>,
  statements: readonly HoursStatement[],
): Promise<readonly TimesheetApproval[]> {
  const { site, zone, now } = request;
  checkOnce(statements);
  const dates = [...new Set(statements.map(({ date }) => date))];
  const days = new Map<string, TimesheetDay>();
  for (const date of dates) {
    if (startOfDay(zone, addDays(date, 1)) > now) {
      throw new AgnerError('CONFLICT', `expected a day that is over, got ${date}`, { date });
    }
    const sheet = await showTimesheets(world, { ...request, from: date, to: date, agents: null });
    for (const day of sheet.days) days.set(keyOf(day), day);
  }
  const approvals = statements.map((statement) => ({
    ...settle(statement, days.get(keyOf(statement)), zone),
    id: world.identity.newId('ts'),
  }));
  return world.store.saveTimesheets(site, approvals, sign(world));
}

function keyOf({ agent, date }: Pick<HoursStatement, 'agent' | 'date'>): string {
  return JSON.stringify([date, agent]);
}

function checkOnce(statements: readonly HoursStatement[]): void {
  if (statements.length === 0 || statements.length > MOST_APPROVALS) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected 1 to ${MOST_APPROVALS} days to approve, got ${statements.length}`,
    );
  }
  const keys = new Set<string>();
  for (const statement of statements) {
    const { agent, date } = statement;
    if (keys.has(keyOf(statement))) {
      throw new AgnerError(
        'INVALID_INPUT',
        `expected each day of a person once, got ${agent} on ${date} twice`,
      );
    }
    keys.add(keyOf(statement));
  }
}

function settle(
  { agent, date, paid, reason }: HoursStatement,
  day: TimesheetDay | undefined,
  zone: string,
): TimesheetStatement {
  if (day === undefined) {
    throw new AgnerError(
      'NOT_FOUND',
      `expected somebody who was scheduled or seen on ${date}, got "${agent}"`,
      { agent, date },
    );
  }
  const { plannedSeconds, workedSeconds, unknownSeconds, worked } = day;
  if (paid === null && unknownSeconds > 0) {
    throw new AgnerError(
      'CONFLICT',
      `expected hours of "${agent}" on ${date}: of ${unknownSeconds} s of the planned time it is not known what was done`,
      { agent, date },
    );
  }
  if (paid !== null) checkPaid(paid, date, zone);
  return {
    agent,
    date,
    paid: paid ?? worked,
    isAsSeen: paid === null,
    plannedSeconds,
    workedSeconds,
    unknownSeconds,
    reason,
  };
}

function checkPaid(paid: readonly PaidTime[], date: string, zone: string): void {
  let last = startOfDay(zone, date);
  const end = startOfDay(zone, addDays(date, 1));
  for (const { from, to } of paid) {
    const [start, stop] = [epochSeconds(from), epochSeconds(to)];
    if (start >= last && stop > start && stop <= end) {
      last = stop;
      continue;
    }
    throw new AgnerError(
      'INVALID_INPUT',
      `expected paid time on ${date}, in order and without overlap, got ${from} to ${to}`,
      { date },
    );
  }
}
