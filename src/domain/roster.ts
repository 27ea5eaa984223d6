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

/** What callers of a queue may expect on one local day. */
export interface DayService {
  readonly queue: string;
  readonly date: string;
  /** Contacts offered, as forecast. */
  readonly contacts: number;
  /** Expected with the people of the roster, fraction; `null` where nothing is offered. */
  readonly serviceLevel: number | null;
  /** The same with the people that the requirement asks for. */
  readonly requiredServiceLevel: number | null;
  /** Intervals expected to stay below the goal's floor for each of them; 0 where there is none. */
  readonly intervalsBelowFloor: number;
}

/** What of the burdens and wishes fell to a person; shifts count by the date on which they start. */
export interface LedgerCounts {
  readonly nights: number;
  /** Shifts that end after 20:00 and are no nights. */
  readonly evenings: number;
  readonly weekends: number;
  readonly sundays: number;
  /** Shifts on special days of the type "holiday". */
  readonly holidays: number;
  readonly wishes: number;
  readonly wishesGranted: number;
}

/** A person's line in the ledger of fairness. */
export interface LedgerEntry {
  readonly agent: AgentId;
  readonly period: LedgerCounts;
  /** Of the roster before and all that it carried; `null` where there was none. */
  readonly carried: LedgerCounts | null;
}

export const NOTHING_IN_LEDGER: LedgerCounts = {
  nights: 0,
  evenings: 0,
  weekends: 0,
  sundays: 0,
  holidays: 0,
  wishes: 0,
  wishesGranted: 0,
};

/** What fell to a person in all: in the period and in what was carried into it. */
export function ledgerTotal({ period, carried }: LedgerEntry): LedgerCounts {
  if (carried === null) return period;
  return {
    nights: period.nights + carried.nights,
    evenings: period.evenings + carried.evenings,
    weekends: period.weekends + carried.weekends,
    sundays: period.sundays + carried.sundays,
    holidays: period.holidays + carried.holidays,
    wishes: period.wishes + carried.wishes,
    wishesGranted: period.wishesGranted + carried.wishesGranted,
  };
}

/** Expected service level of several days or queues, contacts weighing; `null` without contacts. */
export function meanService(days: readonly DayService[]): number | null {
  let contacts = 0;
  let good = 0;
  for (const day of days) {
    if (day.serviceLevel === null) continue;
    contacts += day.contacts;
    good += day.contacts * day.serviceLevel;
  }
  return contacts === 0 ? null : good / contacts;
}

/** What a roster costs and leaves undone. Money and penalties are apart. */
export interface RosterScore {
  readonly currency: string;
  /** Pay for all paid time. */
  readonly pay: number;
  readonly paidSeconds: number;
  readonly underAgentSeconds: number;
  /** What of that lies below floors; absent from rosters of earlier versions, which had none. */
  readonly belowFloorAgentSeconds?: number;
  readonly overAgentSeconds: number;
  readonly unmetWishWeight: number;
  /** Pay plus priced under-cover (more below floors), over-cover and unmet wishes: what the search minimises. */
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
  /** By queue and day; absent from rosters of earlier versions. */
  readonly service?: readonly DayService[];
  /** One line a person; absent from rosters of earlier versions. */
  readonly ledger?: readonly LedgerEntry[];
}
