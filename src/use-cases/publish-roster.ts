import { type Publication, type Roster } from '../domain/index.ts';
import { type DocumentSource, findStored, type World } from './sources.ts';
import { sign, type SigningWorld } from './signature.ts';

/**
 * Makes a stored roster known to those who work it. It supersedes what was published of the same
 * plan for its days; publishing again makes a new version.
 *
 * @throws {AgnerError} `NOT_FOUND`
 */
export async function publishRoster(
  world: SigningWorld & Pick<World, 'store'>,
  {
    site,
    roster,
    note,
  }: {
    readonly site: string;
    readonly roster: Exclude<DocumentSource<Roster>, { kind: 'given' }>;
    readonly note: string;
  },
): Promise<Publication> {
  const { store, identity } = world;
  const id =
    roster.kind === 'stored' ? roster.id : (await findStored(store, 'roster', roster)).header.id;
  return store.publishRoster(site, { id: identity.newId('pb'), roster: id, note }, sign(world));
}
