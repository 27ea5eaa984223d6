import {
  type AgentSpan,
  type AgentStateSpan,
  type QueueCall,
  reachedAgent,
} from '../../domain/index.ts';
import { type Store } from '../ports.ts';
import { type Stretch } from './measure-attendance.ts';

/** A session that lasts is found if it began within so much before. */
const LONGEST_SESSION_SECONDS = 7 * 86_400;
/** A conversation that runs into a range began no longer before it. */
const LONGEST_CALL_SECONDS = 4 * 3600;

type SeenStore = Pick<Store, 'loadAgentStates' | 'loadAgentSpans' | 'loadCalls' | 'callLogExtent'>;

/**
 * What people did in a range: as it was seen live, else as a log of calls tells it, if that tells of
 * everybody when they signed in. Nobody is made up: without either there is nothing.
 */
export async function seenStates(
  store: SeenStore,
  site: string,
  range: { readonly from: number; readonly to: number },
): Promise<readonly AgentStateSpan[]> {
  const seen = await store.loadAgentStates(site, range);
  if (seen.some(({ state }) => state !== 'unknown')) return seen;
  const extent = await store.callLogExtent(site);
  if (extent === null || extent.to <= range.from) return seen;
  const spans = await store.loadAgentSpans(site, {
    from: range.from - LONGEST_SESSION_SECONDS,
    to: range.to,
  });
  const calls = await store.loadCalls(site, {
    from: range.from - LONGEST_CALL_SECONDS,
    to: range.to,
  });
  const end = Math.min(range.to, Math.max(extent.to, lastTold(spans, calls)));
  return loggedStates(spans, calls, { start: range.from, end });
}

/** The last moment that anything is told of. */
function lastTold(spans: readonly AgentSpan[], calls: readonly QueueCall[]): number {
  let last = -Infinity;
  for (const { start, end } of spans) last = Math.max(last, end ?? start);
  for (const { enteredAt, waitSeconds, talkSeconds } of calls) {
    last = Math.max(last, enteredAt + waitSeconds + (talkSeconds ?? 0));
  }
  return last;
}

/**
 * People's states as sessions, pauses and calls of a log tell them. The first that holds: on a call,
 * in wrap-up, paused in every queue, signed in. A log that never tells when some of those sign in
 * who take calls or pause (static members) cannot tell who is away: then nothing is told.
 */
export function loggedStates(
  spans: readonly AgentSpan[],
  calls: readonly QueueCall[],
  range: Stretch,
): readonly AgentStateSpan[] {
  const talks = calls.filter(({ agent, outcome }) => agent !== null && reachedAgent(outcome));
  const spansOf = groupBy(spans, ({ agent }) => agent);
  const talksOf = groupBy(talks, ({ agent }) => agent!);
  const states: AgentStateSpan[] = [];
  for (const agent of [...new Set([...spansOf.keys(), ...talksOf.keys()])].sort()) {
    const own = spansOf.get(agent) ?? [];
    if (!own.some(({ kind }) => kind !== 'pause')) return [];
    states.push(...statesOf(agent, own, talksOf.get(agent) ?? [], range));
  }
  return states;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function statesOf(
  agent: string,
  spans: readonly AgentSpan[],
  talks: readonly QueueCall[],
  range: Stretch,
): readonly AgentStateSpan[] {
  const onCall: Stretch[] = [];
  const wrapUp: Stretch[] = [];
  for (const { enteredAt, waitSeconds, talkSeconds, wrapUpSeconds } of talks) {
    const start = enteredAt + waitSeconds;
    const end = talkSeconds === null ? start : start + talkSeconds;
    onCall.push({ start, end });
    wrapUp.push({ start: end, end: end + (wrapUpSeconds ?? 0) });
  }
  const cuts = new Set<number>([range.start, range.end]);
  for (const { start, end } of [...spans, ...onCall, ...wrapUp]) {
    for (const cut of [start, end ?? range.end])
      if (cut > range.start && cut < range.end) cuts.add(cut);
  }
  const ends = [...cuts].sort((a, b) => a - b);
  const found: AgentStateSpan[] = [];
  for (const [index, start] of ends.slice(0, -1).entries()) {
    const at = { start, end: ends[index + 1]! };
    const is = (list: readonly Stretch[]): boolean =>
      list.some((stretch) => stretch.start <= start && stretch.end > start);
    const { state, reason } = is(onCall)
      ? ({ state: 'on-call', reason: null } as const)
      : is(wrapUp)
        ? ({ state: 'wrap-up', reason: null } as const)
        : sessionState(
            spans.filter((span) => span.start <= start && (span.end ?? Infinity) > start),
          );
    const last = found.at(-1);
    if (last?.state === state && last.reason === reason && last.end === start) {
      found[found.length - 1] = { ...last, end: at.end };
    } else found.push({ agent, state, reason, ...at });
  }
  return found;
}

/** Of somebody on no call: paused where no queue is left that the person is not paused in. */
function sessionState(
  open: readonly AgentSpan[],
): Pick<AgentStateSpan, 'reason'> & { readonly state: 'offline' | 'paused' | 'ready' } {
  const sessions = open.filter(({ kind }) => kind !== 'pause');
  if (sessions.length === 0) return { state: 'offline', reason: null };
  const pauses = open.filter(({ kind }) => kind === 'pause');
  const [first] = pauses;
  const isPaused = sessions.every(
    ({ queue }) =>
      first !== undefined &&
      (queue === null || pauses.some((pause) => pause.queue === null || pause.queue === queue)),
  );
  return isPaused ? { state: 'paused', reason: first!.reason } : { state: 'ready', reason: null };
}
