import { Gauge, type Registry } from 'prom-client';
import { type LiveFeed } from '../use-cases/index.ts';

/** Gauges of the ACD that is followed; the returned function sets them to this moment. */
export function liveGauges(live: LiveFeed, registers: Registry[]): () => void {
  const make = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name: `agner_live_${name}`, help, labelNames, registers });
  const up = make('up', '1 while the ACD is heard, 0 while what is told of it is stale', ['acd']);
  const drift = make('drift', "Differences from the ACD's own lists so far", ['acd']);
  const waiting = make('waiting', 'Callers who wait', ['queue']);
  const longest = make('longest_wait_seconds', 'Wait of the caller who waits longest', ['queue']);
  const agents = make('agents', 'People of a queue by what they do', ['queue', 'state']);
  const today = {
    offered: make('today_offered', 'Calls that entered since local midnight', ['queue']),
    answered: make('today_answered', 'Calls answered of those', ['queue']),
    answeredInThreshold: make(
      'today_answered_in_threshold',
      'Calls answered of those within the threshold of service level',
      ['queue'],
    ),
    abandoned: make('today_abandoned', 'Callers of those who hung up', ['queue']),
  };
  const partial = make('today_partial', '1 where some of the day is not known', ['queue']);
  const ofQueues = [waiting, longest, agents, partial, ...Object.values(today)];
  return () => {
    const { source, queues } = live.current();
    up.set({ acd: source.name }, source.stale ? 0 : 1);
    drift.set({ acd: source.name }, source.drift);
    for (const gauge of ofQueues) gauge.reset();
    for (const { queue, ...figures } of queues) {
      waiting.set({ queue }, figures.waiting);
      longest.set({ queue }, figures.longestWaitSeconds ?? 0);
      for (const [state, count] of Object.entries(figures.agents)) {
        agents.set({ queue, state }, count);
      }
      for (const [name, gauge] of Object.entries(today)) {
        gauge.set({ queue }, figures.today[name as keyof typeof today]);
      }
      partial.set({ queue }, figures.today.isPartial ? 1 : 0);
    }
  };
}
