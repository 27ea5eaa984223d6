import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** A process that runs jobs. */
export interface Owner {
  readonly host: string;
  readonly process: number;
  /** Tells lives apart: a restarted container often has the same process id. */
  readonly life: string;
}

/** The process that asks. */
export const thisOwner: Owner = { host: hostname(), process: process.pid, life: randomUUID() };

/** A job that nobody touched for so long is abandoned, wherever its owner ran. */
const SILENT_SECONDS = 300;

/** Whether the owner of a job, last heard of at `updatedAt`, is gone for good as of `now`. */
export function isGone(owner: Owner, updatedAt: string, now: string): boolean {
  if (owner.host === thisOwner.host) {
    if (owner.process === thisOwner.process) return owner.life !== thisOwner.life;
    if (!isRunning(owner.process)) return true;
  }
  return Date.parse(now) - Date.parse(updatedAt) > SILENT_SECONDS * 1000;
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return (error as { code?: unknown }).code === 'EPERM';
  }
}
