import { gridDays, type Publication, type Roster } from '../../domain/index.ts';
import { type Store } from '../ports.ts';

/** The roster that a day is worked by. */
export interface DayRoster {
  readonly id: string;
  readonly document: Roster;
  /** How it was made known; `null` where it never was. */
  readonly publication: Publication | null;
}

/** Stored rosters that are looked through. */
const MOST_ROSTERS = 20;

/**
 * What was published last of a plan for a date; else, for who publishes nothing, the newest stored
 * roster that holds it. `null` for neither.
 */
export async function rosterOfDay(
  store: Store,
  site: string,
  plan: string,
  date: string,
): Promise<DayRoster | null> {
  const published = await store.listPublications(site, { from: date, to: date }, MOST_ROSTERS);
  const publication = published.find((one) => one.plan === plan) ?? null;
  if (publication !== null) {
    const { document } = await store.loadResult<Roster>('roster', publication.roster);
    return { id: publication.roster, document, publication };
  }
  for (const { id } of await store.listResults(site, 'roster', MOST_ROSTERS)) {
    const { document } = await store.loadResult<Roster>('roster', id);
    if (gridDays(document.grid).some((day) => day.date === date)) {
      return { id, document, publication: null };
    }
  }
  return null;
}
