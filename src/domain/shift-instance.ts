import { type Proof } from './roster.ts';

/**
 * A shift scheduling problem as the literature publishes them: days, shift types, employees with
 * counted limits, requests and cover by day and shift type. Days count from 0, day 0 is a Monday.
 */
export interface ShiftInstance {
  readonly days: number;
  readonly shifts: readonly InstanceShift[];
  readonly staff: readonly InstanceEmployee[];
  readonly requests: readonly ShiftRequest[];
  readonly cover: readonly InstanceCover[];
}

export interface InstanceShift {
  readonly id: string;
  readonly paidSeconds: number;
  /** Ids of the shifts that may not stand on the next day. */
  readonly notBefore: readonly string[];
}

export interface InstanceEmployee {
  readonly id: string;
  /** Most shifts of each type. */
  readonly maxShifts: Readonly<Record<string, number>>;
  readonly maxPaidSeconds: number;
  readonly minPaidSeconds: number;
  readonly maxConsecutiveShifts: number;
  readonly minConsecutiveShifts: number;
  readonly minConsecutiveDaysOff: number;
  readonly maxWeekends: number;
  readonly daysOff: readonly number[];
}

/** A shift that somebody would like (`on`) or like not to work, and what it costs to refuse. */
export interface ShiftRequest {
  readonly kind: 'on' | 'off';
  readonly employee: string;
  readonly day: number;
  readonly shift: string;
  readonly weight: number;
}

export interface InstanceCover {
  readonly day: number;
  readonly shift: string;
  readonly required: number;
  readonly underWeight: number;
  readonly overWeight: number;
}

/** A worked day; days without one are off. */
export interface ShiftAssignment {
  readonly employee: string;
  readonly day: number;
  readonly shift: string;
}

/** What each goal of an instance costs. */
export interface InstanceCost {
  readonly total: number;
  readonly under: number;
  readonly over: number;
  readonly refusedOn: number;
  readonly refusedOff: number;
}

/** A rule of an instance by the name of its limit. */
export type InstanceRule =
  | 'known'
  | 'oneShiftPerDay'
  | 'daysOff'
  | 'notBefore'
  | 'maxShifts'
  | 'minPaidSeconds'
  | 'maxPaidSeconds'
  | 'maxConsecutiveShifts'
  | 'minConsecutiveShifts'
  | 'minConsecutiveDaysOff'
  | 'maxWeekends';

/** A rule that a roster breaks. */
export interface InstanceViolation {
  readonly employee: string;
  readonly rule: InstanceRule;
  /** First day concerned; `null` for a rule over all days. */
  readonly day: number | null;
}

/** An employee for whom no schedule keeps every rule, and rules that cannot hold together. */
export interface RuleClash {
  readonly employee: string;
  /** Without any one of them the others could hold together. */
  readonly rules: readonly InstanceRule[];
}

/** What a solver found for an instance. */
export interface ShiftSolution {
  /** By employee, then day. Employees with a clash have none. */
  readonly assignments: readonly ShiftAssignment[];
  readonly cost: InstanceCost;
  /** Over rosters in which the employees with a clash do not work. */
  readonly proof: Proof;
  readonly clashes: readonly RuleClash[];
  /** What the audit finds broken; none but of employees with a clash. */
  readonly violations: readonly InstanceViolation[];
}
