import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgnerError } from '../domain/index.ts';
import type { JobOrder, JobQueue, JobRecord, WorkContext } from '../use-cases/index.ts';
import { createJobQueue } from './job-queue.ts';

let queue: JobQueue;
let store: ReturnType<typeof rememberingStore>;
let nextId: number;

const identity = {
  now: () => new Date().toISOString(),
  newId: (prefix: string) => `${prefix}_${++nextId}`,
};

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 5, 8) });
  nextId = 0;
  store = rememberingStore();
  queue = open();
});
afterEach(async () => {
  store.isDown = false;
  const closed = queue.close();
  await vi.advanceTimersByTimeAsync(10_000);
  await closed;
  vi.useRealTimers();
});

function open(options: { maxQueued?: number; concurrency?: number } = {}) {
  const fill = ({ request }: JobOrder, context: WorkContext) =>
    (request as unknown as Work)(context);
  return createJobQueue({ store, identity, maxQueued: 2, concurrency: 1, fill, ...options });
}

type Work = (context: WorkContext) => Promise<string | null>;

/** An order that is filled by the given work. */
function orderOf(work: Work): JobOrder {
  return { work: 'roster', site: 'north', sites: null, request: work as never };
}

/** Keeps every state that was saved. */
function rememberingStore() {
  const saves: JobRecord[] = [];
  const cleaned: string[] = [];
  const refuseWhenDown = () => {
    if (kept.isDown) throw new AgnerError('STORAGE', 'the disk is full');
  };
  const kept = {
    isDown: false,
    saves,
    cleaned,
    saveJob: async (job: JobRecord) => {
      refuseWhenDown();
      saves.push(job);
    },
    loadJob: async (id: string) => {
      const found = saves.findLast((job) => job.id === id);
      if (found === undefined) throw new AgnerError('NOT_FOUND', `no ${id}`);
      return found;
    },
    failAbandonedJobs: async (now: string) => {
      refuseWhenDown();
      cleaned.push(now);
      return 0;
    },
  };
  return kept;
}

/** Work that ends when it is told to. */
function handWork() {
  let context: WorkContext | null = null;
  let succeed: (id: string | null) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  return {
    work: (given: WorkContext) => {
      context = given;
      return new Promise<string | null>((resolve, reject) => {
        succeed = resolve;
        fail = reject;
      });
    },
    context: () => context!,
    hasStarted: () => context !== null,
    succeed: (id: string | null) => {
      succeed(id);
    },
    fail: (error: unknown) => {
      fail(error);
    },
  };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const statesOf = (id: string) =>
  store.saves.filter((job) => job.id === id).map(({ state }) => state);

describe('a job', () => {
  it('is stored before its submitter hears of it, runs, and ends with its result', async () => {
    const { work, succeed } = handWork();
    const job = await queue.submit(orderOf(work));
    expect(job).toEqual({
      id: 'job_1',
      site: 'north',
      kind: 'roster',
      state: 'queued',
      progress: { fraction: 0, step: 'queued', figures: {} },
      resultId: null,
      error: null,
      createdAt: '2026-01-05T08:00:00.000Z',
      updatedAt: '2026-01-05T08:00:00.000Z',
    });
    expect(store.saves[0]).toEqual(job);
    await settle();
    expect((await queue.get('job_1')).state).toBe('running');
    await vi.advanceTimersByTimeAsync(2000);
    succeed('ro_9');
    await settle();
    expect(await queue.get('job_1')).toMatchObject({
      state: 'succeeded',
      resultId: 'ro_9',
      updatedAt: '2026-01-05T08:00:02.000Z',
    });
    expect(statesOf('job_1')).toEqual(['queued', 'running', 'succeeded']);
  });

  it('tells progress at once, and stores it at most once a second', async () => {
    const { work, context, succeed } = handWork();
    await queue.submit(orderOf(work));
    await settle();
    const before = store.saves.length;
    for (let i = 1; i <= 50; i++) {
      context().onProgress({ fraction: i / 100, step: 'search', figures: { i } });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect((await queue.get('job_1')).progress.fraction).toBe(0.5);
    expect(store.saves.length - before).toBeGreaterThanOrEqual(4);
    expect(store.saves.length - before).toBeLessThanOrEqual(5);
    succeed(null);
  });

  it('that fails says why, in the words of the house only', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const refused = handWork();
    const broken = handWork();
    await queue.submit(orderOf(refused.work));
    await queue.submit(orderOf(broken.work));
    await settle();
    refused.fail(new AgnerError('INSUFFICIENT_HISTORY', 'expected 14 days, got 3'));
    await settle();
    broken.fail(new TypeError('secret of /srv/agner'));
    await settle();
    expect(await queue.get('job_1')).toMatchObject({
      state: 'failed',
      error: { code: 'INSUFFICIENT_HISTORY', message: 'expected 14 days, got 3' },
    });
    const { state, error } = await queue.get('job_2');
    expect([state, error?.code]).toEqual(['failed', 'INTERNAL']);
    expect(error?.message).not.toContain('secret');
    expect(JSON.stringify(warned.mock.calls)).toContain('secret of /srv/agner');
    warned.mockRestore();
  });

  it('that nobody knows is NOT_FOUND', async () => {
    await expect(queue.get('job_7')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(queue.cancel('job_7')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the queue', () => {
  it('runs as many at a time as allowed, in order', async () => {
    queue = open({ maxQueued: 9, concurrency: 2 });
    const works = [handWork(), handWork(), handWork(), handWork()];
    for (const { work } of works) await queue.submit(orderOf(work));
    await settle();
    const started = () => works.map(({ hasStarted }) => hasStarted());
    expect(started()).toEqual([true, true, false, false]);
    works[1]!.succeed('r');
    await settle();
    expect(started()).toEqual([true, true, true, false]);
    works[0]!.fail(new AgnerError('INVALID_INPUT', 'no'));
    await settle();
    expect(started()).toEqual([true, true, true, true]);
    for (const { succeed } of works) succeed(null);
  });

  it('is BUSY beyond its length and says when to come again', async () => {
    const works = [handWork(), handWork(), handWork()];
    for (const { work } of works) await queue.submit(orderOf(work));
    const last = queue.submit(orderOf(handWork().work));
    await expect(last).rejects.toMatchObject({
      code: 'BUSY',
      message: 'expected at most 2 jobs to wait, got one more; try again later',
      details: { retryAfterSeconds: 10 },
    });
    works[0]!.succeed('r');
    await settle();
    expect((await queue.submit(orderOf(handWork().work))).state).toBe('queued');
  });

  it('takes no job that the store cannot keep', async () => {
    await settle();
    store.isDown = true;
    const { work, hasStarted } = handWork();
    await expect(queue.submit(orderOf(work))).rejects.toMatchObject({ code: 'STORAGE' });
    store.isDown = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect(hasStarted()).toBe(false);
    await expect(queue.get('job_1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('remembers an end that the store refused, and stores it later', async () => {
    const { work, succeed } = handWork();
    await queue.submit(orderOf(work));
    await settle();
    store.isDown = true;
    succeed('ro_1');
    await settle();
    expect((await queue.get('job_1')).state).toBe('succeeded');
    expect(statesOf('job_1').at(-1)).toBe('running');
    store.isDown = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(statesOf('job_1').at(-1)).toBe('succeeded');
  });

  it('looks for abandoned jobs at the start and every minute, and shows that its own live', async () => {
    const { work, succeed } = handWork();
    await queue.submit(orderOf(work));
    await vi.advanceTimersByTimeAsync(122_000);
    expect(store.cleaned).toEqual([
      '2026-01-05T08:00:00.000Z',
      '2026-01-05T08:01:00.000Z',
      '2026-01-05T08:02:00.000Z',
    ]);
    expect(store.saves.at(-1)?.updatedAt).toBe('2026-01-05T08:02:00.000Z');
    succeed(null);
  });
});

describe('a cancel', () => {
  it('ends a waiting job without running it', async () => {
    const [first, second] = [handWork(), handWork()];
    await queue.submit(orderOf(first.work));
    await queue.submit(orderOf(second.work));
    expect((await queue.cancel('job_2')).state).toBe('cancelled');
    first.succeed(null);
    await settle();
    expect(second.hasStarted()).toBe(false);
    expect(statesOf('job_2')).toEqual(['queued', 'cancelled']);
  });

  it.each([
    [
      'with the result it has',
      (hand: ReturnType<typeof handWork>) => {
        hand.succeed('ro_1');
      },
      'succeeded',
      'ro_1',
    ],
    [
      'with nothing',
      (hand: ReturnType<typeof handWork>) => {
        hand.succeed(null);
      },
      'cancelled',
      null,
    ],
    [
      'with CANCELLED',
      (hand: ReturnType<typeof handWork>) => {
        hand.fail(new AgnerError('CANCELLED', 'x'));
      },
      'cancelled',
      null,
    ],
    [
      'with another error',
      (hand: ReturnType<typeof handWork>) => {
        hand.fail(new Error('x'));
      },
      'cancelled',
      null,
    ],
  ])('lets running work end %s', async (_, end, state, resultId) => {
    const hand = handWork();
    await queue.submit(orderOf(hand.work));
    await settle();
    expect((await queue.cancel('job_1')).state).toBe('running');
    expect(hand.context().signal.aborted).toBe(true);
    end(hand);
    await settle();
    expect(await queue.get('job_1')).toMatchObject({ state, resultId, error: null });
  });

  it('does not wait longer than five seconds for work that ignores it', async () => {
    const [deaf, next] = [handWork(), handWork()];
    await queue.submit(orderOf(deaf.work));
    await queue.submit(orderOf(next.work));
    await settle();
    await queue.cancel('job_1');
    await vi.advanceTimersByTimeAsync(5000);
    expect((await queue.get('job_1')).state).toBe('cancelled');
    expect(next.hasStarted()).toBe(true);
    deaf.succeed('too late');
    await settle();
    expect(await queue.get('job_1')).toMatchObject({ state: 'cancelled', resultId: null });
  });

  it('leaves an ended job as it is', async () => {
    const { work, succeed } = handWork();
    await queue.submit(orderOf(work));
    succeed('ro_1');
    await settle();
    succeed('ro_1');
    await settle();
    const ended = await queue.get('job_1');
    expect(await queue.cancel('job_1')).toEqual(ended);
  });

  it('of a job of another process is a CONFLICT', async () => {
    const { work } = handWork();
    const job = await queue.submit(orderOf(work));
    const other = open();
    await expect(other.cancel(job.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await other.close();
  });
});

it('closing stops everything, waits for it, and takes nothing more', async () => {
  const [first, second] = [handWork(), handWork()];
  await queue.submit(orderOf(first.work));
  await queue.submit(orderOf(second.work));
  await settle();
  let isClosed = false;
  const closing = queue.close().then(() => (isClosed = true));
  await settle();
  expect([first.context().signal.aborted, isClosed]).toEqual([true, false]);
  first.succeed('ro_1');
  await closing;
  expect(statesOf('job_1').at(-1)).toBe('succeeded');
  expect(statesOf('job_2').at(-1)).toBe('cancelled');
  await expect(queue.submit(orderOf(first.work))).rejects.toMatchObject({ code: 'BUSY' });
});
