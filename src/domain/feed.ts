/** A calendar that a person's own program reads by a secret address, without signing in. */
export interface CalendarFeed {
  readonly id: string;
  readonly site: string;
  /** Id of the person in rosters. */
  readonly agent: string;
  /** User who made it for himself and with whom it goes; `null` for one that others made for the person. */
  readonly user: string | null;
  /** ISO instant, UTC. */
  readonly createdAt: string;
}
