import { type AcdConnector, type AcdListener } from '../../../use-cases/index.ts';
import { followServer, type ServerLink } from '../../follow-server.ts';
import { type Backoff, pause } from '../../reconnect.ts';
import { type AmiMessage, numberField, textField } from './message.ts';
import {
  AMI_LIMITS,
  type AmiAccess,
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

/** Asterisk's queues by its manager interface: a snapshot on connecting, then its events. */
export function connectAsterisk(options: AmiOptions): AcdConnector {
  const { name, access, snapshotEveryMs, backoff } = options;
  return followServer(
    {
      name,
      system: 'asterisk',
      address: `${access.host}:${access.port}`,
      snapshotEveryMs,
      backoff,
    },
    (listener, signal) => linkTo(options, listener, signal),
  );
}

function linkTo(
  { access, limits = AMI_LIMITS }: AmiOptions,
  listener: AcdListener,
  signal: AbortSignal,
): ServerLink<AmiMessage> {
  let skewSeconds = 0;
  let uptimeSeconds: number | null = null;
  let session: AmiSession;
  let booted: () => void;
  const isBooted = new Promise<void>((resolve) => {
    booted = resolve;
  });
  const now = (): number => Date.now() / 1000 + skewSeconds;

  return {
    now,
    async open(hear) {
      session = await openAmiSession(
        access,
        {
          onHeard: () => {
            listener.onHeard(Date.now());
          },
          onClock: (skew) => {
            skewSeconds = skew;
            listener.onClock(skew);
          },
          onEvent: hear,
        },
        limits,
        signal,
      );
      return session;
    },
    async begin() {
      await Promise.race([isBooted, pause(BOOTED_WITHIN_MS, signal, session.closed)]);
      await session.ping();
      return uptimeSeconds === null ? null : now() - uptimeSeconds;
    },
    snapshot: async () => translateQueueStatus(await session.list('QueueStatus'), now()),
    isOfLink: (message) => textField(message, 'event') === 'FullyBooted',
    tell(message) {
      const event = textField(message, 'event');
      if (event === 'FullyBooted') {
        uptimeSeconds = numberField(message, 'uptime');
        booted();
        return true;
      }
      if (event === 'Reload') return true;
      if (event === 'Shutdown') {
        listener.onShutdown(numberField(message, 'timestamp') ?? now());
      } else {
        const told = translateAmiEvent(message, now());
        if (told !== null) listener.onEvent(told);
      }
      return false;
    },
  };
}
