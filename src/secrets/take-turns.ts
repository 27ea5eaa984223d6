import { AgnerError } from '../domain/index.ts';

/**
 * Runs work with at most `atOnce` under way and at most `waiting` more in line, first come first
 * served. Throws `BUSY` beyond that.
 */
export function takeTurns({
  atOnce,
  waiting,
}: {
  readonly atOnce: number;
  readonly waiting: number;
}): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const line: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (line.length >= waiting) {
        throw new AgnerError(
          'BUSY',
          `expected at most ${waiting} passwords waiting to be checked`,
          {
            retryAfterSeconds: 5,
          },
        );
      }
      // Whoever ends hands the turn on, so that nobody slips in between.
      await new Promise<void>((resolve) => line.push(resolve));
    } else {
      running++;
    }
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
