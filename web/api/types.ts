/** What the API sends beside the documents of the domain, as it stands on the wire. */
import { type Channel } from '../../src/domain/history.ts';
import { type Finding } from '../../src/domain/finding.ts';
import { type Role } from '../../src/domain/user.ts';

export interface QueueRecord {
  readonly name: string;
  readonly channel: Channel;
  readonly zone: string;
  readonly stepSeconds: number;
  /** First and last interval start with history, ISO with offset; `null` without history. */
  readonly firstInterval: string | null;
  readonly lastInterval: string | null;
  readonly intervals: number;
  readonly version: number;
}

export interface PlanRecord {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly createdAt: string;
}

export interface ImportOutcome {
  readonly queue: string;
  readonly added: number;
  readonly replaced: number;
  readonly unchanged: number;
}

export interface ImportReport {
  readonly queues: readonly ImportOutcome[];
  readonly findings: readonly Finding[];
  readonly rows: { readonly read: number; readonly taken: number; readonly leftOut: number };
}

export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly progress: {
    /** Share done, in [0, 1]. */
    readonly fraction: number;
    readonly step: string;
    readonly figures: Readonly<Record<string, number | string | null>>;
  };
  readonly resultId: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Who asks, and what they may do. */
export interface Caller {
  /** "local" as long as there are no users: nobody needs to sign in. */
  readonly kind: 'local' | 'user';
  readonly user: string | null;
  readonly role: Role;
  /** Sites that they may see; `null` for all. */
  readonly sites: readonly string[] | null;
  /** Id of the person in rosters. */
  readonly agent: string | null;
}
