import { type Provenance } from './document.ts';
import { type Note } from './forecast.ts';
import { type OpeningHours } from './plan.ts';
import { type ServiceGoal } from './requirement.ts';

/** One named difference from the baseline. Fields that are `null` change nothing. */
export interface Scenario {
  readonly name: string;
  /** Queues it concerns; empty for all. */
  readonly queues: readonly string[];
  readonly volumeFactor: number | null;
  readonly handleTimeFactor: number | null;
  /** Fields of the goal that differ. */
  readonly goal: Partial<ServiceGoal> | null;
  /** Replaces the plan's unrostered shrinkage as a whole. */
  readonly unrosteredShrinkage: number | null;
  readonly patienceSeconds: number | null;
  /** People more (or fewer, if negative) by contract, added to or taken from the end of the list. */
  readonly headcount: readonly { readonly contract: string; readonly change: number }[];
  readonly openingHours: OpeningHours | null;
  /** Whether the baseline's roster is kept as it is, or made anew for this scenario. */
  readonly roster: 'keep' | 'rebuild';
}

/** What one scenario gives for one queue; sums over the forecast's horizon. */
export interface ScenarioOutcome {
  readonly scenario: string;
  readonly queue: string;
  readonly volume: number;
  /** Most agents on the phones in any interval. */
  readonly peakAgents: number;
  readonly peakScheduledAgents: number;
  /** Scheduled agents times time, from unrounded requirements. */
  readonly requiredAgentSeconds: number;
  /** From the roster; `null` without one. */
  readonly scheduledAgentSeconds: number | null;
  /** Price of the required time at the people's mean pay per paid hour. */
  readonly requiredCost: number;
  /** Service level when exactly the requirement is there. Weighted by offered contacts. */
  readonly serviceLevelAtRequirement: number | null;
  readonly occupancyAtRequirement: number | null;
  /** With the roster's people, less unrostered shrinkage; `null` without a roster. */
  readonly serviceLevelWithRoster: number | null;
  readonly occupancyWithRoster: number | null;
}

/** Totals of a scenario over its queues. */
export interface ScenarioTotal {
  readonly scenario: string;
  readonly headcount: number;
  readonly rosterPay: number | null;
  readonly underAgentSeconds: number | null;
  readonly overAgentSeconds: number | null;
}

/** Scenarios side by side with their baseline (always the first, named "baseline"). */
export interface WhatIf {
  readonly kind: 'whatif';
  readonly provenance: Provenance;
  readonly currency: string;
  readonly outcomes: readonly ScenarioOutcome[];
  readonly totals: readonly ScenarioTotal[];
  readonly notes: readonly Note[];
}
