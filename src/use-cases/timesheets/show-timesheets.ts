import {
  addDays,
  type DateSpan,
  formatInstant,
  startOfDay,
  type Timesheet,
  type TimesheetApproval,
  type TimesheetDay,
} from '../../domain/index.ts';
import { type AttendanceSettings, daysOf } from '../attendance/index.ts';
import { checkDayRange } from '../day-range.ts';
import { type World } from '../sources.ts';
import { measureHours } from './measure-hours.ts';

export interface TimesheetRequest extends DateSpan {
  readonly site: string;
  readonly zone: string;
  /** Epoch seconds; days that are not over by then are left out. */
  readonly now: number;
  /** Ids of people; `null` for all. */
  readonly agents: readonly string[] | null;
  readonly activities: AttendanceSettings['activities'];
}

/** Longest stretch that is shown or approved at once, in days. */
const MOST_DAYS = 62;

/**
 * People's days that are over: hours planned, worked as seen, and approved.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a range that ends before it begins, `TOO_LARGE` beyond 62 days
 */
export async function showTimesheets(
  { store }: Pick<World, 'store'>,
  { site, zone, from, to, now, agents, activities }: TimesheetRequest,
): Promise<Timesheet> {
  checkDayRange({ from, to }, MOST_DAYS);
  const approvals = await store.listTimesheets(site, { from, to });
  const settings = { graceSeconds: 0, activities, format: String };
  const found: TimesheetDay[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    if (startOfDay(zone, addDays(date, 1)) > now) break;
    const { days, ...range } = await daysOf({ store }, { site, date, zone, now });
    const ofDate = new Map(
      approvals.filter((one) => one.date === date).map((one) => [one.agent, one]),
    );
    for (const day of days) {
      const { worked, ...seen } = measureHours(day, range, settings);
      const approval = ofDate.get(day.agent) ?? null;
      ofDate.delete(day.agent);
      if (approval === null && seen.plannedSeconds === 0 && seen.workedSeconds === 0) continue;
      found.push({
        agent: day.agent,
        name: day.name,
        date,
        ...seen,
        worked: worked.map(({ start, end }) => ({
          from: formatInstant(start, zone),
          to: formatInstant(end, zone),
        })),
        approval,
        hasChanged:
          approval !== null &&
          (approval.plannedSeconds !== seen.plannedSeconds ||
            approval.workedSeconds !== seen.workedSeconds),
      });
    }
    found.push(...[...ofDate.values()].map(unseen));
  }
  const days = agents === null ? found : found.filter(({ agent }) => agents.includes(agent));
  return { site, zone, from, to, days };
}

/** A day that was approved, and of which nothing is known any more. */
function unseen(approval: TimesheetApproval): TimesheetDay {
  const { agent, date } = approval;
  return {
    agent,
    name: agent,
    date,
    plannedSeconds: 0,
    workedSeconds: 0,
    unknownSeconds: 0,
    worked: [],
    approval,
    hasChanged: true,
  };
}

/** Days that can be approved as they were seen: nothing of them is unknown, and nobody did yet. */
export function approvable({ days }: Timesheet): readonly TimesheetDay[] {
  return days.filter(
    ({ approval, hasChanged, unknownSeconds }) =>
      (approval === null || (hasChanged && approval.isAsSeen)) && unknownSeconds === 0,
  );
}
