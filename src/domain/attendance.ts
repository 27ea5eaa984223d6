import { type Activity } from './roster.ts';
import { type AgentStateKind } from './live.ts';

/** A stretch in which a person was seen to do one thing; instants are epoch seconds. */
export interface AgentStateSpan {
  readonly agent: string;
  readonly state: AgentStateKind;
  /** Reason of a pause; `null` unless paused. */
  readonly reason: string | null;
  readonly start: number;
  /** Up to when it was seen; it may have lasted longer. */
  readonly end: number;
}

/** A stretch of a person's day that is not as published: a meeting called, a system that was down. */
export interface ScheduleExceptionStatement {
  readonly agent: string;
  /** ISO; `to` excluded. */
  readonly from: string;
  readonly to: string;
  /** What is scheduled instead; `off` for nothing. */
  readonly activity: ScheduledKind | 'off';
  readonly reason: string;
}

export interface ScheduleException extends ScheduleExceptionStatement {
  readonly id: string;
  readonly madeAt: string;
  readonly madeBy: string;
}

export type ScheduledKind = Activity['kind'];

/** A stretch of what a person is scheduled to do, by what was published at that moment. */
export interface ScheduledStretch {
  readonly kind: ScheduledKind;
  readonly name: string;
  /** Queue served; `null` unless work, and where nobody said which. */
  readonly queue: string | null;
  readonly paid: boolean;
  /** Epoch seconds. */
  readonly start: number;
  readonly end: number;
}

/** A stretch in which a person did something else than what was scheduled; ISO. */
export interface Deviation {
  readonly from: string;
  readonly to: string;
  readonly scheduled: ScheduledKind | 'off';
  readonly name: string;
  readonly actual: AgentStateKind;
  readonly reason: string | null;
  /** Whether it is no longer than the grace. */
  readonly isExcused: boolean;
}

/** One person's day, schedule against what was seen, up to a moment. */
export interface PersonAttendance {
  /** As rosters name the person; as the ACD does where no roster has the name. */
  readonly agent: string;
  readonly name: string;
  /** Scheduled in all, of which it is known what the person did. */
  readonly scheduledSeconds: number;
  readonly knownSeconds: number;
  readonly adherentSeconds: number;
  /** In deviations that are no longer than the grace. */
  readonly excusedSeconds: number;
  /** Work, training and meetings, of which it is known what the person did. */
  readonly scheduledWorkSeconds: number;
  /** At work at any time, scheduled or not. */
  readonly workedSeconds: number;
  readonly unscheduledWorkSeconds: number;
  /** Adherent over known; `null` where nothing is. */
  readonly adherence: number | null;
  /** The same with the excused. */
  readonly adherenceWithGrace: number | null;
  /** Worked over scheduled work: above 1 for who works longer. */
  readonly conformance: number | null;
  readonly deviations: readonly Deviation[];
  /** First and last moment at work, ISO; `null` for never. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** What is scheduled at the moment, and what the person does; `null` for nothing and not known. */
  readonly now: {
    readonly scheduled: ScheduledKind | null;
    readonly name: string | null;
    readonly state: AgentStateKind | null;
    readonly reason: string | null;
    /** Since when the two differ, ISO; `null` while they do not. */
    readonly outSince: string | null;
  } | null;
}

/** Everybody's day, and who is where they are not expected. */
export interface DayAttendance {
  readonly site: string;
  readonly date: string;
  /** Up to when it is told, ISO. */
  readonly asOf: string;
  readonly graceSeconds: number;
  readonly adherenceVariant: 'time-in-scheduled-activity-over-scheduled-time';
  readonly conformanceVariant: 'time-worked-over-time-scheduled-to-work';
  readonly people: readonly PersonAttendance[];
  /** Scheduled, and not seen at work since the shift began. */
  readonly absent: readonly string[];
  readonly late: readonly { readonly agent: string; readonly seconds: number }[];
  /** Left before the shift's end, and did not come back. */
  readonly early: readonly { readonly agent: string; readonly seconds: number }[];
  /** At work outside of any shift. */
  readonly unscheduled: readonly { readonly agent: string; readonly seconds: number }[];
  /** Reasons of pauses that stand for no activity, and people whom no roster knows. */
  readonly unmappedReasons: readonly string[];
  readonly unmappedAgents: readonly string[];
}
