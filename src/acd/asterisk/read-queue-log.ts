import { type AgentSpan, AgnerError, type QueueCall } from '../../domain/index.ts';
import {
  type CallLogBatch,
  type CallLogCounts,
  type CallLogOptions,
} from '../../use-cases/index.ts';
import { readLines } from '../read-lines.ts';
import { AGENT_EVENTS, takeAgentEvent } from './agent-spans.ts';
import { type CallState, startCallState, unsettledCalls } from './call-state.ts';
import { parseQueueLogLine, type QueueLogEvent } from './queue-log-event.ts';
import { type CallSink, type LogFault, takeCallEvent } from './rebuild-calls.ts';

/** Lines taken before what they told is handed on. */
const BATCH_LINES = 20_000;

/** Without any line for so long, nothing is known: a night or a weekend may be quiet, a week not. */
const SILENCE_SECONDS = 7 * 86_400;

/** A line so long after the one before is of a clock that was wrong. */
const LONGEST_LEAP_SECONDS = 2 * 366 * 86_400;

/** Names of unknown events that are counted each by itself. */
const MAX_UNKNOWN_NAMES = 100;

/**
 * Reads Asterisk's queue_log: calls, agents' sessions and pauses. Lines that are none and events
 * that nothing is known of are counted.
 *
 * Source: Asterisk 22.10 `main/logger.c` (ast_queue_log) and `apps/app_queue.c`; layouts back to 1.4.
 *
 * Cost: about 3 s per million lines; memory does not grow with the log.
 */
export async function* readQueueLog(
  source: AsyncIterable<Uint8Array>,
  options: CallLogOptions,
  state: string | null,
): AsyncGenerator<CallLogBatch> {
  const reading = startReading(options, state);
  let bytes = 0;
  let tornBytes = 0;
  for await (const part of readLines(source, options.takesTornLine)) {
    for (const line of part.lines) reading.takeLine(line);
    ({ bytes, tornBytes } = part);
    if (reading.pending() >= BATCH_LINES) yield reading.batch(bytes, 0);
  }
  yield reading.batch(bytes, tornBytes);
}

/** One reading of a log, line by line. */
function startReading(options: CallLogOptions, text: string | null) {
  const { calls: state, spans: open } = text === null ? startState() : restoreState(text);
  const aliases = new Map(Object.entries(options.agentNames));
  const wrapUpReasons = new Set(options.wrapUpReasons);
  const counts: Record<LogFault, number> = {
    orphan: 0,
    expired: 0,
    reentered: 0,
    'crash-waiting': 0,
    'crash-talking': 0,
    shutdown: 0,
  };
  const unknown = new Map<string, number>();
  let lines = 0;
  let malformed = 0;
  let ahead = 0;
  let pending = 0;
  let from: number | null = Number.isFinite(state.lastHeard) ? state.lastHeard : null;
  let calls: QueueCall[] = [];
  let spans: AgentSpan[] = [];
  let silences: { from: number; to: number }[] = [];

  const settings = { wrapUpReasons };
  const sink: CallSink = {
    settle: (call) => calls.push(call),
    tell: (fault) => {
      counts[fault]++;
    },
  };

  const takeEvent = (event: QueueLogEvent): void => {
    const { lastHeard } = state;
    if (event.time - lastHeard > SILENCE_SECONDS && lastHeard !== -Infinity) {
      silences.push({ from: lastHeard, to: event.time });
    }
    from ??= event.time;
    const agent = aliases.get(event.agent) ?? event.agent;
    const named = agent === event.agent ? event : { ...event, agent };
    const isOfAgents = AGENT_EVENTS.has(event.event);
    if (isOfAgents) spans.push(...takeAgentEvent(open, named, lastHeard));
    const isOfCalls = takeCallEvent(state, named, settings, sink);
    if (isOfCalls || isOfAgents) return;
    const name = unknown.size < MAX_UNKNOWN_NAMES ? event.event.slice(0, 60) : 'others';
    unknown.set(name, (unknown.get(name) ?? 0) + 1);
  };

  return {
    takeLine(line: string): void {
      if (line === '' || line === '\r') return;
      lines++;
      pending++;
      const event = parseQueueLogLine(line.endsWith('\r') ? line.slice(0, -1) : line);
      if (event === null) malformed++;
      else if (isLeap(state.lastHeard, event.time)) ahead++;
      else takeEvent(event);
    },
    pending: () => pending,
    batch(bytes: number, tornBytes: number): CallLogBatch {
      const batch: CallLogBatch = {
        calls,
        spans,
        openCalls: unsettledCalls(state),
        openSpans: [...open.values()],
        queues: new Map(state.queues),
        heard: from === null ? null : { from, to: state.lastHeard },
        silences,
        bytes,
        tornBytes,
        state: saveState(state, open),
        counts: countsOf({ lines, malformed, ahead, unknown }, counts),
      };
      calls = [];
      spans = [];
      silences = [];
      pending = 0;
      from = Number.isFinite(state.lastHeard) ? state.lastHeard : null;
      return batch;
    },
  };
}

function isLeap(before: number, time: number): boolean {
  return Number.isFinite(before) && time - before > LONGEST_LEAP_SECONDS;
}

function countsOf(
  {
    lines,
    malformed,
    ahead,
    unknown,
  }: Pick<CallLogCounts, 'lines' | 'malformed' | 'ahead'> & {
    readonly unknown: ReadonlyMap<string, number>;
  },
  faults: Readonly<Record<LogFault, number>>,
): CallLogCounts {
  return {
    lines,
    malformed,
    ahead,
    unknown: Object.fromEntries(unknown),
    orphans: faults.orphan,
    expired: faults.expired,
    reentered: faults.reentered,
    cutWaiting: faults['crash-waiting'],
    cutTalking: faults['crash-talking'],
    cutByShutdown: faults.shutdown,
  };
}

interface ReadingState {
  readonly calls: CallState;
  readonly spans: Map<string, AgentSpan>;
}

function startState(): ReadingState {
  return { calls: startCallState(), spans: new Map() };
}

/** Changes with the shape of what is kept. */
const STATE_VERSION = 1;

function saveState(calls: CallState, spans: ReadonlyMap<string, AgentSpan>): string {
  return JSON.stringify({
    version: STATE_VERSION,
    open: [...calls.open],
    doubtful: calls.doubtful,
    wrapUps: [...calls.wrapUps],
    earlyPauses: [...calls.earlyPauses],
    entries: { time: finite(calls.entries.time), counts: [...calls.entries.counts] },
    queues: [...calls.queues],
    lastHeard: finite(calls.lastHeard),
    lastSweep: finite(calls.lastSweep),
    spans: [...spans],
  });
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function restoreState(text: string): ReadingState {
  const kept = JSON.parse(text) as {
    version: number;
    open: [string, never][];
    doubtful: CallState['doubtful'];
    wrapUps: [string, never][];
    earlyPauses: string[];
    entries: { time: number | null; counts: [string, number][] };
    queues: [string, number][];
    lastHeard: number | null;
    lastSweep: number | null;
    spans: [string, AgentSpan][];
  };
  if (kept.version !== STATE_VERSION) {
    throw new AgnerError(
      'STORAGE',
      `expected the state of a log as this version keeps it, got version ${String(kept.version)}; read the log anew with --again`,
    );
  }
  return {
    calls: {
      open: new Map(kept.open),
      doubtful: kept.doubtful,
      wrapUps: new Map(kept.wrapUps),
      earlyPauses: new Set(kept.earlyPauses),
      entries: {
        time: kept.entries.time ?? -Infinity,
        counts: new Map(kept.entries.counts),
      },
      queues: new Map(kept.queues),
      lastHeard: kept.lastHeard ?? -Infinity,
      lastSweep: kept.lastSweep ?? -Infinity,
    },
    spans: new Map(kept.spans),
  };
}
