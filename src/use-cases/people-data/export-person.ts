import { type PersonData } from '../../domain/index.ts';
import { sign, type SigningWorld } from '../signature.ts';
import { type World } from '../sources.ts';

/**
 * All that is stored of one person, for the person to read. The audit trail tells that it was read.
 *
 * @throws {AgnerError} `NOT_FOUND` where nothing is stored of the person
 */
export async function exportPerson(
  world: SigningWorld & Pick<World, 'store'>,
  site: string,
  agent: string,
): Promise<PersonData> {
  const { store, identity } = world;
  return store.exportPerson(site, agent, identity.newId('px'), sign(world));
}
