import { type DocumentId } from './ids.ts';

/** A roster made known to those who work it: kept for ever, superseded by later ones, never changed. */
export interface Publication {
  readonly id: string;
  readonly site: string;
  /** The plan that the roster was made of; publications of one plan follow each other. */
  readonly plan: string;
  /** Counts from 1 per site and plan. */
  readonly version: number;
  readonly roster: DocumentId;
  /** First and last local date of the roster. */
  readonly from: string;
  readonly to: string;
  /** ISO instant, UTC. */
  readonly publishedAt: string;
  /** {@link Actor.id} of who did it. */
  readonly publishedBy: string;
  readonly note: string;
}
