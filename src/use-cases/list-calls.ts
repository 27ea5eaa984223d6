import { type AgentSpan, type QueueCall } from '../domain/index.ts';
import { type Store } from './ports.ts';

/** As much as is loaded at once: memory does not grow with the years. */
const WINDOW_SECONDS = 86_400;

type CallStore = Pick<Store, 'callLogExtent' | 'loadCalls' | 'loadAgentSpans'>;

/** All stored calls of a site in order of entry, a day's worth at a time. */
export async function* listCalls(
  store: CallStore,
  site: string,
): AsyncGenerator<readonly QueueCall[]> {
  for await (const range of windows(store, site)) yield await store.loadCalls(site, range);
}

/** All stored stretches of agents' time of a site in order of beginning. */
export async function* listAgentSpans(
  store: CallStore,
  site: string,
): AsyncGenerator<readonly AgentSpan[]> {
  for await (const range of windows(store, site)) yield await store.loadAgentSpans(site, range);
}

async function* windows(store: CallStore, site: string) {
  const extent = await store.callLogExtent(site);
  if (extent === null) return;
  for (let from = extent.from; from <= extent.to; from += WINDOW_SECONDS) {
    yield { from, to: from + WINDOW_SECONDS };
  }
}
