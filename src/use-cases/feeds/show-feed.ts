import { addDays, AgnerError, PROGRAM } from '../../domain/index.ts';
import { type ExportedFile } from '../export-formats.ts';
import { hashOf } from '../provenance.ts';
import { findPublishedDays, shiftsOf } from '../own-shifts.ts';
import { type WorkContext } from '../ports.ts';
import { type World } from '../sources.ts';

/** Days before and after today that a feed holds. */
const DAYS_BACK = 30;
const DAYS_AHEAD = 365;

/** A feed as it stands. */
export interface ShownFeed {
  /** The same as long as the calendar is. */
  readonly state: string;
  /** `null` where whoever asks has this state. */
  readonly file: ExportedFile | null;
}

/**
 * What one person is published to work, from 30 days ago to a year ahead, as a calendar.
 *
 * @param secret of the feed's address
 * @param isSeen whether whoever asks has a state already
 * @throws {AgnerError} `NOT_FOUND` for a feed that is unknown or was revoked
 */
export async function showFeed(
  { store, identity, secrets, tasks }: Pick<World, 'store' | 'identity' | 'secrets' | 'tasks'>,
  secret: string,
  isSeen: (state: string) => boolean,
  context: WorkContext,
): Promise<ShownFeed> {
  const feed = await store.findFeed(secrets.digest(secret));
  if (feed === null) {
    throw new AgnerError('NOT_FOUND', 'there is no such feed: it is unknown or was revoked');
  }
  const { site, agent } = feed;
  const today = identity.now().slice(0, 10);
  const span = { from: addDays(today, -DAYS_BACK), to: addDays(today, DAYS_AHEAD) };
  const published = await findPublishedDays(store, site, span);
  const publications = [...published.keys()];
  const state = hashOf({
    program: PROGRAM,
    feed,
    span,
    published: publications.map(({ id }) => id),
  });
  if (isSeen(state)) return { state, file: null };
  const { shifts, name, zone } = await shiftsOf(store, published, agent);
  const stamps = publications.map(({ publishedAt }) => publishedAt);
  const calendar = {
    site,
    zone: zone ?? 'UTC',
    title: `Shifts: ${name ?? agent}`,
    names: null,
    start: `${span.from}T00:00:00Z`,
    shifts,
    stampedAt: stamps.toSorted().at(-1) ?? feed.createdAt,
  };
  return { state, file: await tasks.run('calendar', calendar, context) };
}
