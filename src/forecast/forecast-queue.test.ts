import { describe, expect, it } from 'vitest';
import { addDays, MEASURES, type IntervalHistory, type Totals } from '../domain/index.ts';
import { forecastQueue, type ForecastOptions } from './index.ts';
import { gridFrom, layOutSlots } from './slot-layout.ts';

const OPTIONS: ForecastOptions = {
  from: null,
  days: 28,
  levels: [0.8, 0.95],
  openingHours: null,
  specialDays: [],
  assumedHandleTimeSeconds: 240,
};

/** A queue open 08:00 to 20:00 from Monday to Friday, its volume wavy and without noise. */
function makeHistory(
  days: number,
  volumeOf: (date: string, wall: number, day: number) => number | null,
  zone = 'Europe/Ljubljana',
  stepSeconds = 1800,
  first = '2026-01-05',
): IntervalHistory {
  const grid = gridFrom(zone, first, days, stepSeconds);
  const layout = layOutSlots(grid);
  const nulls: Totals = Array.from({ length: grid.length }, () => null);
  const totals = Object.fromEntries(MEASURES.map((measure) => [measure, nulls])) as Record<
    (typeof MEASURES)[number],
    Totals
  >;
  totals.offered = Array.from({ length: grid.length }, (_, slot) => {
    const day = layout.dayOfSlot[slot]!;
    return volumeOf(addDays(first, day), layout.wallOfSlot[slot]!, day);
  });
  return { queue: 'support', channel: 'voice', attribution: 'arrival', grid, totals };
}

const office = (_date: string, wall: number, day: number): number =>
  day % 7 < 5 && wall >= 16 && wall < 40
    ? Math.round(40 + 20 * Math.sin((wall - 16) / 4) + 5 * (day % 7) + ((day * 7 + wall * 3) % 5))
    : 0;

describe('forecast', () => {
  it('follows weekdays and the shape of the day, and is 0 where the queue is closed', () => {
    const forecast = forecastQueue(makeHistory(84, office), OPTIONS);
    expect(forecast.days).toHaveLength(28);
    for (const [slot, mean] of forecast.volume.mean.entries()) {
      const expected = office('', slot % 48, 84 + Math.floor(slot / 48));
      if (expected === 0) expect(mean).toBe(0);
      else expect(Math.abs(mean - expected) / expected).toBeLessThan(0.2);
    }
  });
});
