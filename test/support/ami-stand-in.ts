import { createHash } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type CapturedChunk } from './ami-capture.ts';

/** An Asterisk's manager made of what a real one said. */
export interface StandIn {
  readonly port: number;
  /** Actions received, by name. */
  readonly actions: readonly string[];
  readonly connections: () => number;
  /** Sends what the capture holds up to a moment of it, in its own chunks; lists are left out. */
  readonly playTo: (t: number) => void;
  /** Sends bytes as they are to everybody who has signed in. */
  readonly send: (bytes: string | Uint8Array) => void;
  /** From now on nothing is answered and nothing sent; connections stay. */
  readonly hang: () => void;
  /** Drops every connection without a word. */
  readonly drop: () => void;
  /** Seconds that this server has been up, as it will say. */
  setUptime: (seconds: number) => void;
  /** Seconds to add to the capture's clock. */
  setSkew: (seconds: number) => void;
  readonly stop: () => Promise<void>;
}

export interface StandInOptions {
  readonly chunks: readonly CapturedChunk[];
  /** Server's clock at t = 0, epoch seconds. */
  readonly began: number;
  readonly port?: number;
  readonly secret?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Names of fields that an older Asterisk would not send. */
  readonly withoutFields?: readonly string[];
  readonly banner?: string;
}

interface Captured {
  readonly events: readonly { readonly t: number; readonly bytes: Buffer }[];
  readonly snapshots: readonly { readonly t: number; readonly items: readonly string[] }[];
}

/** What was said to nobody in particular, in the chunks it came in, and the lists that were asked for. */
function sortOut(chunks: readonly CapturedChunk[]): Captured {
  const events: { t: number; bytes: Buffer }[] = [];
  const snapshots: { t: number; items: string[] }[] = [];
  let open: string[] | null = null;
  let rest = '';
  let hasBanner = false;
  for (const { t, bytes } of chunks) {
    rest += bytes.toString('latin1');
    if (!hasBanner) {
      rest = rest.slice(rest.indexOf('\r\n') + 2);
      hasBanner = true;
    }
    const ours: string[] = [];
    for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
      const block = rest.slice(0, end);
      rest = rest.slice(end + 4);
      if (!/^ActionID: /m.test(block)) {
        if (!block.startsWith('Event: FullyBooted')) ours.push(`${block}\r\n\r\n`);
      } else if (/^Message: Queue status will follow/m.test(block)) {
        open = [];
      } else if (block.startsWith('Event: QueueStatusComplete')) {
        snapshots.push({ t, items: open ?? [] });
        open = null;
      } else if (open !== null && /^Event: Queue(Params|Member|Entry)\r/m.test(block)) {
        open.push(block.replace(/\r\nActionID: .*$/m, ''));
      }
    }
    if (ours.length > 0) events.push({ t, bytes: Buffer.from(ours.join(''), 'latin1') });
  }
  return { events, snapshots };
}

export async function standInForAsterisk(options: StandInOptions): Promise<StandIn> {
  const { chunks, began, secret = 'wfm-secret', withoutFields = [] } = options;
  const { events, snapshots } = sortOut(chunks);
  const actions: string[] = [];
  const sockets = new Set<Socket>();
  const signedIn = new Set<Socket>();
  let played = 0;
  let now = 0;
  let hangs = false;
  let uptime = 100;
  let skew = 0;

  const strip = (text: string): string =>
    withoutFields.reduce(
      (left, field) => left.replace(new RegExp(`^${field}:.*\\r\\n`, 'gm'), ''),
      text,
    );
  const put = (socket: Socket, lines: readonly string[], id: string | undefined): void => {
    const named = id === undefined ? [] : [`ActionID: ${id}`];
    const [first, ...others] = lines;
    socket.write(strip(`${[first, ...named, ...others].join('\r\n')}\r\n\r\n`), 'latin1');
  };
  const answer = (
    socket: Socket,
    fields: ReadonlyMap<string, string>,
    memory: Map<string, string>,
  ) => {
    const id = fields.get('actionid');
    const action = fields.get('action') ?? '';
    actions.push(action);
    if (hangs) return;
    if (action === 'Challenge') {
      memory.set('challenge', '911826159');
      put(socket, ['Response: Success', 'Challenge: 911826159'], id);
    } else if (action === 'Login') {
      const key = createHash('md5').update(`911826159${secret}`).digest('hex');
      if (fields.get('key') !== key || memory.get('challenge') === undefined) {
        put(socket, ['Response: Error', 'Message: Authentication failed'], id);
        socket.end();
        return;
      }
      signedIn.add(socket);
      put(socket, ['Response: Success', 'Message: Authentication accepted'], id);
      put(socket, ['Event: FullyBooted', 'Privilege: system,all', `Uptime: ${uptime}`], undefined);
    } else if (!signedIn.has(socket)) {
      put(socket, ['Response: Error', 'Message: Permission denied'], id);
    } else if (action === 'Ping') {
      const at = began + now / 1000 + skew;
      put(socket, ['Response: Success', 'Ping: Pong', `Timestamp: ${at.toFixed(6)}`], id);
    } else if (action === 'QueueStatus') {
      const items = snapshots.findLast(({ t }) => t <= now)?.items ?? snapshots[0]!.items;
      put(
        socket,
        ['Response: Success', 'EventList: start', 'Message: Queue status will follow'],
        id,
      );
      for (const item of items) socket.write(strip(`${item}\r\nActionID: ${id}\r\n\r\n`), 'latin1');
      put(
        socket,
        ['Event: QueueStatusComplete', 'EventList: Complete', `ListItems: ${items.length}`],
        id,
      );
    } else {
      put(socket, ['Response: Error', 'Message: Invalid/unknown command'], id);
    }
  };
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    const memory = new Map<string, string>();
    let rest = '';
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      signedIn.delete(socket);
    });
    if (!hangs) socket.write(`${options.banner ?? 'Asterisk Call Manager/11.0.0'}\r\n`);
    socket.on('data', (chunk) => {
      rest += chunk.toString('utf8');
      for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
        const lines = rest.slice(0, end).split('\r\n');
        rest = rest.slice(end + 4);
        answer(
          socket,
          new Map(
            lines.map((line) => {
              const colon = line.indexOf(':');
              return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
            }),
          ),
          memory,
        );
      }
    });
  };
  const server =
    options.tls === undefined ? createServer(serve) : createTlsServer(options.tls, serve);
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const broadcast = (bytes: string | Uint8Array): void => {
    if (!hangs) for (const socket of signedIn) socket.write(bytes);
  };
  return {
    port: (server.address() as { port: number }).port,
    actions,
    connections: () => sockets.size,
    playTo(t) {
      now = Math.max(now, t);
      for (; played < events.length && events[played]!.t <= t; played++) {
        broadcast(Buffer.from(strip(events[played]!.bytes.toString('latin1')), 'latin1'));
      }
    },
    send: broadcast,
    hang() {
      hangs = true;
    },
    drop() {
      for (const socket of sockets) socket.destroy();
    },
    setUptime(seconds) {
      uptime = seconds;
    },
    setSkew(seconds) {
      skew = seconds;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
