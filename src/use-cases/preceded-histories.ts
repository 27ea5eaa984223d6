import {
  AgnerError,
  type IntervalHistory,
  makeGrid,
  type Note,
  type Plan,
  type PlanQueue,
  type PrecedingQueue,
} from '../domain/index.ts';
import { emptyHistory, precedeHistory } from '../forecast/index.ts';
import { type QueueRecord, type Store } from './ports.ts';
import { type HistorySource, type QueueSource, splitHistories } from './sources.ts';

/**
 * A source queue by queue, with queues that a plan opens lately: those without a history of their
 * own that continue another's.
 */
export async function splitQueues(
  store: Store,
  source: HistorySource,
  plan: Plan | null,
): Promise<readonly QueueSource[]> {
  const opening = (plan?.queues ?? []).filter(({ before = [] }) => before.length > 0);
  if (source.kind === 'given' || opening.length === 0) return splitHistories(store, source);
  const known = await store.listQueues(source.site);
  const isNew = (queue: PlanQueue): boolean =>
    !known.some(({ name, intervals }) => name === queue.name && intervals > 0) &&
    source.queues?.includes(queue.name) !== false;
  const fresh = opening.filter(isNew);
  const old = source.queues?.filter((name) => !fresh.some((queue) => queue.name === name)) ?? null;
  const sources = old?.length === 0 ? [] : await splitHistories(store, { ...source, queues: old });
  return [...sources, ...fresh.map((queue) => newQueue(queue, known))];
}

/** A queue that has no history yet, in the intervals of the first that it continues. */
function newQueue(
  { name, channel, before = [] }: PlanQueue,
  known: readonly QueueRecord[],
): QueueSource {
  const like = known.find((queue) => queue.name === before[0]?.queue);
  if (like === undefined) throw unknownQueue(name, before[0]!, known);
  const grid = makeGrid(like.zone, 0, like.stepSeconds, 0);
  const history = emptyHistory({ queue: name, channel, attribution: 'arrival', grid });
  return {
    source: { kind: 'given', histories: [history], name: `${name}@0` },
    queue: name,
    stepSeconds: like.stepSeconds,
  };
}

/** A history with what it continues by the plan, from those that a source has; and a remark. */
export async function withPreceding(
  store: Store,
  own: IntervalHistory,
  plan: Plan,
  source: HistorySource,
): Promise<{ readonly history: IntervalHistory; readonly notes: readonly Note[] }> {
  const queue = plan.queues.find(({ name }) => name === own.queue);
  const before = queue?.before ?? [];
  if (before.length === 0) return { history: own, notes: [] };
  const parts: { readonly history: IntervalHistory; readonly share: number | null }[] = [];
  for (const part of before) {
    parts.push({ history: await historyOf(store, own.queue, part, source), share: part.share });
  }
  const { history, shares, ownFrom } = precedeHistory(own, parts);
  const names = before.map(
    ({ queue }, at) => `${Number((100 * shares[at]!).toFixed(1))} % of ${queue}`,
  );
  const details = { before: names.join(' and '), until: ownFrom ?? 'its opening' };
  return { history, notes: [{ code: 'history-before', details }] };
}

async function historyOf(
  store: Store,
  name: string,
  part: PrecedingQueue,
  source: HistorySource,
): Promise<IntervalHistory> {
  if (source.kind === 'given') {
    const found = source.histories.find(({ queue }) => queue === part.queue);
    if (found === undefined)
      throw unknownQueue(
        name,
        part,
        source.histories.map(({ queue }) => ({ name: queue })),
      );
    return found;
  }
  const known = await store.listQueues(source.site);
  if (!known.some((queue) => queue.name === part.queue && queue.intervals > 0)) {
    throw unknownQueue(name, part, known);
  }
  return store.loadHistory(source.site, part.queue, { from: null, to: null });
}

function unknownQueue(
  name: string,
  part: PrecedingQueue,
  known: readonly { readonly name: string }[],
): AgnerError {
  return new AgnerError(
    'NOT_FOUND',
    `expected the history of queue "${part.queue}", which queue "${name}" of the plan continues, got none; ` +
      `known are: ${known.map((queue) => queue.name).join(', ') || 'none'}`,
    { queue: name, before: part.queue },
  );
}
