import {
  type CallLogBatch,
  type ImportOutcome,
  type LogFileImport,
} from '../src/use-cases/index.ts';
import { clean, grouped, table } from './render.ts';

/** What was seen in a log, for people; only what there was. */
export function logSummary(counts: CallLogBatch['counts'], calls: number): readonly string[] {
  const unknown = Object.entries(counts.unknown);
  const told: readonly (readonly [number, string])[] = [
    [counts.malformed, 'lines left out that are no lines of a queue log'],
    [counts.ahead, 'lines left out of a clock that was years ahead'],
    [unknown.reduce((sum, [, times]) => sum + times, 0), `unknown events: ${eventList(unknown)}`],
    [counts.orphans, 'answers or ends left out of calls whose beginning is in no file'],
    [counts.cutWaiting, 'callers left waiting by a crash (cut)'],
    [counts.cutTalking, 'conversations left open by a crash (answered, end unknown)'],
    [counts.cutByShutdown, 'abandons that a shutdown wrote (cut)'],
    [counts.reentered, 'calls that came again before they had left (cut)'],
    [counts.expired, 'calls of which nothing was heard for a day'],
  ];
  return [
    `${grouped(counts.lines)} lines, ${grouped(calls)} calls`,
    ...told.filter(([times]) => times > 0).map(([times, text]) => `  ${grouped(times)} ${text}`),
  ];
}

function eventList(unknown: readonly (readonly [string, number])[]): string {
  return unknown
    .map(([name, times]) => `${clean(name)} (${times})`)
    .slice(0, 10)
    .join(', ');
}

export function fileText(file: LogFileImport): readonly string[] {
  const name = clean(file.name);
  if (file.counts === null) return [`${name}: nothing new`];
  const how = file.isOlder ? ', read by itself: older than what was read before' : '';
  const [first = '', ...rest] = logSummary(file.counts, file.calls);
  const torn =
    file.tornBytes > 0
      ? [`  the last line is cut: its ${grouped(file.tornBytes)} bytes are left out until it ends`]
      : [];
  return [
    `${name}, byte ${file.fromByte} to ${file.toByte}${how}: ${first} over`,
    ...rest,
    ...torn,
  ];
}

export function outcomeTable(queues: readonly ImportOutcome[]): string {
  return table(
    ['queue', 'added', 'replaced', 'unchanged', 'replaced from', 'to'],
    queues.map((queue) => [
      queue.queue,
      queue.added,
      queue.replaced,
      queue.unchanged,
      queue.replacedFrom ?? '-',
      queue.replacedTo ?? '-',
    ]),
  );
}
