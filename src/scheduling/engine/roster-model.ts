/**
 * What the engine rosters: people over days, duties that cover lines of cells, prices of cover.
 * A planner's own roster (lines are queues, cells are intervals) and a published instance (lines
 * are shift types, cells are days) are both put into this shape.
 */
export interface RosterModel {
  readonly days: number;
  readonly lines: readonly CoverLine[];
  readonly people: readonly ModelPerson[];
  /** The objective is a whole multiple of this in every roster; `null` where it need not be. */
  readonly costUnit: number | null;
}

/** Demand for cover, cell by cell: a queue's intervals, or a shift type's days. */
export interface CoverLine {
  readonly required: Float64Array;
  /** Cover by work that is not decided here. */
  readonly base: Float64Array;
  /** Price of one agent missing, and of one too many, per cell; neither is negative. */
  readonly under: Float64Array;
  readonly over: Float64Array;
  /** Agents, at most those required, below which each one missing costs `below` more. */
  readonly floor: Float64Array;
  readonly below: Float64Array;
}

/** A break of a duty and where it may start. */
export interface DutyBreak {
  readonly lengthSlots: number;
  readonly slotsPerSecond: number;
  /** Possible starts after the duty's start, ascending, in seconds and in cells. */
  readonly offsetsSeconds: readonly number[];
  readonly offsetsSlots: Float64Array;
  /** Whether it begins and ends on edges of cells, wherever it is placed in its duty. */
  readonly isOnEdges: boolean;
}

/** One way of working on one day; line and breaks are still open. */
export interface ModelDuty {
  /** Equal ids are equal duties, whoever works them. */
  readonly id: number;
  readonly day: number;
  /** Stretch of cells; fractions where it starts or ends inside a cell. */
  readonly from: number;
  readonly to: number;
  readonly breaks: readonly DutyBreak[];
}

/** What rules see of a duty; duties of one kind are alike to all of them. */
export interface DutyKind {
  readonly paidSeconds: number;
  readonly night: boolean;
  /** A shift type that is counted; "" where none is. */
  readonly type: string;
}

/** What a person may do on one day. */
export interface DayMenu {
  readonly duties: readonly ModelDuty[];
  /** Cost of each duty by itself: pay, unmet wishes. */
  readonly costs: Float64Array;
  /** The lines that each duty may cover, the preferred one first; it covers one of them. */
  readonly lines: readonly (readonly number[])[];
  /** Index of each duty's kind among the graph's kinds of the day. */
  readonly kindOf: Int32Array;
  /** Cost of a day off; `Infinity` where it is not allowed. */
  readonly offCost: number;
  /** Whether the only duty is a locked shift, worked whatever it breaks. */
  readonly forced: boolean;
  readonly gates: DayGates;
}

/**
 * Which duty may follow which. A gate of a day is what the days before leave open: each gate
 * allows a set of the day's duties, and the sets form a chain, gate 0 allows all.
 */
export interface DayGates {
  readonly count: number;
  /** Per duty the last gate that still allows it. */
  readonly lastGate: Int32Array;
  /** Per duty the gate of the next day that it leaves. */
  readonly leaves: Int32Array;
  /** Per gate the gate of the next day that a day off leaves. */
  readonly offLeaves: Int32Array;
}

/** A person as the search sees them. */
export interface ModelPerson {
  readonly menu: readonly DayMenu[];
  readonly rules: PersonRules;
  /** Rules for one who has no schedule that keeps the others: misses are priced. */
  readonly lenient: PersonRules | null;
  /** Gate of the first day. */
  readonly startGate: number;
  /** People with equal keys have equal schedules to choose from, at equal cost. */
  readonly twinKey: string;
}

/** Rules as the dynamic programme counts them; people who share the object share its graphs. */
export interface PersonRules {
  readonly days: number;
  /** Kinds of each day. */
  readonly kinds: readonly (readonly DutyKind[])[];
  readonly forced: readonly boolean[];
  readonly meters: readonly Meter[];
  readonly tallies: readonly Tally[];
  /**
   * What a locked shift or a day off that breaks a rule costs; `Infinity` where none may. A day off
   * breaks one where it ends a run that is too short.
   */
  readonly breach: number;
}

/** Outcome of a day for a meter. */
export interface MeterStep {
  readonly value: number;
  /** Price of what was missed. */
  readonly penalty: number;
  /** Whether a rule forbids the day; see {@link PersonRules.breach}. */
  readonly broken: boolean;
}

/** One thing that a rule remembers from day to day, as a whole number. */
export interface Meter {
  readonly name: string;
  readonly start: number;
  /** The value after a day with a duty of this kind, or a day off (`null`). */
  readonly step: (value: number, day: number, kind: DutyKind | null) => MeterStep;
}

/** A sum over the whole period with limits: it binds late, so most of its values are alike. */
export interface Tally {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Price of each unit below `min`; `Infinity` where it must be reached. */
  readonly missingPrice: number;
  /** The meter whose value of the day before it reads; `null` for none. */
  readonly reads: string | null;
  readonly amount: (day: number, kind: DutyKind, read: number) => number;
  /** Whether a first search may leave it out, for its maximum seldom binds. */
  readonly lazy: boolean;
}
