import { type Weekday } from './calendar.ts';
import { type Channel } from './history.ts';
import { type AgentId } from './ids.ts';
import { type QueueStaffing, type ServiceGoal, type Uncertainty } from './requirement.ts';

/**
 * Everything a planner writes down about a site, in one file. Clock times are seconds since
 * local midnight as the wall clock shows them; lengths are elapsed seconds; `null` is "no limit".
 */
export interface Plan {
  readonly name: string;
  readonly site: Site;
  readonly queues: readonly PlanQueue[];
  readonly shrinkage: Shrinkage;
  readonly shiftPatterns: readonly ShiftPattern[];
  readonly contracts: readonly Contract[];
  readonly agents: readonly Agent[];
  readonly nightWindow: NightWindow;
  readonly costs: Costs;
  /** Local dates that are not like others, with their type ("holiday", "campaign", ...). */
  readonly specialDays: readonly SpecialDay[];
  /** Whose public holidays are special days too. Plans of earlier versions have none. */
  readonly holidays?: readonly HolidayRegion[];
}

export interface Site {
  readonly name: string;
  readonly zone: string;
  readonly weekStart: Weekday;
}

/** A local date of which something is known beforehand. What is not said is absent. */
export interface SpecialDay {
  readonly date: string;
  /** What is special about it; `null` for a day like others of which only `history` is said. */
  readonly type: string | null;
  /** Queues it concerns; empty for all. */
  readonly queues: readonly string[];
  readonly name?: string;
  /** Opening hours in place of the weekday's; empty for closed. */
  readonly open?: readonly OpenStretch[];
  /** Weekday that it is like, in volume, profile and hours. */
  readonly like?: Weekday;
  /** Contacts as a multiple of an ordinary day's, in place of what days of its type have taught. */
  readonly factor?: number;
  /** Learn nothing from the day ("exclude"), or learn from it however odd it looks ("keep"). */
  readonly history?: 'exclude' | 'keep';
}

/** A country, or a part of one, whose public holidays concern queues. */
export interface HolidayRegion {
  /** ISO 3166-1 code: "SI". */
  readonly country: string;
  /** Part of the country ("BY"), and part of that ("BY-A"); `null` for the whole. */
  readonly region: string | null;
  /** Queues they concern; empty for all. */
  readonly queues: readonly string[];
  /** Opening hours on them; `null` for those of the weekday. */
  readonly open: readonly OpenStretch[] | null;
}

/** Half-open stretch of a local day; `toSeconds` may reach 86,400 but not beyond. */
export interface OpenStretch {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

export interface OpeningHours {
  /** Index 0 is Monday, 6 is Sunday; an empty list is closed. */
  readonly weekdays: readonly (readonly OpenStretch[])[];
  /** Dates that differ from their weekday. */
  readonly exceptions: readonly { readonly date: string; readonly open: readonly OpenStretch[] }[];
}

export interface PlanQueue {
  readonly name: string;
  readonly channel: Channel;
  readonly openingHours: OpeningHours;
  readonly goal: ServiceGoal;
  readonly staffing: QueueStaffing;
  /** `null` for volume as forecast and absence as a divisor. */
  readonly uncertainty: Uncertainty | null;
  /** Used where the history holds no handle time. */
  readonly assumedHandleTimeSeconds: number | null;
  /** Whose history this queue's continues, up to its own first contact; absent for none. */
  readonly before?: readonly PrecedingQueue[];
}

/** A queue from which another was split off or merged, or whose course it borrows. */
export interface PrecedingQueue {
  readonly queue: string;
  /** Share of its contacts that count, above 0; `null` to measure it where both are known. */
  readonly share: number | null;
}

/**
 * Shares of paid time that are not spent on contacts. Rostered kinds stand in the roster;
 * unrostered kinds (sickness, lateness) divide the requirement. See docs/dictionary.md.
 */
export interface Shrinkage {
  readonly rostered: readonly ShrinkageShare[];
  readonly unrostered: readonly ShrinkageShare[];
}

export interface ShrinkageShare {
  readonly type: string;
  /** Fraction in [0, 1); the sum of a kind is below 1. */
  readonly share: number;
}

export interface ShiftPattern {
  readonly name: string;
  /** Weekdays on which it may start. */
  readonly weekdays: readonly Weekday[];
  /** Earliest and latest start (wall clock, both allowed), and the step between starts. */
  readonly startFromSeconds: number;
  readonly startToSeconds: number;
  readonly startStepSeconds: number;
  /** Lengths from start to end, breaks included; ascending. */
  readonly lengthsSeconds: readonly number[];
  /** In the order in which they are taken. */
  readonly breaks: readonly BreakRule[];
}

export interface BreakRule {
  readonly name: string;
  readonly lengthSeconds: number;
  readonly paid: boolean;
  /** Earliest and latest start, in seconds after the shift's start. */
  readonly earliestSeconds: number;
  readonly latestSeconds: number;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface Contract {
  readonly name: string;
  /** Names of the shift patterns that its people may work. */
  readonly shiftPatterns: readonly string[];
  readonly paidSecondsPerDay: Range;
  /** Per week from the site's first weekday on. A week cut by the period has no minimum. */
  readonly paidSecondsPerWeek: Range;
  /** Over the whole rostering period; `null` for none. */
  readonly paidSecondsPerPeriod: Range | null;
  readonly daysPerWeek: Range;
  readonly maxConsecutiveDays: number | null;
  /** From the end of a shift to the start of the next. */
  readonly minRestSeconds: number;
  readonly maxNightsPerWeek: number | null;
  readonly maxConsecutiveNights: number | null;
  /** Weekends (Saturday and Sunday) with at least one shift starting on them, per period. */
  readonly maxWeekendsPerPeriod: number | null;
  readonly payPerHour: number;
  /** Least days in a row with a shift, and without one between two; absent for 1. */
  readonly minConsecutiveDays?: number;
  readonly minConsecutiveDaysOff?: number;
  /** Weekends in a row with a shift; absent for no limit. */
  readonly maxConsecutiveWeekends?: number;
  /** Whether a weekend is worked on both its days or on none. */
  readonly completeWeekends?: boolean;
  /** Least Sundays of the period on which no shift starts; absent for 0. */
  readonly minFreeSundaysPerPeriod?: number;
  readonly maxNightsPerPeriod?: number;
  /** Least days off between a night and the next shift, unless that is a night on the next day. */
  readonly daysOffAfterNights?: number;
  /** Shift patterns that may not stand on the day after another; absent for none. */
  readonly forbiddenSuccessions?: readonly ForbiddenSuccession[];
  /** Whether on days in a row no shift starts earlier on the clock than the one before. */
  readonly forwardRotation?: boolean;
  /** Most paid time a week on average over blocks of weeks; absent for none. */
  readonly averagePaid?: AveragePaid;
}

/** After a shift of the pattern `after` none of `never` starts on the next day. */
export interface ForbiddenSuccession {
  readonly after: string;
  readonly never: readonly string[];
}

/** A limit on the mean over whole blocks of weeks, counted from a date on (and back from it). */
export interface AveragePaid {
  readonly maxSecondsPerWeek: number;
  readonly weeks: number;
  /** First local date of a block. */
  readonly from: string;
}

export interface Agent {
  readonly id: AgentId;
  readonly name: string;
  readonly contract: string;
  /** Queues the person may work, the main one first. */
  readonly skills: readonly string[];
  /** When the person may work; empty for always. A shift must lie inside one stretch. */
  readonly availability: readonly AvailabilityStretch[];
  readonly leave: readonly DateSpan[];
  readonly wishes: readonly Wish[];
  readonly locks: readonly Lock[];
  /** First and last local date of employment; absent where they are open. */
  readonly employedFrom?: string;
  readonly employedTo?: string;
  /** Whether the person may work no night shift (minors, pregnancy). */
  readonly noNights?: boolean;
}

/** From a wall-clock time on a weekday; `toSeconds` above 86,400 reaches into the next day. */
export interface AvailabilityStretch {
  readonly weekdays: readonly Weekday[];
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Local dates, both included. */
export interface DateSpan {
  readonly from: string;
  readonly to: string;
}

export type Wish =
  | { readonly kind: 'day-off'; readonly date: string; readonly weight: number }
  | {
      readonly kind: 'start-between';
      readonly date: string;
      readonly fromSeconds: number;
      readonly toSeconds: number;
      readonly weight: number;
    };

/** What is fixed before the roster is made. */
export type Lock =
  | { readonly kind: 'off'; readonly date: string }
  | {
      readonly kind: 'shift';
      readonly date: string;
      readonly pattern: string;
      readonly startSeconds: number;
      readonly lengthSeconds: number;
    };

/** A shift is a night shift if at least `minSeconds` of it lie in the window (wall clock). */
export interface NightWindow {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly minSeconds: number;
}

export interface Costs {
  readonly currency: string;
  /** What one missing agent for one hour is worth avoiding; prices cover, never printed as pay. */
  readonly underPerAgentHour: number;
  /**
   * What one expected contact outside a queue's goal is worth avoiding: with it an agent missing
   * costs what the callers of the interval feel, and `underPerAgentHour` holds where that is not
   * known. Absent for that price alone.
   */
  readonly lateContact?: number;
  /** On top, where a floor is not reached; absent for ten times that. */
  readonly belowFloorPerAgentHour?: number;
  readonly overPerAgentHour: number;
  /** Times the wish's weight. */
  readonly unmetWish: number;
}
