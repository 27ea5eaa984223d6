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
  const days = Array.from({ length }, (_, day) => addDays(from, day));
  const valid = validDays(await store.listPublications(site, { from, to }, 1000), days);
  const shifts: PublishedShift[] = [];
  for (const [publication, dates] of valid) {
    const { document } = await store.loadResult<Roster>('roster', publication.roster);
    for (const shift of document.shifts) {
      if (shift.agent === agent && dates.has(shift.date)) {
        shifts.push({ ...shift, publication: publication.id });
      }
    }
  }
  shifts.sort((a, b) => epochSeconds(a.start) - epochSeconds(b.start));
  return { agent, from, to, shifts };
}

/** The days for which each publication is the newest of its plan; none that has no such day. */
function validDays(
  newestFirst: readonly Publication[],
  days: readonly string[],
): ReadonlyMap<Publication, ReadonlySet<string>> {
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
