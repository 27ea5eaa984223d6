import { type ConfidentMean } from './verification.ts';

/** A stretch of paid time, ISO; `to` excluded. */
export interface PaidTime {
  readonly from: string;
  readonly to: string;
}

/** What was worked on a local date, as it is known by itself. */
export interface SeenTime {
  /** Paid time of what was published. */
  readonly plannedSeconds: number;
  /** Of `worked`. */
  readonly workedSeconds: number;
  /** Paid planned time of which it is not known what the person did. */
  readonly unknownSeconds: number;
}

/** The hours of a person's day as somebody answers for them, beside what was known then. */
export interface TimesheetStatement extends SeenTime {
  readonly agent: string;
  /** Local date; all of the paid time lies on it. */
  readonly date: string;
  readonly paid: readonly PaidTime[];
  /** Whether the paid time is what was seen, or was corrected. */
  readonly isAsSeen: boolean;
  /** Why, for whoever reads it later. */
  readonly reason: string;
}

/** Approved hours: kept for ever; a later approval of the same day takes the place of an earlier. */
export interface TimesheetApproval extends TimesheetStatement {
  readonly id: string;
  /** ISO instant, UTC. */
  readonly madeAt: string;
  /** Id of who approved. */
  readonly madeBy: string;
}

/** One person's local date. */
export interface TimesheetDay extends SeenTime {
  readonly agent: string;
  readonly name: string;
  readonly date: string;
  /** Paid time as it was seen, in order. */
  readonly worked: readonly PaidTime[];
  /** The approval that counts; `null` for none yet. */
  readonly approval: TimesheetApproval | null;
  /** Whether other hours are seen or planned by now than when it was approved. */
  readonly hasChanged: boolean;
}

export interface Timesheet {
  readonly site: string;
  readonly zone: string;
  readonly from: string;
  readonly to: string;
  /** By date and person. */
  readonly days: readonly TimesheetDay[];
}

/** How much of scheduled work was not worked, as people's states tell. */
export interface LearnedShrinkage {
  readonly site: string;
  readonly from: string;
  readonly to: string;
  /** Days of which anything is known. */
  readonly days: number;
  /** Scheduled work, and of that what is known. */
  readonly scheduledSeconds: number;
  readonly knownSeconds: number;
  /** `null` where nothing is known; without half-width where only one day is. */
  readonly total: LearnedShare | null;
  /** `absent`, `away`, and what people were paused for, the largest first. */
  readonly types: readonly (LearnedShare & { readonly type: string })[];
}

/** A share of known scheduled work; {@link ConfidentMean} over days. */
export interface LearnedShare extends Omit<ConfidentMean, 'halfWidth'> {
  readonly halfWidth: number | null;
}
