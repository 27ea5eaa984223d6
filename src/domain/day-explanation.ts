import { type Note } from './forecast.ts';
import { type ServiceGoal } from './requirement.ts';

/** What may part an achieved service level from the planned one. */
export const GAP_FACTORS = [
  'volume',
  'handle-time',
  'roster-fit',
  'absence',
  'adherence',
  'model',
] as const;

export type GapFactor = (typeof GAP_FACTORS)[number];

/** A day of a queue as planned, or as it was. */
export interface DayFigures {
  readonly contacts: number;
  /** Mean of all contacts; `null` without any. */
  readonly handleTimeSeconds: number | null;
  /** Time on the phones; `null` where nobody was seen. */
  readonly agentSeconds: number | null;
  /** `null` where nothing was offered. */
  readonly serviceLevel: number | null;
}

export interface GapPart {
  readonly factor: GapFactor;
  /**
   * Of the gap, as a fraction: -0.02 for two points lost to it. `null` where it cannot be told,
   * and is part of what the model leaves over.
   */
  readonly part: number | null;
}

/** Why a queue's service level was another than planned. */
export interface QueueExplanation {
  readonly queue: string;
  readonly goal: ServiceGoal;
  /** Intervals of the day that are over and known; the figures are of these. */
  readonly intervals: number;
  readonly planned: DayFigures;
  readonly achieved: DayFigures;
  /** What the model says of the day as it was. */
  readonly modelled: number | null;
  /** Achieved less planned; `null` where either is. */
  readonly gap: number | null;
  /** One for each factor, in their order; the parts sum to the gap. Empty without a gap. */
  readonly parts: readonly GapPart[];
  readonly notes: readonly Note[];
}

export interface DayExplanation {
  readonly site: string;
  readonly date: string;
  /** ISO, the end of what is looked at. */
  readonly asOf: string;
  readonly plan: string;
  /** Id of the forecast that the day was planned by. */
  readonly forecast: string;
  readonly queues: readonly QueueExplanation[];
}
