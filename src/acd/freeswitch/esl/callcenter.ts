import {
  type AcdEvent,
  type AcdQueue,
  type AcdSnapshot,
  type DeviceState,
  type MemberFacts,
} from '../../../use-cases/index.ts';
import { type EslEvent } from './session.ts';
import { type TableRow } from './tables.ts';

/** The lists of a moment. */
export interface CallcenterLists {
  readonly queues: readonly TableRow[];
  readonly agents: readonly TableRow[];
  /** Tiers (which agents a queue has) and callers by queue. */
  readonly ofQueue: ReadonlyMap<
    string,
    { readonly tiers: readonly TableRow[]; readonly callers: readonly TableRow[] }
  >;
}

/** Puts what a mod_callcenter says into the live day's words. Instants are epoch seconds. */
export interface Callcenter {
  readonly snapshot: (lists: CallcenterLists, at: number) => AcdSnapshot;
  /** What an event says, perhaps nothing; `arrivedAt` stands in where it has no instant. */
  readonly events: (event: EslEvent, arrivedAt: number) => readonly AcdEvent[];
}

interface Agent {
  status: string;
  state: string;
  statusSince: number | null;
  lastCallAt: number | null;
  wrapUpSeconds: number | null;
  /** Sent on break by the server, for leaving calls unanswered. */
  hasNotAnswered: boolean;
}

/** The reason of a break that the server ordered because of calls left unanswered. */
export const NO_ANSWER_REASON = 'No Answer';

/**
 * An agent has one status and one state, whatever the number of queues: a change is told of each of
 * them. Which queues an agent serves is known by the lists alone.
 */
export function openCallcenter(): Callcenter {
  const agents = new Map<string, Agent>();
  let queuesOf = new Map<string, string[]>();
  let isEnding = false;

  const factsOf = (name: string, agent: Agent, isInCall: boolean | null): MemberFacts => {
    const isPaused = agent.status === 'On Break' || agent.state === 'Idle';
    return {
      interface: name,
      name: null,
      device: deviceOf(agent),
      isPaused,
      pauseReason: isPaused ? reasonOf(agent) : null,
      isInCall,
      lastCallAt: agent.lastCallAt,
      lastPauseAt: agent.status === 'On Break' ? agent.statusSince : null,
      loginAt: agent.status.startsWith('Available') ? agent.statusSince : null,
      wrapUpSeconds: agent.wrapUpSeconds,
    };
  };
  const changed = (name: string, at: number, change: (agent: Agent) => void): AcdEvent[] => {
    const agent = agents.get(name);
    if (agent === undefined) return [];
    change(agent);
    // That a conversation runs, and in which queue, its own event says.
    const isInCall = agent.state === 'In a queue call' ? null : false;
    return (queuesOf.get(name) ?? []).map((queue) => ({
      kind: 'member-seen',
      at,
      queue,
      member: factsOf(name, agent, isInCall),
    }));
  };

  return {
    snapshot({ queues, agents: rows, ofQueue }, at) {
      readAgents(rows, agents);
      queuesOf = new Map();
      return {
        at,
        queues: queues.flatMap((row): AcdQueue[] => {
          const name = row.get('name') ?? '';
          const lists = ofQueue.get(name);
          if (lists === undefined) return [];
          const members = lists.tiers.flatMap((tier): MemberFacts[] => {
            const who = tier.get('agent') ?? '';
            const agent = agents.get(who);
            if (agent === undefined) return [];
            queuesOf.set(who, [...(queuesOf.get(who) ?? []), name]);
            return [factsOf(who, agent, isInCallOf(who, agent, tier, lists.callers))];
          });
          return [{ name, thresholdSeconds: null, members, waiting: waitingOf(lists.callers, at) }];
        }),
      };
    },
    events(event, arrivedAt) {
      const at = instantOf(event) ?? arrivedAt;
      if (event.get('Event-Name') === 'SHUTDOWN') isEnding = true;
      const queue = event.get('CC-Queue') ?? '';
      const callId = event.get('CC-Member-UUID') ?? '';
      const agent = event.get('CC-Agent') ?? '';
      const member = { interface: agent, name: null };
      const action = event.get('CC-Action');
      switch (action) {
        case 'agent-status-change':
          return changed(agent, at, (known) => {
            known.status = event.get('CC-Agent-Status') ?? known.status;
            known.statusSince = at;
            if (known.status !== 'On Break') known.hasNotAnswered = false;
          });
        case 'agent-state-change':
          return changed(agent, at, (known) => {
            known.state = event.get('CC-Agent-State') ?? known.state;
          });
        case 'agent-max-no-answer': {
          const known = agents.get(agent);
          if (known !== undefined) known.hasNotAnswered = true;
          return [];
        }
      }
      if (queue === '' || callId === '') return [];
      if (action === 'member-queue-start') return [{ kind: 'caller-joined', at, queue, callId }];
      if (action === 'member-queue-end') return leaving(event, { queue, callId, at }, isEnding);
      if (agent === '') return [];
      switch (action) {
        case 'agent-offering':
          return [{ kind: 'agent-offered', at, queue, callId, member }];
        case 'bridge-agent-fail':
          return [{ kind: 'offer-ended', at, queue, callId, member }];
        case 'bridge-agent-start':
          return [{ kind: 'answered', at, queue, callId, member }];
        case 'bridge-agent-end':
          return [{ kind: 'call-ended', at, queue, callId, member, talkSeconds: null }];
      }
      return [];
    },
  };
}

/** The end of a caller's stay: of those who were answered, their conversation tells it. */
function leaving(
  event: EslEvent,
  call: { readonly queue: string; readonly callId: string; readonly at: number },
  isEnding: boolean,
): readonly AcdEvent[] {
  if (event.get('CC-Cause') !== 'Cancel') return [];
  const reason = event.get('CC-Cancel-Reason') ?? 'NONE';
  const isOrdered = reason === 'TIMEOUT' || reason === 'NO_AGENT_TIMEOUT';
  // Those whom a shutdown throws out have not hung up.
  const isLet = isOrdered || reason === 'EXIT_WITH_KEY' || isEnding;
  return [{ kind: isLet ? 'caller-left' : 'caller-abandoned', ...call }];
}

function readAgents(rows: readonly TableRow[], agents: Map<string, Agent>): void {
  const told = new Set<string>();
  for (const row of rows) {
    const name = row.get('name') ?? '';
    if (name === '') continue;
    told.add(name);
    const status = row.get('status') ?? '';
    agents.set(name, {
      status,
      state: row.get('state') ?? '',
      statusSince: positive(row, 'last_status_change'),
      lastCallAt: positive(row, 'last_bridge_end'),
      wrapUpSeconds: positive(row, 'wrap_up_time'),
      hasNotAnswered: status === 'On Break' && agents.get(name)?.hasNotAnswered === true,
    });
  }
  for (const name of agents.keys()) if (!told.has(name)) agents.delete(name);
}

/** Abandoned callers stay listed for a while; those in conversation until its end. */
function waitingOf(callers: readonly TableRow[], at: number): AcdQueue['waiting'] {
  return callers.flatMap((row) => {
    const callId = row.get('uuid') ?? '';
    const state = row.get('state');
    if (callId === '' || (state !== 'Waiting' && state !== 'Trying')) return [];
    return [{ callId, enteredAt: positive(row, 'joined_epoch') ?? at }];
  });
}

function isInCallOf(
  name: string,
  { state }: Agent,
  tier: TableRow,
  callers: readonly TableRow[],
): boolean {
  if (state !== 'In a queue call') return false;
  return (
    tier.get('state') === 'Active Inbound' ||
    callers.some((row) => row.get('state') === 'Answered' && row.get('serving_agent') === name)
  );
}

function deviceOf({ status, state }: Agent): DeviceState {
  if (state === 'In a queue call') return 'in-use';
  if (status === 'Logged Out') return 'unavailable';
  if (state === 'Receiving') return 'ringing';
  return state === 'Waiting' || state === 'Idle' || state === 'Reserved' ? 'idle' : 'unknown';
}

function reasonOf({ status, state, hasNotAnswered }: Agent): string {
  if (status !== 'On Break') return state;
  return hasNotAnswered ? NO_ANSWER_REASON : status;
}

/** 0 is never or none. */
function positive(row: TableRow, column: string): number | null {
  const number = Number(row.get(column) ?? '');
  return Number.isFinite(number) && number > 0 ? number : null;
}

/** Microseconds on the wire. */
function instantOf(event: EslEvent): number | null {
  const text = event.get('Event-Date-Timestamp') ?? '';
  return /^\d{10,17}$/.test(text) ? Number(text) / 1e6 : null;
}
