import {
  AgnerError,
  type IntervalGrid,
  type IntervalHistory,
  type Note,
  type QueueForecast,
  type QueuePick,
  slotAt,
  slotStart,
  startOfDay,
} from '../domain/index.ts';
import {
  backtestQueue,
  defaultOrigins,
  forecastQueue,
  type NamedForecast,
  scoreForecast,
} from '../forecast/index.ts';
import { type WorkContext } from './ports.ts';
import { type AccuracyInput, type QueueAccuracy } from './tasks.ts';
import { checkNotCancelled } from './work.ts';

type Backtested = ReturnType<typeof backtestQueue> & { readonly origins: readonly string[] };

/** One queue of a stored forecast beside the past before it and beside what came since. */
export function computeAccuracy(input: AccuracyInput, context: WorkContext): QueueAccuracy {
  const { isOurs, history, forecast, setup } = input;
  const { queue } = forecast;
  checkNotCancelled(context);
  const ownPick = isOurs ? pickOf(forecast) : null;
  if (history === null) {
    const note: Note = { code: 'history-missing', details: { queue } };
    return { tested: null, pick: ownPick, since: null, notes: [note] };
  }
  const tested = backtestBefore(history, input, context);
  const note: Note = { code: 'too-short-to-backtest', details: { queue } };
  return {
    tested: tested === null ? null : { origins: tested.origins, accuracy: tested.accuracy },
    pick: ownPick ?? tested?.pick ?? null,
    since: scoreForecast(history, methodsOf(history, input), setup),
    notes: tested === null ? [note] : [],
  };
}

/** A backtest on the history before the forecast's first day; `null` where it is too short. */
function backtestBefore(
  history: IntervalHistory,
  { forecast, setup, leadDays: days }: AccuracyInput,
  context: WorkContext,
): Backtested | null {
  const before = historyBefore(history, forecast.days[0] ?? '');
  const levels = forecast.volume.bands.map(({ level }) => level);
  return unlessTooShort(() => {
    const origins = defaultOrigins(before, days);
    const options = { ...setup, days, levels, origins };
    const onOrigin = (done: number, total: number) => {
      checkNotCancelled(context);
      const figures = { queue: forecast.queue };
      context.onProgress({ fraction: done / total, step: 'accuracy', figures });
    };
    return { ...backtestQueue(before, options, onOrigin), origins };
  });
}

function pickOf({ queue, models, excludedDays, days }: QueueForecast): QueuePick {
  return { queue, origin: days[0] ?? '', models, excludedDays };
}

/** The forecast under its name, what a planner made of it, and our own beside somebody else's. */
function methodsOf(
  history: IntervalHistory,
  { forecast, overridden, setup, isOurs }: AccuracyInput,
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
