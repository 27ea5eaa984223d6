import { describe, expect, it } from 'vitest';
import { AgnerError } from '../domain/index.ts';
import { mapTasks } from './map-tasks.ts';
import { type Progress, type TaskRunner, type WorkContext } from './ports.ts';

/** A runner whose tasks end when told to, by the name in its input. */
function stageRunner(threads: number) {
  const running = new Map<string, { end: (error?: Error) => void; context: WorkContext }>();
  const tasks = {
    threads,
    run: (_: string, input: { name: string }, context: WorkContext) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => {
          running.delete(input.name);
          if (error === undefined) resolve(`${input.name} done`);
          else reject(error);
        };
        context.signal.addEventListener('abort', () => {
          end(new AgnerError('CANCELLED', 'stopped'));
        });
        running.set(input.name, { end, context });
      }),
  } as unknown as TaskRunner;
  return { tasks, running };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

function start(threads: number, names: readonly string[]) {
  const { tasks, running } = stageRunner(threads);
  const made: string[] = [];
  const heard: Progress[] = [];
  const stop = new AbortController();
  const outputs = mapTasks(
    tasks,
    'forecast',
    names,
    (name) => {
      made.push(name);
      return Promise.resolve({ name } as never);
    },
    { signal: stop.signal, onProgress: (progress) => heard.push(progress) },
  );
  outputs.catch(() => undefined);
  return { outputs, running, made, heard, stop };
}

describe('tasks of many items', () => {
  it('run as many at a time as there are threads, and answer in order', async () => {
    const { outputs, running, made } = start(2, ['a', 'b', 'c']);
    await settle();
    expect([...running.keys()]).toEqual(['a', 'b']);
    expect(made).toEqual(['a', 'b']);
    running.get('b')!.end();
    await settle();
    expect([...running.keys()]).toEqual(['a', 'c']);
    running.get('c')!.end();
    running.get('a')!.end();
    expect(await outputs).toEqual(['a done', 'b done', 'c done']);
  });

  it('tell of their progress as of one piece of work', async () => {
    const { running, heard } = start(2, ['a', 'b', 'c', 'd']);
    await settle();
    const speak = (name: string, fraction: number) => {
      running.get(name)!.context.onProgress({ fraction, step: 'forecast', figures: { name } });
    };
    speak('a', 0.5);
    running.get('a')!.end();
    await settle();
    speak('b', 0.5);
    expect(heard.map(({ fraction }) => fraction)).toEqual([0.125, 0.375]);
    expect(heard[1]).toMatchObject({ step: 'forecast', figures: { name: 'b' } });
  });

  it('end with the error of the first that fails', async () => {
    const { outputs, running, made } = start(2, ['a', 'b', 'c']);
    await settle();
    running.get('b')!.end(new AgnerError('INSUFFICIENT_HISTORY', 'too short'));
    await expect(outputs).rejects.toMatchObject({ code: 'INSUFFICIENT_HISTORY' });
    expect(running.size).toBe(0);
    expect(made).toEqual(['a', 'b']);
  });

  it('can be stopped', async () => {
    const { outputs, stop, made } = start(1, ['a', 'b']);
    await settle();
    stop.abort();
    await expect(outputs).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(made).toEqual(['a']);
  });

  it('are none of no items', async () => {
    expect(await start(2, []).outputs).toEqual([]);
  });
});
