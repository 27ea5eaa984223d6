/** What an import did to the stored history of one queue. */
export interface ImportOutcome {
  readonly queue: string;
  readonly added: number;
  readonly replaced: number;
  readonly unchanged: number;
  /** First and last replaced interval, ISO with offset; `null` if none. */
  readonly replacedFrom: string | null;
  readonly replacedTo: string | null;
  readonly version: number;
}
