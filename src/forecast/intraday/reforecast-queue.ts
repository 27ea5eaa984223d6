import {
  AgnerError,
  epochSeconds,
  formatInstant,
  handleSeconds,
  type IntervalHistory,
  localDateOf,
  type QueueForecast,
  slotStart,
} from '../../domain/index.ts';
import { centralDeviate, type CountLaw, countQuantile } from '../count-quantiles.ts';
import { type DaySetup } from '../day-table.ts';
import { DAY_SECONDS, layOutSlots, slotsOfDay } from '../slot-layout.ts';
import { copyEstimate, scaleValue, type WritableEstimate } from '../writable-estimate.ts';
import { relativeDeviates } from '../implied-law.ts';
import { readPrior, widenBy } from './day-prior.ts';
import { learnCourse } from './learn-course.ts';
import { type DaySlot, reviseCounts } from './revise-counts.ts';
import { handleTimeFactor, type HandledSoFar } from './revise-handle-time.ts';

/** What a reforecast is told beside forecast and history. */
export interface ReforecastOptions extends DaySetup {
  /** The moment up to which the day is known, ISO with offset. Later values are not read. */
  readonly asOf: string;
}

/** A day so far further from its forecast than so many deviations is told of. */
const UNLIKE_DEVIATIONS = 4;

/**
 * The rest of a day by what has come of it so far, every other day as it was.
 *
 * The day's level and its course (see {@link reviseCounts}) move by as much as the forecast's own
 * band of the day leaves open and Poisson noise does not explain: in a small queue hardly, in a
 * large one nearly to the ratio of actual to forecast. Intervals that are over are as they came;
 * unknown ones are as revised; the one that `asOf` falls in has come in part. Closed intervals
 * stay at 0 and what came in them tells nothing of the rest. Handle time moves by one factor for
 * the day. Bands shrink as the day is known.
 *
 * @param history of this queue; the days before teach how a day strays, the day itself is revised
 * @throws {AgnerError} `INVALID_INPUT` for a moment outside the forecast's days, a daily forecast,
 *   or a history of another queue or interval length
 *
 * Cost: O(slots of a day³), some 20 ms for half-hours.
 */
export function reforecastQueue(
  forecast: QueueForecast,
  history: IntervalHistory,
  options: ReforecastOptions,
): QueueForecast {
  const asOf = epochSeconds(options.asOf);
  const { grid } = forecast;
  checkMatch(forecast, history);
  const date = localDateOf(asOf, grid.zone);
  const day = forecast.days.indexOf(date);
  if (day < 0) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a moment in the days of the forecast of queue "${forecast.queue}", ` +
        `${forecast.days[0] ?? '?'} to ${forecast.days.at(-1) ?? '?'}, got ${options.asOf}`,
      { queue: forecast.queue, asOf: options.asOf },
    );
  }
  const layout = layOutSlots(grid);
  const slots = slotsOfDay(layout, day);
  const seen = slots.map((slot) => seenOf(forecast, history, slot, asOf));
  const knownIntervals = seen.filter((value) => value !== null).length;
  const overIntervals = slots.filter((slot) => slotStart(grid, slot + 1) <= asOf).length;
  const missing = overIntervals - seen.filter((value) => value?.share === 1).length;
  const details = {
    date,
    asOf: formatInstant(asOf, grid.zone),
    knownIntervals,
    missingIntervals: missing,
  };
  if (knownIntervals === 0) {
    return withNote(forecast, 'reforecast-nothing-known', details);
  }

  const course = learnCourse(history, date, options);
  const open = [...slots.keys()].filter((at) => forecast.volume.mean[slots[at]!]! > 0);
  const daySlots = open.map((at): DaySlot => ({
    startSeconds: slots[at]! * grid.stepSeconds,
    mean: forecast.volume.mean[slots[at]!]!,
    seen: seen[at]!,
  }));
  const prior = readPrior(forecast, day, slots, daySlots, course);
  const revised = reviseCounts(daySlots, prior.dayVariance, prior.course);

  const volume = copyEstimate(forecast.volume);
  const deviates = relativeDeviates(forecast.volume);
  const widen = widenBy(forecast.volume, slots, daySlots, open, prior);
  const rest = new Float64Array(open.length);
  let came = 0;
  let restMean = 0;
  for (const [at, slot] of slots.entries()) {
    const contacts = seen[at]?.contacts ?? 0;
    came += contacts;
    const index = open.indexOf(at);
    const left = 1 - (seen[at]?.share ?? 0);
    if (index >= 0) rest[index] = left;
    const mean = index < 0 ? 0 : left * revised.means[index]!;
    const relative = index < 0 ? 0 : revised.relativeVariances[index]!;
    restMean += mean;
    write(
      volume,
      slot,
      contacts,
      { mean, variance: mean + mean * mean * relative },
      (level) => centralDeviate(forecast.volume.bands[level]!.level) * deviates[level]! * widen,
    );
  }
  const dayTotals = copyEstimate(forecast.dayTotals);
  const totalDeviates = relativeDeviates(forecast.dayTotals);
  write(
    dayTotals,
    day,
    came,
    { mean: restMean, variance: revised.varianceOfSum(rest) },
    (level) => centralDeviate(forecast.dayTotals.bands[level]!.level) * totalDeviates[level]!,
  );

  const soFar = handledSoFar(forecast, history, slots, asOf);
  const factor = handleTimeFactor(history, date, soFar);
  const handleTimeSeconds = copyEstimate(forecast.handleTimeSeconds);
  for (const slot of slots)
    scaleValue(handleTimeSeconds, slot, forecast.handleTimeSeconds, slot, factor);

  const expectedRest = open.reduce(
    (sum, at, index) => sum + rest[index]! * forecast.volume.mean[slots[at]!]!,
    0,
  );
  const expectedSoFar = daySlots.reduce(
    (sum, { mean, seen: of }) => sum + mean * (of?.share ?? 0),
    0,
  );
  const cameOpen = daySlots.reduce((sum, { seen: of }) => sum + (of?.contacts ?? 0), 0);
  const result: QueueForecast = { ...forecast, volume, dayTotals, handleTimeSeconds };
  const noted = withNote(result, 'reforecast', {
    ...details,
    contactsSoFar: came,
    expectedSoFar,
    restContacts: restMean,
    restFactor: expectedRest > 0 ? restMean / expectedRest : 1,
    handleTimeFactor: factor,
  });
  const spread = expectedSoFar + expectedSoFar ** 2 * prior.totalVariance;
  const unlike = Math.abs(cameOpen - expectedSoFar) > UNLIKE_DEVIATIONS * Math.sqrt(spread);
  return unlike
    ? withNote(noted, 'day-unlike-forecast', { date, contactsSoFar: cameOpen, expectedSoFar })
    : noted;
}

function checkMatch({ queue, grid }: QueueForecast, history: IntervalHistory): void {
  if (history.queue !== queue) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected the history of queue "${queue}", got that of "${history.queue}"`,
      { queue, got: history.queue },
    );
  }
  if (grid.stepSeconds >= DAY_SECONDS) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a forecast of queue "${queue}" by intervals shorter than a day: of a whole day ` +
        'nothing is known before it is over',
      { queue, stepSeconds: grid.stepSeconds },
    );
  }
  const offset = epochSeconds(history.grid.start) - epochSeconds(grid.start);
  if (history.grid.stepSeconds !== grid.stepSeconds || offset % grid.stepSeconds !== 0) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected history of queue "${queue}" in the intervals of the forecast (every ` +
        `${grid.stepSeconds} seconds from ${grid.start}), got every ${history.grid.stepSeconds} ` +
        `seconds from ${history.grid.start}`,
      { queue, stepSeconds: grid.stepSeconds, got: history.grid.stepSeconds },
    );
  }
}

function historySlot({ grid }: QueueForecast, history: IntervalHistory, slot: number): number {
  return (slotStart(grid, slot) - epochSeconds(history.grid.start)) / grid.stepSeconds;
}

/** What is known of a slot at `asOf`; of one that is under way the part that has passed. */
function seenOf(
  forecast: QueueForecast,
  history: IntervalHistory,
  slot: number,
  asOf: number,
): DaySlot['seen'] {
  const passed = (asOf - slotStart(forecast.grid, slot)) / forecast.grid.stepSeconds;
  if (passed <= 0) return null;
  const contacts = history.totals.offered[historySlot(forecast, history, slot)] ?? null;
  return contacts === null ? null : { contacts, share: Math.min(1, passed) };
}

function handledSoFar(
  forecast: QueueForecast,
  history: IntervalHistory,
  slots: readonly number[],
  asOf: number,
): HandledSoFar {
  let [contacts, seconds, expectedSeconds] = [0, 0, 0];
  for (const slot of slots) {
    if (slotStart(forecast.grid, slot) >= asOf) break;
    const at = historySlot(forecast, history, slot);
    const answered = history.totals.answered[at] ?? null;
    const handled = handleSeconds(history, at);
    if (answered === null || handled === null || !(answered > 0)) continue;
    contacts += answered;
    seconds += handled;
    expectedSeconds += answered * forecast.handleTimeSeconds.mean[slot]!;
  }
  return { contacts, seconds, expectedSeconds };
}

/** What came, and the law of what is still to come on top of it. */
function write(
  into: WritableEstimate,
  at: number,
  came: number,
  law: CountLaw,
  deviateOf: (band: number) => number,
): void {
  into.mean[at] = came + law.mean;
  into.median[at] = came + countQuantile(law, 0);
  for (const [index, band] of into.bands.entries()) {
    const z = deviateOf(index);
    const lower = countQuantile(law, -z);
    // Below half a contact the whole number next to it is none at all.
    band.lower[at] = came + (lower < 0.5 ? 0 : lower);
    band.upper[at] = came + countQuantile(law, z);
  }
}

function withNote(
  forecast: QueueForecast,
  code: string,
  details: Readonly<Record<string, string | number>>,
): QueueForecast {
  return { ...forecast, notes: [...forecast.notes, { code, details }] };
}
