import { type AgentState, type AgentStateSpan, epochSeconds } from '../../domain/index.ts';
import { type Store } from '../ports.ts';

export interface StateRecorder {
  /** What everybody does at an instant of the ACD's clock. */
  readonly see: (agents: readonly AgentState[], at: number) => void;
  /** Nobody is heard any more: what they do from here on is not known. */
  readonly lose: () => void;
  /** Writes what was seen since the last time. Throws what the store throws. */
  readonly write: () => Promise<void>;
}

/**
 * Keeps what people are seen to do, stretch by stretch. A stretch begins no earlier than it was
 * first heard of, and ends when it was last heard of: what was not heard is not known.
 */
export function recordStates(store: Pick<Store, 'saveAgentStates'>, site: string): StateRecorder {
  const open = new Map<string, { span: AgentStateSpan; isWritten: boolean }>();
  let closed: AgentStateSpan[] = [];
  /** Since when the ACD has been heard without a gap. */
  let heardSince: number | null = null;

  const close = (agent: string, end: number): void => {
    const last = open.get(agent);
    if (last === undefined) return;
    open.delete(agent);
    const span = { ...last.span, end: Math.max(last.span.start, end) };
    if (span.end > span.start) closed.push(span);
  };
  return {
    see(agents, at) {
      heardSince ??= at;
      const told = new Set<string>();
      for (const { agent, state, reason, since } of agents) {
        told.add(agent);
        const last = open.get(agent)?.span;
        if (last?.state === state && last.reason === reason) {
          open.set(agent, { span: { ...last, end: at }, isWritten: false });
          continue;
        }
        const earliest = last?.start ?? heardSince;
        const begun = since === null ? at : epochSeconds(since);
        const start = Math.min(at, Math.max(earliest, begun));
        close(agent, start);
        if (state !== 'unknown') {
          open.set(agent, { span: { agent, state, reason, start, end: at }, isWritten: false });
        }
      }
      for (const agent of [...open.keys()]) if (!told.has(agent)) close(agent, at);
    },
    lose() {
      heardSince = null;
      for (const [agent, { span }] of [...open]) close(agent, span.end);
    },
    async write() {
      const running = [...open].filter(
        ([, { span, isWritten }]) => !isWritten && span.end > span.start,
      );
      const spans = [...closed, ...running.map(([, { span }]) => span)];
      if (spans.length === 0) return;
      const taken = closed.length;
      await store.saveAgentStates(site, spans);
      closed = closed.slice(taken);
      for (const [agent, { span }] of running) {
        if (open.get(agent)?.span === span) open.set(agent, { span, isWritten: true });
      }
    },
  };
}
