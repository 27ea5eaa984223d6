import { type Estimate, type QueueForecast } from '../../domain/index.ts';
import { impliedVariance } from '../implied-law.ts';
import { type DayCourse } from './learn-course.ts';
import { type DaySlot } from './revise-counts.ts';

/** Relative deviation of a day's level where the forecast has no band that tells it. */
const ASSUMED_DEVIATION = 0.1;

/** How far a day may stray from its forecast, before anything of it is seen. */
export interface DayPrior {
  /** Relative variance of the day's level alone. */
  readonly dayVariance: number;
  /** Relative variance of the day's total, its Poisson noise apart. */
  readonly totalVariance: number;
  readonly course: DayCourse;
}

/** What the forecast's band of the day leaves open, less what the course of a day explains. */
export function readPrior(
  forecast: QueueForecast,
  day: number,
  slots: readonly number[],
  daySlots: readonly DaySlot[],
  learned: DayCourse | null,
): DayPrior {
  const total = daySlots.reduce((sum, { mean }) => sum + mean, 0);
  if (!(total > 0)) {
    const course = learned ?? { waveVariance: 0, waveHalfLifeSeconds: 3600, slotVariance: 0 };
    return { dayVariance: 0, totalVariance: 0, course };
  }
  const implied = impliedVariance(forecast.dayTotals, day);
  const totalVariance =
    implied === null ? ASSUMED_DEVIATION ** 2 : Math.max(0, implied / total ** 2 - 1 / total);
  const course = learned ?? {
    waveVariance: 0,
    waveHalfLifeSeconds: 3600,
    slotVariance: Math.max(0, slotVarianceOf(forecast.volume, slots) - totalVariance),
  };
  let [wave, own] = [0, 0];
  for (const a of daySlots) {
    own += (a.mean / total) ** 2;
    for (const b of daySlots) {
      const apart = Math.abs(a.startSeconds - b.startSeconds);
      wave += (a.mean / total) * (b.mean / total) * 2 ** (-apart / course.waveHalfLifeSeconds);
    }
  }
  const explained = wave * course.waveVariance + own * course.slotVariance;
  return { dayVariance: Math.max(0, totalVariance - explained), totalVariance, course };
}

/** Relative variance of slots beyond Poisson, as their bands have it. */
function slotVarianceOf(volume: Estimate, slots: readonly number[]): number {
  let [beyond, squares] = [0, 0];
  for (const slot of slots) {
    const variance = impliedVariance(volume, slot);
    const mean = volume.mean[slot]!;
    if (variance === null) continue;
    beyond += variance - mean;
    squares += mean * mean;
  }
  return squares > 0 ? Math.max(0, beyond / squares) : 0;
}

/** How much wider the forecast's bands are than the model has the day before anything is seen. */
export function widenBy(
  volume: Estimate,
  slots: readonly number[],
  daySlots: readonly DaySlot[],
  open: readonly number[],
  { dayVariance, course }: DayPrior,
): number {
  const relative = dayVariance + course.waveVariance + course.slotVariance;
  let [said, modelled] = [0, 0];
  for (const [index, { mean }] of daySlots.entries()) {
    const variance = impliedVariance(volume, slots[open[index]!]!);
    if (variance === null) continue;
    said += variance;
    modelled += mean + mean * mean * relative;
  }
  return modelled > 0 ? Math.sqrt(said / modelled) : 1;
}
