import {
  AgnerError,
  type Forecast,
  type ForecastAccuracy,
  type IntervalHistory,
  type Note,
  type Plan,
  PROGRAM,
} from '../domain/index.ts';
import { checkQueues, overrideForecast } from './find-forecast.ts';
import { setupOf } from './gather-histories.ts';
import { datesAround, datesOf, writeOutCalendar } from './plan-calendar.ts';
import { type StoredForecastSource } from './override-forecast.ts';
import { type Store, type WorkContext } from './ports.ts';
import { findStored, type World } from './sources.ts';

export interface AccuracyRequest {
  readonly source: StoredForecastSource;
  /** Queues of the forecast; `null` for all. */
  readonly queues: readonly string[] | null;
}

/**
 * How good a stored forecast is: a backtest of its queues on the history before it, what it was
 * made of, and the forecast itself (the planner's figures beside the model's) against what came.
 *
 * @throws {AgnerError} `NOT_FOUND`, also for a queue that the forecast lacks; `CONFLICT` where history and forecast have other intervals
 */
export async function reportAccuracy(
  world: Pick<World, 'store' | 'tasks' | 'findHolidays'>,
  { source, queues }: AccuracyRequest,
  context: WorkContext,
): Promise<ForecastAccuracy> {
  const { store } = world;
  const { header, document } = await findStored<Forecast>(store, 'forecast', source);
  checkQueues(document, queues);
  const { plan, notes } = await planOf(store, header.site, document);
  const overrides = await store.listOverrides(header.id);
  const standing = overrides.filter(({ withdrawn }) => withdrawn === null);
  const overridden = overrideForecast(document, standing);
  const histories = await Promise.all(
    document.queues.map(({ queue }) => historyOf(store, header.site, queue)),
  );
  const range = datesAround(
    histories.filter((history) => history !== null),
    datesOf(document).to,
    0,
  );
  const written = plan === null ? null : (await writeOutCalendar(world, plan, range)).plan;
  const items = [];
  for (const [index, forecast] of document.queues.entries()) {
    if (queues !== null && !queues.includes(forecast.queue)) continue;
    const changed = overridden.queues[index]!;
    items.push({
      history: histories[index]!,
      setup: setupOf(forecast.queue, written, { specialDays: [], assumedHandleTimeSeconds: null }),
      forecast,
      overridden: changed === forecast ? null : changed,
    });
  }
  return world.tasks.run(
    'accuracy',
    { forecastId: header.id, isOurs: isOurs(document), items, notes },
    context,
  );
}

/** Whether this program made it, of this or another version. */
function isOurs({ provenance }: Forecast): boolean {
  return provenance.program.split(' ')[0] === PROGRAM.split(' ')[0];
}

async function historyOf(
  store: Store,
  site: string,
  queue: string,
): Promise<IntervalHistory | null> {
  try {
    return await store.loadHistory(site, queue, { from: null, to: null });
  } catch (error) {
    if (error instanceof AgnerError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/** The plan that the forecast was made with, if it is stored, and what was not stored with it. */
async function planOf(
  store: Store,
  site: string,
  { provenance: { inputs } }: Forecast,
): Promise<{ readonly plan: Plan | null; readonly notes: readonly Note[] }> {
  const { plan: named, specialDays } = inputs;
  const notes: Note[] =
    specialDays === undefined ? [] : [{ code: 'special-days-not-stored', details: {} }];
  if (named === undefined) return { plan: null, notes };
  const [name = '', version] = named.split('@');
  try {
    const number = version === undefined ? null : Number(version);
    return { plan: (await store.loadPlan(site, name, number)).plan, notes };
  } catch (error) {
    if (!(error instanceof AgnerError) || error.code !== 'NOT_FOUND') throw error;
    return { plan: null, notes: [...notes, { code: 'plan-missing', details: { plan: named } }] };
  }
}
