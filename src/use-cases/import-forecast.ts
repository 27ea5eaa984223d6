import { type Forecast } from '../domain/index.ts';
import { type Answer, keep, type World } from './sources.ts';

/**
 * Stores somebody else's forecast as the newest version of its name, to be staffed by and scored
 * like one of our own.
 */
export async function importForecast(
  world: World,
  request: { readonly site: string; readonly name: string; readonly forecast: Forecast },
): Promise<Answer<Forecast>> {
  const { site, name, forecast } = request;
  return keep(world, { kind: 'keep', site, name }, name, forecast);
}
