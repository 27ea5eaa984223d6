import { AgnerError } from '../domain/index.ts';

/** Wrong passwords that cost nothing but the work of checking them. */
const FREE_FAILURES = 5;

const LONGEST_WAIT_SECONDS = 60;

/** Failures are forgotten after so long without another one. */
const MEMORY_SECONDS = 900;

/** Names and addresses that are remembered; the oldest go first. */
const MAX_REMEMBERED = 10_000;

interface Failures {
  readonly count: number;
  readonly lastMs: number;
}

export interface SignInLimit {
  /** Throws `BUSY` (429) with the seconds to wait. */
  readonly check: (name: string, address: string) => void;
  readonly fail: (name: string, address: string) => void;
  readonly succeed: (name: string, address: string) => void;
}

/**
 * Slows guessing of one user's password from one address: after five wrong ones the next try has
 * to wait 1, 2, 4, ... 60 seconds. Other users, and the same user elsewhere, wait for nothing.
 */
export function limitSignIn(nowMs: () => number): SignInLimit {
  const known = new Map<string, Failures>();
  const keyOf = (name: string, address: string) => `${address} ${name.trim().toLowerCase()}`;
  const recent = (key: string): Failures | null => {
    const failures = known.get(key);
    if (failures === undefined || nowMs() - failures.lastMs > MEMORY_SECONDS * 1000) return null;
    return failures;
  };
  return {
    check: (name, address) => {
      const failures = recent(keyOf(name, address));
      if (failures === null || failures.count < FREE_FAILURES) return;
      const waitSeconds = Math.min(2 ** (failures.count - FREE_FAILURES), LONGEST_WAIT_SECONDS);
      const leftMs = failures.lastMs + waitSeconds * 1000 - nowMs();
      if (leftMs <= 0) return;
      throw new AgnerError('BUSY', 'too many wrong passwords for this user from this address', {
        retryAfterSeconds: Math.ceil(leftMs / 1000),
        status: 429,
      });
    },
    fail: (name, address) => {
      const key = keyOf(name, address);
      const count = (recent(key)?.count ?? 0) + 1;
      known.delete(key);
      known.set(key, { count, lastMs: nowMs() });
      const [oldest] = known.keys();
      if (known.size > MAX_REMEMBERED && oldest !== undefined) known.delete(oldest);
    },
    succeed: (name, address) => {
      known.delete(keyOf(name, address));
    },
  };
}
