import { setTimeout as sleep } from 'node:timers/promises';
import { type AttemptStore, lookForStrays, SILENT_SECONDS } from './end-attempt.ts';
import { type Turns } from './turns.ts';

const EVERY_MILLISECONDS = 500;

/**
 * Looks again and again for jobs that lost their process. After the database was away it waits as
 * long as a job may be silent: until then nobody could be heard.
 */
export function watchStrays(store: AttemptStore, turns: Turns): { readonly close: () => void } {
  const end = new AbortController();
  const watch = async () => {
    let listensSince = performance.now();
    while (!end.signal.aborted) {
      await sleep(EVERY_MILLISECONDS, null, { signal: end.signal });
      try {
        const heardSeconds = (performance.now() - listensSince) / 1000;
        await lookForStrays(store, turns, { hearsAll: heardSeconds > SILENT_SECONDS });
      } catch {
        listensSince = performance.now();
      }
    }
  };
  // Ends by its signal alone.
  watch().catch(() => undefined);
  return {
    close: () => {
      end.abort();
    },
  };
}
