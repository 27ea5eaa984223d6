/** What calendar feeds need from the world. */
import { type CalendarFeed, type Signature } from '../../domain/index.ts';
import { type PageRequest } from '../pages.ts';

/** The part of the store that knows calendar feeds; their secrets are kept as digests alone. */
export interface FeedStore {
  /** Throws `NOT_FOUND` for a user who is unknown. */
  addFeed(site: string, feed: CalendarFeed, digest: string, by: Signature): Promise<void>;
  /** `null` for one that is unknown or was revoked. */
  findFeed(digest: string): Promise<CalendarFeed | null>;
  /** Oldest first, of one person or (`null`) of all; all, or a page of them by id. */
  listFeeds(
    site: string,
    agent: string | null,
    page?: PageRequest,
  ): Promise<readonly CalendarFeed[]>;
  /** Throws `NOT_FOUND`, also for a feed of another than the given person; `null` is any. */
  removeFeed(site: string, id: string, agent: string | null, by: Signature): Promise<void>;
}
