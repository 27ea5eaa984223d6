import { formatInstant } from '../domain/calendar.ts';
import { type AgentSpan, type QueueCall, reachedAgent } from '../domain/index.ts';
import { formatCsvRow } from './csv-row.ts';

const CALL_COLUMNS = [
  ...['queue', 'call_id', 'entered_at', 'occurrence', 'outcome', 'wait_seconds', 'talk_seconds'],
  ...['wrap_up_seconds', 'agent'],
];

/** Header of {@link formatQueueCalls}. */
export function queueCallsHeader(): string {
  return `${formatCsvRow(CALL_COLUMNS)}\n`;
}

/**
 * Single calls as CSV, a line each: what the estimate of patience reads. Whoever reached an agent
 * is `answered`; without talk_seconds the end of the conversation is not known.
 */
export function* formatQueueCalls(calls: Iterable<QueueCall>, zone: string): Generator<string> {
  for (const call of calls) {
    yield `${formatCsvRow([
      call.queue,
      call.callId,
      formatInstant(call.enteredAt, zone),
      call.occurrence,
      reachedAgent(call.outcome) ? 'answered' : call.outcome,
      call.waitSeconds,
      call.talkSeconds,
      call.wrapUpSeconds,
      call.agent,
    ])}\n`;
  }
}

const SPAN_COLUMNS = ['agent', 'kind', 'queue', 'reason', 'start', 'end', 'end_is_known'];

/** Header of {@link formatAgentSpans}. */
export function agentSpansHeader(): string {
  return `${formatCsvRow(SPAN_COLUMNS)}\n`;
}

/** Agents' sessions and pauses as CSV; no queue is "all queues", no end is "lasts still". */
export function* formatAgentSpans(spans: Iterable<AgentSpan>, zone: string): Generator<string> {
  for (const { agent, kind, queue, reason, start, end, endIsKnown } of spans) {
    yield `${formatCsvRow([
      agent,
      kind,
      queue,
      reason,
      formatInstant(start, zone),
      end === null ? null : formatInstant(end, zone),
      end === null ? null : endIsKnown ? 'yes' : 'no',
    ])}\n`;
  }
}
