import { type IntervalGrid } from './interval-grid.ts';
import { type ServiceGoal } from './requirement.ts';

/** A queue's day under way: what was planned, what came, what is to be expected of the rest. */
export interface QueueOutlook {
  readonly queue: string;
  /** The intervals of the day. */
  readonly grid: IntervalGrid;
  /** First slot that has not closed; the grid's length once the day is over. */
  readonly running: number;
  readonly goal: ServiceGoal;
  /** Contacts that came, per slot; `null` where that is not known, or not yet. */
  readonly offered: readonly (number | null)[];
  /** Contacts as forecast before the day, and as revised by what came. */
  readonly forecast: readonly number[];
  readonly reforecast: readonly number[];
  readonly forecastHandleTimeSeconds: readonly number[];
  readonly handleTimeSeconds: readonly number[];
  /** Scheduled agents that the forecast, and the revised one, take. */
  readonly required: readonly number[];
  readonly requiredAnew: readonly number[];
  /** Agents in the roster; `null` without one for the slot. */
  readonly scheduled: readonly (number | null)[];
  /** Agents on the phones that are expected, from the running slot on. */
  readonly agents: readonly (number | null)[];
  /** Of past slots what was, of the others what is expected; by the goal's definition. */
  readonly serviceLevel: readonly (number | null)[];
  readonly averageSpeedOfAnswerSeconds: readonly (number | null)[];
  readonly occupancy: readonly (number | null)[];
  /** People of the queue who are there now, a person in several queues in parts; `null` unheard. */
  readonly present: number | null;
  readonly soFar: { readonly offered: number; readonly serviceLevel: number | null };
  readonly day: { readonly offered: number; readonly serviceLevel: number | null };
}

/** How the day under way is going to end, as of a moment. */
export interface DayOutlook {
  readonly site: string;
  readonly date: string;
  /** ISO. */
  readonly asOf: string;
  readonly plan: string;
  /** Id of the forecast and name of the roster; `null` without a roster. */
  readonly forecast: string;
  readonly roster: string | null;
  readonly queues: readonly QueueOutlook[];
}
