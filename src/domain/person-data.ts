import { type AgentStateSpan, type ScheduleException } from './attendance.ts';
import { type AuditEntry } from './audit.ts';
import { type CalendarFeed } from './feed.ts';
import { type ForecastOverride } from './override.ts';
import { type Agent } from './plan.ts';
import { type AgentSpan, type QueueCall } from './queue-call.ts';
import {
  type LedgerEntry,
  type RosterAgent,
  type Shift,
  type Violation,
  type WishOutcome,
} from './roster.ts';
import { type TimesheetApproval } from './timesheet.ts';
import { type ApiToken, type User } from './user.ts';

/** What a plan says of a person. */
export interface PlannedPerson {
  /** Id of the version of the plan. */
  readonly id: string;
  readonly plan: string;
  readonly version: number;
  readonly createdAt: string;
  readonly agent: Agent;
}

/** What a roster says of a person. */
export interface RosteredPerson {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  /** Ids of the publications that made it known. */
  readonly publications: readonly string[];
  /** `null` where the roster does not list the person. */
  readonly agent: RosterAgent | null;
  readonly shifts: readonly Shift[];
  readonly wishes: readonly WishOutcome[];
  readonly violations: readonly Violation[];
  readonly ledger: readonly LedgerEntry[];
}

/** Somebody who may sign in as the person, without any secret. */
export interface PersonUser extends User {
  readonly tokens: readonly ApiToken[];
  /** When sessions began that have not been forgotten. */
  readonly sessions: readonly string[];
}

/** All that is stored of one person of a site. */
export interface PersonData {
  readonly site: string;
  /** Id of the person in plans and rosters. */
  readonly agent: string;
  /** By which plans and rosters call the person. */
  readonly names: readonly string[];
  readonly plans: readonly PlannedPerson[];
  readonly rosters: readonly RosteredPerson[];
  readonly exceptions: readonly ScheduleException[];
  readonly timesheets: readonly TimesheetApproval[];
  /** As followed live. */
  readonly states: readonly AgentStateSpan[];
  /** As queue logs tell. */
  readonly spans: readonly AgentSpan[];
  readonly calls: readonly QueueCall[];
  readonly feeds: readonly CalendarFeed[];
  readonly users: readonly PersonUser[];
  /** What these users said of forecasts. */
  readonly overrides: readonly ForecastOverride[];
  /** What they changed. */
  readonly changes: readonly AuditEntry[];
}

/** What erasing a person came to. */
export interface PersonErasure {
  readonly site: string;
  /** What stands for the person from now on, in totals and old rosters. */
  readonly pseudonym: string;
  /** Rows that were changed or deleted, by what they are. */
  readonly changed: Readonly<Record<string, number>>;
  /** Plans whose newest version still plans for the pseudonym. */
  readonly stillPlanned: readonly string[];
}

/** What was forgotten because it was old. */
export interface Forgetting {
  /** ISO instant, UTC: what ended before it is gone. */
  readonly before: string;
  /** Stretches of what people did, deleted. */
  readonly states: number;
  /** The same of queue logs. */
  readonly spans: number;
  /** Calls that no longer say who took them. */
  readonly calls: number;
}
