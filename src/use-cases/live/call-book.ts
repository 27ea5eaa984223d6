import { type CallOutcome, type LiveCounts } from '../../domain/index.ts';
import { countCall, type MutableCounts, noCounts } from './live-counts.ts';

/** One wait of a call in a queue, as far as it has been heard of. */
interface LiveCall {
  readonly queue: string;
  readonly callId: string;
  enteredAt: number;
  /** When it left the line of the waiting; `null` while it stands there. */
  leftAt: number | null;
  outcome: CallOutcome;
  waitSeconds: number;
  answeredAt: number | null;
  talkSeconds: number | null;
  /** When nothing more is expected of it. */
  overAt: number | null;
}

/** A conversation under way. */
export interface Conversation {
  readonly callId: string;
  readonly queue: string;
  readonly answeredAt: number;
}

export interface CallBookSettings {
  readonly thresholdSecondsOf: (queue: string) => number;
  readonly slotStartOf: (instant: number) => number;
}

/**
 * The calls of all queues and what they count for, by the interval in which they entered. Every
 * change may come twice or out of order: a call counts once, by the latest that is known of it.
 */
export interface CallBook {
  readonly join: (queue: string, callId: string, at: number) => void;
  readonly leave: (queue: string, callId: string, at: number) => void;
  readonly abandon: (queue: string, callId: string, at: number) => void;
  /** Whether this is the first that is heard of it. */
  readonly answer: (queue: string, callId: string | null, by: string, at: number) => boolean;
  readonly end: (
    queue: string,
    callId: string | null,
    by: string,
    at: number,
    talkSeconds: number | null,
  ) => void;
  /** A conversation that is over, though nobody said so. */
  readonly lapse: (queue: string, by: string, endedAt: number | null) => void;
  /** Makes the line of a queue as the ACD says it is; returns how many calls differed. */
  readonly reconcile: (
    queue: string,
    waiting: readonly { readonly callId: string; readonly enteredAt: number }[],
    at: number,
  ) => readonly string[];
  /** Callers who "hung up" since an instant were thrown out by a shutdown. */
  readonly excuseAbandons: (since: number) => void;
  /** What is open has no end that will be heard of. */
  readonly loseAll: (at: number) => void;
  /** Who stands in line: how many, since when, and how many of them since before an instant. */
  readonly waiting: (
    queue: string,
    before: number,
  ) => { readonly count: number; readonly since: number | null; readonly early: number };
  /** Entry and answer of the conversations under way. */
  readonly talking: (
    queue: string,
  ) => readonly { readonly enteredAt: number; readonly answeredAt: number }[];
  readonly conversation: (queue: string, by: string) => Conversation | null;
  readonly conversations: (queue: string) => readonly (Conversation & { readonly by: string })[];
  readonly isWaiting: (queue: string, callId: string) => boolean;
  /** Decides what has waited long enough to be decided, and forgets what is long over. */
  readonly settle: (at: number) => void;
  readonly queues: () => readonly string[];
  /** Counts by slot start of a queue, in no order. */
  readonly slots: (queue: string) => ReadonlyMap<number, LiveCounts>;
  /** Slots of a queue whose counts changed since it was last asked. */
  readonly takeChanged: (queue: string) => readonly number[];
  /** Whether a call that entered in a slot may still change what it counts for. */
  readonly hasOpenCalls: (queue: string, slot: number) => boolean;
  readonly forgetSlotsBefore: (slot: number) => void;
}

/** A call that left without an answer or an abandonment was let out by a key: none comes so late. */
const DECIDED_AFTER_SECONDS = 2;
/** What was told of a call before its entry waits for it so long. */
const EARLY_SECONDS = 10;
/** Repetitions of what is over are known for so long. */
const REMEMBERED_SECONDS = 600;

export function openCallBook(settings: CallBookSettings): CallBook {
  const queues = new Map<string, QueueBook>();
  const bookOf = (queue: string): QueueBook => {
    let book = queues.get(queue);
    if (book === undefined) {
      book = {
        calls: new Map(),
        line: new Set(),
        leaving: new Set(),
        talking: new Map(),
        slots: new Map(),
        changed: new Set(),
        early: new Map(),
      };
      queues.set(queue, book);
    }
    return book;
  };

  const slotOf = (call: LiveCall): number => settings.slotStartOf(call.enteredAt);
  const count = (call: LiveCall, sign: 1 | -1): void => {
    const book = bookOf(call.queue);
    const slot = slotOf(call);
    let counts = book.slots.get(slot);
    if (counts === undefined) {
      counts = noCounts();
      book.slots.set(slot, counts);
    }
    countCall(counts, call, settings.thresholdSecondsOf(call.queue), sign);
    book.changed.add(slot);
  };
  /** Changes a call, and what it counts for with it. */
  const revise = (call: LiveCall, change: (call: LiveCall) => void): void => {
    count(call, -1);
    change(call);
    count(call, 1);
  };
  const enter = (queue: string, callId: string, enteredAt: number): LiveCall => {
    const call: LiveCall = {
      queue,
      callId,
      enteredAt,
      leftAt: null,
      outcome: 'waiting',
      waitSeconds: 0,
      answeredAt: null,
      talkSeconds: null,
      overAt: null,
    };
    const book = bookOf(queue);
    book.calls.set(callId, call);
    book.line.add(call);
    count(call, 1);
    return call;
  };
  const depart = (call: LiveCall, at: number): void => {
    const book = bookOf(call.queue);
    book.line.delete(call);
    if (call.leftAt === null) {
      call.leftAt = Math.max(at, call.enteredAt);
      book.leaving.add(call);
    }
  };
  const exit = (call: LiveCall, outcome: CallOutcome, at: number): void => {
    depart(call, at);
    bookOf(call.queue).leaving.delete(call);
    revise(call, () => {
      call.outcome = outcome;
      call.waitSeconds = Math.max(0, at - call.enteredAt);
      call.overAt = at;
    });
  };
  const finish = (call: LiveCall, by: string, at: number, talkSeconds: number | null): void => {
    const { talking } = bookOf(call.queue);
    if (talking.get(by) === call) talking.delete(by);
    revise(call, () => {
      call.outcome = talkSeconds === null ? 'talk-cut' : 'answered';
      call.talkSeconds = talkSeconds;
      call.overAt = at;
    });
  };

  /** Keeps what came before the entry of its call, for when that comes. */
  const keepEarly = (queue: string, callId: string, early: Early): void => {
    const { early: kept } = bookOf(queue);
    kept.set(callId, [...(kept.get(callId) ?? []), early]);
  };
  const tellEarly = (queue: string, callId: string): void => {
    const { early } = bookOf(queue);
    const told = early.get(callId);
    if (told === undefined) return;
    early.delete(callId);
    for (const { tell } of told.sort((a, b) => a.at - b.at)) tell();
  };

  const book: CallBook = {
    join(queue, callId, at) {
      const known = bookOf(queue).calls.get(callId);
      if (known === undefined) {
        enter(queue, callId, at);
        tellEarly(queue, callId);
      } else if (known.leftAt === null) {
        // Seen in a snapshot before its own event: the event knows the instant better.
        if (Math.abs(known.enteredAt - at) > 1e-6) {
          revise(known, () => {
            known.enteredAt = at;
          });
        }
      } else if (at > known.leftAt) {
        enter(queue, callId, at);
      }
    },
    leave(queue, callId, at) {
      const call = bookOf(queue).calls.get(callId);
      if (call === undefined) {
        keepEarly(queue, callId, {
          at,
          tell: () => {
            book.leave(queue, callId, at);
          },
        });
      } else if (at >= call.enteredAt) {
        depart(call, at);
      }
    },
    abandon(queue, callId, at) {
      const call = bookOf(queue).calls.get(callId);
      if (call === undefined) {
        keepEarly(queue, callId, {
          at,
          tell: () => {
            book.abandon(queue, callId, at);
          },
        });
      } else if (call.answeredAt === null && call.outcome !== 'abandoned' && at >= call.enteredAt) {
        exit(call, 'abandoned', at);
      }
    },
    answer(queue, callId, by, at) {
      const { calls, talking, leaving } = bookOf(queue);
      const call = callId === null ? undefined : calls.get(callId);
      if (call === undefined) {
        if (callId !== null) {
          keepEarly(queue, callId, {
            at,
            tell: () => {
              book.answer(queue, callId, by, at);
            },
          });
        }
        return true;
      }
      if (call.answeredAt !== null || at < call.enteredAt) return false;
      const before = talking.get(by);
      if (before !== undefined) finish(before, by, at, null);
      depart(call, at);
      leaving.delete(call);
      revise(call, () => {
        call.outcome = 'talking';
        call.answeredAt = at;
        call.waitSeconds = Math.max(0, at - call.enteredAt);
        call.overAt = null;
      });
      talking.set(by, call);
      return true;
    },
    end(queue, callId, by, at, talkSeconds) {
      const { calls, talking } = bookOf(queue);
      const call = callId === null ? talking.get(by) : calls.get(callId);
      if (call?.answeredAt === null || call === undefined || at < call.answeredAt) return;
      if (call.talkSeconds !== null) return;
      finish(call, by, at, talkSeconds ?? at - call.answeredAt);
    },
    lapse(queue, by, endedAt) {
      const call = bookOf(queue).talking.get(by);
      if (call?.answeredAt === null || call === undefined) return;
      const isKnown = endedAt !== null && endedAt >= call.answeredAt;
      finish(call, by, endedAt ?? call.answeredAt, isKnown ? endedAt - call.answeredAt : null);
    },
    reconcile(queue, waiting, at) {
      const { line, calls } = bookOf(queue);
      const told = new Set(waiting.map(({ callId }) => callId));
      const different: string[] = [];
      for (const call of [...line]) {
        if (told.has(call.callId)) continue;
        different.push(call.callId);
        exit(call, 'cut', at);
      }
      for (const { callId, enteredAt } of waiting) {
        const known = calls.get(callId);
        if (known !== undefined && line.has(known)) continue;
        // It left while the list was on its way.
        if (known?.leftAt !== null && known !== undefined && known.leftAt > at - 1) continue;
        different.push(callId);
        enter(queue, callId, enteredAt);
        tellEarly(queue, callId);
      }
      return different;
    },
    excuseAbandons(since) {
      for (const { calls } of queues.values()) {
        for (const call of calls.values()) {
          if (call.outcome !== 'abandoned' || call.leftAt === null || call.leftAt < since) continue;
          revise(call, () => {
            call.outcome = 'cut';
          });
        }
      }
    },
    loseAll(at) {
      for (const { line, leaving, talking } of queues.values()) {
        for (const call of [...line, ...leaving]) exit(call, 'cut', at);
        for (const [by, call] of [...talking]) finish(call, by, at, null);
      }
    },
    waiting(queue, before) {
      const line = queues.get(queue)?.line ?? new Set<LiveCall>();
      let since: number | null = null;
      let early = 0;
      for (const { enteredAt } of line) {
        since = Math.min(since ?? enteredAt, enteredAt);
        if (enteredAt < before) early++;
      }
      return { count: line.size, since, early };
    },
    talking: (queue) =>
      [...(queues.get(queue)?.talking.values() ?? [])].map(({ enteredAt, answeredAt }) => ({
        enteredAt,
        answeredAt: answeredAt!,
      })),
    conversation(queue, by) {
      const call = queues.get(queue)?.talking.get(by);
      return call === undefined ? null : conversationOf(call);
    },
    conversations: (queue) =>
      [...(queues.get(queue)?.talking ?? [])].map(([by, call]) => ({
        by,
        ...conversationOf(call),
      })),
    isWaiting(queue, callId) {
      const call = queues.get(queue)?.calls.get(callId);
      return call !== undefined && call.leftAt === null;
    },
    settle(at) {
      for (const { leaving, calls, early } of queues.values()) {
        for (const [callId, told] of early) {
          if (at - told.at(-1)!.at > EARLY_SECONDS) early.delete(callId);
        }
        for (const call of [...leaving]) {
          if (at - call.leftAt! > DECIDED_AFTER_SECONDS) exit(call, 'key', call.leftAt!);
        }
        for (const [callId, call] of calls) {
          if (call.overAt !== null && at - call.overAt > REMEMBERED_SECONDS) {
            calls.delete(callId);
          }
        }
      }
    },
    queues: () => [...queues.keys()],
    slots: (queue) => queues.get(queue)?.slots ?? new Map(),
    takeChanged(queue) {
      const changed = queues.get(queue)?.changed;
      if (changed === undefined) return [];
      const taken = [...changed];
      changed.clear();
      return taken;
    },
    hasOpenCalls(queue, slot) {
      const open = queues.get(queue);
      if (open === undefined) return false;
      const isOfSlot = (call: LiveCall): boolean => slotOf(call) === slot;
      return [...open.line, ...open.leaving, ...open.talking.values()].some(isOfSlot);
    },
    forgetSlotsBefore(slot) {
      for (const { slots } of queues.values()) {
        for (const start of slots.keys()) if (start < slot) slots.delete(start);
      }
    },
  };
  return book;
}

interface QueueBook {
  /** The latest wait of each call, for as long as it may be told of again. */
  readonly calls: Map<string, LiveCall>;
  readonly line: Set<LiveCall>;
  /** Out of the line, but nobody has said yet why. */
  readonly leaving: Set<LiveCall>;
  /** By the member who talks. */
  readonly talking: Map<string, LiveCall>;
  readonly slots: Map<number, MutableCounts>;
  readonly changed: Set<number>;
  /** What was told of calls whose entry was not. */
  readonly early: Map<string, Early[]>;
}

interface Early {
  readonly at: number;
  readonly tell: () => void;
}

function conversationOf({ callId, queue, answeredAt }: LiveCall): Conversation {
  return { callId, queue, answeredAt: answeredAt! };
}
