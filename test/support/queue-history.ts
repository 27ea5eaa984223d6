/** Small histories with a known law, for tests of forecasts. */
import {
  type AgnerError,
  type IntervalHistory,
  MEASURES,
  type Totals,
} from '../../src/domain/index.ts';
import { type ForecastOptions } from '../../src/forecast/index.ts';
import { gridFrom, layOutSlots } from '../../src/forecast/slot-layout.ts';

export const OPTIONS: ForecastOptions = {
  from: null,
  days: 28,
  levels: [0.8, 0.95],
  openingHours: null,
  specialDays: [],
  assumedHandleTimeSeconds: 240,
};
export const BACKTEST = {
  origins: [],
  days: 28,
  levels: [0.8, 0.95],
  openingHours: null,
  specialDays: [],
};

/** A Monday. */
export const FIRST = '2026-01-05';

interface Place {
  readonly zone: string;
  readonly stepSeconds: number;
  readonly first: string;
}

export type VolumeOf = (day: number, wall: number, slot: number) => number | null;

/** A history of `days` local dates; `wall` counts half-hours (or the step) from midnight. */
export function makeHistory(days: number, volumeOf: VolumeOf, place: Partial<Place> = {}) {
  const { zone = 'Europe/Ljubljana', stepSeconds = 1800, first = FIRST } = place;
  const grid = gridFrom(zone, first, days, stepSeconds);
  const layout = layOutSlots(grid);
  const slots = Array.from(layout.dayOfSlot, (day, slot) =>
    volumeOf(day, layout.wallOfSlot[slot]!, slot),
  );
  return withOffered({ queue: 'support', channel: 'voice', attribution: 'arrival', grid }, slots);
}

export function withOffered(
  rest: Omit<IntervalHistory, 'totals'>,
  offered: Totals,
  more: Partial<IntervalHistory['totals']> = {},
): IntervalHistory {
  const nulls = offered.map(() => null);
  const totals = Object.fromEntries(MEASURES.map((measure) => [measure, nulls]));
  return { ...rest, totals: { ...totals, ...more, offered } as IntervalHistory['totals'] };
}

/** Noise that repeats: a whole number in [-2, 2]. */
const wobble = (day: number, wall: number) => ((day * 7 + wall * 13 + day * wall) % 5) - 2;

/** 08:00 to 20:00 from Monday to Friday, Monday the busiest; 0 at other times. */
export const office: VolumeOf = (day, wall) =>
  day % 7 < 5 && wall >= 16 && wall < 40 ? officeMean(day, wall) + wobble(day, wall) : 0;
export const officeMean = (day: number, wall: number) =>
  Math.round((60 + 30 * Math.sin((wall - 16) / 5)) * (1.2 - 0.1 * (day % 7)));

/** Day and night, every day. */
export const always: VolumeOf = (day, wall) => 20 + (wall % 24) + (day % 7) + wobble(day, wall);

/** Code and message of what a call refuses with. */
export function refusal(run: () => unknown): { readonly code: string; readonly message: string } {
  try {
    run();
  } catch (error) {
    const { code, message } = error as AgnerError;
    return { code, message };
  }
  throw new Error('expected a refusal');
}
