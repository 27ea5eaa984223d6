import { seededRandom } from '../src/simulation/index.ts';

/** 364 days of quarter-hours. */
export const INTERVALS = 364 * 96;

/**
 * A year of 15-minute intervals in a daily and weekly shape, loads from 0.6 to 109 erlangs, the
 * handle time another one in each.
 */
export function yearOfIntervals(): {
  readonly volume: Float64Array;
  readonly handleTimeSeconds: Float64Array;
  readonly stepSeconds: number;
} {
  const random = seededRandom(1917);
  const weekdays = [1.15, 1.05, 1, 0.98, 0.95, 0.5, 0.35];
  const volume = new Float64Array(INTERVALS);
  const handleTimeSeconds = new Float64Array(INTERVALS);
  for (let slot = 0; slot < INTERVALS; slot++) {
    const quarter = slot % 96;
    const day = Math.floor(slot / 96);
    const morning = Math.exp(-(((quarter - 44) / 18) ** 2));
    const evening = 0.6 * Math.exp(-(((quarter - 66) / 12) ** 2));
    const noise = 0.9 + 0.2 * random();
    const load = 100 * (morning + evening) * weekdays[day % 7]! * noise;
    const handleTime = 240 + 60 * Math.sin(slot / 37) + 20 * random();
    handleTimeSeconds[slot] = handleTime;
    volume[slot] = (Math.min(109, Math.max(0.6, load)) * 900) / handleTime;
  }
  return { volume, handleTimeSeconds, stepSeconds: 900 };
}
