import { AgnerError, type CalendarFeed, type Roster } from '../../domain/index.ts';
import { type Store } from '../ports.ts';
import { sign, type SigningWorld } from '../signature.ts';
import { type World } from '../sources.ts';

/** A feed as it is made: its secret is told here and nowhere again. */
export interface NewFeed {
  readonly feed: CalendarFeed;
  /** Where it is read, below the server's own address; whoever knows it sees the person's shifts. */
  readonly path: string;
}

/**
 * Makes a calendar feed of one person's published shifts.
 *
 * @param user who makes it for himself; `null` for somebody who makes it for the person
 * @throws {AgnerError} `NOT_FOUND` for a person whom neither a stored plan nor a published roster has
 */
export async function addFeed(
  world: SigningWorld & Pick<World, 'store' | 'secrets'>,
  site: string,
  agent: string,
  user: string | null,
): Promise<NewFeed> {
  const { store, identity, secrets } = world;
  if (!(await isKnown(store, site, agent))) {
    throw new AgnerError(
      'NOT_FOUND',
      `expected the id of a person in a plan or published roster of site "${site}", got "${agent}"`,
    );
  }
  const feed: CalendarFeed = {
    id: identity.newId('fd'),
    site,
    agent,
    user,
    createdAt: identity.now(),
  };
  const secret = secrets.newSecret();
  await store.addFeed(site, feed, secrets.digest(secret), sign(world));
  return { feed, path: `/api/v1/feeds/${secret}.ics` };
}

/** Publications that are looked at for a person. */
const MOST_PUBLICATIONS = 50;

async function isKnown(store: Store, site: string, agent: string): Promise<boolean> {
  for (const name of new Set((await store.listPlans(site)).map((record) => record.name))) {
    const { plan } = await store.loadPlan(site, name, null);
    if (plan.agents.some(({ id }) => id === agent)) return true;
  }
  for (const { roster } of await store.listPublications(site, null, MOST_PUBLICATIONS)) {
    const { document } = await store.loadResult<Roster>('roster', roster);
    if (document.agents.some(({ id }) => id === agent)) return true;
  }
  return false;
}
