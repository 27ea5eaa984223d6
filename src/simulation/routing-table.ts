import { type Centre } from './centre.ts';

/** Who serves whom, as numbers. Ranges run from `first[i]` to below `first[i + 1]`. */
export interface RoutingTable {
  /** By queue: its steps. */
  readonly firstStep: Int32Array;
  readonly afterSeconds: Float64Array;
  /** By step: its groups. */
  readonly firstGroup: Int32Array;
  readonly groups: Int32Array;
  /** By group: the queues that it serves, the first to be served first. */
  readonly firstQueue: Int32Array;
  readonly queues: Int32Array;
  readonly priorities: Float64Array;
  /** How many steps of the queue have to be open. */
  readonly stepsNeeded: Int32Array;
}

export function makeRoutingTable({ queues, groups }: Centre): RoutingTable {
  const placeOf = new Map(groups.map(({ name }, group) => [name, group]));
  const firstStep = [0];
  const afterSeconds: number[] = [];
  const firstGroup = [0];
  const stepGroups: number[] = [];
  const served = groups.map(() => [] as { queue: number; priority: number; needed: number }[]);
  queues.forEach(({ routing, priority }, queue) => {
    routing.forEach((step, index) => {
      afterSeconds.push(step.afterSeconds);
      for (const name of step.groups) {
        const group = placeOf.get(name)!;
        stepGroups.push(group);
        served[group]!.push({ queue, priority, needed: index + 1 });
      }
      firstGroup.push(stepGroups.length);
    });
    firstStep.push(afterSeconds.length);
  });
  for (const list of served) list.sort((a, b) => a.priority - b.priority || a.queue - b.queue);
  const all = served.flat();
  const firstQueue = [0];
  for (const list of served) firstQueue.push(firstQueue.at(-1)! + list.length);
  return {
    firstStep: Int32Array.from(firstStep),
    afterSeconds: Float64Array.from(afterSeconds),
    firstGroup: Int32Array.from(firstGroup),
    groups: Int32Array.from(stepGroups),
    firstQueue: Int32Array.from(firstQueue),
    queues: Int32Array.from(all, ({ queue }) => queue),
    priorities: Float64Array.from(all, ({ priority }) => priority),
    stepsNeeded: Int32Array.from(all, ({ needed }) => needed),
  };
}
