/** How long to wait before connecting again. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
  /** After a refusal that only a person can change. */
  readonly refusedMs: number;
}

export const BACKOFF: Backoff = { firstMs: 1000, mostMs: 30_000, refusedMs: 60_000 };

/**
 * Twice as long after each failure in a row, less up to half of it by chance, so that many clients
 * of a server that comes back do not come at once.
 */
export function delayMs(
  failures: number,
  isRefused: boolean,
  backoff: Backoff,
  random: () => number,
): number {
  const whole = isRefused
    ? backoff.refusedMs
    : Math.min(backoff.mostMs, backoff.firstMs * 2 ** Math.max(0, failures - 1));
  return whole * (1 - random() / 2);
}

/** Waits, or less if stopped or woken; never rejects. */
export async function pause(ms: number, signal: AbortSignal, woken?: Promise<unknown>) {
  let timer: NodeJS.Timeout | undefined;
  let stop: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    stop = () => {
      resolve();
    };
    timer = setTimeout(stop, ms);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) resolve();
  });
  await Promise.race(woken === undefined ? [over] : [over, woken]);
  clearTimeout(timer);
  signal.removeEventListener('abort', stop);
}
