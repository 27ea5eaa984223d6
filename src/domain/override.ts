/** What part of a forecast a planner sets: a local day, or the interval that starts at an instant. */
export type OverrideTarget =
  | { readonly kind: 'day'; readonly date: string }
  /** ISO instant with offset, the start of a slot of the forecast. */
  | { readonly kind: 'interval'; readonly start: string };

/** To what it is set: to a number of contacts, or to a multiple of the model's figure (1.1: +10 %). */
export type OverrideChange =
  | { readonly kind: 'absolute'; readonly contacts: number }
  | { readonly kind: 'relative'; readonly factor: number };

/** What a planner says of a forecast's volume instead of the model. */
export interface OverrideStatement {
  readonly queue: string;
  readonly target: OverrideTarget;
  readonly change: OverrideChange;
  readonly author: string;
  readonly reason: string;
}

/** A statement as it is kept: never changed, only withdrawn. */
export interface ForecastOverride extends OverrideStatement {
  readonly id: string;
  /** Counts from 1 per forecast, in the order in which overrides were made. */
  readonly version: number;
  /** ISO instant, UTC. */
  readonly createdAt: string;
  /** `null` while it stands. */
  readonly withdrawn: { readonly author: string; readonly at: string } | null;
}

/** A day of a forecast as the model has it and as it stands with the planner's overrides. */
export interface OverriddenDay {
  readonly queue: string;
  readonly date: string;
  readonly modelContacts: number;
  readonly contacts: number;
}

/** All that was said of a forecast, in order, and what it comes to on the days it concerns. */
export interface ForecastOverrides {
  readonly forecastId: string;
  /** Grows by one with every override made and every one withdrawn; 0 before the first. */
  readonly version: number;
  readonly overrides: readonly ForecastOverride[];
  readonly days: readonly OverriddenDay[];
}
