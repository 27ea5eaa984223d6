import { createServer, type Socket } from 'node:net';
import { type EslCapture } from './esl-capture.ts';

/** A FreeSWITCH's event socket made of what a real one said. */
export interface EslStandIn {
  readonly port: number;
  /** Commands received, without secrets. */
  readonly commands: readonly string[];
  /** What it would answer at this moment. */
  readonly answer: (command: string) => string;
  /** Sends so many of the capture's events, from the first; each once. */
  readonly playTo: (count: number) => void;
  /** Sends bytes as they are to everybody who has signed in. */
  readonly send: (bytes: string | Uint8Array) => void;
  /** From now on nothing is answered and nothing sent; connections stay. */
  readonly hang: () => void;
  readonly drop: () => void;
  readonly setUptime: (seconds: number) => void;
  readonly stop: () => Promise<void>;
}

export interface EslStandInOptions {
  readonly capture: EslCapture;
  readonly port?: number;
  readonly secret?: string;
  /** In place of the greeting. */
  readonly greeting?: string;
  /** Commands that it does not know. */
  readonly unknown?: readonly string[];
}

type Row = Record<string, string>;

/**
 * Lists are the capture's own columns and rows, kept by its events: what was asked of the real
 * server only three times can be asked at any moment.
 */
export async function standInForFreeswitch(options: EslStandInOptions): Promise<EslStandIn> {
  const { capture, secret = 'wfm-secret', unknown = [] } = options;
  const lists = openLists(capture);
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const listeners = new Set<Socket>();
  let played = 0;
  let hangs = false;
  let uptime = 100;
  const began = capture.events[0]!.at;
  const now = (): number => (played === 0 ? began : capture.events[played - 1]!.at);

  const answer = (command: string): string => {
    if (unknown.includes(command)) return `-ERR ${command.split(' ')[0]} Command not found!\n`;
    if (command === 'strepoch') return String(Math.floor(now()));
    if (command === 'uptime s') return `${uptime}\n`;
    return lists.answer(command) ?? '-ERR Invalid!\n';
  };
  const take = (socket: Socket, text: string, memory: Set<string>): void => {
    const [verb = '', ...rest] = text.split(' ');
    commands.push(verb === 'auth' ? 'auth' : text);
    if (hangs) return;
    const reply = (line: string): void => {
      socket.write(`Content-Type: command/reply\nReply-Text: ${line}\n\n`);
    };
    if (verb === 'auth') {
      if (rest.join(' ') === secret) {
        memory.add('signed in');
        reply('+OK accepted');
      } else {
        reply('-ERR invalid');
        socket.end('Content-Type: text/disconnect-notice\nContent-Length: 0\n\n');
      }
    } else if (!memory.has('signed in')) {
      reply('-ERR command not found');
    } else if (verb === 'event') {
      listeners.add(socket);
      reply('+OK event listener enabled json');
    } else if (verb === 'api') {
      const body = answer(rest.join(' '));
      const length = Buffer.byteLength(body);
      socket.write(`Content-Type: api/response\nContent-Length: ${length}\n\n${body}`);
    } else {
      reply('-ERR command not found');
    }
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    const memory = new Set<string>();
    let rest = '';
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      listeners.delete(socket);
    });
    if (!hangs) socket.write(options.greeting ?? 'Content-Type: auth/request\n\n');
    socket.on('data', (chunk) => {
      rest += chunk.toString('utf8');
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        const text = rest.slice(0, end);
        rest = rest.slice(end + 2);
        take(socket, text, memory);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const send = (bytes: string | Uint8Array): void => {
    if (!hangs) for (const socket of listeners) socket.write(bytes);
  };
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    commands,
    answer,
    playTo(count) {
      for (; played < Math.min(count, capture.events.length); played++) {
        lists.hear(capture.events[played]!);
        send(capture.events[played]!.bytes);
      }
    },
    send,
    hang() {
      hangs = true;
    },
    drop,
    setUptime(seconds) {
      uptime = seconds;
    },
    async stop() {
      drop();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

/** The server's lists, from the first that the capture holds on, as its events change them. */
function openLists({ answers, events }: EslCapture) {
  const first = (command: string): string =>
    answers.find((given) => given.command === command && given.body !== '+OK\n')!.body;
  const queues = first('callcenter_config queue list');
  const agents = rowsOf(first('callcenter_config agent list'));
  const callerColumns = columnsOf(first('callcenter_config queue list members support@default'));
  const tierColumns = columnsOf(first('callcenter_config queue list tiers support@default'));
  const callers = new Map<string, Row>();
  const talking = new Map<string, string>();
  const tiersOf = (queue: string): Row[] => {
    const asked = `callcenter_config queue list tiers ${queue}`;
    const known = answers.find(({ command }) => command === asked);
    // Which agents the other queue has, its offers say.
    const names =
      known === undefined
        ? [
            ...new Set(
              events
                .filter(
                  ({ fields }) =>
                    fields['CC-Action'] === 'agent-offering' && fields['CC-Queue'] === queue,
                )
                .map(({ fields }) => fields['CC-Agent']!),
            ),
          ].sort()
        : rowsOf(known.body).map((row) => row['agent']!);
    return names.map((agent, n) => ({
      queue,
      agent,
      state: talking.get(agent) === queue ? 'Active Inbound' : 'Ready',
      level: '1',
      position: String(n + 1),
    }));
  };

  return {
    answer(command: string): string | null {
      const [, what, queue = ''] =
        /^callcenter_config (queue list|agent list|queue list members|queue list tiers)(?: (\S+@\S+))?$/.exec(
          command,
        ) ?? [];
      if (what === 'queue list') return queues;
      if (what === 'agent list') return tableOf(Object.keys(agents[0]!), agents);
      if (what === 'queue list tiers') return tableOf(tierColumns, tiersOf(queue));
      if (what !== 'queue list members') return null;
      return tableOf(
        callerColumns,
        [...callers.values()].filter((row) => row['queue'] === queue),
      );
    },
    hear({ fields, at }: EslCapture['events'][number]): void {
      const second = String(Math.floor(at));
      const caller = callers.get(fields['CC-Member-UUID'] ?? '');
      const agent = agents.find(({ name }) => name === fields['CC-Agent']);
      switch (fields['CC-Action']) {
        case 'member-queue-start':
          callers.set(fields['CC-Member-UUID']!, {
            ...Object.fromEntries(callerColumns.map((column) => [column, '0'])),
            queue: fields['CC-Queue']!,
            uuid: fields['CC-Member-UUID']!,
            session_uuid: fields['CC-Member-Session-UUID']!,
            cid_number: fields['CC-Member-CID-Number']!,
            cid_name: fields['CC-Member-CID-Name']!,
            joined_epoch: second,
            serving_agent: '',
            state: 'Waiting',
          });
          return;
        case 'agent-offering':
          Object.assign(caller!, { state: 'Trying', serving_agent: agent!['name'] });
          return;
        case 'bridge-agent-fail':
          if (caller !== undefined) Object.assign(caller, { state: 'Waiting', serving_agent: '' });
          return;
        case 'bridge-agent-start':
          Object.assign(caller!, { state: 'Answered', bridge_epoch: second });
          talking.set(agent!['name']!, fields['CC-Queue']!);
          return;
        case 'bridge-agent-end':
          agent!['last_bridge_end'] = second;
          talking.delete(agent!['name']!);
          return;
        case 'member-queue-end':
          if (fields['CC-Cause'] === 'Cancel') {
            Object.assign(caller!, { state: 'Abandoned', session_uuid: '', serving_agent: '' });
          } else {
            callers.delete(fields['CC-Member-UUID']!);
          }
          return;
        case 'agent-state-change':
          agent!['state'] = fields['CC-Agent-State']!;
          return;
        case 'agent-status-change':
          Object.assign(agent!, { status: fields['CC-Agent-Status'], last_status_change: second });
      }
    },
  };
}

function columnsOf(table: string): readonly string[] {
  return table.split('\n')[0]!.split('|');
}

function rowsOf(table: string): Row[] {
  const [, ...lines] = table.trim().split('\n').slice(0, -1);
  const columns = columnsOf(table);
  return lines.map((line) => {
    const values = line.split('|');
    return Object.fromEntries(columns.map((column, n) => [column, values[n]!]));
  });
}

/** Without rows there is no header either. */
function tableOf(columns: readonly string[], rows: readonly Row[]): string {
  if (rows.length === 0) return '+OK\n';
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]!))];
  return `${lines.map((line) => line.join('|')).join('\n')}\n+OK\n`;
}
