import { type Provenance } from './document.ts';
import { type Channel } from './history.ts';
import { type IntervalGrid } from './interval-grid.ts';

/** A central band: `level` of outcomes are expected in [lower, upper], value by value. */
export interface Band {
  /** Fraction in (0, 1), 0.8 for the 80 % band. */
  readonly level: number;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** A mean per slot (or day) with its bands, all of one length. */
export interface Estimate {
  readonly mean: readonly number[];
  readonly median: readonly number[];
  readonly bands: readonly Band[];
}

/** A model of the pool and the weight it carried, with the backtest error that gave it. */
export interface ModelShare {
  readonly model: string;
  readonly weight: number;
  /** WAPE of day totals over the inner backtest, fraction; `null` where none could be run. */
  readonly backtestWape: number | null;
}

/** A day of history that was left out or weighted down, and why. */
export interface ExcludedDay {
  readonly date: string;
  readonly reason: 'outlier' | 'outage' | 'special-day' | 'incomplete' | 'planner';
  /** Weight left, 0 for left out. */
  readonly weight: number;
}

/** How far the errors of two days of one forecast go together. */
export interface ErrorPersistence {
  /** Share of a day's error variance that lasts beyond the day. */
  readonly share: number;
  /** After so many days half of its correlation is left. */
  readonly halfLifeDays: number;
}

export interface QueueForecast {
  readonly queue: string;
  readonly channel: Channel;
  readonly grid: IntervalGrid;
  /** Contacts offered per slot. 0 where the queue is closed. */
  readonly volume: Estimate;
  /** Mean handle time per slot in seconds; bands are of the slot's mean, not of a contact. */
  readonly handleTimeSeconds: Estimate;
  /** Whether handle time was learned from history, or assumed by the request. */
  readonly handleTimeSource: 'history' | 'assumed';
  readonly days: readonly string[];
  /** Contacts per local date, one value per entry of `days`. */
  readonly dayTotals: Estimate;
  /** As the inner backtest saw it; absent from forecasts of other tools, and of old. */
  readonly errorPersistence?: ErrorPersistence;
  readonly models: readonly ModelShare[];
  readonly excludedDays: readonly ExcludedDay[];
  /** Facts a planner should know, as codes with arguments; text is made where it is shown. */
  readonly notes: readonly Note[];
}

/** A remark by code, with arguments; no sentence for a person is built inside a core. */
export interface Note {
  readonly code: string;
  readonly details: Readonly<Record<string, string | number>>;
}

/** Contacts of several queues together, with bands of their own: the sum is surer than its parts. */
export interface TotalForecast {
  readonly name: string;
  /** `null` where the queues are of several. */
  readonly channel: Channel | null;
  readonly queues: readonly string[];
  readonly days: readonly string[];
  /** The mean is the sum of the queues' means. */
  readonly dayTotals: Estimate;
}

export interface Forecast {
  readonly kind: 'forecast';
  readonly provenance: Provenance;
  readonly queues: readonly QueueForecast[];
  /** By channel and of the site, where the forecast was reconciled with them. */
  readonly totals?: readonly TotalForecast[];
}

/** Accuracy of one method on one bucket of outcomes. Shares are fractions. */
export interface AccuracyRow {
  readonly queue: string;
  readonly method: string;
  /** What the outcomes are told apart by. */
  readonly by: AccuracyCut;
  /**
   * Of leads "day-1", "days-1-7", "days-8-14", "days-15-28", "all"; of weekdays "1" (Monday) to "7";
   * of hours "00" to "23", the local hour in which the interval starts.
   */
  readonly bucket: string;
  readonly intervals: number;
  /** sum |f - y| / sum y over intervals. */
  readonly wapeInterval: number;
  /** The same over day totals. */
  readonly wapeDay: number;
  /**
   * Mean absolute error over that of the weekly seasonal naive in the training data; `null` where
   * that data repeat exactly from week to week, or are not there.
   */
  readonly mase: number | null;
  /** sum (f - y) / sum y. */
  readonly bias: number;
  /** Share of outcomes inside the band, by band; empty for methods without bands. */
  readonly coverage: readonly { readonly level: number; readonly share: number }[];
}

export type AccuracyCut = 'lead' | 'weekday' | 'hour';

/** What the accuracy of one method comes to over all leads: what a planner needs to know first. */
export interface AccuracyVerdict {
  readonly queue: string;
  readonly method: string;
  readonly wapeDay: number;
  readonly wapeInterval: number;
  /** The plain method that errs least by day totals; `null` where none was measured. */
  readonly rival: { readonly method: string; readonly wapeDay: number } | null;
  /** Errs less than the rival, as much (within a twentieth), or more; "alone" without a rival. */
  readonly outcome: 'better' | 'alike' | 'worse' | 'alone';
  readonly bias: number;
  /** Which way the forecast leans, if by more than 2 % of all contacts. */
  readonly lean: 'high' | 'low' | 'even';
  readonly bands: readonly BandVerdict[];
}

/** "narrow": half as many outcomes again fell outside as the level says; "wide": less than half. */
export interface BandVerdict {
  readonly level: number;
  readonly share: number;
  readonly fit: 'holds' | 'narrow' | 'wide';
}

/** Why a queue is forecast as it is: what carried which weight, and what was left out. */
export interface QueuePick {
  readonly queue: string;
  /** First day of the forecast that it is told of: the newest origin. */
  readonly origin: string;
  readonly models: readonly ModelShare[];
  readonly excludedDays: readonly ExcludedDay[];
}

/** One forecast value of a backtest with what came. */
export interface BacktestRow {
  readonly queue: string;
  readonly origin: string;
  /** Local wall clock of the slot with offset. */
  readonly intervalStart: string;
  /** The mean, which staffing adds up. */
  readonly point: number;
  /** The value that is exceeded as often as not. */
  readonly median: number;
  readonly bands: readonly {
    readonly level: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  readonly actual: number | null;
}

export interface Backtest {
  readonly kind: 'backtest';
  readonly provenance: Provenance;
  readonly origins: readonly string[];
  readonly leadDays: number;
  readonly accuracy: readonly AccuracyRow[];
  readonly verdicts: readonly AccuracyVerdict[];
  readonly picks: readonly QueuePick[];
  readonly rows: readonly BacktestRow[];
}

/** A stored forecast judged twice: by the past before it, and by what came since. */
export interface ForecastAccuracy {
  readonly forecastId: string;
  /** A backtest on the history before the forecast, as far ahead as it reaches (28 days at most). */
  readonly backtest: {
    readonly origins: readonly string[];
    readonly leadDays: number;
    readonly accuracy: readonly AccuracyRow[];
    readonly verdicts: readonly AccuracyVerdict[];
  };
  readonly picks: readonly QueuePick[];
  /** The forecast itself beside what came, "overridden" where a planner said otherwise. */
  readonly since: readonly QueueOutcome[];
  readonly notes: readonly Note[];
}

/** What came of a queue's forecast. */
export interface QueueOutcome {
  readonly queue: string;
  /** Intervals of the forecast whose outcome is known. */
  readonly intervals: number;
  /** Last local date with a known outcome; `null` before the first. */
  readonly until: string | null;
  readonly accuracy: readonly AccuracyRow[];
  readonly verdicts: readonly AccuracyVerdict[];
}

/** Sums over consecutive periods: one value per period in each list. */
export interface PeriodSums {
  /** First local date of each. */
  readonly from: readonly string[];
  /** Days of each that lie in the horizon: fewer at its ends. */
  readonly days: readonly number[];
  readonly contacts: Estimate;
  /** Handle time of all contacts. */
  readonly workSeconds: readonly number[];
}

/** A queue's volume by day, week and month, for capacity planning. */
export interface QueueLongRange {
  readonly queue: string;
  readonly channel: Channel;
  readonly zone: string;
  /** What the planner expects per year, share; `null` for what the history's trend says. */
  readonly annualGrowth: number | null;
  /** Of the history's last days over the same days a year before, share; `null` if not known. */
  readonly growthSeen: number | null;
  readonly days: readonly string[];
  readonly dayTotals: Estimate;
  readonly weeks: PeriodSums;
  readonly months: PeriodSums;
  readonly notes: readonly Note[];
}

export interface LongRangeForecast {
  readonly kind: 'long-range';
  readonly provenance: Provenance;
  readonly queues: readonly QueueLongRange[];
}

/** What path values are: contacts that may come, or the mean that they come about. */
export type PathValue = 'counts' | 'means';

/** Ways in which a queue's volume may turn out, all equally likely. */
export interface QueuePaths {
  readonly queue: string;
  readonly grid: IntervalGrid;
  readonly of: PathValue;
  /** Per path, contacts per interval. */
  readonly paths: readonly (readonly number[])[];
}

export interface SamplePaths {
  readonly kind: 'sample-paths';
  readonly provenance: Provenance;
  readonly queues: readonly QueuePaths[];
}
