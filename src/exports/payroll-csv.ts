import { formatCsvRow } from '../documents/index.ts';
import {
  addDays,
  AgnerError,
  type NightWindow,
  type Plan,
  plannedInstant,
  type Roster,
  startOfDay,
  weekdayOf,
} from '../domain/index.ts';
import { type PaidStretch, paidStretches } from './worked-time.ts';

const HEADER = [
  'agent',
  'name',
  'contract',
  'date',
  'planned_paid_hours',
  'planned_night_hours',
  'planned_saturday_hours',
  'planned_sunday_hours',
  'planned_special_day_hours',
  'special_day',
] as const;

/**
 * Planned hours for payroll as CSV: one row per agent and local date on which the agent has paid
 * time, in the order of the roster's agents, then by date.
 *
 * Hours are elapsed and belong to the local date on which they are worked: a shift over midnight
 * gives hours to two dates. Night is the plan's night window, read on the wall clock; a special
 * day is one that the plan names for all queues. The kinds overlap (a Sunday night is both). They
 * are planned hours: what was worked is for the time clock to say.
 *
 * @returns text with LF line ends; hours with two decimals, each rounded by itself
 * @throws {AgnerError} `INVALID_INPUT` where plan and roster are of different time zones
 */
export function formatPayrollCsv(roster: Roster, plan: Plan): string {
  const { zone } = roster.grid;
  if (plan.site.zone !== zone) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a plan in the roster's time zone ${zone}, got ${plan.site.zone}`,
    );
  }
  const stretchesOf = new Map<string, PaidStretch[]>();
  for (const shift of roster.shifts) {
    const known = stretchesOf.get(shift.agent) ?? [];
    stretchesOf.set(shift.agent, [...known, ...paidStretches(shift, zone)]);
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
  return [HEADER, ...rows].map((row) => `${formatCsvRow(row)}\n`).join('');
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
