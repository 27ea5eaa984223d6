import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildRooms } from '../support/build.ts';
import { refusal } from './refusal.ts';
import type { Progress, TaskRunner } from '../../src/use-cases/ports.ts';
import { createTaskRunner } from '../../src/jobs/index.ts';

let folder: string;
let workerUrl: URL;
let runner: TaskRunner;

beforeAll(() => {
  folder = buildRooms(['domain', 'jobs']);
  copyFileSync(
    join(import.meta.dirname, '../fixtures/jobs/worker.mjs'),
    join(folder, 'worker.mjs'),
  );
  workerUrl = pathToFileURL(join(folder, 'worker.mjs'));
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  runner = createTaskRunner({ workerUrl, threads: 1, niceness: 5 });
});
afterEach(() => runner.close());

// The tasks of the fixture take and give anything.
function run(task: 'forecast' | 'roster' | 'backtest' | 'staff' | 'whatIf', input: unknown) {
  const controller = new AbortController();
  const heard: Progress[] = [];
  let onFirst: () => void = () => undefined;
  const working = new Promise<void>((resolve) => (onFirst = resolve));
  const onProgress = (progress: Progress) => {
    heard.push(progress);
    onFirst();
  };
  const output = runner.run(task, input as never, {
    signal: controller.signal,
    onProgress,
  }) as Promise<unknown>;
  output.catch(() => undefined);
  return {
    output,
    heard,
    working,
    cancel: () => {
      controller.abort();
    },
  };
}

describe('a task', () => {
  it('gets its input and gives its output, large as they may be', async () => {
    const input = {
      numbers: Array.from({ length: 500_000 }, (_, i) => i / 3),
      text: 'šč',
      none: null,
    };
    expect(await run('forecast', input).output).toEqual(input);
  });

  it('leaves the event loop free', async () => {
    const busy = run('roster', { best: 1 });
    await busy.working;
    let turns = 0;
    for (; turns < 20; turns++) await sleep(1);
    busy.cancel();
    expect(await busy.output).toMatchObject({ best: 1 });
    expect(turns).toBe(20);
  });

  it('tells its progress now and then, new steps and the last moment always', async () => {
    const { output, heard } = run('staff', 'in');
    expect(await output).toBe('in');
    expect(heard.length).toBeLessThan(1000);
    expect(heard.map(({ step }) => step)).toEqual(expect.arrayContaining(['first', 'second']));
    expect(heard.at(-1)).toEqual({ fraction: 1, step: 'second', figures: { i: 100_000 } });
    const fractions = heard.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  });
});

describe('a cancel', () => {
  it('is seen by a task that computes without a pause, which brings home its best', async () => {
    const { output, working, cancel } = run('roster', { best: 42 });
    await working;
    cancel();
    expect(await output).toEqual({ best: 42, sawCancel: true });
  });

  it('is CANCELLED where there is nothing to bring home', async () => {
    const { output, working, cancel } = run('roster', { best: null });
    await working;
    cancel();
    await expect(output).rejects.toEqual(refusal('CANCELLED', 'the work was cancelled'));
  });

  it('is dispatched as "abort" to a task that waits', async () => {
    const { output, working, cancel } = run('backtest', null);
    await working;
    cancel();
    expect(await output).toEqual({ reason: 'CANCELLED' });
  });

  it('takes a waiting task off the queue while another runs', async () => {
    const first = run('roster', { best: 1 });
    await first.working;
    const second = run('forecast', 2);
    const third = run('forecast', 3);
    second.cancel();
    await expect(second.output).rejects.toEqual(refusal('CANCELLED', 'cancelled'));
    first.cancel();
    expect(await first.output).toMatchObject({ best: 1 });
    expect(await third.output).toBe(3);
  });

  it('before the start starts nothing', async () => {
    const context = { signal: AbortSignal.abort(), onProgress: () => undefined };
    await expect(runner.run('staff', null as never, context)).rejects.toEqual(
      refusal('CANCELLED', 'cancelled'),
    );
  });

  it('ends the thread of a task that ignores it, and the next task gets a new one', async () => {
    const deaf = run('whatIf', { how: 'ignore-cancel' });
    await deaf.working;
    const next = run('forecast', 'next');
    deaf.cancel();
    await expect(deaf.output).rejects.toEqual(refusal('CANCELLED', 'cancelled'));
    expect(await next.output).toBe('next');
  }, 20_000);
});

describe('a failure', () => {
  it('of the house arrives with code, message and details', async () => {
    await expect(run('whatIf', { how: 'refuse' }).output).rejects.toMatchObject({
      name: 'AgnerError',
      code: 'TOO_LARGE',
      message: 'expected less',
      details: { most: 3, list: [1] },
    });
  });

  it('of another kind is INTERNAL, with its stack as cause', async () => {
    const error = await run('whatIf', { how: 'throw' }).output.catch((thrown: unknown) => thrown);
    expect(error).toEqual(refusal('INTERNAL', 'RangeError: out of the blue'));
    expect((error as Error & { cause: Error }).cause.stack).toContain('worker.mjs');
  });

  it('that ends the thread is INTERNAL, and the next task gets a new thread', async () => {
    await expect(run('whatIf', { how: 'exit' }).output).rejects.toEqual(refusal('INTERNAL', '.'));
    expect(await run('forecast', 'next').output).toBe('next');
  });

  it('to copy the input is INTERNAL', async () => {
    await expect(run('forecast', () => 1).output).rejects.toEqual(refusal('INTERNAL', '.'));
    expect(await run('forecast', 'next').output).toBe('next');
  });

  it('to load the worker file is INTERNAL for all, also for those that come later', async () => {
    runner = createTaskRunner({
      workerUrl: new URL('missing.mjs', workerUrl),
      threads: 1,
      niceness: 5,
    });
    const both = [run('forecast', 1), run('forecast', 2)];
    for (const { output } of both) {
      await expect(output).rejects.toEqual(refusal('INTERNAL', 'missing.mjs'));
    }
    await expect(run('forecast', 3).output).rejects.toEqual(refusal('INTERNAL', 'missing.mjs'));
  });
});

it('closing cancels what runs, what waits and what comes', async () => {
  const runs = [run('roster', { best: 1 }), run('forecast', 2)];
  await runs[0]!.working;
  await runner.close();
  for (const { output } of [...runs, run('forecast', 3)]) {
    await expect(output).rejects.toEqual(refusal('CANCELLED', 'cancelled'));
  }
});
