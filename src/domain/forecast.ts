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

export interface Forecast {
  readonly kind: 'forecast';
  readonly provenance: Provenance;
  readonly queues: readonly QueueForecast[];
}

/** Accuracy of one method on one bucket of leads. Shares are fractions. */
export interface AccuracyRow {
  readonly queue: string;
  readonly method: string;
  /** "day-1", "days-1-7", "days-8-14", "days-15-28", "all". */
  readonly bucket: string;
  readonly intervals: number;
  /** sum |f - y| / sum y over intervals. */
  readonly wapeInterval: number;
  /** The same over day totals. */
  readonly wapeDay: number;
  /** Mean absolute error over that of the weekly seasonal naive in the training data. */
  readonly mase: number;
  /** sum (f - y) / sum y. */
  readonly bias: number;
  /** Share of outcomes inside the band, by band; empty for methods without bands. */
  readonly coverage: readonly { readonly level: number; readonly share: number }[];
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
  readonly rows: readonly BacktestRow[];
}
