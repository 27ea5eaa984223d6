import {
  addDays,
  AgnerError,
  epochSeconds,
  type Estimate,
  type Forecast,
  formatInstant,
  makeGrid,
  type Plan,
  type QueueForecast,
  type QueueRequirement,
  slotAt,
  startOfDay,
} from '../domain/index.ts';
import { findForecast } from './find-forecast.ts';
import { type Store, type WorkContext } from './ports.ts';
import { type World } from './sources.ts';
import { staffQueues } from './staff-queues.ts';

/** Stored forecasts that are looked through. */
const MOST_FORECASTS = 20;

function holdsDay({ queues }: Forecast, date: string): boolean {
  return queues.length > 0 && queues.every(({ days }) => days.includes(date));
}

/** The day's part of the newest forecast that holds it. */
export async function forecastOfDay(
  store: Store,
  site: string,
  newest: Forecast,
  date: string,
  newestId: string,
): Promise<{ readonly value: Forecast; readonly id: string }> {
  if (holdsDay(newest, date)) return { value: dayOf(newest, date), id: newestId };
  for (const header of await store.listResults(site, 'forecast', MOST_FORECASTS)) {
    const { value } = await findForecast(store, { kind: 'stored', id: header.id });
    if (holdsDay(value, date)) return { value: dayOf(value, date), id: header.id };
  }
  throw new AgnerError('NOT_FOUND', `expected a stored forecast that holds ${date}, got none`, {
    site,
    date,
  });
}

/**
 * The day's part of the forecast that the day was planned by: the one of an id, else the last that
 * was made before the day began, else the last of all that hold it.
 *
 * @throws {AgnerError} `NOT_FOUND`
 */
export async function forecastBefore(
  store: Store,
  site: string,
  date: string,
  { id, begins }: { readonly id: string | null; readonly begins: number },
): Promise<{ readonly value: Forecast; readonly id: string }> {
  let last: { readonly value: Forecast; readonly id: string } | null = null;
  const ids =
    id === null
      ? await store.listResults(site, 'forecast', MOST_FORECASTS)
      : [{ id, createdAt: formatInstant(begins, 'UTC') }];
  for (const header of ids) {
    const { value } = await findForecast(store, { kind: 'stored', id: header.id });
    if (!holdsDay(value, date)) continue;
    const found = { value: dayOf(value, date), id: header.id };
    if (id !== null || epochSeconds(header.createdAt) < begins) return found;
    last ??= found;
  }
  if (last !== null) return last;
  throw new AgnerError(
    'NOT_FOUND',
    id === null
      ? `expected a stored forecast that holds ${date}, got none`
      : `expected a forecast that holds ${date}, got "${id}", which does not`,
    { site, date },
  );
}

/** One day of a forecast. */
export function dayOf(forecast: Forecast, date: string): Forecast {
  return {
    ...forecast,
    queues: forecast.queues.map((queue): QueueForecast => {
      const { grid } = queue;
      const from = startOfDay(grid.zone, date);
      const first = slotAt(grid, from);
      const length = (startOfDay(grid.zone, addDays(date, 1)) - from) / grid.stepSeconds;
      const at = queue.days.indexOf(date);
      return {
        ...queue,
        grid: makeGrid(grid.zone, from, grid.stepSeconds, length),
        volume: cut(queue.volume, first, length),
        handleTimeSeconds: cut(queue.handleTimeSeconds, first, length),
        days: [date],
        dayTotals: cut(queue.dayTotals, at, 1),
      };
    }),
  };
}

function cut({ mean, median, bands }: Estimate, first: number, length: number): Estimate {
  const part = (values: readonly number[]) => values.slice(first, first + length);
  return {
    mean: part(mean),
    median: part(median),
    bands: bands.map(({ level, lower, upper }) => ({
      level,
      lower: part(lower),
      upper: part(upper),
    })),
  };
}

/** What a forecast takes by the goals of a plan; nothing is stored. */
export async function requirementOf(
  world: World,
  forecast: Forecast,
  plan: Plan,
  seed: number,
  context: WorkContext,
): Promise<readonly QueueRequirement[]> {
  const { document } = await staffQueues(
    world,
    {
      forecast: { kind: 'given', document: forecast, name: 'day' },
      plan: { kind: 'given', plan, name: plan.name },
      seed,
      keeping: { kind: 'discard' },
    },
    context,
  );
  return document.queues;
}
