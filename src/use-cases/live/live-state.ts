import {
  AGENT_STATES,
  type AgentStateKind,
  formatInstant,
  type LiveCentre,
  type LiveDay,
  type LiveGap,
  type LiveSource,
  localDateOf,
  type QueueSnapshot,
  startOfDay,
} from '../../domain/index.ts';
import { slotStartOf } from '../tally-calls.ts';
import { openCallBook } from './call-book.ts';
import { addCounts, type MutableCounts, noCounts } from './live-counts.ts';
import {
  type AcdEvent,
  type AcdListener,
  type AcdSnapshot,
  type LinkProblem,
} from './live-ports.ts';
import { type MemberBookSettings, openMemberBook, type PersonState } from './member-book.ts';

export interface LiveSettings extends MemberBookSettings {
  readonly name: string;
  readonly system: string;
  readonly zone: string;
  readonly stepSeconds: number;
  /** `null` where the ACD's own, else 20 seconds, is to be taken. */
  readonly thresholdSecondsOf: (queue: string) => number | null;
  /** A source that was silent for longer is told as stale. */
  readonly staleAfterSeconds: number;
}

/** A difference between what was made of events and what the ACD says. */
export interface Drift {
  readonly queue: string;
  readonly kind: 'waiting' | 'member';
  readonly what: string;
}

/** Conversations under way of one queue that entered in one interval. */
export interface OpenTalk {
  readonly queue: string;
  readonly start: number;
  readonly count: number;
  /** How long they have lasted together. */
  readonly elapsedSeconds: number;
}

/** Counts of a queue and an interval. */
export interface LiveSlot {
  readonly queue: string;
  readonly start: number;
  readonly counts: MutableCounts;
  /** Whether all of it was heard. */
  readonly isWhole: boolean;
  /** Whether calls that entered in it are not over. */
  readonly isOpen: boolean;
}

/** Figures of an interval that something else knows better: the store, a log. */
export interface KnownSlot {
  readonly start: number;
  readonly counts: MutableCounts;
}

/**
 * The state of one ACD, made of its snapshots and events. It has no clock: instants are handed in,
 * those of the ACD on the ACD's clock; our own clock is taken to it by the skew that was told.
 */
export interface LiveState extends AcdListener {
  /** Moves time on: what is decided by waiting is decided. `nowMs` is our own clock. */
  readonly tick: (nowMs: number) => void;
  readonly view: (nowMs: number) => Omit<LiveCentre, 'version'>;
  /** Differences that no event has explained, since it was last asked. */
  readonly takeDrift: () => readonly Drift[];
  /** Intervals whose counts changed since it was last asked. */
  readonly takeChangedSlots: () => readonly LiveSlot[];
  /** Our own counts of an interval that was heard from its beginning to its end, else `null`. */
  readonly wholeSlot: (queue: string, start: number) => MutableCounts | null;
  /** Figures for intervals of a queue that take the place of our own counting. */
  readonly adopt: (queue: string, slots: readonly KnownSlot[]) => void;
  /** A log tells of everything from an instant to another: gaps in it are filled. */
  readonly fillGaps: (to: number) => void;
  readonly queues: () => readonly string[];
  /** Conversations under way, by queue and the interval in which they entered. */
  readonly openTalk: (nowMs: number) => readonly OpenTalk[];
  /** The latest instant of the ACD's clock. */
  readonly now: (nowMs: number) => number;
}

const OTHERWISE_THRESHOLD_SECONDS = 20;
/** An event that explains a difference from a snapshot comes this soon after it. */
const EXPLAINED_WITHIN_SECONDS = 2;
/** Abandonments so shortly before a shutdown are the shutdown's. */
const SHUTDOWN_SECONDS = 2;
const KEPT_SECONDS = 2 * 86_400;

interface Gap {
  readonly from: number;
  to: number | null;
  isFilled: boolean;
}

export function openLiveState(settings: LiveSettings): LiveState {
  const thresholds = new Map<string, number>();
  const thresholdSecondsOf = (queue: string): number =>
    settings.thresholdSecondsOf(queue) ?? thresholds.get(queue) ?? OTHERWISE_THRESHOLD_SECONDS;
  const slotOf = (instant: number): number => slotStartOf(instant, settings);
  const calls = openCallBook({ thresholdSecondsOf, slotStartOf: slotOf });
  const members = openMemberBook(settings);
  const adopted = new Map<string, Map<number, MutableCounts>>();
  const queues = new Set<string>();

  let link: LiveSource['link'] = 'connecting';
  let problem: string | null = null;
  let heardMs: number | null = null;
  let skewSeconds: number | null = null;
  let startedAt: number | null = null;
  let restartedAt: number | null = null;
  let listeningSince: number | null = null;
  let shutdownAt: number | null = null;
  let gaps: Gap[] = [];
  let suspects: (Drift & { readonly at: number })[] = [];
  /** After a silence everything may differ from the next snapshot, and that is no drift. */
  let isResync = true;
  let found: Drift[] = [];
  let driftCount = 0;

  /** The latest that was told of since the clocks were compared: time is not before it. */
  let latestAt = -Infinity;
  const now = (nowMs: number): number => Math.max(nowMs / 1000 + (skewSeconds ?? 0), latestAt);
  const heardAt = (): number => now(heardMs ?? 0);

  const explain = (queue: string, what: string): void => {
    if (suspects.length === 0) return;
    suspects = suspects.filter((drift) => !(drift.queue === queue && drift.what === what));
  };
  const judge = (at: number): void => {
    const ripe = suspects.filter((drift) => at - drift.at > EXPLAINED_WITHIN_SECONDS);
    if (ripe.length === 0) return;
    suspects = suspects.filter((drift) => !ripe.includes(drift));
    for (const { queue, kind, what } of ripe) found.push({ queue, kind, what });
    driftCount += ripe.length;
  };

  const apply = (event: AcdEvent): void => {
    queues.add(event.queue);
    const { queue, at } = event;
    switch (event.kind) {
      case 'caller-joined':
        explain(queue, event.callId);
        calls.join(queue, event.callId, at);
        return;
      case 'caller-left':
        explain(queue, event.callId);
        calls.leave(queue, event.callId, at);
        members.endOffersOf(queue, event.callId, at);
        return;
      case 'caller-abandoned':
        explain(queue, event.callId);
        calls.abandon(queue, event.callId, at);
        members.endOffersOf(queue, event.callId, at);
        return;
      case 'agent-offered':
        if (event.callId === null || calls.isWaiting(queue, event.callId)) {
          members.offer(queue, event.member, event.callId, at);
        }
        return;
      case 'offer-ended':
        members.endOffer(queue, event.member, at);
        return;
      case 'answered': {
        const { callId, member } = event;
        if (callId !== null) explain(queue, callId);
        if (calls.answer(queue, callId, member.interface, at)) members.talk(queue, member, at);
        if (callId !== null) members.endOffersOf(queue, callId, at);
        return;
      }
      case 'call-ended': {
        const { member, callId, talkSeconds } = event;
        calls.end(queue, callId, member.interface, at, talkSeconds);
        if (calls.conversation(queue, member.interface) === null) {
          members.endTalk(queue, member, at);
        }
        return;
      }
      case 'member-seen':
        explain(queue, event.member.interface);
        members.see(queue, event.member, at);
        return;
      case 'member-removed':
        explain(queue, event.member.interface);
        members.remove(queue, event.member, at);
    }
  };

  const countsOf = (queue: string, start: number): MutableCounts | null => {
    const better = adopted.get(queue)?.get(start);
    return better ?? (calls.slots(queue).get(start) as MutableCounts | undefined) ?? null;
  };
  /** Whether an interval up to an instant was heard from its beginning, or is known otherwise. */
  const isWhole = (queue: string, start: number, to: number): boolean => {
    if (adopted.get(queue)?.has(start) === true) return true;
    if (listeningSince === null || listeningSince > start) return false;
    return !gaps.some((gap) => !gap.isFilled && gap.from < to && (gap.to ?? Infinity) > start);
  };

  const dayOf = (queue: string, at: number): LiveDay => {
    const dayStart = startOfDay(settings.zone, localDateOf(at, settings.zone));
    const sum = noCounts();
    let first: number | null = null;
    for (const start of starts(queue)) {
      if (start < dayStart || start > at) continue;
      addCounts(sum, countsOf(queue, start)!);
      if (adopted.get(queue)?.has(start) === true) first = Math.min(first ?? start, start);
    }
    const from = Math.max(dayStart, Math.min(first ?? Infinity, listeningSince ?? at));
    // Of an interval that nothing was heard of, nothing is counted: the day has a hole there.
    let isPartial = from > dayStart && first === null && (listeningSince ?? at) > dayStart;
    for (let start = slotOf(from); start <= at && !isPartial; start += settings.stepSeconds) {
      isPartial = !isWhole(queue, start, Math.min(start + settings.stepSeconds, at));
    }
    return {
      ...sum,
      serviceLevel: sum.offered === 0 ? null : sum.answeredInThreshold / sum.offered,
      serviceLevelVariant: 'of-offered',
      thresholdSeconds: thresholdSecondsOf(queue),
      averageWaitSeconds: sum.answered === 0 ? null : sum.waitAnsweredSeconds / sum.answered,
      from: formatInstant(from, settings.zone),
      isPartial,
    };
  };
  const starts = (queue: string): ReadonlySet<number> =>
    new Set([...calls.slots(queue).keys(), ...(adopted.get(queue)?.keys() ?? [])]);

  const iso = (instant: number): string => formatInstant(instant, settings.zone);
  const isStale = (nowMs: number): boolean =>
    link !== 'up' || heardMs === null || nowMs - heardMs > settings.staleAfterSeconds * 1000;

  const sourceOf = (nowMs: number): LiveSource => ({
    name: settings.name,
    system: settings.system,
    link,
    asOf: heardMs === null ? null : iso(heardMs / 1000),
    stale: isStale(nowMs),
    problem,
    clockSkewSeconds: skewSeconds,
    restartedAt: restartedAt === null ? null : iso(restartedAt),
    gaps: gaps.map(({ from, to, isFilled }): LiveGap => ({
      from: iso(from),
      to: to === null ? null : iso(to),
      isFilled,
    })),
    drift: driftCount,
  });

  return {
    onHeard(nowMs) {
      heardMs = Math.max(heardMs ?? nowMs, nowMs);
    },
    onClock(skew) {
      skewSeconds = skew;
      latestAt = -Infinity;
    },
    onUp({ at, startedAt: begun }) {
      link = 'up';
      problem = null;
      isResync = true;
      const isNew =
        shutdownAt !== null || (begun !== null && startedAt !== null && begun > startedAt + 2);
      if (isNew) {
        restartedAt = begun ?? at;
        // Its calls ended with it, wherever they stood.
        calls.loseAll(at);
        members.loseAll(at);
      }
      shutdownAt = null;
      startedAt = begun ?? startedAt;
      listeningSince ??= at;
      for (const gap of gaps) gap.to ??= at;
    },
    onDown({ kind, message }: LinkProblem) {
      if (link === 'up') gaps.push({ from: heardAt(), to: null, isFilled: false });
      link = kind;
      problem = message;
    },
    onShutdown(at) {
      shutdownAt = at;
      calls.excuseAbandons(at - SHUTDOWN_SECONDS);
      calls.loseAll(at);
      members.loseAll(at);
    },
    onSnapshot({ at, queues: told }: AcdSnapshot) {
      const names = new Set(told.map(({ name }) => name));
      for (const { name, thresholdSeconds, members: people, waiting } of told) {
        queues.add(name);
        if (thresholdSeconds !== null && thresholdSeconds > 0 && !thresholds.has(name)) {
          thresholds.set(name, thresholdSeconds);
        }
        const callIds = calls.reconcile(name, waiting, at);
        const who = members.reconcile(name, people, (callId) => calls.isWaiting(name, callId), at);
        for (const { by, answeredAt } of calls.conversations(name)) {
          const person = people.find((member) => member.interface === by);
          const isOver =
            person !== undefined &&
            !(person.isInCall ?? person.device !== 'idle') &&
            answeredAt < at - 1;
          if (isOver) calls.lapse(name, by, person.lastCallAt);
        }
        if (isResync) continue;
        for (const what of callIds) suspects.push({ queue: name, kind: 'waiting', what, at });
        for (const what of who) suspects.push({ queue: name, kind: 'member', what, at });
      }
      for (const name of queues) {
        if (names.has(name)) continue;
        calls.reconcile(name, [], at);
        members.reconcile(name, [], () => false, at);
        if (members.members(name).length === 0) queues.delete(name);
      }
      isResync = false;
    },
    onEvent(event) {
      latestAt = Math.max(latestAt, event.at);
      apply(event);
    },
    tick(nowMs) {
      const at = now(nowMs);
      if (link === 'up') calls.settle(at);
      judge(at);
      calls.forgetSlotsBefore(at - KEPT_SECONDS);
      for (const slots of adopted.values()) {
        for (const start of slots.keys()) if (start < at - KEPT_SECONDS) slots.delete(start);
      }
      gaps = gaps.filter(({ to }) => to === null || to > at - KEPT_SECONDS);
    },
    view(nowMs) {
      const stale = isStale(nowMs);
      // What is not heard any more is told as it was when it was heard.
      const at = stale && heardMs !== null ? heardAt() : now(nowMs);
      const people = members.people(at).map((person) =>
        stale
          ? {
              ...person,
              state: 'unknown' as const,
              reason: null,
              since: heardMs === null ? null : at,
            }
          : person,
      );
      const byQueue = countByQueue(people);
      return {
        madeAt: new Date(nowMs).toISOString(),
        source: sourceOf(nowMs),
        queues: [...queues].sort().map((queue): QueueSnapshot => {
          const { count, since, early } = calls.waiting(queue, at - thresholdSecondsOf(queue));
          return {
            queue,
            waiting: count,
            waitingBeyondThreshold: early,
            longestWaitSeconds: since === null ? null : Math.max(0, round(at - since)),
            agents: byQueue.get(queue) ?? nobody(),
            today: dayOf(queue, at),
          };
        }),
        agents: people
          .map(({ since, ...person }) => ({ ...person, since: since === null ? null : iso(since) }))
          .sort((a, b) => (a.agent < b.agent ? -1 : 1)),
      };
    },
    takeDrift() {
      const taken = found;
      found = [];
      return taken;
    },
    takeChangedSlots: () =>
      calls.queues().flatMap((queue) =>
        calls.takeChanged(queue).map((start) => ({
          queue,
          start,
          counts: { ...(calls.slots(queue).get(start) ?? noCounts()) },
          isWhole: isWhole(queue, start, start + settings.stepSeconds),
          isOpen: calls.hasOpenCalls(queue, start),
        })),
      ),
    wholeSlot(queue, start) {
      const isAdopted = adopted.get(queue)?.has(start) === true;
      if (isAdopted || !isWhole(queue, start, start + settings.stepSeconds)) return null;
      return { ...(calls.slots(queue).get(start) ?? noCounts()) };
    },
    adopt(queue, slots) {
      const known = adopted.get(queue) ?? new Map<number, MutableCounts>();
      for (const { start, counts } of slots) known.set(start, counts);
      adopted.set(queue, known);
    },
    fillGaps(to) {
      for (const gap of gaps) if (gap.to !== null && gap.to <= to) gap.isFilled = true;
    },
    queues: () => [...queues],
    openTalk(nowMs) {
      const at = now(nowMs);
      const found = new Map<string, OpenTalk>();
      for (const queue of queues) {
        for (const { enteredAt, answeredAt } of calls.talking(queue)) {
          const start = slotOf(enteredAt);
          const key = `${start} ${queue}`;
          const before = found.get(key);
          found.set(key, {
            queue,
            start,
            count: (before?.count ?? 0) + 1,
            elapsedSeconds: (before?.elapsedSeconds ?? 0) + Math.max(0, at - answeredAt),
          });
        }
      }
      return [...found.values()];
    },
    now,
  };
}

function nobody(): Record<AgentStateKind, number> {
  return Object.fromEntries(AGENT_STATES.map((state) => [state, 0])) as Record<
    AgentStateKind,
    number
  >;
}

function countByQueue(people: readonly PersonState[]) {
  const counts = new Map<string, Record<AgentStateKind, number>>();
  for (const { state, queues } of people) {
    for (const queue of queues) {
      let own = counts.get(queue);
      if (own === undefined) {
        own = nobody();
        counts.set(queue, own);
      }
      own[state]++;
    }
  }
  return counts;
}

/** To a tenth of a second. */
function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
