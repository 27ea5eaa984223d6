import {
  type CallOutcome,
  type IntervalHistory,
  makeGrid,
  type Measure,
  MEASURES,
  offsetSeconds,
  type QueueCall,
  reachedAgent,
  type Totals,
} from '../domain/index.ts';

/** After-contact work where calls do not tell of it: so long after each answered call of a queue. */
export type WrapUpSource =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'fixed'; readonly secondsOf: (queue: string) => number | null }
  | { readonly kind: 'calls' };

export interface TallySettings {
  readonly zone: string;
  readonly stepSeconds: number;
  /** `null`: contacts in threshold are not known. */
  readonly thresholdSeconds: number | null;
  readonly wrapUp: WrapUpSource;
}

/** Ways out of a queue that are neither an answer nor a caller's own choice to hang up. */
export const EXITS = ['timeout', 'empty', 'key', 'withdrawn', 'cut'] as const;

type Exit = (typeof EXITS)[number];

/** Intervals of a queue with the calls that left it otherwise. */
export interface CallIntervals {
  readonly history: IntervalHistory;
  readonly exits: Readonly<Record<Exit, Totals>>;
}

export interface CallTally {
  readonly add: (call: QueueCall) => void;
  /** First and last slot start with a call; `null` for none. */
  readonly extent: () => { readonly first: number; readonly last: number } | null;
  /**
   * Intervals from `from` to before `to`: 0 where no call came, `null` where `isKnown` says that
   * nothing is known.
   */
  readonly intervals: (
    range: { readonly from: number; readonly to: number },
    isKnown: (start: number) => boolean,
  ) => CallIntervals;
}

const COLUMNS = [...MEASURES, ...EXITS] as const;
const PLACES = Object.fromEntries(COLUMNS.map((name, index) => [name, index])) as Record<
  Measure | Exit,
  number
>;

/**
 * Counts calls of one queue into the intervals in which they arrived. A call whose end is not known
 * counts as answered with no talk.
 */
export function tallyCalls(queue: string, settings: TallySettings): CallTally {
  const { thresholdSeconds, stepSeconds } = settings;
  const slots = new Map<number, Float64Array>();
  const isUnknown = unknownMeasures(queue, settings);
  return {
    add(call) {
      const start = slotStartOf(call.enteredAt, settings);
      let sums = slots.get(start);
      if (sums === undefined) {
        sums = new Float64Array(COLUMNS.length);
        slots.set(start, sums);
      }
      const inThreshold = thresholdSeconds !== null && call.waitSeconds <= thresholdSeconds;
      addCall(sums, call, inThreshold, settings.wrapUp);
    },
    extent() {
      if (slots.size === 0) return null;
      let first = Infinity;
      let last = -Infinity;
      for (const start of slots.keys()) {
        first = Math.min(first, start);
        last = Math.max(last, start);
      }
      return { first, last };
    },
    intervals({ from, to }, isKnown) {
      const grid = makeGrid(settings.zone, from, stepSeconds, (to - from) / stepSeconds);
      const column = (name: Measure | Exit): Totals =>
        Array.from({ length: grid.length }, (_, slot) => {
          const start = from + slot * stepSeconds;
          if (isUnknown.has(name)) return null;
          return slots.get(start)?.[PLACES[name]] ?? (isKnown(start) ? 0 : null);
        });
      return {
        history: {
          queue,
          channel: 'voice',
          attribution: 'arrival',
          grid,
          totals: columnsOf(MEASURES, column),
        },
        exits: columnsOf(EXITS, column),
      };
    },
  };
}

/** Start of the interval that holds an instant; intervals start on the zone's full hours. */
export function slotStartOf(
  instant: number,
  { stepSeconds, zone }: Pick<TallySettings, 'stepSeconds' | 'zone'>,
): number {
  // One phase at all times, also where clocks change by half an hour: a grid is even.
  const phase = -offsetSeconds(zone, PHASE_INSTANT) % stepSeconds;
  return Math.floor((instant - phase) / stepSeconds) * stepSeconds + phase;
}

const PHASE_INSTANT = Date.UTC(2026, 0, 1) / 1000;

function unknownMeasures(
  queue: string,
  { thresholdSeconds, wrapUp }: TallySettings,
): ReadonlySet<string> {
  const hasWrapUp =
    wrapUp.kind === 'calls' || (wrapUp.kind === 'fixed' && wrapUp.secondsOf(queue) !== null);
  return new Set([
    // Conversation includes time on hold; the two are not told apart.
    'holdSeconds',
    ...(thresholdSeconds === null ? ['answeredInThreshold', 'abandonedInThreshold'] : []),
    ...(hasWrapUp ? [] : ['acwSeconds']),
  ]);
}

function addCall(
  sums: Float64Array,
  call: QueueCall,
  inThreshold: boolean,
  wrapUp: WrapUpSource,
): void {
  const count = (name: Measure | Exit, amount = 1) => {
    sums[PLACES[name]]! += amount;
  };
  const { outcome, waitSeconds } = call;
  count('offered');
  if (reachedAgent(outcome)) {
    count('answered');
    if (inThreshold) count('answeredInThreshold');
    count('waitAnsweredSeconds', waitSeconds);
    count('talkSeconds', call.talkSeconds ?? 0);
    if (outcome === 'answered') count('acwSeconds', wrapUpOf(call, wrapUp));
  } else if (outcome === 'abandoned') {
    count('abandoned');
    if (inThreshold) count('abandonedInThreshold');
    count('waitAbandonedSeconds', waitSeconds);
  } else if (isExit(outcome)) {
    count(outcome);
  }
}

function wrapUpOf(call: QueueCall, wrapUp: WrapUpSource): number {
  if (wrapUp.kind === 'calls') return call.wrapUpSeconds ?? 0;
  return wrapUp.kind === 'fixed' ? (wrapUp.secondsOf(call.queue) ?? 0) : 0;
}

function isExit(outcome: CallOutcome): outcome is Exit {
  return EXITS.includes(outcome as Exit);
}

function columnsOf<N extends string>(
  names: readonly N[],
  column: (name: N) => Totals,
): Readonly<Record<N, Totals>> {
  return Object.fromEntries(names.map((name) => [name, column(name)])) as Record<N, Totals>;
}
