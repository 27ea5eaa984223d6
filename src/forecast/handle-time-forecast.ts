import { AgnerError, type Estimate, type IntervalHistory, weekdayOf } from '../domain/index.ts';
import { centralDeviate, countQuantile } from './count-quantiles.ts';
import { learnHandleTime } from './handle-time.ts';
import { type SlotLayout } from './slot-layout.ts';

/** Handle time of every slot of a horizon. Bands are of the slot's mean, not of a contact. */
export interface HandleTimeForecast {
  readonly estimate: Estimate;
  readonly source: 'history' | 'assumed';
}

/**
 * Handle time per slot, from history before `from`, else the assumed one.
 *
 * @param volume contacts expected per slot: the fewer, the wider the band of their mean
 * @throws {AgnerError} `INVALID_INPUT` where there is neither
 */
export function forecastHandleTime(
  history: IntervalHistory,
  layout: SlotLayout,
  volume: readonly number[],
  options: {
    readonly from: string | null;
    readonly levels: readonly number[];
    readonly assumedHandleTimeSeconds: number | null;
  },
): HandleTimeForecast {
  const model = learnHandleTime(history, options.from);
  if (model === null) {
    const assumed = options.assumedHandleTimeSeconds;
    if (assumed === null) {
      throw new AgnerError(
        'INVALID_INPUT',
        `expected assumedHandleTimeSeconds for queue "${history.queue}", whose history holds no ` +
          'handle time, got none',
        { queue: history.queue, name: 'assumedHandleTimeSeconds' },
      );
    }
    const flat = volume.map(() => assumed);
    const bands = options.levels.map((level) => ({ level, lower: flat, upper: flat }));
    return { estimate: { mean: flat, median: flat, bands }, source: 'assumed' };
  }
  const weekdays = layout.dates.map((date) => weekdayOf(date) - 1);
  const laws = volume.map((contacts, slot) => {
    const weekday = weekdays[layout.dayOfSlot[slot]!]!;
    const mean = model.secondsAt(weekday, layout.wallOfSlot[slot]!);
    const chance = model.contactVariance / Math.max(1, contacts);
    return { mean, variance: chance + model.levelVariance * mean * mean };
  });
  const bands = options.levels.map((level) => {
    const z = centralDeviate(level);
    return {
      level,
      lower: laws.map((law) => countQuantile(law, -z)),
      upper: laws.map((law) => countQuantile(law, z)),
    };
  });
  const mean = laws.map((law) => law.mean);
  const median = laws.map((law) => countQuantile(law, 0));
  return { estimate: { mean, median, bands }, source: 'history' };
}
