/** Long work as plain data, so that any process may do it. */
import { backtestQueues, type BacktestQueuesRequest } from './backtest-queues.ts';
import { buildRoster, type BuildRosterRequest } from './build-roster.ts';
import { forecastQueues, type ForecastRequest } from './forecast-queues.ts';
import { type Store, type WorkContext } from './ports.ts';
import { reforecastQueues, type ReforecastQueuesRequest } from './reforecast-queues.ts';
import { restrictStore } from './restrict-store.ts';
import { runWhatIf, type RunWhatIfRequest } from './run-what-if.ts';
import { type World } from './sources.ts';
import { verifyRequirement, type VerifyRequirementRequest } from './verify-requirement.ts';

/** What each kind of work is asked. */
export interface WorkRequests {
  readonly forecast: ForecastRequest;
  readonly reforecast: ReforecastQueuesRequest;
  readonly backtest: BacktestQueuesRequest;
  readonly verification: VerifyRequirementRequest;
  readonly roster: BuildRosterRequest;
  readonly whatif: RunWhatIfRequest;
}

/** Work that somebody asked for. */
export type JobOrder = {
  readonly [K in keyof WorkRequests]: {
    readonly work: K;
    readonly site: string;
    /** Sites whose data the work may see; `null` for all. */
    readonly sites: readonly string[] | null;
    readonly request: WorkRequests[K];
  };
}[keyof WorkRequests];

/** Stores a result, or refuses to. */
export type SaveResult = Store['saveResult'];

/**
 * Does what was ordered; resolves with the id of the stored result, `null` if none was stored.
 *
 * @param saveResult stores in place of the world's store
 */
export async function fillOrder(
  world: World,
  order: JobOrder,
  context: WorkContext,
  saveResult: SaveResult = (result) => world.store.saveResult(result),
): Promise<string | null> {
  const saving = new Proxy(world.store, {
    get: (whole, name) =>
      name === 'saveResult' ? saveResult : (Reflect.get(whole, name) as unknown),
  });
  const store = order.sites === null ? saving : restrictStore(saving, order.sites);
  const { header } = await answerOrder({ ...world, store }, order, context);
  return header?.id ?? null;
}

function answerOrder(world: World, order: JobOrder, context: WorkContext) {
  switch (order.work) {
    case 'forecast':
      return forecastQueues(world, order.request, context);
    case 'reforecast':
      return reforecastQueues(world, order.request, context);
    case 'backtest':
      return backtestQueues(world, order.request, context);
    case 'verification':
      return verifyRequirement(world, order.request, context);
    case 'roster':
      return buildRoster(world, order.request, context);
    case 'whatif':
      return runWhatIf(world, order.request, context);
  }
}
