import { type IntervalGrid } from './interval-grid.ts';

export type Channel = 'voice' | 'chat' | 'email' | 'outbound';

export const CHANNELS: readonly Channel[] = ['voice', 'chat', 'email', 'outbound'];

/** To which interval a contact counts: that of its arrival, its answer or its end. */
export type Attribution = 'arrival' | 'answer' | 'end';

export const ATTRIBUTIONS: readonly Attribution[] = ['arrival', 'answer', 'end'];

/** The totals that an interval of history may hold, in the order of the canonical layout. */
export const MEASURES = [
  'offered',
  'answered',
  'answeredInThreshold',
  'abandoned',
  'abandonedInThreshold',
  'talkSeconds',
  'holdSeconds',
  'acwSeconds',
  'waitAnsweredSeconds',
  'waitAbandonedSeconds',
] as const;

export type Measure = (typeof MEASURES)[number];

/** One total per slot of the grid; `null` is "not known", which is not 0. */
export type Totals = readonly (number | null)[];

/**
 * What one queue lived through, interval by interval: totals, never averages.
 *
 * Every measure has one value per slot. A measure that the source never gave is all `null`.
 */
export interface IntervalHistory {
  readonly queue: string;
  readonly channel: Channel;
  readonly attribution: Attribution;
  readonly grid: IntervalGrid;
  readonly totals: Readonly<Record<Measure, Totals>>;
}

/** Handle time total of a slot (talk + hold + wrap-up); `null` unless talk is known. */
export function handleSeconds(history: IntervalHistory, slot: number): number | null {
  const talk = history.totals.talkSeconds[slot] ?? null;
  if (talk === null) return null;
  return talk + (history.totals.holdSeconds[slot] ?? 0) + (history.totals.acwSeconds[slot] ?? 0);
}
