/** The heavy work, by name: plain data in, plain data out, run in a worker by a `TaskRunner`. */
import {
  type Backtest,
  type Forecast,
  type IntervalHistory,
  type OpeningHours,
  type Plan,
  type QueueForecast,
  type Requirement,
  type Roster,
  type Scenario,
  type Shift,
  type SpecialDay,
  type Verification,
  type WhatIf,
} from '../domain/index.ts';
import { type ErlangAnswer, type ErlangCase, type RefusedCase } from './erlang-case.ts';
import { type ExportContext, type ExportedFile, type ExportFormat } from './export-formats.ts';

/** What a forecast of one queue needs beside its history. */
export interface QueueForecastSetup {
  /** `null` where no plan says: learned from the history. */
  readonly openingHours: OpeningHours | null;
  readonly specialDays: readonly SpecialDay[];
  readonly assumedHandleTimeSeconds: number | null;
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
  readonly seed: number;
  readonly timeLimitSeconds: number;
  /** Ends the search for the same result on any machine; `null` for time alone. */
  readonly iterationLimit: number | null;
  readonly inputs: Readonly<Record<string, string>>;
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

export interface ErlangInput {
  readonly cases: readonly ErlangCase[];
}

export interface TaskTypes {
  readonly forecast: { readonly input: ForecastInput; readonly output: Forecast };
  readonly backtest: { readonly input: BacktestInput; readonly output: Backtest };
  readonly staff: { readonly input: StaffInput; readonly output: Requirement };
  readonly verify: { readonly input: VerificationInput; readonly output: Verification };
  readonly roster: { readonly input: RosterInput; readonly output: Roster };
  readonly whatIf: { readonly input: WhatIfInput; readonly output: WhatIf };
  readonly drawForecast: { readonly input: DrawForecastInput; readonly output: Uint8Array };
  readonly erlang: {
    readonly input: ErlangInput;
    readonly output: readonly (ErlangAnswer | RefusedCase)[];
  };
  readonly export: { readonly input: ExportInput; readonly output: ExportedFile };
}

export type TaskName = keyof TaskTypes;
