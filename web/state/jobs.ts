/** Work that the server does for this page; it goes on while other screens are looked at. */
import { signal } from '@preact/signals';
import { cancelJob, loadJob } from '../api/client.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { type Job } from '../api/types.ts';
import { refreshLists } from './lists.ts';

const POLL_MILLISECONDS = 700;

export interface WatchedJob {
  readonly job: Job;
  /** Why its state is not known any more; `null` while it is. */
  readonly problem: Problem | null;
}

/** Newest first. */
export const jobs = signal<readonly WatchedJob[]>([]);

export function isUnderWay(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running';
}

/** Starts a job and follows it to its end. Throws what the server says against starting it. */
export async function runJob(start: () => Promise<Job>): Promise<void> {
  const job = await start();
  jobs.value = [{ job, problem: null }, ...jobs.peek()];
  void follow(job.id);
}

/** Asks for a job's state until it has ended or cannot be asked for. */
export async function follow(id: string): Promise<void> {
  for (;;) {
    try {
      const job = await loadJob(id);
      put({ job, problem: null });
      if (!isUnderWay(job)) break;
    } catch (error) {
      const known = jobs.peek().find((entry) => entry.job.id === id);
      if (known !== undefined) put({ job: known.job, problem: problemOf(error) });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  await refreshLists();
}

/** Asks the server to stop; the state changes when it has. */
export async function cancel(id: string): Promise<void> {
  try {
    await cancelJob(id);
  } catch (error) {
    const known = jobs.peek().find((entry) => entry.job.id === id);
    if (known !== undefined) put({ job: known.job, problem: problemOf(error) });
  }
}

/** Takes an ended job off the screen. */
export function forget(id: string): void {
  jobs.value = jobs.peek().filter((entry) => entry.job.id !== id);
}

function put(next: WatchedJob): void {
  jobs.value = jobs.peek().map((entry) => (entry.job.id === next.job.id ? next : entry));
}
