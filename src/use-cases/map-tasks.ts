import { type TaskRunner, type WorkContext } from './ports.ts';
import { type TaskName, type TaskTypes } from './tasks.ts';
import { checkNotCancelled } from './work.ts';

/**
 * Runs one task per item, as many at a time as the runner has threads. The input of a task is made
 * when its turn comes, so that no more inputs are held than are worked on.
 *
 * Progress is that of all: the mean of their fractions, with the news of the one that spoke last.
 * The first that fails ends the others, and its error is thrown once they have ended.
 *
 * @returns outputs in the order of the items
 */
export async function mapTasks<K extends TaskName, T>(
  tasks: TaskRunner,
  task: K,
  items: readonly T[],
  inputOf: (item: T) => Promise<TaskTypes[K]['input']>,
  context: WorkContext,
): Promise<readonly TaskTypes[K]['output'][]> {
  const outputs: TaskTypes[K]['output'][] = [];
  const fractions = new Float64Array(items.length);
  const failed = new AbortController();
  const signal = AbortSignal.any([context.signal, failed.signal]);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length && !signal.aborted) {
      const index = next++;
      const input = await inputOf(items[index]!);
      outputs[index] = await tasks.run(task, input, {
        signal,
        onProgress: (progress) => {
          fractions[index] = progress.fraction;
          const sum = fractions.reduce((total, fraction) => total + fraction, 0);
          context.onProgress({ ...progress, fraction: sum / items.length });
        },
      });
      fractions[index] = 1;
    }
  };
  const failures: unknown[] = [];
  const lines = Array.from({ length: Math.min(tasks.threads, items.length) }, () =>
    work().catch((error: unknown) => {
      failures.push(error);
      failed.abort();
    }),
  );
  await Promise.all(lines);
  checkNotCancelled(context);
  if (failures.length > 0) throw failures[0];
  return outputs;
}
