import { reachedAgent } from '../domain/index.ts';
import { type CallLogBatch, type CallLogOptions } from './call-log-ports.ts';
import { type LogWorld, readLogFiles } from './read-log-files.ts';
import {
  type CallIntervals,
  type CallTally,
  slotStartOf,
  tallyCalls,
  type TallySettings,
} from './tally-calls.ts';

export interface LogTally {
  readonly queues: readonly CallIntervals[];
  readonly counts: CallLogBatch['counts'];
  readonly calls: number;
  readonly answered: number;
  readonly agentSpans: number;
}

/**
 * The intervals of all queues of a log, in constant memory: those of the calls that are not over
 * count by what is known of them. Intervals without a call are 0 from the first word of a queue to
 * the last of the log, and not known where the log is silent for long.
 */
export async function tallyLog(
  world: LogWorld,
  paths: readonly string[],
  options: CallLogOptions,
  settings: TallySettings,
): Promise<LogTally> {
  const tallies = new Map<string, CallTally>();
  const silences: { readonly from: number; readonly to: number }[] = [];
  const sums = { calls: 0, answered: 0, agentSpans: 0 };
  const take = (calls: CallLogBatch['calls']): void => {
    for (const call of calls) {
      let tally = tallies.get(call.queue);
      if (tally === undefined) {
        tally = tallyCalls(call.queue, settings);
        tallies.set(call.queue, tally);
      }
      tally.add(call);
      sums.calls++;
      if (reachedAgent(call.outcome)) sums.answered++;
    }
  };
  let last: CallLogBatch | null = null;
  for await (const batch of readLogFiles(world, paths, options)) {
    take(batch.calls);
    silences.push(...batch.silences);
    sums.agentSpans += batch.spans.length;
    last = batch;
  }
  take(last?.openCalls ?? []);
  sums.agentSpans += last?.openSpans.length ?? 0;
  const heardTo = last?.heard?.to ?? -Infinity;
  const queues = [...tallies].map(([queue, tally]) => {
    const extent = tally.extent()!;
    const from = Math.min(extent.first, slotStartOf(last!.queues.get(queue)!, settings));
    const to = Math.max(extent.last, slotStartOf(heardTo, settings)) + settings.stepSeconds;
    return tally.intervals({ from, to }, (start) => !isSilent(start, settings, silences));
  });
  return { queues, counts: last?.counts ?? NOTHING, ...sums };
}

const NOTHING: CallLogBatch['counts'] = {
  lines: 0,
  malformed: 0,
  ahead: 0,
  unknown: {},
  orphans: 0,
  expired: 0,
  reentered: 0,
  cutWaiting: 0,
  cutTalking: 0,
  cutByShutdown: 0,
};

/** Whether a whole interval lies in a silence of the log. */
export function isSilent(
  start: number,
  { stepSeconds }: Pick<TallySettings, 'stepSeconds'>,
  silences: readonly { readonly from: number; readonly to: number }[],
): boolean {
  return silences.some(({ from, to }) => from <= start && start + stepSeconds <= to);
}
