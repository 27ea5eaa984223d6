import {
  ACTIVITY_KINDS,
  addDays,
  type AgentStateSpan,
  AgnerError,
  type DayAttendance,
  epochSeconds,
  formatInstant,
  type PersonAttendance,
  type Roster,
  type ScheduledStretch,
  startOfDay,
} from '../../domain/index.ts';
import { usualZone } from '../import-history.ts';
import { type Store } from '../ports.ts';
import { type World } from '../sources.ts';
import {
  activityOf,
  type AttendanceSettings,
  measureAttendance,
  type Stretch,
} from './measure-attendance.ts';
import { exceptionsOfDay } from './except-schedule.ts';
import { seenStates } from './logged-states.ts';
import { exceptSchedule, publishedSchedule } from './published-schedule.ts';

export interface AttendanceRequest {
  readonly site: string;
  readonly date: string;
  readonly zone: string;
  /** The moment that is asked about, epoch seconds; later than the day for a day that is over. */
  readonly now: number;
  readonly graceSeconds: number;
  readonly activities: AttendanceSettings['activities'];
}

/** Grace where none is asked for: what is common for the ends of breaks. */
export const GRACE_SECONDS = 120;

/**
 * Everybody's day against the schedule that was published at each moment, from what was seen of
 * them; exceptions said later count as if they had been published.
 */
export async function attendDay(
  world: Pick<World, 'store'>,
  request: AttendanceRequest,
): Promise<DayAttendance> {
  const { zone } = request;
  const { days, from, to } = await daysOf(world, request);
  const settings = settingsOf(request, zone);
  const isRunning = request.now < startOfDay(zone, addDays(request.date, 1));
  const people = days.map((day) => measureAttendance({ ...day, from, to, isRunning }, settings));
  const shiftsOf = new Map(days.map(({ agent, scheduled }) => [agent, shiftsIn(scheduled)]));
  const spans = days.flatMap(({ states }) => states);
  return {
    site: request.site,
    date: request.date,
    asOf: formatInstant(to, zone),
    graceSeconds: request.graceSeconds,
    adherenceVariant: 'time-in-scheduled-activity-over-scheduled-time',
    conformanceVariant: 'time-worked-over-time-scheduled-to-work',
    people,
    ...listsOf(people, shiftsOf, { start: from, end: to }, request.graceSeconds),
    unmappedReasons: unmappedReasons(
      spans,
      days.flatMap(({ scheduled }) => scheduled),
      settings,
    ),
    unmappedAgents: days.filter(({ isRostered }) => !isRostered).map(({ agent }) => agent),
  };
}

/** What was seen so long ago at most is taken for what is. */
const FRESH_SECONDS = 15;

/** One person's day as scheduled and as seen. */
export interface Day {
  readonly agent: string;
  readonly name: string;
  readonly isRostered: boolean;
  readonly scheduled: readonly ScheduledStretch[];
  readonly states: readonly AgentStateSpan[];
  readonly heard: readonly Stretch[];
}

/** Everybody's schedule and states of a day up to the moment. */
export async function daysOf(
  { store }: Pick<World, 'store'>,
  { site, date, zone, now }: Pick<AttendanceRequest, 'site' | 'date' | 'zone' | 'now'>,
): Promise<{
  readonly days: readonly Day[];
  readonly from: number;
  readonly to: number;
}> {
  const from = startOfDay(zone, date);
  const range = { from, to: Math.max(from, Math.min(now, startOfDay(zone, addDays(date, 1)))) };
  const schedules = await publishedSchedule(store, site, { from: date, to: date });
  const spans = await seenStates(store, site, range);
  const exceptions = await exceptionsOfDay({ store }, { site, zone, date });
  const heard = unionOf(spans);
  // What people do is kept every few seconds: the last that is known is what they do now.
  const last = heard.at(-1)?.end ?? -Infinity;
  const to = last < range.to && last > range.to - FRESH_SECONDS ? last : range.to;
  const byPerson = new Map<string, AgentStateSpan[]>();
  const rostered = new Map(
    schedules.flatMap(({ agent, name }) => [
      [name, agent],
      [agent, agent],
    ]),
  );
  for (const span of spans) {
    const agent = rostered.get(span.agent) ?? span.agent;
    const own = byPerson.get(agent);
    if (own === undefined) byPerson.set(agent, [span]);
    else own.push(span);
  }
  const ofDay = (scheduled: readonly ScheduledStretch[]) =>
    scheduled.filter(({ start, end }) => end > from && start < from + 2 * 86_400);
  const days = schedules.map(({ agent, name, scheduled }): Day => ({
    agent,
    name,
    isRostered: true,
    scheduled: ofDay(
      exceptSchedule(
        scheduled,
        exceptions.filter((exception) => exception.agent === agent),
      ),
    ),
    states: byPerson.get(agent) ?? [],
    heard,
  }));
  const strangers = [...byPerson.keys()].filter(
    (agent) => !schedules.some((schedule) => schedule.agent === agent),
  );
  return {
    days: [
      // Who is neither scheduled nor seen has no day.
      ...days.filter(({ scheduled, states }) => scheduled.length > 0 || states.length > 0),
      ...strangers.map((agent): Day => ({
        agent,
        name: agent,
        isRostered: false,
        scheduled: [],
        states: byPerson.get(agent)!,
        heard,
      })),
    ].sort((a, b) => (a.agent < b.agent ? -1 : 1)),
    from,
    to,
  };
}

/** The zone of a site's queues, else of what was last published there; `null` for neither. */
export async function siteZone(
  store: Pick<Store, 'listQueues' | 'listPublications' | 'loadResult'>,
  site: string,
): Promise<string | null> {
  const ofQueues = usualZone(await store.listQueues(site));
  if (ofQueues !== null) return ofQueues;
  const [newest] = await store.listPublications(site, null, 1);
  if (newest === undefined) return null;
  return (await store.loadResult<Roster>('roster', newest.roster)).document.grid.zone;
}

export function settingsOf(
  { graceSeconds, activities }: AttendanceRequest,
  zone: string,
): AttendanceSettings {
  if (!(graceSeconds >= 0 && graceSeconds <= 3600)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a grace of 0 to 3600 seconds, got ${graceSeconds}`,
    );
  }
  return { graceSeconds, activities, format: (instant) => formatInstant(instant, zone) };
}

/** Stretches in which anybody was seen to do anything. */
function unionOf(spans: readonly AgentStateSpan[]): readonly Stretch[] {
  const union: { start: number; end: number }[] = [];
  const known = spans.filter(({ state }) => state !== 'unknown');
  for (const { start, end } of [...known].sort((a, b) => a.start - b.start)) {
    const last = union.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else union.push({ start, end });
  }
  return union;
}

/** Shifts: activities without a gap between them. */
function shiftsIn(scheduled: readonly ScheduledStretch[]): readonly Stretch[] {
  const shifts: { start: number; end: number }[] = [];
  for (const { start, end } of scheduled) {
    const last = shifts.at(-1);
    if (last?.end === start) last.end = end;
    else shifts.push({ start, end });
  }
  return shifts;
}

function listsOf(
  people: readonly PersonAttendance[],
  shiftsOf: ReadonlyMap<string, readonly Stretch[]>,
  day: Stretch,
  graceSeconds: number,
): Pick<DayAttendance, 'absent' | 'late' | 'early' | 'unscheduled'> {
  const absent: string[] = [];
  const late: { agent: string; seconds: number }[] = [];
  const early: { agent: string; seconds: number }[] = [];
  for (const { agent, firstSeen, lastSeen, knownSeconds } of people) {
    for (const { start, end } of shiftsOf.get(agent) ?? []) {
      // Nothing can be said of a shift of which nothing was heard.
      if (start + graceSeconds > day.end || knownSeconds === 0) continue;
      const first = firstSeen === null ? null : epochSeconds(firstSeen);
      const last = lastSeen === null ? null : epochSeconds(lastSeen);
      if (first === null || first >= Math.min(end, day.end) || last! <= start) {
        absent.push(agent);
        continue;
      }
      if (start >= day.start && first - start > graceSeconds)
        late.push({ agent, seconds: first - start });
      if (end <= day.end && end - last! > graceSeconds) early.push({ agent, seconds: end - last! });
    }
  }
  return {
    absent,
    late,
    early,
    unscheduled: people
      .filter(({ unscheduledWorkSeconds }) => unscheduledWorkSeconds > graceSeconds)
      .map(({ agent, unscheduledWorkSeconds }) => ({ agent, seconds: unscheduledWorkSeconds })),
  };
}

/** Reasons that are neither a kind, nor the name of something scheduled that day. */
function unmappedReasons(
  spans: readonly AgentStateSpan[],
  scheduled: readonly ScheduledStretch[],
  { activities }: AttendanceSettings,
): readonly string[] {
  const known = new Set<string>(ACTIVITY_KINDS);
  for (const { name } of scheduled) known.add(name.toLowerCase());
  const reasons = new Set(
    spans.flatMap(({ state, reason }) => (state === 'paused' ? [reason ?? ''] : [])),
  );
  return [...reasons]
    .filter((reason) => !known.has(activityOf(reason, activities)?.toLowerCase() ?? ''))
    .sort();
}
