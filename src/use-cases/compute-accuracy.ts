import {
  AgnerError,
  type ForecastAccuracy,
  type IntervalGrid,
  type IntervalHistory,
  type Note,
  type QueueForecast,
  type QueueOutcome,
  type QueuePick,
  slotAt,
  slotStart,
  startOfDay,
} from '../domain/index.ts';
import {
  backtestQueue,
  defaultOrigins,
  forecastQueue,
  judgeAccuracy,
  type NamedForecast,
  scoreForecast,
} from '../forecast/index.ts';
import { type WorkContext } from './ports.ts';
import { type AccuracyInput } from './tasks.ts';
import { checkNotCancelled } from './work.ts';

/** Longest lead that a report tests the past at, in days. */
const MAX_LEAD_DAYS = 28;

type Item = AccuracyInput['items'][number];
type Backtested = ReturnType<typeof backtestQueue> & { readonly origins: readonly string[] };

/** A stored forecast beside the past before it and beside what came since. */
export function computeAccuracy(input: AccuracyInput, context: WorkContext): ForecastAccuracy {
  const { forecastId, isOurs, items } = input;
  const notes: Note[] = [...input.notes];
  const leadDays = Math.min(MAX_LEAD_DAYS, ...items.map(({ forecast }) => forecast.days.length));
  const backtests: Backtested[] = [];
  const since: QueueOutcome[] = [];
  for (const [index, item] of items.entries()) {
    const { queue } = item.forecast;
    checkNotCancelled(context);
    context.onProgress({ fraction: index / items.length, step: 'accuracy', figures: { queue } });
    if (item.history === null) {
      notes.push({ code: 'history-missing', details: { queue } });
      continue;
    }
    const tested = backtestBefore(item.history, item, leadDays);
    if (tested === null) notes.push({ code: 'too-short-to-backtest', details: { queue } });
    else backtests.push(tested);
    since.push(scoreForecast(item.history, methodsOf(item.history, item, isOurs), item.setup));
  }
  const accuracy = backtests.flatMap((tested) => tested.accuracy);
  return {
    forecastId,
    backtest: {
      origins: [...new Set(backtests.flatMap(({ origins }) => origins))].sort(),
      leadDays,
      accuracy,
      verdicts: judgeAccuracy(accuracy),
    },
    picks: isOurs ? items.map(pickOf) : backtests.map(({ pick }) => pick),
    since,
    notes,
  };
}

/** A backtest on the history before the forecast's first day; `null` where it is too short. */
function backtestBefore(
  history: IntervalHistory,
  { forecast, setup }: Item,
  days: number,
): Backtested | null {
  const before = historyBefore(history, forecast.days[0] ?? '');
  const levels = forecast.volume.bands.map(({ level }) => level);
  return unlessTooShort(() => {
    const origins = defaultOrigins(before, days);
    return { ...backtestQueue(before, { ...setup, days, levels, origins }), origins };
  });
}

function pickOf({ forecast }: Item): QueuePick {
  const { queue, models, excludedDays, days } = forecast;
  return { queue, origin: days[0] ?? '', models, excludedDays };
}

/** The forecast under its name, what a planner made of it, and our own beside somebody else's. */
function methodsOf(
  history: IntervalHistory,
  { forecast, overridden, setup }: Item,
  isOurs: boolean,
): [NamedForecast, ...NamedForecast[]] {
  const methods: [NamedForecast, ...NamedForecast[]] = [
    { method: isOurs ? 'agner' : 'imported', forecast },
  ];
  if (overridden !== null) methods.push({ method: 'overridden', forecast: overridden });
  if (isOurs) return methods;
  const own = unlessTooShort(() =>
    forecastQueue(history, {
      ...setup,
      from: forecast.days[0] ?? null,
      days: forecast.days.length,
      levels: forecast.volume.bands.map(({ level }) => level),
      // Handle time plays no part in the score, but a forecast needs one.
      assumedHandleTimeSeconds: setup.assumedHandleTimeSeconds ?? 1,
    }),
  );
  if (own !== null) methods.push({ method: 'agner', forecast: onGrid(own, forecast.grid) });
  return methods;
}

/** The volume of a forecast of whole days on a grid of the same step that they hold. */
function onGrid(whole: QueueForecast, grid: IntervalGrid): QueueForecast {
  const shift = slotAt(whole.grid, slotStart(grid, 0));
  const cut = (values: readonly number[]) => values.slice(shift, shift + grid.length);
  const { mean, median, bands } = whole.volume;
  const cutBands = bands.map(({ level, lower, upper }) => ({
    level,
    lower: cut(lower),
    upper: cut(upper),
  }));
  return { ...whole, grid, volume: { mean: cut(mean), median: cut(median), bands: cutBands } };
}

function unlessTooShort<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof AgnerError && error.code === 'INSUFFICIENT_HISTORY') return null;
    throw error;
  }
}

/** The history before a local date; at least one slot, so that it stays a history. */
function historyBefore(history: IntervalHistory, date: string): IntervalHistory {
  const { grid, totals } = history;
  const end = slotAt(grid, startOfDay(grid.zone, date));
  const length = Math.max(1, Math.min(grid.length, end));
  return {
    ...history,
    grid: { ...grid, length },
    totals: Object.fromEntries(
      Object.entries(totals).map(([measure, values]) => [measure, values.slice(0, length)]),
    ) as unknown as IntervalHistory['totals'],
  };
}
