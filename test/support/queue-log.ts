import { readQueueLog } from '../../src/acd/index.ts';
import { type AgentSpan, type QueueCall } from '../../src/domain/index.ts';
import { type CallLogBatch, type CallLogOptions } from '../../src/use-cases/index.ts';

export interface LogReading {
  /** Over or not. */
  readonly calls: readonly QueueCall[];
  readonly spans: readonly AgentSpan[];
  readonly last: CallLogBatch;
}

/** Reads a log from pieces of bytes, from a state on. */
export async function readLog(
  pieces: readonly Uint8Array[],
  options: Partial<CallLogOptions> = {},
  state: string | null = null,
): Promise<LogReading> {
  const calls: QueueCall[] = [];
  const spans: AgentSpan[] = [];
  let last: CallLogBatch | null = null;
  const all = { wrapUpReasons: [], agentNames: {}, takesTornLine: true, ...options };
  const source = async function* () {
    yield* pieces;
  };
  for await (const batch of readQueueLog(source(), all, state)) {
    calls.push(...batch.calls);
    spans.push(...batch.spans);
    last = batch;
  }
  return {
    calls: [...calls, ...last!.openCalls],
    spans: [...spans, ...last!.openSpans],
    last: last!,
  };
}

/** 2026-01-05 08:00 UTC. */
export const EIGHT = 1_767_600_000;

/** Lines with seconds after eight o'clock in place of epoch seconds. */
export function logText(lines: readonly string[]): string {
  return lines.map((line) => `${line.replace(/^\d+/, (at) => `${EIGHT + Number(at)}`)}\n`).join('');
}

export function logBytes(lines: readonly string[]): readonly [Uint8Array] {
  return [new TextEncoder().encode(logText(lines))];
}
