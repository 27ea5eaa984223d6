import { type PersonErasure } from '../../domain/index.ts';
import { sign, type SigningWorld } from '../signature.ts';
import { type World } from '../sources.ts';

/**
 * Erases a person: a pseudonym stands in totals and old rosters, and nothing else is left. It
 * cannot be undone, and no link from the pseudonym to the person is kept.
 *
 * @throws {AgnerError} `NOT_FOUND` where nothing is stored of the person, `BUSY` while jobs of the
 *   site are under way, `CONFLICT` where the person is an admin
 */
export async function erasePerson(
  world: SigningWorld & Pick<World, 'store' | 'erasePlanText'>,
  site: string,
  agent: string,
): Promise<PersonErasure> {
  const { store, identity, erasePlanText } = world;
  // Jobs of processes that died hold nobody up.
  await store.failAbandonedJobs(identity.now());
  return store.erasePerson(site, agent, identity.newId('erased'), erasePlanText, sign(world));
}
