import {
  addDays,
  AgnerError,
  formatInstant,
  type IntervalHistory,
  type KpiPeriod,
  type KpiReport,
  type KpiRow,
  type KpiSubject,
  type Note,
  startOfDay,
} from '../../domain/index.ts';
import { type AttendanceSettings, type Day, daysOf, piecesOf } from '../attendance/index.ts';
import { checkDayRange } from '../day-range.ts';
import { type QueueRecord, type Store } from '../ports.ts';
import { type World } from '../sources.ts';
import { type DayForecast, forecastsOfDays } from './day-forecasts.ts';
import { type KpiTally, tallyKpis } from './tally-kpis.ts';

export interface KpiRequest {
  readonly site: string;
  readonly zone: string;
  /** First and last local date. */
  readonly from: string;
  readonly to: string;
  /** Nothing after it is looked at; epoch seconds. */
  readonly now: number;
  readonly of: KpiSubject;
  readonly every: KpiPeriod;
  /** `null` for all. */
  readonly queues: readonly string[] | null;
  /** Stored forecast to hold the days against; `null` for what each was planned by. */
  readonly forecast: string | null;
  readonly activities: AttendanceSettings['activities'];
}

/** Longest reports, in days. */
const MOST_DAYS = 366;
const MOST_DAYS_OF_INTERVALS = 31;

/**
 * Key figures of queues, people or the site over days that are stored; docs/models/kpi.md defines
 * each. What the stored data do not tell is `null`, and a note says why.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a range that ends before it begins, `TOO_LARGE` beyond
 *   366 days (31 of intervals), `NOT_FOUND` for a queue or forecast that is not stored, `CONFLICT`
 *   for intervals of queues that have different ones
 */
export async function reportKpis(
  { store }: Pick<World, 'store'>,
  request: KpiRequest,
): Promise<KpiReport> {
  const { site, zone, from, to, now, of, every } = request;
  const dates = datesOf(request);
  const queues = await queuesOf(store, request);
  const begin = startOfDay(zone, from);
  const end = Math.max(begin, Math.min(now, startOfDay(zone, addDays(to, 1))));
  const tally = tallyKpis({
    of,
    every,
    zone,
    stepSeconds: stepOf(queues, every),
    range: { start: begin, end },
    queues: request.queues,
    format: (instant) => formatInstant(instant, zone),
  });
  const histories = new Map<string, IntervalHistory>();
  for (const { name } of of === 'agent' ? [] : queues) {
    const history = await historyOf(store, site, name, { from: begin, to: end });
    if (history === null) continue;
    histories.set(name, history);
    tally.addHistory(history);
  }
  const forecasts =
    of === 'agent'
      ? new Map<string, DayForecast>()
      : await forecastsOfDays(store, site, dates, request.forecast);
  for (const { forecast } of forecasts.values()) {
    for (const queue of forecast.queues) {
      const history = histories.get(queue.queue);
      if (history !== undefined) tally.addForecast(queue, history);
    }
  }
  for (const date of dates) {
    if (startOfDay(zone, date) < end) await addPeople(store, request, tally, date, end);
  }
  const rows = tally.rows();
  return {
    site,
    zone,
    from,
    to,
    of,
    every,
    forecasts: [...new Set([...forecasts.values()].map(({ id }) => id))].sort(),
    rows,
    notes: notesOf(rows, of, forecasts),
  };
}

function datesOf({ from, to, every }: KpiRequest): readonly string[] {
  const days =
    every === 'interval'
      ? checkDayRange({ from, to }, MOST_DAYS_OF_INTERVALS, ' of intervals')
      : checkDayRange({ from, to }, MOST_DAYS);
  return Array.from({ length: days }, (_, day) => addDays(from, day));
}

async function queuesOf(
  store: Store,
  { site, queues }: KpiRequest,
): Promise<readonly QueueRecord[]> {
  const known = await store.listQueues(site);
  const stranger = queues?.find((queue) => !known.some(({ name }) => name === queue));
  if (stranger !== undefined) {
    throw new AgnerError(
      'NOT_FOUND',
      `site ${site} has no queue "${stranger}"; known are: ${known.map(({ name }) => name).join(', ') || 'none'}`,
    );
  }
  return queues === null ? known : known.filter(({ name }) => queues.includes(name));
}

/** Length of the intervals that the rows are of. */
function stepOf(queues: readonly QueueRecord[], every: KpiPeriod): number {
  const steps = [...new Set(queues.map(({ stepSeconds }) => stepSeconds))];
  if (every === 'interval' && steps.length > 1) {
    throw new AgnerError(
      'CONFLICT',
      `expected queues with intervals of one length, got ${steps.sort((a, b) => a - b).join(' s, ')} s; name those of one`,
    );
  }
  return steps[0] ?? 900;
}

async function historyOf(
  store: Store,
  site: string,
  queue: string,
  range: { readonly from: number; readonly to: number },
): Promise<IntervalHistory | null> {
  try {
    return await store.loadHistory(site, queue, range);
  } catch (error) {
    if (error instanceof AgnerError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/** A day of people, and of the single calls that they took. */
async function addPeople(
  store: Store,
  { site, zone, activities }: KpiRequest,
  tally: KpiTally,
  date: string,
  now: number,
): Promise<void> {
  const { days, from, to } = await daysOf({ store }, { site, date, zone, now });
  const settings = { graceSeconds: 0, activities, format: String };
  for (const day of days) {
    tally.addPerson({
      agent: day.agent,
      name: day.name,
      pieces: piecesOf({ ...day, from, to, isRunning: false }, settings),
      home: homeOf(day),
    });
  }
  const agentOf = new Map(days.flatMap(({ agent, name }) => [[name, agent] as const]));
  for (const call of await store.loadCalls(site, { from, to })) {
    tally.addCall(call, call.agent === null ? null : (agentOf.get(call.agent) ?? call.agent));
  }
}

/** The queue that a person is scheduled for first; `null` where none is named. */
function homeOf({ scheduled }: Day): string | null {
  return scheduled.find(({ queue }) => queue !== null)?.queue ?? null;
}

/** What no row tells, and where the forecasts are from. */
function notesOf(
  rows: readonly KpiRow[],
  of: KpiSubject,
  forecasts: ReadonlyMap<string, DayForecast>,
): readonly Note[] {
  const isUnknown = (value: (row: KpiRow) => number | null): boolean =>
    rows.every((row) => value(row) === null);
  const note = (code: string, isToTell: boolean, details: Note['details'] = {}): readonly Note[] =>
    isToTell ? [{ code, details }] : [];
  const isUncounted = isUnknown(({ offered }) => offered);
  const isUnseen = isUnknown(({ utilisation }) => utilisation);
  const later = [...forecasts].filter(([, { isBefore }]) => !isBefore).map(([date]) => date);
  const ofContacts =
    of === 'agent'
      ? []
      : [
          ...note('kpi-no-history', isUncounted),
          ...note(
            'kpi-no-threshold',
            !isUncounted && isUnknown(({ serviceLevel }) => serviceLevel.offered),
          ),
          ...note(
            'kpi-no-waits',
            !isUncounted && isUnknown((row) => row.averageSpeedOfAnswerSeconds),
          ),
          ...note('kpi-no-forecast', !isUncounted && isUnknown((row) => row.forecastOffered)),
          ...note('kpi-forecast-made-later', later.length > 0, {
            days: later.length,
            first: later[0] ?? '',
          }),
        ];
  return [
    ...ofContacts,
    ...note(
      'kpi-no-calls',
      isUnknown(({ agents }) => agents),
    ),
    ...note(
      'kpi-no-talk',
      isUnknown((row) => row.averageTalkTimeSeconds) && !isUnknown(({ answered }) => answered),
    ),
    ...note(
      'kpi-no-after-contact-work',
      isUnknown((row) => row.averageAfterContactWorkSeconds) &&
        !isUnknown((row) => row.averageTalkTimeSeconds),
    ),
    ...note('kpi-nobody-seen', isUnseen),
    ...note('kpi-no-schedule', !isUnseen && isUnknown(({ adherence }) => adherence)),
  ];
}
