import { type Provenance } from './document.ts';
import { type Note } from './forecast.ts';
import { type AgentId } from './ids.ts';
import { type IntervalGrid } from './interval-grid.ts';
import { type Wish } from './plan.ts';

/** A stretch of a shift. Instants are ISO with the offset of the site's zone. */
export const ACTIVITY_KINDS = ['work', 'break', 'training', 'meeting'] as const;

export interface Activity {
  readonly kind: (typeof ACTIVITY_KINDS)[number];
  /** The break's or session's name; "work" for work. */
  readonly name: string;
  /** Queue served; `null` unless work. */
  readonly queue: string | null;
  readonly paid: boolean;
  readonly start: string;
  readonly end: string;
}

/** One person's working time from start to end; it belongs to the local date it starts on. */
export interface Shift {
  readonly agent: AgentId;
  readonly date: string;
  /** Shift pattern; "" in a roster of another tool that does not say. */
  readonly pattern: string;
  readonly start: string;
  readonly end: string;
  /** In order, without gaps, from start to end. */
  readonly activities: readonly Activity[];
  readonly locked: boolean;
}

/** Required and scheduled agents of one queue, per slot of the roster's grid. */
export interface Coverage {
  readonly queue: string;
  readonly required: readonly number[];
  readonly scheduled: readonly number[];
}

/** A stretch in which a queue has fewer agents than required. */
export interface Shortfall {
  readonly queue: string;
  readonly start: string;
  readonly end: string;
  /** Agents missing times time. */
  readonly agentSeconds: number;
}

export interface WishOutcome {
  readonly agent: AgentId;
  readonly wish: Wish;
  readonly granted: boolean;
}

/** A rule of the plan that a roster breaks. */
export interface Violation {
  readonly rule: string;
  readonly agent: AgentId;
  /** Local date of the shift (or first day of the week) concerned. */
  readonly date: string;
  /** What was found and what is allowed; seconds, counts or names. */
  readonly details: Readonly<Record<string, string | number>>;
}

/** What a roster costs and leaves undone. Money and penalties are apart. */
export interface RosterScore {
  readonly currency: string;
  /** Pay for all paid time. */
  readonly pay: number;
  readonly paidSeconds: number;
  readonly underAgentSeconds: number;
  readonly overAgentSeconds: number;
  readonly unmetWishWeight: number;
  /** Pay plus priced under-cover, over-cover and unmet wishes: what the search minimises. */
  readonly objective: number;
}

/** How good the roster is known to be. */
export interface Proof {
  /** Proven lower bound of the objective; `null` where none is known. */
  readonly bound: number | null;
  /** (objective - bound) / objective, fraction; `null` where no bound is known. */
  readonly gap: number | null;
  readonly stoppedBy: 'optimal' | 'time-limit' | 'cancelled' | 'iterations';
}

export interface RosterAgent {
  readonly id: AgentId;
  readonly name: string;
  readonly contract: string;
  readonly skills: readonly string[];
}

export interface Roster {
  readonly kind: 'roster';
  readonly provenance: Provenance;
  readonly plan: string;
  readonly site: string;
  /** Whole local days of the rostering period, on the requirement's step. */
  readonly grid: IntervalGrid;
  readonly agents: readonly RosterAgent[];
  readonly shifts: readonly Shift[];
  readonly coverage: readonly Coverage[];
  readonly shortfalls: readonly Shortfall[];
  readonly wishes: readonly WishOutcome[];
  /** Rules that could not be kept (a contract's minimum around leave, say); none are hidden. */
  readonly violations: readonly Violation[];
  readonly score: RosterScore;
  readonly proof: Proof;
  readonly notes: readonly Note[];
}
