/** The heavy work, by name: plain data in, plain data out, run in a worker by a `TaskRunner`. */
import {
  type AccuracyRow,
  type Backtest,
  type Finding,
  type Forecast,
  type IntervalHistory,
  type LedgerEntry,
  type LongRangeForecast,
  type Note,
  type OpeningHours,
  type PathValue,
  type Plan,
  type QueueExplanation,
  type QueueForecast,
  type QueueOutcome,
  type QueuePick,
  type Requirement,
  type Roster,
  type SamplePaths,
  type Scenario,
  type Shift,
  type ShiftInstance,
  type ShiftSolution,
  type SpecialDay,
  type Verification,
  type Weekday,
  type WhatIf,
} from '../domain/index.ts';
import { type ProposalInput, type ProposalOutput } from './live-day/proposal-input.ts';
import { type ExplanationInput } from './explain/explained-queue.ts';
import { type ErlangAnswer, type ErlangCase, type RefusedCase } from './erlang-case.ts';
import { type Sheet } from './sheet.ts';
import {
  type ExportContext,
  type ExportedFile,
  type ExportFormat,
  type ShiftCalendar,
} from './export-formats.ts';

/** What a forecast of one queue needs beside its history. */
export interface QueueForecastSetup {
  /** With those of special days; `null` where no plan says: learned from the history. */
  readonly openingHours: OpeningHours | null;
  readonly specialDays: readonly SpecialDay[];
  readonly assumedHandleTimeSeconds: number | null;
  /** What a planner should know of the calendar itself. */
  readonly notes: readonly Note[];
}

export interface ForecastInput {
  readonly items: readonly {
    readonly history: IntervalHistory;
    readonly setup: QueueForecastSetup;
  }[];
  /** First local date to forecast; `null` for the day after each history's last. */
  readonly from: string | null;
  readonly days: number;
  readonly levels: readonly number[];
  readonly seed: number;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface BacktestInput {
  readonly items: ForecastInput['items'];
  /** First forecast dates; empty for a default set of rolling origins. */
  readonly origins: readonly string[];
  readonly days: number;
  readonly levels: readonly number[];
  readonly seed: number;
  readonly inputs: Readonly<Record<string, string>>;
}

/** One queue of a stored forecast. */
export interface AccuracyInput {
  /** Whether the forecast is of this program, not of another tool. */
  readonly isOurs: boolean;
  /** Longest lead that the past is tested at, in days. */
  readonly leadDays: number;
  /** `null` where the site has none. */
  readonly history: IntervalHistory | null;
  readonly setup: QueueForecastSetup;
  /** As it was made, or as it was imported. */
  readonly forecast: QueueForecast;
  /** With the planner's figures; `null` where nothing was said. */
  readonly overridden: QueueForecast | null;
}

export interface QueueAccuracy {
  /** The past before the forecast, tested; `null` where there is too little. */
  readonly tested: {
    readonly origins: readonly string[];
    readonly accuracy: readonly AccuracyRow[];
  } | null;
  /** What the forecast is made of; `null` where that is not known. */
  readonly pick: QueuePick | null;
  /** What came of the forecast; `null` without history. */
  readonly since: QueueOutcome | null;
  readonly notes: readonly Note[];
}

export interface LongRangeInput {
  readonly items: ForecastInput['items'];
  readonly from: string | null;
  readonly weeks: number;
  readonly annualGrowth: number | null;
  readonly levels: readonly number[];
  readonly weekStart: Weekday;
  readonly seed: number;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface PathsInput {
  readonly forecast: Forecast;
  /** Paths of each queue. */
  readonly count: number;
  readonly of: PathValue;
  readonly seed: number;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface ReforecastInput {
  readonly forecast: Forecast;
  /** One per queue of the forecast, in its order. */
  readonly items: ForecastInput['items'];
  /** ISO instant with offset up to which the day is known. */
  readonly asOf: string;
  readonly seed: number;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface StaffInput {
  readonly forecast: Forecast;
  readonly plan: Plan;
  readonly seed: number;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface VerificationInput {
  readonly requirement: Requirement;
  /** Runs of each queue. */
  readonly replications: number;
  readonly seed: number;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface RosterInput {
  readonly plan: Plan;
  readonly requirement: Requirement;
  /** First local date and number of days; `null` for all that the requirement covers. */
  readonly period: { readonly from: string; readonly days: number } | null;
  /** Shifts worked before the first day, for rest and consecutive days. */
  readonly before: readonly Shift[];
  /** Ledger of the roster before; empty for none. */
  readonly carried: readonly LedgerEntry[];
  readonly seed: number;
  readonly timeLimitSeconds: number;
  /** Ends the search for the same result on any machine; `null` for time alone. */
  readonly iterationLimit: number | null;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface InstanceInput {
  readonly instance: ShiftInstance;
  readonly seed: number;
  readonly timeLimitSeconds: number;
  /** Ends the search for the same result on any machine; `null` for time alone. */
  readonly iterationLimit: number | null;
}

export interface WhatIfInput {
  readonly plan: Plan;
  readonly forecast: Forecast;
  /** The baseline's roster; `null` for requirement alone. */
  readonly roster: Roster | null;
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  readonly timeLimitSeconds: number;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface ExportInput {
  readonly format: ExportFormat;
  readonly roster: Roster;
  readonly context: ExportContext;
}

export interface DrawForecastInput {
  readonly history: IntervalHistory;
  readonly forecast: QueueForecast;
}

export interface DrawAccuracyInput {
  readonly title: string;
  readonly subtitle: string;
  readonly rows: readonly AccuracyRow[];
}

/** The history of one queue. */
export interface InspectInput {
  readonly history: IntervalHistory;
  /** `null` where no plan says. */
  readonly openingHours: OpeningHours | null;
}

export interface ErlangInput {
  readonly cases: readonly ErlangCase[];
}

export interface TaskTypes {
  readonly forecast: { readonly input: ForecastInput; readonly output: Forecast };
  readonly paths: { readonly input: PathsInput; readonly output: SamplePaths };
  readonly inspect: { readonly input: InspectInput; readonly output: readonly Finding[] };
  readonly explainDay: {
    readonly input: ExplanationInput;
    readonly output: readonly QueueExplanation[];
  };
  readonly propose: { readonly input: ProposalInput; readonly output: ProposalOutput };
  readonly longRange: { readonly input: LongRangeInput; readonly output: LongRangeForecast };
  readonly reforecast: { readonly input: ReforecastInput; readonly output: Forecast };
  readonly backtest: { readonly input: BacktestInput; readonly output: Backtest };
  readonly accuracy: { readonly input: AccuracyInput; readonly output: QueueAccuracy };
  readonly staff: { readonly input: StaffInput; readonly output: Requirement };
  readonly verify: { readonly input: VerificationInput; readonly output: Verification };
  readonly roster: { readonly input: RosterInput; readonly output: Roster };
  readonly instance: { readonly input: InstanceInput; readonly output: ShiftSolution };
  readonly whatIf: { readonly input: WhatIfInput; readonly output: WhatIf };
  readonly drawForecast: { readonly input: DrawForecastInput; readonly output: Uint8Array };
  readonly drawAccuracy: { readonly input: DrawAccuracyInput; readonly output: Uint8Array };
  readonly erlang: {
    readonly input: ErlangInput;
    readonly output: readonly (ErlangAnswer | RefusedCase)[];
  };
  readonly export: { readonly input: ExportInput; readonly output: ExportedFile };
  readonly calendar: { readonly input: ShiftCalendar; readonly output: ExportedFile };
  /** A table as an XLSX workbook. */
  readonly workbook: { readonly input: Sheet; readonly output: Uint8Array };
}

export type TaskName = keyof TaskTypes;
