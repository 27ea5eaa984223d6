import { type Patience } from '../domain/patience.ts';
import { type TimeLaw } from './time-law.ts';

/**
 * A contact centre over a run of equal intervals: queues of contacts, groups of agents, and who
 * serves whom. Times are seconds from the first interval's start; every list "per interval" has
 * `intervals` entries.
 */
export interface Centre {
  readonly intervals: number;
  readonly stepSeconds: number;
  readonly queues: readonly QueueModel[];
  readonly groups: readonly AgentGroup[];
  readonly shiftEnd: ShiftEnd;
  readonly atEnd: AtEnd;
}

/**
 * What happens when an interval has fewer agents than the one before.
 *
 * - `finish`: those who came first leave first, whatever they do; one on a contact finishes it and
 *   takes no other. As in reality.
 * - `first-free`: those who are free leave at once, then whoever gets free first, until enough have
 *   left: nobody starts a contact while more than the new number are busy.
 * - `return`: those who are free leave first; contacts of the others, the latest taken first, go
 *   back to where they stood in the queue and keep what is left of their handle time and patience.
 *   They stay counted as answered, with the wait until then. The convention of the transient
 *   formula.
 */
export type ShiftEnd = 'finish' | 'first-free' | 'return';

/**
 * After the last interval, either its agents stay until nobody waits (`serve-waiting`), or all who
 * still wait are `left` (`stop`). No contact arrives any more, redials included.
 */
export type AtEnd = 'serve-waiting' | 'stop';

/** Contacts that wait in one line. */
export interface QueueModel {
  readonly name: string;
  readonly contacts: QueueContacts;
  /** The lowest number is served first; among equals the longest wait. */
  readonly priority: number;
  /** Most contacts of the queue in the system, waiting ones included; `null` for no limit. */
  readonly lines: number | null;
  readonly thresholdSeconds: number;
  /** In order of preference, `afterSeconds` never falling, the first 0. */
  readonly routing: readonly RoutingStep[];
  /** `null` for callers who never try again. */
  readonly redial: Redial | null;
  /** Intervals, counted from 0, at whose start all who still wait are sent away (`left`). */
  readonly closings: readonly number[];
}

/**
 * Whence contacts come.
 *
 * - `poisson`: mean `volume` per interval, evenly within it
 * - `arrivals`: instants in order, before the last interval's end
 * - `given`: every contact as it is, chance having been taken elsewhere
 */
export type QueueContacts =
  | {
      readonly kind: 'poisson';
      readonly volume: readonly number[];
      readonly patience: Patience | null;
      readonly handleTimes: HandleTimes;
    }
  | {
      readonly kind: 'arrivals';
      readonly arrivalSeconds: ArrayLike<number>;
      readonly patience: Patience | null;
      readonly handleTimes: HandleTimes;
    }
  | {
      readonly kind: 'given';
      readonly arrivalSeconds: ArrayLike<number>;
      readonly handleSeconds: ArrayLike<number>;
      /** `Infinity` for without end. */
      readonly patienceSeconds: ArrayLike<number>;
    };

export interface HandleTimes {
  /** One law, or one per interval of arrival. */
  readonly laws: readonly TimeLaw[];
  /** Groups that take another time than that, each named at most once. */
  readonly byGroup: readonly { readonly group: string; readonly laws: readonly TimeLaw[] }[];
}

/**
 * Groups that serve a contact once it has waited `afterSeconds`, equally preferred: the agent with
 * the fewest contacts, among those the one who has had no change for longest.
 */
export interface RoutingStep {
  readonly groups: readonly string[];
  readonly afterSeconds: number;
}

/** Callers who try again, as often as the shares say, each time after a delay of its own. */
export interface Redial {
  readonly shareOfAbandoned: number;
  readonly shareOfBlocked: number;
  readonly delay: TimeLaw;
}

/** Agents who are alike. */
export interface AgentGroup {
  readonly name: string;
  /** Present per interval, whole numbers. */
  readonly agents: readonly number[];
  /**
   * How many times as long a contact takes while its agent has 1, 2, ... of them at once; as many
   * entries as contacts that an agent may have. `[1]` for telephones; `[1, 1.5, 2.1]` for chat,
   * where the second contact makes both take half as long again. The first entry is 1.
   */
  readonly slowdowns: readonly number[];
  /**
   * `as-assigned`: a contact stays with its agent. `always-even`: one moves to another agent of the
   * group whenever their numbers would differ by two, which nobody does, but which a birth-death
   * model of chat takes for granted.
   */
  readonly spread: 'as-assigned' | 'always-even';
}
