import { type ServiceGoal } from './requirement.ts';
import { type Shift } from './roster.ts';

/**
 * What can be done about a day under way, the cheapest first for who lacks people (`move-break`,
 * `call-off` a training or meeting, `overtime`), then for who has too many (`time-off`, `training`).
 */
export const DAY_CHANGES = ['move-break', 'call-off', 'overtime', 'time-off', 'training'] as const;

export type DayChangeKind = (typeof DAY_CHANGES)[number];

/** One person's shift changed, legal by the roster's audit; nothing is done unless somebody says so. */
export interface DayProposal {
  readonly kind: DayChangeKind;
  readonly agent: string;
  readonly name: string;
  /** Name of the break, training or meeting; "" for the end of the shift. */
  readonly activity: string;
  /** What changes, ISO: when it was to be, and when it would be; `null` for not at all. */
  readonly was: Stretch | null;
  readonly becomes: Stretch | null;
  /** The whole shift with the change. */
  readonly shift: Shift;
  /** Pay more, or less, in the plan's currency. */
  readonly cost: number;
  readonly effects: readonly DayEffect[];
}

interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** Service level of a queue's day; `null` where it cannot be projected. */
export interface DayEffect {
  readonly queue: string;
  readonly before: number | null;
  /** With this change alone, and with it and all that stand before it. */
  readonly alone: number | null;
  readonly together: number | null;
}

/** Changes of a day under way, in order. */
export interface DayProposals {
  readonly site: string;
  readonly date: string;
  /** ISO. */
  readonly asOf: string;
  readonly plan: string;
  readonly forecast: string;
  /** What they would change; applying them is refused once something else is published. */
  readonly publication: string;
  readonly currency: string;
  readonly queues: readonly {
    readonly queue: string;
    readonly goal: ServiceGoal;
    /** Service level of the day as it is to be expected now, and with all proposals. */
    readonly projected: number | null;
    readonly withAll: number | null;
  }[];
  readonly proposals: readonly DayProposal[];
}
