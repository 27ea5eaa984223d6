import { connect, type Socket } from 'node:net';
import { LinkClosed, type OpenLink } from '../../follow-server.ts';
import { type EslFrame, readEslFrames } from './frames.ts';

/** Where a FreeSWITCH's event socket is. */
export interface EslAccess {
  readonly host: string;
  readonly port: number;
  readonly secret: string;
}

export interface EslLimits {
  readonly connectMs: number;
  /** For the answer to a command. */
  readonly answerMs: number;
  readonly pingEveryMs: number;
  readonly pingAnswerMs: number;
}

export const ESL_LIMITS: EslLimits = {
  connectMs: 10_000,
  answerMs: 10_000,
  pingEveryMs: 10_000,
  pingAnswerMs: 5_000,
};

/** Fields of an event by their own names; those that are no text are left out. */
export type EslEvent = ReadonlyMap<string, string>;

export interface EslSession extends OpenLink {
  /** The body of the answer to a command that only reads. Rejects with {@link LinkClosed}. */
  readonly ask: (command: string) => Promise<string>;
  /** Asks for the server's clock. */
  readonly ping: () => Promise<void>;
}

export interface EslHandlers {
  readonly onEvent: (event: EslEvent) => void;
  /** Bytes came. */
  readonly onHeard: () => void;
  /** Server's clock less ours, seconds, to half a second. */
  readonly onClock: (skewSeconds: number) => void;
}

/**
 * The commands that this client can send: whoever signs in may do anything to a FreeSWITCH, so the
 * list is what keeps us reading only.
 */
const READ_ONLY =
  /^(callcenter_config (queue list( (members|tiers) [^\s'"\\]+)?|agent list)|strepoch|uptime s)$/;

/** SHUTDOWN before CUSTOM: what follows CUSTOM are subclasses. */
const SUBSCRIPTION = 'event json SHUTDOWN CUSTOM callcenter::info';

export function isReadOnlyCommand(command: string): boolean {
  return READ_ONLY.test(command);
}

interface Pending {
  readonly resolve: (frame: EslFrame) => void;
  readonly reject: (error: LinkClosed) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Connects, signs in and subscribes; from then on the connection is watched by asking for the
 * server's clock, and ends when an answer does not come. Answers come in the order of commands.
 *
 * @throws {LinkClosed} if it cannot be connected to, is no event socket, or does not let us in
 */
export async function openEslSession(
  { host, port, secret }: EslAccess,
  handlers: EslHandlers,
  limits: EslLimits,
  signal: AbortSignal,
): Promise<EslSession> {
  const frames = readEslFrames();
  const pending: Pending[] = [];
  let ended: LinkClosed | null = null;
  let resolveClosed: (reason: LinkClosed) => void;
  const closed = new Promise<LinkClosed>((resolve) => {
    resolveClosed = resolve;
  });
  let greet: () => void;
  const greeted = new Promise<null>((resolve) => {
    greet = () => {
      resolve(null);
    };
  });
  const socket: Socket = connect({ host, port });
  socket.setNoDelay(true);

  const end = (reason: LinkClosed): void => {
    if (ended !== null) return;
    ended = reason;
    clearTimeout(connecting);
    clearTimeout(pinging);
    signal.removeEventListener('abort', stop);
    for (const { timer, reject } of pending.splice(0)) {
      clearTimeout(timer);
      reject(reason);
    }
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

  const take = (frame: EslFrame): void => {
    switch (frame.type) {
      case 'auth/request':
        clearTimeout(connecting);
        greet();
        return;
      case 'command/reply':
      case 'api/response': {
        const first = pending.shift();
        if (first === undefined) return;
        clearTimeout(first.timer);
        first.resolve(frame);
        return;
      }
      case 'text/event-json': {
        const event = readEslEvent(frame.body);
        if (event !== null) handlers.onEvent(event);
        return;
      }
      case 'text/disconnect-notice':
        end(new LinkClosed('the server closed the connection'));
        return;
      case 'text/rude-rejection':
        end(new LinkClosed('the server admits nobody from here (its apply-inbound-acl)', true));
    }
  };
  const send = (text: string, what: string, answerMs: number): Promise<EslFrame> => {
    if (ended !== null) return Promise.reject(ended);
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        if (pending.some((entry) => entry.timer === timer)) {
          end(new LinkClosed(`no answer to ${what} within ${answerMs / 1000} s`));
        }
      };
      // If it was us who stood still, the answer lies there already: it is read first.
      const timer = setTimeout(() => setImmediate(giveUp), answerMs);
      pending.push({ resolve, reject, timer });
      socket.write(`${text}\n\n`);
    });
  };
  const askWithin = async (command: string, answerMs: number): Promise<string> => {
    if (!isReadOnlyCommand(command)) {
      throw new LinkClosed(`expected a command that only reads, got "${command.slice(0, 60)}"`);
    }
    return (await send(`api ${command}`, command, answerMs)).body;
  };

  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  socket.on('data', (chunk: Buffer) => {
    handlers.onHeard();
    for (const frame of frames.take(chunk)) if (!hasEnded()) take(frame);
    const broken = frames.broken();
    if (broken !== null) end(new LinkClosed(broken));
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
  const hasEnded = (): boolean => ended !== null;

  const failure = await Promise.race([greeted, closed]);
  if (failure !== null) throw failure;
  try {
    await expectOk(send(`auth ${secret}`, 'auth', limits.answerMs), 'signing in');
    await expectOk(send(SUBSCRIPTION, 'event', limits.answerMs), 'subscribing to events');
  } catch (error) {
    end(error instanceof LinkClosed ? error : new LinkClosed(String(error)));
    throw error;
  }

  const clock = openClock();
  const ping = async (): Promise<void> => {
    const sentAt = Date.now() / 1000;
    const told = await askWithin('strepoch', limits.pingAnswerMs);
    const skew = /^\d+\s*$/.test(told)
      ? clock.compare(Number(told), sentAt, Date.now() / 1000)
      : null;
    if (skew !== null) handlers.onClock(skew);
  };
  const keepAlive = (): void => {
    if (hasEnded()) return;
    pinging = setTimeout(() => {
      ping().then(keepAlive, () => undefined);
    }, limits.pingEveryMs);
  };
  keepAlive();
  return {
    ask: (command) => askWithin(command, limits.answerMs),
    ping,
    closed,
    close: () => {
      stop();
    },
  };
}

async function expectOk(answer: Promise<EslFrame>, what: string): Promise<void> {
  const text = (await answer).headers.get('reply-text') ?? '';
  if (!text.startsWith('+OK')) {
    throw new LinkClosed(`${what} was refused: ${text.slice(0, 100) || 'no reason given'}`, true);
  }
}

/** `null` for what is no object. */
export function readEslEvent(body: string): EslEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  return new Map(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** The server tells whole seconds: what it told before says where in the second it stands. */
function openClock() {
  let least = -Infinity;
  let most = Infinity;
  return {
    compare(theirs: number, sentAt: number, heardAt: number): number {
      const [from, to] = [theirs - heardAt, theirs + 1 - sentAt];
      // A clock that was set begins anew.
      const isSame = from <= most && to >= least;
      least = isSame ? Math.max(least, from) : from;
      most = isSame ? Math.min(most, to) : to;
      return (least + most) / 2;
    },
  };
}
