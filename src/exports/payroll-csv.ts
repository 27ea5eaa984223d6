import { formatCsvRow } from '../documents/index.ts';
import {
  addDays,
  AgnerError,
  epochSeconds,
  gridDays,
  type NightWindow,
  type Plan,
  plannedInstant,
  type Roster,
  startOfDay,
  type TimesheetApproval,
  weekdayOf,
} from '../domain/index.ts';
import { type PaidStretch, paidStretches } from './worked-time.ts';

/** Whose word the hours are: the roster's, or that of who approved them. */
type HoursKind = 'planned' | 'approved';

const header = (kind: HoursKind) => [
  ...['agent', 'name', 'contract', 'date'],
  ...['paid', 'night', 'saturday', 'sunday', 'special_day'].map((name) => `${kind}_${name}_hours`),
  'special_day',
];

/**
 * Planned hours for payroll as CSV: one row per agent and local date on which the agent has paid
 * time, in the order of the roster's agents, then by date.
 *
 * Hours are elapsed and belong to the local date on which they are worked: a shift over midnight
 * gives hours to two dates. Night is the plan's night window, read on the wall clock; a special
 * day is one that the plan names for all queues. The kinds overlap (a Sunday night is both).
 *
 * @returns text with LF line ends; hours with two decimals, each rounded by itself
 * @throws {AgnerError} `INVALID_INPUT` where plan and roster are of different time zones
 */
export function formatPlannedPayrollCsv(roster: Roster, plan: Plan): string {
  return payrollCsv('planned', roster, plan, plannedStretches(roster));
}

/**
 * Approved hours of the roster's people and dates, as {@link formatPlannedPayrollCsv}. Dates on which
 * nothing was worked have a row where somebody approved that.
 *
 * @throws {AgnerError} `CONFLICT` where a day with planned time is not approved, and as there
 */
export function formatApprovedPayrollCsv(
  roster: Roster,
  plan: Plan,
  approvals: readonly TimesheetApproval[],
): string {
  const dates = new Set(gridDays(roster.grid).map(({ date }) => date));
  const stretchesOf = new Map<string, PaidStretch[]>();
  const isApproved = new Set<string>();
  for (const { agent, date, paid } of approvals) {
    isApproved.add(JSON.stringify([agent, date]));
    const own = stretchesOf.get(agent) ?? [];
    stretchesOf.set(agent, own);
    own.push(...(paid.length === 0 ? [{ date, from: 0, to: 0 }] : []));
    own.push(
      ...paid.map(({ from, to }) => ({ date, from: epochSeconds(from), to: epochSeconds(to) })),
    );
  }
  const open = new Set(
    [...plannedStretches(roster)].flatMap(([agent, stretches]) =>
      stretches
        .filter(({ date }) => dates.has(date) && !isApproved.has(JSON.stringify([agent, date])))
        .map(({ date }) => `${agent} on ${date}`),
    ),
  );
  if (open.size > 0) {
    throw new AgnerError(
      'CONFLICT',
      `expected approved hours of every day with planned time, got none of ${open.size} (${[...open][0]}, ...); approve them (agner timesheet approve), or ask for payroll-planned`,
      { missing: open.size },
    );
  }
  return payrollCsv('approved', roster, plan, stretchesOf);
}

function plannedStretches({ shifts, grid }: Roster): ReadonlyMap<string, readonly PaidStretch[]> {
  const stretchesOf = new Map<string, PaidStretch[]>();
  for (const shift of shifts) {
    const known = stretchesOf.get(shift.agent) ?? [];
    stretchesOf.set(shift.agent, [...known, ...paidStretches(shift, grid.zone)]);
  }
  return stretchesOf;
}

function payrollCsv(
  kind: HoursKind,
  roster: Roster,
  plan: Plan,
  stretchesOf: ReadonlyMap<string, readonly PaidStretch[]>,
): string {
  const { zone } = roster.grid;
  if (plan.site.zone !== zone) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a plan in the roster's time zone ${zone}, got ${plan.site.zone}`,
    );
  }
  const rows = roster.agents.flatMap(({ id, name, contract }) => {
    const stretches = stretchesOf.get(id) ?? [];
    const dates = [...new Set(stretches.map(({ date }) => date))].sort();
    return dates.map((date) => {
      const ofDate = stretches.filter((stretch) => stretch.date === date);
      const paid = ofDate.reduce((sum, { from, to }) => sum + to - from, 0);
      const special = specialTypes(plan, date);
      return [
        id,
        name,
        contract,
        date,
        hoursText(paid),
        hoursText(nightSeconds(ofDate, date, zone, plan.nightWindow)),
        hoursText(weekdayOf(date) === 6 ? paid : 0),
        hoursText(weekdayOf(date) === 7 ? paid : 0),
        hoursText(special === '' ? 0 : paid),
        special,
      ];
    });
  });
  return [header(kind), ...rows].map((row) => `${formatCsvRow(row)}\n`).join('');
}

/** What makes a day special for its contacts and for nobody's pay. */
const NOT_FOR_PAY: ReadonlySet<string> = new Set(['working-day']);

function specialTypes({ specialDays }: Plan, date: string): string {
  const types = specialDays
    .filter((day) => day.date === date && day.queues.length === 0)
    .flatMap(({ type }) => (type === null || NOT_FOR_PAY.has(type) ? [] : [type]));
  return [...new Set(types)].join('; ');
}

/** Seconds of one date's stretches within the night; a window over midnight lies at both ends. */
function nightSeconds(
  stretches: readonly PaidStretch[],
  date: string,
  zone: string,
  { fromSeconds, toSeconds }: NightWindow,
): number {
  const start = startOfDay(zone, date);
  const end = startOfDay(zone, addDays(date, 1));
  const from = plannedInstant(zone, date, fromSeconds);
  const to = plannedInstant(zone, date, toSeconds);
  const nights =
    fromSeconds < toSeconds
      ? [[from, to]]
      : [
          [start, to],
          [from, end],
        ];
  return stretches.reduce(
    (total, stretch) =>
      nights.reduce(
        (sum, [begin = 0, finish = 0]) =>
          sum + Math.max(0, Math.min(stretch.to, finish) - Math.max(stretch.from, begin)),
        total,
      ),
    0,
  );
}

function hoursText(seconds: number): string {
  return (seconds / 3600).toFixed(2);
}
