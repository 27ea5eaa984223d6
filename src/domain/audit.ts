/** Who changes something: by an id that tells nothing of the person, and by which key. */
export interface Actor {
  /** Id of a user; "local" for the one local planner; "os:1000" for a command, by its system user. */
  readonly id: string;
  /** Id of the token that acted for the user; `null` without. */
  readonly token: string | null;
}

/** Who changed something, and when. */
export interface Signature {
  readonly actor: Actor;
  /** ISO instant, UTC. */
  readonly at: string;
}

/** What the audit trail tells of. */
export const AUDIT_ACTIONS = [
  'roster.published',
  'plan.saved',
  'override.made',
  'override.withdrawn',
  'exception.made',
  'exception.withdrawn',
  'timesheet.approved',
  'user.added',
  'user.changed',
  'user.password-set',
  'user.removed',
  'token.added',
  'token.removed',
  'feed.added',
  'feed.removed',
  'person.exported',
  'person.erased',
  'plan.redacted',
  'roster.redacted',
  'states.forgotten',
  'database.restored',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** A line of the audit trail. It names things by id, never people, so it may be kept for ever. */
export interface AuditEntry {
  /** Counts from 1 without a gap. */
  readonly position: number;
  /** ISO instant, UTC. */
  readonly at: string;
  readonly actor: string;
  readonly token: string | null;
  readonly action: AuditAction;
  /** `null` where it concerns no site. */
  readonly site: string | null;
  /** Id of what was changed. */
  readonly subject: string;
  /** Salted SHA-256 (hex) of its state before and after; `null` for not there, or not told. */
  readonly before: string | null;
  readonly after: string | null;
  /** SHA-256 (hex) of this line and the hash of the one before. */
  readonly hash: string;
}

/** What is wrong with a line: it or one before it is gone, it was altered, or what it tells of was. */
export type AuditFault = 'missing' | 'altered' | 'content-differs';

/** What checking the whole trail found. */
export interface AuditVerification {
  readonly lines: number;
  /** Hash of the last line; `null` for an empty trail. */
  readonly head: string | null;
  /** First broken line; `null` where all hold. */
  readonly broken: {
    readonly position: number;
    readonly fault: AuditFault;
    /** Id of what the line tells of; `null` where the line is gone. */
    readonly subject: string | null;
  } | null;
}
