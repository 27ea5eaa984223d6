import {
  AgnerError,
  type AccuracyRow,
  type IntervalHistory,
  type QueueForecast,
  type QueueOutcome,
  slotStart,
} from '../domain/index.ts';
import { hourOf, measureAccuracy, MEDIAN_SUFFIX, type ScoredSlot } from './accuracy.ts';
import { readActuals } from './backtest-queue.ts';
import { BASELINES, weeklyNaiveError } from './baselines.ts';
import { type DaySetup, readDays } from './day-table.ts';
import { judgeAccuracy } from './judge-accuracy.ts';
import { DAY_SECONDS, dateIndex, layOutSlots } from './slot-layout.ts';

/** A forecast of the same queue and grid under the name that its accuracy is told by. */
export interface NamedForecast {
  readonly method: string;
  readonly forecast: QueueForecast;
}

/**
 * Forecasts beside what came: their accuracy over the intervals whose outcome the history holds,
 * with that of the two baselines from the same day, where there is history before it.
 *
 * @param forecasts of one queue, all on one grid; the first says the grid
 * @throws {AgnerError} `CONFLICT` where the history has another step or zone than the forecast
 *
 * Cost: linear in the history.
 */
export function scoreForecast(
  history: IntervalHistory,
  forecasts: readonly [NamedForecast, ...NamedForecast[]],
  setup: DaySetup,
): QueueOutcome {
  const [{ forecast: first }] = forecasts;
  const { grid } = first;
  checkComparable(history, first);
  const layout = layOutSlots(grid);
  const origin = layout.dates[0]!;
  const actuals = readActuals(history, grid, layout);
  const table = readDays(history, origin, setup);
  const naiveError = weeklyNaiveError(table);
  const offset = table.dates.length === 0 ? 0 : dateIndex(table.dates[0]!, origin);
  const known = [...actuals.keys()].filter((slot) => {
    const actual = actuals[slot] ?? null;
    // A closed slot without contacts is no achievement of any method.
    return actual !== null && !(actual === 0 && first.volume.mean[slot] === 0);
  });
  const score = (
    point: (slot: number) => number,
    bands: QueueForecast['volume']['bands'],
  ): readonly ScoredSlot[] =>
    known.map((slot) => ({
      origin,
      date: layout.dates[layout.dayOfSlot[slot]!]!,
      lead: layout.dayOfSlot[slot]! + 1,
      hour: hourOf(layout.wallOfSlot[slot]!, grid.stepSeconds),
      actual: actuals[slot]!,
      point: point(slot),
      bands: bands.map(({ level, lower, upper }) => ({
        level,
        lower: lower[slot]!,
        upper: upper[slot]!,
      })),
      naiveError,
    }));
  const measured = (method: string, scored: readonly ScoredSlot[]): readonly AccuracyRow[] =>
    measureAccuracy(history.queue, method, scored);
  // A history that begins with the forecast has nothing to repeat.
  const baselines = table.dates.length === 0 ? [] : BASELINES;
  const accuracy = [
    ...forecasts.flatMap(({ method, forecast: { volume } }) => [
      ...measured(
        method,
        score((slot) => volume.mean[slot]!, volume.bands),
      ),
      ...(volume.median.every((value, slot) => value === volume.mean[slot])
        ? []
        : measured(
            `${method}${MEDIAN_SUFFIX}`,
            score((slot) => volume.median[slot]!, []),
          )),
    ]),
    ...baselines.flatMap(({ method, fit }) => {
      const baseline = fit(table);
      return measured(
        method,
        score((slot) => baseline(offset + layout.dayOfSlot[slot]!, layout.wallOfSlot[slot]!), []),
      );
    }),
  ];
  const last = known.at(-1);
  return {
    queue: history.queue,
    intervals: known.length,
    until: last === undefined ? null : layout.dates[layout.dayOfSlot[last]!]!,
    accuracy,
    verdicts: judgeAccuracy(accuracy),
  };
}

function checkComparable({ queue, grid }: IntervalHistory, forecast: QueueForecast): void {
  const { stepSeconds, zone } = forecast.grid;
  const shift = slotStart(forecast.grid, 0) - slotStart(grid, 0);
  const isOff = stepSeconds < DAY_SECONDS && shift % stepSeconds !== 0;
  if (stepSeconds !== grid.stepSeconds || zone !== grid.zone || isOff) {
    throw new AgnerError(
      'CONFLICT',
      `expected a forecast of queue "${queue}" in intervals of ${grid.stepSeconds} seconds in ` +
        `${grid.zone} that start like ${grid.start}, as its history does, got ${stepSeconds} ` +
        `seconds in ${zone} from ${forecast.grid.start}`,
      { queue },
    );
  }
}
