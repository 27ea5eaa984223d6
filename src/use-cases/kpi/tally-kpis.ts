import {
  addDays,
  type IntervalHistory,
  type KpiPeriod,
  type KpiRow,
  type KpiSubject,
  localDateOf,
  type Measure,
  type QueueCall,
  type QueueForecast,
  reachedAgent,
  SERVICE_LEVEL_DEFINITIONS,
  type ServiceLevelDefinition,
  type ShrinkageType,
  slotAt,
  slotStart,
  startOfDay,
} from '../../domain/index.ts';
import { type Piece, type Seen, type Stretch, WORKING } from '../attendance/index.ts';
import { partsOf } from '../service-parts.ts';
import { slotStartOf } from '../tally-calls.ts';
import { addRatio, figuresOf, type KpiSums, noSums } from './kpi-sums.ts';

export interface KpiSettings {
  readonly of: KpiSubject;
  readonly every: KpiPeriod;
  readonly zone: string;
  /** Length of an interval. */
  readonly stepSeconds: number;
  /** All of the report, epoch seconds. */
  readonly range: Stretch;
  /** Queues that count; `null` for all. */
  readonly queues: readonly string[] | null;
  readonly format: (instant: number) => string;
}

/** A person's day as it was: schedule against what was seen. */
export interface PersonPieces {
  readonly agent: string;
  readonly name: string;
  readonly pieces: readonly Piece[];
  /** Queue that counts for what is scheduled for none; `null` where nobody said which. */
  readonly home: string | null;
}

/** Key figures as they add up. */
export interface KpiTally {
  readonly addHistory: (history: IntervalHistory) => void;
  readonly addForecast: (forecast: QueueForecast, history: IntervalHistory) => void;
  readonly addPerson: (person: PersonPieces) => void;
  /** `agent` as rosters name the person who took it. */
  readonly addCall: (call: QueueCall, agent: string | null) => void;
  /** Rows of which anything is known, by subject and beginning. */
  readonly rows: () => readonly KpiRow[];
}

/** People on a contact that came from a queue, or at work on it afterwards. */
const ON_CONTACTS: ReadonlySet<Seen['state']> = new Set(['on-call', 'wrap-up']);

/** Measures without which a service level is not known. */
const NEEDED: Readonly<Record<ServiceLevelDefinition, readonly Measure[]>> = {
  offered: ['offered', 'answeredInThreshold'],
  entered: ['offered', 'answeredInThreshold'],
  answered: ['answered', 'answeredInThreshold'],
  excludingShortAbandons: ['offered', 'answeredInThreshold', 'abandonedInThreshold'],
  includingShortAbandons: ['offered', 'answeredInThreshold', 'abandonedInThreshold'],
};

/**
 * Adds up what the key figures of a report are made of. Contacts count in the interval that their
 * history counts them in, single contacts in that of their arrival, people's time where it passed.
 */
export function tallyKpis(settings: KpiSettings): KpiTally {
  const { of, every, zone, stepSeconds, range, queues, format } = settings;
  const subjects = new Map<string, Map<number, KpiSums>>();
  const names = new Map<string, string>();
  const isWanted = (queue: string | null): boolean =>
    queues === null || (queue !== null && queues.includes(queue));
  const periodOf = (instant: number): number =>
    every === 'whole'
      ? range.start
      : every === 'interval'
        ? slotStartOf(instant, { stepSeconds, zone })
        : startOfDate(localDateOf(instant, zone));
  const starts = new Map<string, number>();
  const startOfDate = (date: string): number => {
    const start = starts.get(date) ?? startOfDay(zone, date);
    starts.set(date, start);
    return start;
  };
  const endOf = (start: number): number =>
    every === 'whole'
      ? range.end
      : every === 'interval'
        ? start + stepSeconds
        : startOfDate(addDays(localDateOf(start, zone), 1));
  const sumsOf = (subject: string, instant: number): KpiSums => {
    const periods = subjects.get(subject) ?? new Map<number, KpiSums>();
    subjects.set(subject, periods);
    const start = periodOf(instant);
    const sums = periods.get(start) ?? noSums();
    periods.set(start, sums);
    return sums;
  };
  /** The row that something of a queue or a person counts in; `null` for none. */
  const subjectOf = (queue: string | null, agent: string | null): string | null => {
    if (!isWanted(queue)) return null;
    return of === 'site' ? '' : of === 'queue' ? queue : agent;
  };
  return {
    addHistory(history) {
      const subject = subjectOf(history.queue, null);
      if (subject === null) return;
      for (let slot = 0; slot < history.grid.length; slot++) {
        const at = slotStart(history.grid, slot);
        if (at < range.start || at >= range.end || isBlank(history, slot)) continue;
        addSlot(sumsOf(subject, at), history, slot);
      }
    },
    addForecast(forecast, history) {
      const subject = subjectOf(forecast.queue, null);
      if (subject === null || forecast.grid.stepSeconds !== history.grid.stepSeconds) return;
      for (const [slot, expected] of forecast.volume.mean.entries()) {
        const at = slotStart(forecast.grid, slot);
        const came = history.totals.offered[slotAt(history.grid, at)] ?? null;
        if (came === null || at < range.start || at >= range.end) continue;
        const sums = sumsOf(subject, at).forecast;
        sums.isKnown = true;
        sums.offered += expected;
        sums.came += came;
        sums.absoluteErrors += Math.abs(came - expected);
      }
    },
    addPerson({ agent, name, pieces, home }) {
      names.set(agent, name);
      // A pause is not absence: who was seen doing anything but being away came.
      const hasCome = pieces.some(({ seen }) => seen !== null && seen.state !== 'offline');
      for (const piece of pieces) {
        const subject = subjectOf(piece.scheduled?.queue ?? home, agent);
        if (subject === null || piece.seen === null) continue;
        for (const part of every === 'interval' ? cutAt(piece, periodOf, stepSeconds) : [piece]) {
          addTime(sumsOf(subject, part.start), piece, part.end - part.start, hasCome);
        }
      }
    },
    addCall(call, agent) {
      if (call.enteredAt < range.start || call.enteredAt >= range.end) return;
      const subject = subjectOf(call.queue, agent);
      if (subject === null) return;
      const sums = sumsOf(subject, call.enteredAt);
      sums.answeredByAgents ??= 0;
      if (agent === null || !reachedAgent(call.outcome)) return;
      sums.answeredByAgents++;
      sums.agents.add(agent);
      if (of === 'agent') addOwnCall(sums, call);
    },
    rows: () =>
      [...subjects]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([subject, periods]) =>
          [...periods]
            .filter(([, sums]) => isKnown(sums))
            .sort(([a], [b]) => a - b)
            .map(([start, sums]): KpiRow => ({
              queue: of === 'queue' ? subject : null,
              agent: of === 'agent' ? subject : null,
              name: of === 'agent' ? (names.get(subject) ?? subject) : null,
              from: format(start),
              to: format(endOf(start)),
              intervals: of === 'agent' ? null : sums.intervals,
              ...figuresOf(sums),
            })),
        ),
  };
}

function isKnown({ intervals, signedIn, adherence, answeredByAgents }: KpiSums): boolean {
  return intervals > 0 || signedIn > 0 || adherence.over > 0 || (answeredByAgents ?? 0) > 0;
}

function isBlank({ totals }: IntervalHistory, slot: number): boolean {
  return Object.values(totals).every((values) => (values[slot] ?? null) === null);
}

function addSlot(sums: KpiSums, { totals }: IntervalHistory, slot: number): void {
  const value = (name: Measure): number | null => totals[name][slot] ?? null;
  const [offered, answered, abandoned] = [value('offered'), value('answered'), value('abandoned')];
  const add = (name: 'offered' | 'answered' | 'abandoned', count: number | null): void => {
    if (count !== null) sums[name] = (sums[name] ?? 0) + count;
  };
  if (offered !== null) sums.intervals++;
  add('offered', offered);
  add('answered', answered);
  add('abandoned', abandoned);
  addRatio(sums.abandonment, abandoned, offered);
  for (const definition of SERVICE_LEVEL_DEFINITIONS) {
    if (NEEDED[definition].some((name) => value(name) === null)) continue;
    const { good, base } = partsOf(
      {
        // Of those answered, how many were offered makes no difference.
        offered: offered ?? answered!,
        answered: answered ?? 0,
        answeredInThreshold: value('answeredInThreshold')!,
        abandonedInThreshold: value('abandonedInThreshold') ?? 0,
      },
      definition,
    );
    addRatio(sums.serviceLevel[definition], good, base);
  }
  const talk = value('talkSeconds');
  const conversation = talk === null ? null : talk + (value('holdSeconds') ?? 0);
  const wrapUp = value('acwSeconds');
  addRatio(sums.wait, value('waitAnsweredSeconds'), answered);
  addRatio(sums.talk, conversation, answered);
  addRatio(sums.afterContactWork, wrapUp, answered);
  addRatio(
    sums.handle,
    conversation === null || wrapUp === null ? null : conversation + wrapUp,
    answered,
  );
}

/** A call among those of the person who took it. */
function addOwnCall(sums: KpiSums, { talkSeconds, wrapUpSeconds }: QueueCall): void {
  sums.answered = (sums.answered ?? 0) + 1;
  if (talkSeconds === null) return;
  addRatio(sums.talk, talkSeconds, 1);
  addRatio(sums.afterContactWork, wrapUpSeconds, 1);
  addRatio(sums.handle, wrapUpSeconds === null ? null : talkSeconds + wrapUpSeconds, 1);
}

function addTime(sums: KpiSums, piece: Piece, seconds: number, hasCome: boolean): void {
  const { scheduled, isAdherent } = piece;
  const { state } = piece.seen!;
  if (ON_CONTACTS.has(state)) sums.onContacts += seconds;
  if (WORKING.has(state)) sums.onPhones += seconds;
  if (WORKING.has(state) || state === 'paused') sums.signedIn += seconds;
  if (scheduled === null) return;
  addRatio(sums.adherence, isAdherent ? seconds : 0, seconds);
  if (!scheduled.paid) return;
  sums.paidScheduled += seconds;
  const type = lossOf(piece, hasCome);
  if (type !== null) sums.shrinkage[type] += seconds;
}

/** What a stretch of scheduled time was spent on instead of the phones; `null` for on the phones. */
export function lossOf({ scheduled, seen }: Piece, hasCome: boolean): ShrinkageType | null {
  if (scheduled === null || seen === null) return null;
  if (scheduled.kind !== 'work') return scheduled.kind;
  if (WORKING.has(seen.state)) return null;
  if (!hasCome) return 'absent';
  return seen.state === 'paused' ? 'paused' : 'away';
}

/** A stretch cut where intervals begin. */
function cutAt(
  { start, end }: Stretch,
  periodOf: (instant: number) => number,
  stepSeconds: number,
): readonly Stretch[] {
  const parts: Stretch[] = [];
  for (let from = start; from < end;) {
    const to = Math.min(end, periodOf(from) + stepSeconds);
    parts.push({ start: from, end: to });
    from = to;
  }
  return parts;
}
