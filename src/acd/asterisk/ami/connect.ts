import { type AcdConnector, type AcdListener } from '../../../use-cases/index.ts';
import { BACKOFF, type Backoff, delayMs, pause } from '../../reconnect.ts';
import { type AmiMessage, numberField, textField } from './message.ts';
import {
  AMI_LIMITS,
  type AmiAccess,
  AmiClosed,
  type AmiLimits,
  type AmiSession,
  openAmiSession,
} from './session.ts';
import { translateAmiEvent, translateQueueStatus } from './translate.ts';

export interface AmiOptions {
  readonly name: string;
  readonly access: AmiAccess;
  /** How often everything is asked for anew, to notice what events did not tell. */
  readonly snapshotEveryMs: number;
  readonly limits?: AmiLimits;
  readonly backoff?: Backoff;
}

/** A server that boots says when it is ready, if the account may hear it. */
const BOOTED_WITHIN_MS = 2000;
/** Events that may come while a list is on its way. */
const HELD_EVENTS = 100_000;

/** Asterisk's queues by its manager interface: a snapshot on connecting, then its events. */
export function connectAsterisk(options: AmiOptions): AcdConnector {
  const backoff = options.backoff ?? BACKOFF;
  return {
    name: options.name,
    system: 'asterisk',
    async run(listener, signal) {
      let failures = 0;
      while (!signal.aborted) {
        const link = followServer(options, listener, signal);
        const reason = await link.ended;
        if (isStopped(signal)) return;
        failures = link.wasUp() ? 1 : failures + 1;
        listener.onDown({
          kind: reason.isRefused ? 'refused' : 'down',
          message: `${options.access.host}:${options.access.port}: ${reason.message}`,
        });
        await pause(delayMs(failures, reason.isRefused, backoff, Math.random), signal);
      }
    },
  };
}

/** One connection from its beginning to its end. */
function followServer(
  { access, snapshotEveryMs, limits = AMI_LIMITS }: AmiOptions,
  listener: AcdListener,
  signal: AbortSignal,
): { readonly ended: Promise<AmiClosed>; readonly wasUp: () => boolean } {
  let skewSeconds = 0;
  let uptimeSeconds: number | null = null;
  let isUp = false;
  /** While a list is on its way events wait for it: it tells of what was before them. */
  let held: AmiMessage[] | null = [];
  let session: AmiSession | null = null;
  let booted: () => void;
  const isBooted = new Promise<void>((resolve) => {
    booted = resolve;
  });
  let wake: () => void = () => undefined;
  const serverNow = (): number => Date.now() / 1000 + skewSeconds;

  const tell = (message: AmiMessage): void => {
    const at = numberField(message, 'timestamp') ?? serverNow();
    const event = textField(message, 'event');
    if (event === 'FullyBooted') {
      uptimeSeconds = numberField(message, 'uptime');
      booted();
      wake();
    } else if (event === 'Shutdown') {
      listener.onShutdown(at);
    } else if (event === 'Reload') {
      wake();
    } else {
      const told = translateAmiEvent(message, serverNow());
      if (told !== null) listener.onEvent(told);
    }
  };
  const isOfLink = (message: AmiMessage): boolean =>
    textField(message, 'event') === 'FullyBooted' && !isUp;

  const snapshot = async (open: AmiSession): Promise<void> => {
    held ??= [];
    const items = await open.list('QueueStatus');
    listener.onSnapshot(translateQueueStatus(items, serverNow()));
    const events = held;
    held = null;
    for (const message of events) tell(message);
  };

  const follow = async (): Promise<AmiClosed> => {
    try {
      const open = await openAmiSession(
        access,
        {
          onHeard: () => {
            listener.onHeard(Date.now());
          },
          onClock: (skew) => {
            skewSeconds = skew;
            listener.onClock(skew);
          },
          onEvent: (message) => {
            if (held === null || isOfLink(message)) tell(message);
            else if (held.length < HELD_EVENTS) held.push(message);
            else session?.close();
          },
        },
        limits,
        signal,
      );
      session = open;
      await Promise.race([isBooted, pause(BOOTED_WITHIN_MS, signal, open.closed)]);
      await open.ping();
      const at = serverNow();
      const startedAt = uptimeSeconds === null ? null : at - uptimeSeconds;
      listener.onUp({ at, startedAt });
      isUp = true;
      while (!signal.aborted) {
        await snapshot(open);
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
      session?.close();
      return error instanceof AmiClosed ? error : new AmiClosed(String(error));
    }
  };
  const ended = follow().then((reason) => {
    // The last words of a server, if a list was on its way when it spoke them.
    for (const message of held ?? []) tell(message);
    return reason;
  });
  return { ended, wasUp: () => isUp };
}

/** Asked anew each time: it changes while we wait. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}
