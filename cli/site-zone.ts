import { AgnerError } from '../src/domain/index.ts';
import { siteZone } from '../src/use-cases/index.ts';
import { type Session } from './session.ts';

/** The zone that a site's days are of, unless one is given. */
export async function zoneOfSite(
  { world, site }: Session,
  given: string | undefined,
): Promise<string> {
  const zone = given ?? (await siteZone(world.store, site));
  if (zone === null) {
    throw new AgnerError('INVALID_INPUT', 'expected --zone: the site has no queues yet');
  }
  return zone;
}
