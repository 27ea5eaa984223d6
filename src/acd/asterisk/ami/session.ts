import { createHash } from 'node:crypto';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { LinkClosed } from '../../follow-server.ts';
import { type FrameFaults, readAmiFrames } from './frames.ts';
import { type AmiMessage, numberField, textField, writeAmiAction } from './message.ts';

/** Where an Asterisk's manager is, and as whom to sign in. */
export interface AmiAccess {
  readonly host: string;
  readonly port: number;
  /** `null` for a plain connection; `ca` is a certificate in PEM that is trusted alone. */
  readonly tls: { readonly ca: string | null } | null;
  readonly username: string;
  readonly secret: string;
}

export interface AmiLimits {
  readonly connectMs: number;
  /** For the answer to an action, and between two items of a list. */
  readonly answerMs: number;
  readonly pingEveryMs: number;
  readonly pingAnswerMs: number;
  /** Actions that wait for an answer at one time. */
  readonly pendingActions: number;
  /** Items of one list. */
  readonly listItems: number;
}

export const AMI_LIMITS: AmiLimits = {
  connectMs: 10_000,
  answerMs: 10_000,
  pingEveryMs: 10_000,
  pingAnswerMs: 5_000,
  pendingActions: 50,
  listItems: 200_000,
};

/**
 * The actions that this client can send. Some that change a server need no right at all
 * (QueueReset), so the list, not the account, is what keeps us reading only.
 */
type ReadOnlyAction = 'Ping' | 'QueueStatus' | 'Logoff';
const READ_ONLY: ReadonlySet<string> = new Set<ReadOnlyAction>(['Ping', 'QueueStatus', 'Logoff']);

export interface AmiSession {
  /** "11.0.0" for Asterisk 22. */
  readonly version: string;
  /** Collects the items of a list. Rejects with {@link LinkClosed} when the connection ends. */
  readonly list: (action: ReadOnlyAction) => Promise<readonly AmiMessage[]>;
  readonly ping: () => Promise<AmiMessage>;
  /** Resolves, never rejects, when the connection has ended. */
  readonly closed: Promise<LinkClosed>;
  readonly faults: () => FrameFaults;
  readonly close: () => void;
}

export interface AmiHandlers {
  /** An event that belongs to no list. */
  readonly onEvent: (message: AmiMessage) => void;
  /** Bytes came. */
  readonly onHeard: () => void;
  /** Server's clock less ours, seconds, as a Ping told it. */
  readonly onClock: (skewSeconds: number) => void;
}

interface Pending {
  readonly items: AmiMessage[] | null;
  readonly resolve: (messages: readonly AmiMessage[]) => void;
  readonly reject: (error: LinkClosed) => void;
  timer: NodeJS.Timeout;
}

/**
 * Connects and signs in by MD5 challenge; from then on the connection is watched by Ping, and ends
 * when an answer does not come. The socket is read as fast as it gives: a server drops those who
 * do not.
 *
 * @throws {LinkClosed} if it cannot be connected to, is no manager, or does not let us in
 */
export async function openAmiSession(
  access: AmiAccess,
  handlers: AmiHandlers,
  limits: AmiLimits,
  signal: AbortSignal,
): Promise<AmiSession> {
  const frames = readAmiFrames();
  const pending = new Map<string, Pending>();
  let nextId = 0;
  let ended: LinkClosed | null = null;
  let resolveClosed: (reason: LinkClosed) => void;
  const closed = new Promise<LinkClosed>((resolve) => {
    resolveClosed = resolve;
  });
  const { host, port, tls } = access;
  const socket: Socket =
    tls === null
      ? connectPlain({ host, port })
      : connectTls({
          host,
          port,
          ...(tls.ca === null ? {} : { ca: tls.ca }),
          ...(isAddress(host) ? {} : { servername: host }),
        });
  socket.setNoDelay(true);

  const end = (reason: LinkClosed): void => {
    if (ended !== null) return;
    ended = reason;
    clearTimeout(connecting);
    clearTimeout(pinging);
    signal.removeEventListener('abort', stop);
    for (const { timer, reject } of pending.values()) {
      clearTimeout(timer);
      reject(reason);
    }
    pending.clear();
    socket.destroy();
    resolveClosed(reason);
  };
  const stop = (): void => {
    end(new LinkClosed('stopped'));
  };
  const connecting = setTimeout(() => {
    end(new LinkClosed(`no greeting within ${limits.connectMs / 1000} s`));
  }, limits.connectMs);
  let pinging: NodeJS.Timeout | undefined;

  let greet: (version: string) => void;
  const greeted = new Promise<string>((resolve) => {
    greet = resolve;
  });
  let isGreeted = false;
  const checkBanner = (): void => {
    const banner = frames.banner();
    if (isGreeted || banner === null) return;
    const version = /^Asterisk Call Manager\/(\S+)$/.exec(banner)?.[1];
    if (version === undefined) {
      end(
        new LinkClosed(
          `expected "Asterisk Call Manager/..." as greeting, got "${printable(banner)}"`,
        ),
      );
      return;
    }
    isGreeted = true;
    clearTimeout(connecting);
    greet(version);
  };

  const take = (message: AmiMessage): void => {
    const id = textField(message, 'actionid');
    const waiting = id === null ? undefined : pending.get(id);
    if (id === null || waiting === undefined) {
      // Items of lists that nobody waits for any more are no events.
      if (id === null && message.fields.has('event')) handlers.onEvent(message);
      return;
    }
    const finish = (): void => {
      pending.delete(id);
      clearTimeout(waiting.timer);
    };
    const { items } = waiting;
    const response = textField(message, 'response');
    if (response !== null) {
      if (response === 'Error') {
        finish();
        waiting.reject(new LinkClosed(textField(message, 'message') ?? 'refused', true));
      } else if (items === null) {
        finish();
        waiting.resolve([message]);
      } else {
        waiting.timer.refresh();
      }
    } else if (items !== null) {
      waiting.timer.refresh();
      const isLast =
        textField(message, 'eventlist')?.toLowerCase() === 'complete' ||
        (textField(message, 'event') ?? '').endsWith('Complete');
      if (isLast) {
        finish();
        waiting.resolve(items);
      } else if (items.length >= limits.listItems) {
        end(new LinkClosed(`expected a list of at most ${limits.listItems} items`));
      } else {
        items.push(message);
      }
    }
  };
  const send = (
    action: string,
    fields: readonly (readonly [string, string])[],
    kind: 'answer' | 'list',
    answerMs: number,
  ): Promise<readonly AmiMessage[]> => {
    if (ended !== null) return Promise.reject(ended);
    if (pending.size >= limits.pendingActions) {
      return Promise.reject(new LinkClosed(`more than ${limits.pendingActions} actions wait`));
    }
    const id = `agner-${++nextId}`;
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        if (pending.has(id))
          end(new LinkClosed(`no answer to ${action} within ${answerMs / 1000} s`));
      };
      // If it was us who stood still, the answer lies there already: it is read first.
      const timer = setTimeout(() => setImmediate(giveUp), answerMs);
      pending.set(id, { items: kind === 'list' ? [] : null, resolve, reject, timer });
      socket.write(writeAmiAction([['Action', action], ['ActionID', id], ...fields]));
    });
  };
  const readOnly = (
    action: ReadOnlyAction,
    kind: 'answer' | 'list',
    answerMs: number,
  ): Promise<readonly AmiMessage[]> =>
    READ_ONLY.has(action)
      ? send(action, [], kind, answerMs)
      : Promise.reject(
          new LinkClosed(`expected an action that only reads, got ${action as string}`),
        );

  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  socket.on('data', (chunk: Buffer) => {
    handlers.onHeard();
    const messages = frames.take(chunk);
    checkBanner();
    for (const message of messages) if (ended === null) take(message);
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    end(new LinkClosed(error.code ?? error.message));
  });
  socket.on('end', () => {
    end(new LinkClosed('the server closed the connection'));
  });
  socket.on('close', () => {
    end(new LinkClosed('the connection was closed'));
  });

  const version = await Promise.race([greeted, closed]);
  if (typeof version !== 'string') throw version;
  try {
    await signIn(access, (action, fields) => send(action, fields, 'answer', limits.answerMs));
  } catch (error) {
    end(error instanceof LinkClosed ? error : new LinkClosed(String(error)));
    throw error;
  }

  const ping = async (): Promise<AmiMessage> => {
    const sentAt = Date.now();
    const [pong] = await readOnly('Ping', 'answer', limits.pingAnswerMs);
    const theirs = numberField(pong!, 'timestamp');
    const ours = (sentAt + Date.now()) / 2 / 1000;
    if (theirs !== null) handlers.onClock(theirs - ours);
    return pong!;
  };
  const keepAlive = (): void => {
    if (signal.aborted) return;
    pinging = setTimeout(() => {
      ping().then(keepAlive, () => undefined);
    }, limits.pingEveryMs);
  };
  keepAlive();
  return {
    version,
    list: (action) => readOnly(action, 'list', limits.answerMs),
    ping,
    closed,
    faults: () => frames.faults(),
    close: () => {
      stop();
    },
  };
}

type Send = (
  action: string,
  fields: readonly (readonly [string, string])[],
) => Promise<readonly AmiMessage[]>;

/** The secret itself is not sent. */
async function signIn({ username, secret }: AmiAccess, send: Send): Promise<void> {
  const [answer] = await send('Challenge', [['AuthType', 'MD5']]);
  const challenge = textField(answer!, 'challenge') ?? '';
  const key = createHash('md5').update(`${challenge}${secret}`).digest('hex');
  await send('Login', [
    ['AuthType', 'MD5'],
    ['Username', username],
    ['Key', key],
    ['Events', 'agent,system'],
  ]);
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '.').slice(0, 40);
}
