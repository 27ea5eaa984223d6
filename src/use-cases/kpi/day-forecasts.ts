import { epochSeconds, type Forecast, startOfDay, type StoredHeader } from '../../domain/index.ts';
import { dayOf } from '../day-sources.ts';
import { findForecast } from '../find-forecast.ts';
import { type Store } from '../ports.ts';

/** Stored forecasts that are looked through. */
const MOST_FORECASTS = 100;

/** The forecast that a day was planned by. */
export interface DayForecast {
  readonly id: string;
  /** The day's part, with what planners said of it. */
  readonly forecast: Forecast;
  /** Whether it was made before the day began. */
  readonly isBefore: boolean;
}

/**
 * For each local date the last forecast that was made before it, else the last that holds it;
 * forecasts revised on the day are none. With an id that one alone.
 *
 * @throws {AgnerError} `NOT_FOUND` for an unknown id
 */
export async function forecastsOfDays(
  store: Store,
  site: string,
  dates: readonly string[],
  id: string | null,
): Promise<ReadonlyMap<string, DayForecast>> {
  const found = new Map<string, DayForecast>();
  const headers: readonly Pick<StoredHeader, 'id' | 'createdAt'>[] =
    id === null
      ? await store.listResults(site, 'forecast', MOST_FORECASTS)
      : [(await store.loadResult<Forecast>('forecast', id)).header];
  for (const header of headers) {
    const open = dates.filter((date) => found.get(date)?.isBefore !== true);
    if (open.length === 0) break;
    const { value } = await findForecast(store, { kind: 'stored', id: header.id });
    if (id === null && isRevision(value)) continue;
    for (const date of open) {
      const queues = value.queues.filter(({ days }) => days.includes(date));
      const [first] = queues;
      if (first === undefined) continue;
      const isBefore = epochSeconds(header.createdAt) < startOfDay(first.grid.zone, date);
      if (!isBefore && found.has(date)) continue;
      found.set(date, { id: header.id, forecast: dayOf({ ...value, queues }, date), isBefore });
    }
  }
  return found;
}

/** Whether a forecast was made of another one and what came since. */
function isRevision({ provenance }: Forecast): boolean {
  return provenance.inputs['forecast'] !== undefined;
}
