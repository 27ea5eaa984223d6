import {
  AgnerError,
  type Forecast,
  type ForecastOverride,
  type ForecastOverrides,
  type OverriddenDay,
  type OverrideStatement,
} from '../domain/index.ts';
import { overrideForecast } from './find-forecast.ts';
import { type Precondition } from './precondition.ts';
import { sign, type SigningWorld } from './signature.ts';
import { type DocumentSource, findStored, type World } from './sources.ts';

type Changing = SigningWorld & Pick<World, 'store'>;

/** A forecast that lasts: overrides are kept beside it. */
export type StoredForecastSource = Exclude<DocumentSource<Forecast>, { kind: 'given' }>;

/**
 * Says figures of a stored forecast instead of the model, all of them or none. What is made of the
 * forecast from now on goes by them; the model's figures stay as they are.
 *
 * @throws {AgnerError} `INVALID_INPUT` where they contradict the forecast or each other
 */
export async function makeOverrides(
  world: Changing,
  source: StoredForecastSource,
  statements: readonly OverrideStatement[],
): Promise<ForecastOverrides> {
  const { store, identity } = world;
  const { header, document } = await findStored<Forecast>(store, 'forecast', source);
  const before = await store.listOverrides(header.id);
  overrideForecast(document, [...before.filter(stands), ...statements]);
  const made = await store.saveOverrides(
    header.id,
    statements.map((statement) => ({ id: identity.newId('ov'), statement })),
    sign(world),
  );
  return summarise(header.id, document, [...before, ...made]);
}

/**
 * Takes an override back; what was said of the same days or intervals before stands again.
 *
 * @throws {AgnerError} `NOT_FOUND`, `CONFLICT` where it is withdrawn already or `onlyIf` does not hold
 */
export async function withdrawOverride(
  world: Changing,
  source: StoredForecastSource,
  {
    id,
    author,
    onlyIf,
  }: { readonly id: string; readonly author: string; readonly onlyIf?: Precondition },
): Promise<ForecastOverrides> {
  const { store } = world;
  const { header, document } = await findStored<Forecast>(store, 'forecast', source);
  await store.withdrawOverride(header.id, id, author, sign(world), onlyIf);
  return summarise(header.id, document, await store.listOverrides(header.id));
}

/** One of the things said of a stored forecast. Throws `NOT_FOUND`. */
export async function findOverride(
  { store }: Pick<World, 'store'>,
  source: StoredForecastSource,
  id: string,
): Promise<ForecastOverride> {
  const { header } = await findStored<Forecast>(store, 'forecast', source);
  const found = (await store.listOverrides(header.id)).find((override) => override.id === id);
  if (found !== undefined) return found;
  throw new AgnerError('NOT_FOUND', `expected an override of forecast ${header.id}, got "${id}"`);
}

/** All that was said of a stored forecast, withdrawn or not, and the days it changes. */
export async function listOverrides(
  { store }: Pick<World, 'store'>,
  source: StoredForecastSource,
): Promise<ForecastOverrides> {
  const { header, document } = await findStored<Forecast>(store, 'forecast', source);
  return summarise(header.id, document, await store.listOverrides(header.id));
}

function summarise(
  forecastId: string,
  model: Forecast,
  overrides: readonly ForecastOverride[],
): ForecastOverrides {
  const standing = overrides.filter(stands);
  const changed = overrideForecast(model, standing);
  const days = changed.queues.flatMap(({ queue, days, dayTotals }, at): OverriddenDay[] => {
    const before = model.queues[at]!.dayTotals;
    return days.flatMap((date, day): OverriddenDay[] => {
      const [modelContacts, contacts] = [before.mean[day]!, dayTotals.mean[day]!];
      return modelContacts === contacts ? [] : [{ queue, date, modelContacts, contacts }];
    });
  });
  const withdrawn = overrides.length - standing.length;
  return { forecastId, version: overrides.length + withdrawn, overrides, days };
}

function stands({ withdrawn }: ForecastOverride): boolean {
  return withdrawn === null;
}
