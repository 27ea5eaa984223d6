import { type StopSignal } from './mip-solver.ts';

/** Figures of a moment: fraction done and what is known. */
export interface SearchProgress {
  readonly fraction: number;
  readonly step: string;
  readonly figures: Readonly<Record<string, number | string | null>>;
}

/** The world around a search: its clock, and the hand that stops it. */
export interface SearchClock {
  readonly elapsedSeconds: () => number;
  readonly signal: StopSignal;
  readonly onProgress: (progress: SearchProgress) => void;
}

export interface SearchLimits {
  readonly timeLimitSeconds: number;
  /** People re-rostered before the search ends; `null` for time alone. */
  readonly iterationLimit: number | null;
}

/** Counts work and tells when to stop. With an iteration limit nothing but the end asks the clock. */
export interface Watch {
  readonly stopped: () => 'time-limit' | 'cancelled' | 'iterations' | null;
  readonly count: (iterations: number) => void;
  /** Whether iterations, not time, are the allowance. */
  readonly isCounted: boolean;
  /** Share of the allowance used, in [0, 1]. */
  readonly used: () => number;
  /** Seconds since the search began. */
  readonly spent: () => number;
  /** Seconds left. */
  readonly left: () => number;
  readonly tell: (step: string, figures: SearchProgress['figures']) => void;
}

export function makeWatch(limits: SearchLimits, clock: SearchClock): Watch {
  const { timeLimitSeconds, iterationLimit } = limits;
  const begun = clock.elapsedSeconds();
  let iterations = 0;
  let told = -Infinity;
  const spent = () => clock.elapsedSeconds() - begun;
  const used = () => {
    const share =
      iterationLimit === null
        ? spent() / Math.max(timeLimitSeconds, 1e-9)
        : iterations / Math.max(iterationLimit, 1);
    return Math.min(1, share);
  };
  return {
    stopped: () => {
      if (clock.signal.aborted) return 'cancelled';
      if (iterationLimit !== null && iterations >= iterationLimit) return 'iterations';
      return spent() >= timeLimitSeconds ? 'time-limit' : null;
    },
    count: (more) => {
      iterations += more;
    },
    isCounted: iterationLimit !== null,
    used,
    spent,
    left: () => Math.max(0, timeLimitSeconds - spent()),
    tell: (step, figures) => {
      const now = spent();
      if (now - told < 0.2) return;
      told = now;
      clock.onProgress({ fraction: used(), step, figures });
    },
  };
}
