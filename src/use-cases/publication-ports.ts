/** What publishing needs from the world. */
import { type Publication, type Signature } from '../domain/index.ts';

/** The part of the store that knows which rosters were made known; they are kept for ever. */
export interface PublicationStore {
  /** The next version of the roster's plan. Throws `NOT_FOUND` unless the site has that roster. */
  publishRoster(
    site: string,
    publication: { readonly id: string; readonly roster: string; readonly note: string },
    by: Signature,
  ): Promise<Publication>;
  /** Throws `NOT_FOUND`. */
  loadPublication(site: string, id: string): Promise<Publication>;
  /** Newest first, after the one with the id: those that hold a day of the range, where one is given. */
  listPublications(
    site: string,
    range: { readonly from: string; readonly to: string } | null,
    limit: number,
    after?: string | null,
  ): Promise<readonly Publication[]>;
}
