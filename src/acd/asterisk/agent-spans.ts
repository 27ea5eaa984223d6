import { type AgentSpan } from '../../domain/index.ts';
import { type QueueLogEvent } from './queue-log-event.ts';

/** Events about agents; PAUSEALL is followed by a PAUSE of each queue, so it is none of its own. */
export const AGENT_EVENTS: ReadonlySet<string> = new Set([
  ...['ADDMEMBER', 'REMOVEMEMBER', 'PAUSE', 'UNPAUSE', 'PAUSEALL', 'UNPAUSEALL'],
  ...['AGENTLOGIN', 'AGENTLOGOFF', 'AGENTCALLBACKLOGIN', 'AGENTCALLBACKLOGOFF'],
  ...['PENALTY', 'RINGINUSE', 'QUEUESTART'],
]);

/**
 * Takes one event of the log into agents' sessions and pauses.
 *
 * Static members never log a sign-in: their pauses stand alone. What was open at a restart ended
 * when the log was last heard, which is not known any better.
 *
 * @param open spans by agent, queue and kind
 * @returns spans that ended
 */
export function takeAgentEvent(
  open: Map<string, AgentSpan>,
  event: QueueLogEvent,
  lastHeard: number,
): readonly AgentSpan[] {
  const { agent } = event;
  const { time } = event;
  const queue = event.queue === 'NONE' ? null : event.queue;
  const begin = (kind: AgentSpan['kind'], reason: string): readonly AgentSpan[] => {
    const key = spanKey(agent, queue, kind);
    const before = open.get(key);
    // The reason of a pause may change while it lasts: one ends, the next begins.
    if (before !== undefined && before.reason === reason) return [];
    open.set(key, { agent, queue, kind, reason, start: time, end: null, endIsKnown: false });
    return before === undefined ? [] : [{ ...before, end: time, endIsKnown: true }];
  };
  const end = (kind: AgentSpan['kind']): readonly AgentSpan[] => {
    const key = spanKey(agent, queue, kind);
    const before = open.get(key);
    if (before === undefined) return [];
    open.delete(key);
    return [{ ...before, end: time, endIsKnown: true }];
  };
  switch (event.event) {
    case 'ADDMEMBER':
      return [...begin('member', ''), ...(event.params[0] === 'PAUSED' ? begin('pause', '') : [])];
    case 'REMOVEMEMBER':
      return [...end('member'), ...end('pause')];
    case 'PAUSE':
      return begin('pause', event.params.join('|'));
    case 'UNPAUSE':
      return end('pause');
    case 'AGENTLOGIN':
    case 'AGENTCALLBACKLOGIN':
      return begin('login', '');
    case 'AGENTLOGOFF':
    case 'AGENTCALLBACKLOGOFF':
      return end('login');
    case 'QUEUESTART': {
      const lost = [...open.values()].map((span) => ({
        ...span,
        end: Math.max(span.start, lastHeard),
      }));
      open.clear();
      return lost;
    }
    default:
      return [];
  }
}

function spanKey(agent: string, queue: string | null, kind: AgentSpan['kind']): string {
  return JSON.stringify([agent, queue, kind]);
}
