import { type AcdConnector, type AcdListener } from '../../../use-cases/index.ts';
import { followServer, LinkClosed, type ServerLink } from '../../follow-server.ts';
import { type Backoff } from '../../reconnect.ts';
import { type CallcenterLists, openCallcenter } from './callcenter.ts';
import {
  ESL_LIMITS,
  type EslAccess,
  type EslEvent,
  type EslLimits,
  type EslSession,
  isReadOnlyCommand,
  openEslSession,
} from './session.ts';
import { readTable, type TableRow } from './tables.ts';

export interface EslOptions {
  readonly name: string;
  readonly access: EslAccess;
  /** How often everything is asked for anew, to notice what events did not tell. */
  readonly snapshotEveryMs: number;
  readonly limits?: EslLimits;
  readonly backoff?: Backoff;
}

/** FreeSWITCH's mod_callcenter by its event socket: lists on connecting, then its events. */
export function connectFreeswitch(options: EslOptions): AcdConnector {
  const { name, access, snapshotEveryMs, backoff } = options;
  return followServer(
    {
      name,
      system: 'freeswitch',
      address: `${access.host}:${access.port}`,
      snapshotEveryMs,
      backoff,
    },
    (listener, signal) => linkTo(options, listener, signal),
  );
}

function linkTo(
  { access, limits = ESL_LIMITS }: EslOptions,
  listener: AcdListener,
  signal: AbortSignal,
): ServerLink<EslEvent> {
  const callcenter = openCallcenter();
  let skewSeconds = 0;
  let session: EslSession;
  const now = (): number => Date.now() / 1000 + skewSeconds;

  return {
    now,
    async open(hear) {
      session = await openEslSession(
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
      await session.ping();
      const uptime = (await session.ask('uptime s')).trim();
      return /^\d+$/.test(uptime) ? now() - Number(uptime) : null;
    },
    async snapshot() {
      // Nobody who left after this instant is missed: the events that tell it are still to be heard.
      const at = now();
      return callcenter.snapshot(await askLists(session.ask), at);
    },
    isOfLink: () => false,
    tell(event) {
      const events = callcenter.events(event, now());
      if (event.get('Event-Name') === 'SHUTDOWN') listener.onShutdown(now());
      for (const told of events) listener.onEvent(told);
      return false;
    },
  };
}

/** Everything that there is, by commands that only read. Rejects with {@link LinkClosed}. */
export async function askLists(ask: EslSession['ask']): Promise<CallcenterLists> {
  const list = async (command: string): Promise<readonly TableRow[]> => {
    const text = await ask(command);
    const rows = readTable(text);
    if (rows !== null) return rows;
    throw new LinkClosed(`${command}: expected a list, got "${text.trim().slice(0, 80)}"`);
  };
  const [queues, agents] = await Promise.all([
    list('callcenter_config queue list'),
    list('callcenter_config agent list'),
  ]);
  const ofQueue: (readonly [
    string,
    { tiers: readonly TableRow[]; callers: readonly TableRow[] },
  ])[] = [];
  for (const row of queues) {
    const name = row.get('name') ?? '';
    const commands = ['tiers', 'members'].map(
      (what) => `callcenter_config queue list ${what} ${name}`,
    );
    // A name with spaces or quotes cannot be asked about.
    if (!commands.every(isReadOnlyCommand)) continue;
    const [tiers, callers] = await Promise.all(commands.map(list));
    ofQueue.push([name, { tiers: tiers!, callers: callers! }]);
  }
  return { queues, agents, ofQueue: new Map(ofQueue) };
}
