import {
  AgnerError,
  type Forecast,
  type ForecastAccuracy,
  type IntervalHistory,
  type Note,
  type Plan,
  PROGRAM,
} from '../domain/index.ts';
import { judgeAccuracy } from '../forecast/index.ts';
import { checkQueues, overrideForecast } from './find-forecast.ts';
import { setupOf } from './gather-histories.ts';
import { mapTasks } from './map-tasks.ts';
import { datesAround, datesOf, writeOutCalendar } from './plan-calendar.ts';
import { type StoredForecastSource } from './override-forecast.ts';
import { type Store, type WorkContext } from './ports.ts';
import { findStored, type World } from './sources.ts';
import { type QueueAccuracy } from './tasks.ts';

/** Longest lead that a report tests the past at, in days. */
const MAX_LEAD_DAYS = 28;

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
  const asked = document.queues.flatMap((forecast, index) =>
    queues === null || queues.includes(forecast.queue)
      ? [{ forecast, history: histories[index]!, changed: overridden.queues[index]! }]
      : [],
  );
  const ours = isOurs(document);
  const leadDays = Math.min(MAX_LEAD_DAYS, ...asked.map(({ forecast }) => forecast.days.length));
  const parts = await mapTasks(
    world.tasks,
    'accuracy',
    asked,
    ({ forecast, history, changed }) =>
      Promise.resolve({
        isOurs: ours,
        leadDays,
        history,
        setup: setupOf(forecast.queue, written, {
          specialDays: [],
          assumedHandleTimeSeconds: null,
        }),
        forecast,
        overridden: changed === forecast ? null : changed,
      }),
    context,
  );
  return mergeAccuracy(header.id, leadDays, notes, parts);
}

function mergeAccuracy(
  forecastId: string,
  leadDays: number,
  notes: readonly Note[],
  parts: readonly QueueAccuracy[],
): ForecastAccuracy {
  const tested = parts.flatMap((part) => part.tested ?? []);
  const accuracy = tested.flatMap((one) => one.accuracy);
  return {
    forecastId,
    backtest: {
      origins: [...new Set(tested.flatMap(({ origins }) => origins))].sort(),
      leadDays,
      accuracy,
      verdicts: judgeAccuracy(accuracy),
    },
    picks: parts.flatMap(({ pick }) => pick ?? []),
    since: parts.flatMap(({ since }) => since ?? []),
    notes: [...notes, ...parts.flatMap((part) => part.notes)],
  };
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
