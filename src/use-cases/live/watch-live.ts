import { AgnerError, localDateOf, startOfDay } from '../../domain/index.ts';
import { followCallLog } from '../follow-call-log.ts';
import { type CallLogImportRequest } from '../import-call-log.ts';
import { type Store } from '../ports.ts';
import { type LogWorld } from '../read-log-files.ts';
import { slotStartOf } from '../tally-calls.ts';
import { type LiveFeed, openLiveFeed } from './live-feed.ts';
import { type AcdConnector } from './live-ports.ts';
import { type LiveSettings, openLiveState } from './live-state.ts';
import { recordIntervals, slotsOfHistory } from './record-intervals.ts';
import { recordStates } from './record-states.ts';

/** What a person who runs the program may want to read of the live day. */
export interface LiveNote {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface LiveRequest {
  readonly site: string;
  readonly settings: LiveSettings;
  /** Known after-contact time, for the history; `null` where there is none. */
  readonly wrapUpSecondsOf: (queue: string) => number | null;
  /** Scheduled activities, by name or kind, that reasons of pauses stand for. */
  readonly activities: Readonly<Record<string, string>>;
  /** A log of the same ACD: what happened in a gap stands in it, and history is made of it. */
  readonly callLog: (CallLogImportRequest & { readonly path: string }) | null;
  /** Whether closed intervals are written to the history. */
  readonly records: boolean;
}

export interface LiveWorld extends LogWorld {
  readonly store: Store;
  /** Our own clock, epoch milliseconds. */
  readonly nowMs: () => number;
  /** Differs in every run. */
  readonly run: string;
  readonly onNote: (note: LiveNote) => void;
}

export interface LiveWatch {
  readonly feed: LiveFeed;
  /** Ends the connection and writes what has closed. */
  readonly close: () => Promise<void>;
}

/** Changes are told this soon, and not more often. */
const TELL_MS = 150;
/** Time goes on without events too. */
const TICK_MS = 1000;
const WRITE_MS = 5000;
const LOG_LOOK_MS = 1000;

/** Follows one ACD until it is closed: one state for all who ask, intervals into the history. */
export function watchLive(
  world: LiveWorld,
  connector: AcdConnector,
  request: LiveRequest,
): LiveWatch {
  const { site, settings, callLog } = request;
  const { store, nowMs, onNote } = world;
  const state = openLiveState(settings);
  const feed = openLiveFeed(
    {
      site,
      run: world.run,
      activities: request.activities,
      now: () => state.now(nowMs()),
      openTalk: () => state.openTalk(nowMs()),
    },
    state.view(nowMs()),
  );
  const stop = new AbortController();
  const note = (level: LiveNote['level'], message: string, details: LiveNote['details'] = {}) => {
    onNote({ level, message, details: { acd: connector.name, ...details } });
  };

  const states = recordStates(store, site);
  let soon: NodeJS.Timeout | null = null;
  const tell = (): void => {
    soon = null;
    state.tick(nowMs());
    for (const drift of state.takeDrift()) {
      note('warn', 'the ACD says otherwise than its events did', { ...drift });
    }
    const view = state.view(nowMs());
    if (view.source.stale) states.lose();
    else states.see(view.agents, state.now(nowMs()));
    feed.publish(view);
  };
  const touch = (): void => {
    soon ??= setTimeout(tell, TELL_MS);
  };
  const ticking = setInterval(touch, TICK_MS);

  /** What the store knows of today: from before we began, or from the log. */
  const recall = async (): Promise<void> => {
    const now = state.now(nowMs());
    const from = startOfDay(settings.zone, localDateOf(now, settings.zone));
    const logTo = callLog === null ? null : await heardTo(store, site, callLog.log);
    const running = slotStartOf(now, settings);
    for (const { name, stepSeconds, zone, lastInterval } of await store.listQueues(site)) {
      const fits = stepSeconds === settings.stepSeconds && zone === settings.zone;
      if (!fits || lastInterval === null) continue;
      const history = await store
        .loadHistory(site, name, { from, to: null })
        .catch((error: unknown) => {
          if (error instanceof AgnerError && error.code === 'NOT_FOUND') return null;
          throw error;
        });
      if (history === null) continue;
      const isKnown = (start: number): boolean => {
        const isOver = start < running;
        if (logTo === null) return isOver && state.wholeSlot(name, start) === null;
        // An interval that the log has left behind is the log's; in one that runs it only fills in.
        const isOfLog = start + settings.stepSeconds <= logTo;
        return (isOver && isOfLog) || state.wholeSlot(name, start) === null;
      };
      state.adopt(
        name,
        slotsOfHistory(history).filter(({ start }) => isKnown(start)),
      );
    }
    if (logTo !== null) state.fillGaps(logTo);
  };
  const recallQuietly = (): Promise<void> =>
    recall().catch((error: unknown) => {
      note('warn', 'what is stored of today could not be read', { error: textOf(error) });
    });

  const recorder = recordIntervals(store, state, { ...settings, ...request });
  let troubled = false;
  const write = async (): Promise<void> => {
    if (!request.records) return;
    try {
      // With a log, the log is what the intervals are made of.
      if (callLog === null) await recorder.write(state.now(nowMs()));
      await states.write();
      if (troubled) note('info', 'the live day is written again');
      troubled = false;
    } catch (error) {
      // They are kept, and tried again: a lock is let go, a disk is cleared.
      if (!troubled) note('error', 'the live day could not be written', { error: textOf(error) });
      troubled = true;
    }
  };
  const pass = async (ms: number): Promise<void> => {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      stop.signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  };
  const recording = (async () => {
    if (request.records) await recallQuietly();
    while (!stop.signal.aborted) {
      await pass(WRITE_MS);
      await write();
    }
  })();
  const reading =
    callLog === null || !request.records
      ? Promise.resolve()
      : (async () => {
          while (!stop.signal.aborted) {
            try {
              await followCallLog(world, callLog, {
                signal: stop.signal,
                wait: () => pass(LOG_LOOK_MS),
                onImported: () => {
                  void recallQuietly().then(touch);
                },
              });
            } catch (error) {
              note('error', 'the log could not be read', { error: textOf(error) });
              await pass(WRITE_MS);
            }
          }
        })();

  let isToldOfClock = false;
  let isClockKnown = false;
  const running = connector.run(
    {
      onUp: (link) => {
        state.onUp(link);
        note('info', 'connected to the ACD');
        touch();
      },
      onDown: (problem) => {
        state.onDown(problem);
        note('warn', 'not connected to the ACD', { problem: problem.message });
        touch();
      },
      onShutdown: (at) => {
        state.onShutdown(at);
        note('warn', 'the ACD shuts down');
        touch();
      },
      onHeard: (ms) => {
        state.onHeard(ms);
      },
      onClock: (skewSeconds) => {
        if (Math.abs(skewSeconds) > 5 && !isToldOfClock) {
          isToldOfClock = true;
          note('warn', "the ACD's clock differs from ours", { skewSeconds });
        }
        state.onClock(skewSeconds);
        if (isClockKnown || !request.records) return;
        // Which day is today is known only now: what the log gave before was looked for elsewhere.
        isClockKnown = true;
        void recallQuietly().then(touch);
      },
      onSnapshot: (snapshot) => {
        state.onSnapshot(snapshot);
        touch();
      },
      onEvent: (event) => {
        state.onEvent(event);
        touch();
      },
    },
    stop.signal,
  );

  return {
    feed,
    close: async () => {
      stop.abort();
      clearInterval(ticking);
      if (soon !== null) clearTimeout(soon);
      feed.end();
      await Promise.all([running, recording, reading]);
      await write();
    },
  };
}

/** Up to which instant a log has been read; `null` for not at all. */
async function heardTo(store: Store, site: string, log: string): Promise<number | null> {
  return (await store.callLogProgress(site, log)).state?.lastHeard ?? null;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
