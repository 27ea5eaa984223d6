import {
  type AgentState,
  type LiveCentre,
  type LiveSource,
  type QueueSnapshot,
} from '../../domain/index.ts';
import { type OpenTalk } from './live-state.ts';

/** What differs from the version before. */
export interface LiveChange {
  readonly version: number;
  readonly madeAt: string;
  readonly source: LiveSource;
  /** Queues and people that changed, whole. */
  readonly queues: readonly QueueSnapshot[];
  readonly agents: readonly AgentState[];
  /** Names of those that are there no more. */
  readonly gone: { readonly queues: readonly string[]; readonly agents: readonly string[] };
}

/** A change as text, made once for all who hear it. */
export interface LiveNews {
  /** Unlike in every run of the program. */
  readonly id: string;
  readonly text: string;
}

export interface LiveFeed {
  readonly site: string;
  /** Scheduled activities, by name or kind, that reasons of pauses stand for. */
  readonly activities: Readonly<Record<string, string>>;
  readonly current: () => LiveCentre;
  /** The ACD's clock, epoch seconds, which intervals go by. */
  readonly now: () => number;
  readonly openTalk: () => readonly OpenTalk[];
  /** Everything at this moment, as text. */
  readonly whole: () => LiveNews;
  /** The news after one that was heard before; `null` where that is too long ago, or not ours. */
  readonly newsSince: (id: string) => readonly LiveNews[] | null;
  /** Calls back with each news until the returned function is called; `onEnd` when none will come. */
  readonly subscribe: (onNews: (news: LiveNews) => void, onEnd: () => void) => () => void;
}

export interface LiveFeedMaker extends LiveFeed {
  readonly publish: (view: Omit<LiveCentre, 'version'>) => void;
  readonly end: () => void;
}

/** News that is kept for those who come back. */
const KEPT_NEWS = 600;

/** Makes versions of views, and hands on what changed between them; `run` differs in every run. */
export function openLiveFeed(
  {
    site,
    run,
    activities,
    now,
    openTalk,
  }: Pick<LiveFeed, 'site' | 'activities' | 'now' | 'openTalk'> & { readonly run: string },
  first: Omit<LiveCentre, 'version'>,
): LiveFeedMaker {
  let current: LiveCentre = { version: 0, ...first };
  let whole: LiveNews | null = null;
  let queueTexts = textsOf(first.queues, ({ queue }) => queue);
  let agentTexts = textsOf(first.agents, ({ agent }) => agent);
  let kept: LiveNews[] = [];
  const listeners = new Set<{ readonly onNews: (news: LiveNews) => void; onEnd: () => void }>();
  const idOf = (version: number): string => `${run}-${version}`;

  return {
    site,
    activities,
    now,
    openTalk,
    current: () => current,
    whole: () => (whole ??= { id: idOf(current.version), text: JSON.stringify(current) }),
    newsSince(id) {
      if (id === idOf(current.version)) return [];
      const at = kept.findIndex((news) => news.id === id);
      return at < 0 ? null : kept.slice(at + 1);
    },
    subscribe(onNews, onEnd) {
      const listener = { onNews, onEnd };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    publish(view) {
      const queues = textsOf(view.queues, ({ queue }) => queue);
      const agents = textsOf(view.agents, ({ agent }) => agent);
      const version = current.version + 1;
      const change: LiveChange = {
        version,
        madeAt: view.madeAt,
        source: view.source,
        queues: view.queues.filter(({ queue }) => queues.get(queue) !== queueTexts.get(queue)),
        agents: view.agents.filter(({ agent }) => agents.get(agent) !== agentTexts.get(agent)),
        gone: {
          queues: [...queueTexts.keys()].filter((name) => !queues.has(name)),
          agents: [...agentTexts.keys()].filter((name) => !agents.has(name)),
        },
      };
      current = { version, ...view };
      whole = null;
      queueTexts = queues;
      agentTexts = agents;
      const news = { id: idOf(version), text: JSON.stringify(change) };
      kept.push(news);
      if (kept.length > 2 * KEPT_NEWS) kept = kept.slice(-KEPT_NEWS);
      for (const { onNews } of listeners) onNews(news);
    },
    end() {
      for (const { onEnd } of [...listeners]) onEnd();
      listeners.clear();
    },
  };
}

function textsOf<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, string> {
  return new Map(items.map((item) => [nameOf(item), JSON.stringify(item)]));
}
