import {
  type AgentStateKind,
  type AgentStateSpan,
  type Deviation,
  type PersonAttendance,
  type ScheduledStretch,
} from '../../domain/index.ts';

export interface AttendanceSettings {
  readonly graceSeconds: number;
  /** Name or kind of a scheduled activity by reason of a pause. */
  readonly activities: Readonly<Record<string, string>>;
  readonly format: (instant: number) => string;
}

export interface PersonDay {
  readonly agent: string;
  readonly name: string;
  /** In order, without overlap; may reach beyond `to`. */
  readonly scheduled: readonly ScheduledStretch[];
  /** What the person was seen to do, in order of beginning. */
  readonly states: readonly AgentStateSpan[];
  /** Stretches in which the ACD was heard at all: who is not seen in them is offline. */
  readonly heard: readonly Stretch[];
  /** The day up to the moment that is asked about; epoch seconds. */
  readonly from: number;
  readonly to: number;
  /** Whether `to` is this very moment. */
  readonly isRunning: boolean;
}

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What people do who are at work. */
export const WORKING: ReadonlySet<AgentStateKind> = new Set([
  'ready',
  'on-call',
  'other-call',
  'ringing',
  'wrap-up',
]);

export interface Seen {
  readonly state: AgentStateKind;
  readonly reason: string | null;
}

/** A stretch in which neither schedule nor state changes. */
export interface Piece extends Stretch {
  readonly scheduled: ScheduledStretch | null;
  /** `null` where it is not known. */
  readonly seen: Seen | null;
  readonly isAdherent: boolean;
}

/**
 * One person's day second by second: adherence is the time in the scheduled activity at the
 * scheduled time over scheduled time, conformance the time at work over the time scheduled to work.
 * Where it is not known what the person did counts for neither side of either.
 */
export function measureAttendance(day: PersonDay, settings: AttendanceSettings): PersonAttendance {
  const { graceSeconds, format } = settings;
  const pieces = piecesOf(day, settings);
  const deviations = deviationsOf(pieces);
  const sum = (take: (piece: Piece) => boolean): number =>
    round(pieces.reduce((total, piece) => total + (take(piece) ? lengthOf(piece) : 0), 0));
  const isAtWork = ({ scheduled, seen }: Piece): boolean =>
    seen !== null && (WORKING.has(seen.state) || isElsewhere(seen, scheduled, settings));
  const scheduledSeconds = sum(({ scheduled }) => scheduled !== null);
  const knownSeconds = sum(({ scheduled, seen }) => scheduled !== null && seen !== null);
  const adherentSeconds = sum(({ scheduled, isAdherent }) => scheduled !== null && isAdherent);
  const excusedSeconds = round(
    deviations.reduce(
      (total, { start, end, scheduled }) =>
        total + (scheduled !== null && end - start <= graceSeconds ? end - start : 0),
      0,
    ),
  );
  const scheduledWorkSeconds = sum(
    ({ scheduled, seen }) => scheduled !== null && scheduled.kind !== 'break' && seen !== null,
  );
  const workedSeconds = sum(isAtWork);
  const working = pieces.filter(isAtWork);
  const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
  return {
    agent: day.agent,
    name: day.name,
    scheduledSeconds,
    knownSeconds,
    adherentSeconds,
    excusedSeconds,
    scheduledWorkSeconds,
    workedSeconds,
    unscheduledWorkSeconds: sum((piece) => piece.scheduled === null && isAtWork(piece)),
    adherence: share(adherentSeconds, knownSeconds),
    adherenceWithGrace: share(adherentSeconds + excusedSeconds, knownSeconds),
    conformance: share(workedSeconds, scheduledWorkSeconds),
    deviations: deviations.map((found): Deviation => ({
      from: format(found.start),
      to: format(found.end),
      scheduled: found.scheduled?.kind ?? 'off',
      name: found.scheduled?.name ?? '',
      actual: found.seen!.state,
      reason: found.seen!.reason,
      isExcused: found.end - found.start <= graceSeconds,
    })),
    firstSeen: working.length === 0 ? null : format(working[0]!.start),
    lastSeen: working.length === 0 ? null : format(working.at(-1)!.end),
    now: day.isRunning ? nowOf(pieces, deviations, day, format) : null,
  };
}

/** Whether a reason of a pause stands for an activity, by its name or its kind. */
export function activityOf(
  reason: string | null,
  activities: AttendanceSettings['activities'],
): string | null {
  if (reason === null || reason === '') return null;
  return Object.hasOwn(activities, reason) ? activities[reason]! : reason;
}

function isFor(activity: string | null, { kind, name }: ScheduledStretch): boolean {
  const told = activity?.toLowerCase();
  return told === kind || told === name.toLowerCase();
}

function isAdherent(
  seen: Seen,
  scheduled: ScheduledStretch,
  { activities }: AttendanceSettings,
): boolean {
  if (scheduled.kind === 'work') return WORKING.has(seen.state);
  if (seen.state === 'paused') return isFor(activityOf(seen.reason, activities), scheduled);
  // Who has a break may sign out; a training or a meeting is to be told by a pause.
  return scheduled.kind === 'break' && seen.state === 'offline';
}

/** In a training or meeting: at work, though not on the phones. */
export function isElsewhere(
  { state, reason }: Seen,
  scheduled: ScheduledStretch | null,
  { activities }: AttendanceSettings,
): boolean {
  if (state !== 'paused') return false;
  const activity = activityOf(reason, activities);
  const kind = activity?.toLowerCase();
  if (kind === 'training' || kind === 'meeting') return true;
  return scheduled !== null && scheduled.kind !== 'break' && isFor(activity, scheduled);
}

/** The day cut where schedule or state changes. */
export function piecesOf(day: PersonDay, settings: AttendanceSettings): readonly Piece[] {
  const { from, to, heard } = day;
  const states = inOrder(day.states);
  const scheduled = shiftBreaks(day.scheduled, states);
  const cuts = new Set<number>([from, to]);
  for (const { start, end } of [...scheduled, ...states, ...heard]) {
    for (const cut of [start, end]) if (cut > from && cut < to) cuts.add(cut);
  }
  const ends = [...cuts].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  const places = { scheduled: 0, states: 0, heard: 0 };
  const at = <T extends Stretch>(list: readonly T[], key: keyof typeof places, start: number) => {
    while (places[key] < list.length && list[places[key]]!.end <= start) places[key]++;
    const found = list[places[key]];
    return found !== undefined && found.start <= start ? found : null;
  };
  for (let index = 0; index + 1 < ends.length; index++) {
    const [start, end] = [ends[index]!, ends[index + 1]!];
    const activity = at(scheduled, 'scheduled', start);
    const state = at(states, 'states', start);
    const isHeard = at(heard, 'heard', start) !== null;
    const seen: Seen | null =
      state !== null && state.state !== 'unknown'
        ? state
        : state === null && isHeard
          ? { state: 'offline', reason: null }
          : null;
    pieces.push({
      start,
      end,
      scheduled: activity,
      seen,
      isAdherent: activity !== null && seen !== null && isAdherent(seen, activity, settings),
    });
  }
  return pieces;
}

/** States without overlap: the later told is the better known. */
function inOrder(states: readonly AgentStateSpan[]): readonly AgentStateSpan[] {
  const sorted = [...states].sort((a, b) => a.start - b.start);
  return sorted.flatMap((span, index) => {
    const end = Math.min(span.end, sorted[index + 1]?.start ?? Infinity);
    return end > span.start ? [{ ...span, end }] : [];
  });
}

/**
 * A call that runs over the beginning of a break, with the work after it, moves the break: as long,
 * and so much later, up to whatever is scheduled after the work that follows it.
 */
function shiftBreaks(
  scheduled: readonly ScheduledStretch[],
  states: readonly AgentStateSpan[],
): readonly ScheduledStretch[] {
  const moved = [...scheduled];
  for (let index = 0; index < moved.length; index++) {
    const rest = moved[index]!;
    const [before, after] = [moved[index - 1], moved[index + 1]];
    if (rest.kind !== 'break' || before?.kind !== 'work' || before.end !== rest.start) continue;
    const over = callOver(states, rest.start);
    if (over === null) continue;
    const isRoom = after?.kind === 'work' && after.start === rest.end;
    const room = isRoom ? after.end - after.start : 0;
    const delay = Math.min(over - rest.start, room);
    if (delay <= 0) continue;
    moved[index - 1] = { ...before, end: before.end + delay };
    moved[index] = { ...rest, start: rest.start + delay, end: rest.end + delay };
    moved[index + 1] = { ...after!, start: after!.start + delay };
  }
  return moved.filter(({ start, end }) => end > start);
}

/** When a call that was on at an instant was over, wrap-up included; `null` for none. */
function callOver(states: readonly AgentStateSpan[], instant: number): number | null {
  const at = states.findIndex(
    ({ state, start, end }) => state === 'on-call' && start < instant && end > instant,
  );
  if (at < 0) return null;
  const [call, next] = [states[at]!, states[at + 1]];
  return next?.state === 'wrap-up' && next.start === call.end ? next.end : call.end;
}

interface Found extends Stretch {
  readonly scheduled: ScheduledStretch | null;
  readonly seen: Seen | null;
}

/** Stretches of the same deviation; work outside of shifts is one too. */
function deviationsOf(pieces: readonly Piece[]): readonly Found[] {
  const found: Found[] = [];
  for (const piece of pieces) {
    const { seen, scheduled } = piece;
    if (seen === null) continue;
    const isOut = scheduled === null ? WORKING.has(seen.state) : !piece.isAdherent;
    if (!isOut) continue;
    const last = found.at(-1);
    const isSame =
      last?.end === piece.start &&
      last.scheduled?.kind === scheduled?.kind &&
      last.scheduled?.name === scheduled?.name &&
      (isSameSeen(last.seen!, seen) || scheduled?.kind !== 'work');
    if (last !== undefined && isSame) found[found.length - 1] = { ...last, end: piece.end };
    else found.push({ start: piece.start, end: piece.end, scheduled, seen });
  }
  return found;
}

function isSameSeen(a: Seen, b: Seen): boolean {
  return a.state === b.state && a.reason === b.reason;
}

function nowOf(
  pieces: readonly Piece[],
  deviations: readonly Found[],
  { to, scheduled }: PersonDay,
  format: (instant: number) => string,
): PersonAttendance['now'] {
  const last = pieces.at(-1);
  // The activity that begins at this very moment is the one that is scheduled.
  const activity =
    scheduled.find(({ start, end }) => start <= to && to < end) ?? last?.scheduled ?? null;
  const isOn = activity !== null && to < activity.end;
  const out = deviations.at(-1);
  return {
    scheduled: isOn ? activity.kind : null,
    name: isOn ? activity.name : null,
    state: last?.seen?.state ?? null,
    reason: last?.seen?.reason ?? null,
    outSince: out !== undefined && out.end === to ? format(out.start) : null,
  };
}

function lengthOf({ start, end }: Stretch): number {
  return end - start;
}

/** To the millisecond: sums of instants are no exact decimals. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
