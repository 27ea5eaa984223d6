import { type AcdConnector, type AcdListener, type AcdSnapshot } from '../use-cases/index.ts';
import { BACKOFF, type Backoff, delayMs, pause } from './reconnect.ts';

/** Why a connection ended; `isRefused` where it would be the same the next time. */
export class LinkClosed extends Error {
  readonly isRefused: boolean;

  constructor(message: string, isRefused = false) {
    super(message);
    this.name = 'LinkClosed';
    this.isRefused = isRefused;
  }
}

/** A connection that has signed in. */
export interface OpenLink {
  /** Resolves, never rejects, when the connection has ended. */
  readonly closed: Promise<LinkClosed>;
  readonly close: () => void;
}

/** One connection to a server, in the server's own words. Instants are epoch seconds of its clock. */
export interface ServerLink<Message> {
  /** Connects and signs in; rejects with {@link LinkClosed}. */
  readonly open: (hear: (message: Message) => void) => Promise<OpenLink>;
  /** Waits until the server is ready; when it began, `null` where it does not say. */
  readonly begin: () => Promise<number | null>;
  readonly now: () => number;
  readonly snapshot: () => Promise<AcdSnapshot>;
  /** Tells the listener; whether everything is to be asked for anew. */
  readonly tell: (message: Message) => boolean;
  /** Whether a message is about the connection and may not wait for a list. */
  readonly isOfLink: (message: Message) => boolean;
}

export interface FollowOptions {
  readonly name: string;
  readonly system: string;
  /** "host:port", for messages. */
  readonly address: string;
  /** How often everything is asked for anew, to notice what events did not tell. */
  readonly snapshotEveryMs: number;
  readonly backoff?: Backoff | undefined;
}

/** Events that may come while a list is on its way. */
const HELD_EVENTS = 100_000;

/** A server that tells of changes: a snapshot on connecting and on a timer, events between them. */
export function followServer<Message>(
  { name, system, address, snapshotEveryMs, backoff = BACKOFF }: FollowOptions,
  linkOf: (listener: AcdListener, signal: AbortSignal) => ServerLink<Message>,
): AcdConnector {
  return {
    name,
    system,
    async run(listener, signal) {
      let failures = 0;
      while (!signal.aborted) {
        const link = linkOf(listener, signal);
        const { reason, wasUp } = await followLink(link, listener, snapshotEveryMs, signal);
        if (isStopped(signal)) return;
        failures = wasUp ? 1 : failures + 1;
        listener.onDown({
          kind: reason.isRefused ? 'refused' : 'down',
          message: `${address}: ${reason.message}`,
        });
        await pause(delayMs(failures, reason.isRefused, backoff, Math.random), signal);
      }
    },
  };
}

/** One connection from its beginning to its end. */
async function followLink<Message>(
  link: ServerLink<Message>,
  listener: AcdListener,
  snapshotEveryMs: number,
  signal: AbortSignal,
): Promise<{ readonly reason: LinkClosed; readonly wasUp: boolean }> {
  let isUp = false;
  /** While a list is on its way events wait for it: it tells of what was before them. */
  const hold: { messages: Message[] | null } = { messages: [] };
  let open: OpenLink | null = null;
  let wake: () => void = () => undefined;

  const tell = (message: Message): void => {
    if (link.tell(message)) wake();
  };
  const hear = (message: Message): void => {
    if (hold.messages === null || (!isUp && link.isOfLink(message))) tell(message);
    else if (hold.messages.length < HELD_EVENTS) hold.messages.push(message);
    else open?.close();
  };
  const snapshot = async (): Promise<void> => {
    hold.messages ??= [];
    listener.onSnapshot(await link.snapshot());
    const events = hold.messages;
    hold.messages = null;
    for (const message of events) tell(message);
  };
  const follow = async (): Promise<LinkClosed> => {
    try {
      open = await link.open(hear);
      const startedAt = await link.begin();
      listener.onUp({ at: link.now(), startedAt });
      isUp = true;
      while (!signal.aborted) {
        await snapshot();
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const ended = await Promise.race([
          open.closed,
          pause(snapshotEveryMs, signal, woken).then(() => null),
        ]);
        if (ended !== null) return ended;
      }
      return await open.closed;
    } catch (error) {
      open?.close();
      return error instanceof LinkClosed ? error : new LinkClosed(String(error));
    }
  };
  const reason = await follow();
  // The last words of a server, if a list was on its way when it spoke them.
  for (const message of hold.messages ?? []) tell(message);
  return { reason, wasUp: isUp };
}

/** Asked anew each time: it changes while we wait. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}
