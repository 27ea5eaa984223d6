import {
  addDays,
  AgnerError,
  type DateSpan,
  daysBetween,
  epochSeconds,
  type Publication,
  type Roster,
  type Shift,
} from '../domain/index.ts';
import { type Store } from './ports.ts';
import { type World } from './sources.ts';

/** A shift as published, and where. */
export interface PublishedShift extends Shift {
  readonly publication: string;
}

/** One person's shifts by the newest publication of each day. */
export interface OwnShifts extends DateSpan {
  readonly agent: string;
  readonly shifts: readonly PublishedShift[];
}

/** Longest range that is answered at once. */
const MAX_DAYS = 400;

/**
 * What one person is published to work, from a local date to another, both included. A later
 * publication of a plan supersedes an earlier one day by day; plans do not touch each other.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a range that ends before it begins or is over 400 days
 */
export async function findOwnShifts(
  { store }: Pick<World, 'store'>,
  site: string,
  agent: string,
  { from, to }: DateSpan,
): Promise<OwnShifts> {
  const length = daysBetween(from, to) + 1;
  if (length < 1 || length > MAX_DAYS) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected a range of 1 to ${MAX_DAYS} days, got ${from} to ${to}`,
    );
  }
  const published = await findPublishedDays(store, site, { from, to });
  const { shifts } = await shiftsOf(store, published, agent);
  return { agent, from, to, shifts };
}

/** The days for which each publication is the newest of its plan; newest first, none without such days. */
export type PublishedDays = ReadonlyMap<Publication, ReadonlySet<string>>;

/** What was published of local dates, both included, and is not superseded. */
export async function findPublishedDays(
  store: Pick<Store, 'listPublications'>,
  site: string,
  { from, to }: DateSpan,
): Promise<PublishedDays> {
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, day) => addDays(from, day));
  return validDays(await store.listPublications(site, { from, to }, 1000), days);
}

/** One person's shifts of published days in their order; name and zone by the newest roster that has the person. */
export async function shiftsOf(
  store: Pick<Store, 'loadResult'>,
  published: PublishedDays,
  agent: string,
): Promise<{
  readonly shifts: readonly PublishedShift[];
  /** `null` where no roster has the person. */
  readonly name: string | null;
  readonly zone: string | null;
}> {
  const shifts: PublishedShift[] = [];
  let person: { readonly name: string; readonly zone: string } | null = null;
  for (const [publication, dates] of published) {
    const { document } = await store.loadResult<Roster>('roster', publication.roster);
    const listed = document.agents.find(({ id }) => id === agent);
    if (listed !== undefined) person ??= { name: listed.name, zone: document.grid.zone };
    for (const shift of document.shifts) {
      if (shift.agent === agent && dates.has(shift.date)) {
        shifts.push({ ...shift, publication: publication.id });
      }
    }
  }
  shifts.sort((a, b) => epochSeconds(a.start) - epochSeconds(b.start));
  return { shifts, name: person?.name ?? null, zone: person?.zone ?? null };
}

function validDays(newestFirst: readonly Publication[], days: readonly string[]): PublishedDays {
  const valid = new Map<Publication, Set<string>>();
  const taken = new Map<string, Set<string>>();
  for (const publication of newestFirst) {
    const ofPlan = taken.get(publication.plan) ?? new Set<string>();
    taken.set(publication.plan, ofPlan);
    const own = days.filter(
      (day) => day >= publication.from && day <= publication.to && !ofPlan.has(day),
    );
    for (const day of own) ofPlan.add(day);
    if (own.length > 0) valid.set(publication, new Set(own));
  }
  return valid;
}
