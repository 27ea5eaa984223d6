import { type QueueRequirement } from '../../domain/index.ts';

/** Person-seconds of a queue, per slot. */
export interface AttendedSlots {
  /** Scheduled to work, heard of or not. */
  readonly scheduled: readonly number[];
  /** Scheduled to work, of which it is known what the person did. */
  readonly known: readonly number[];
  /** Of known: of people who came at all to that day's work. */
  readonly came: readonly number[];
  /** At work, scheduled or not. */
  readonly worked: readonly number[];
  /** Share of the slot in which the ACD was heard. */
  readonly heard: readonly number[];
  /** People seen at work whom no schedule gives a queue: they are not counted. */
  readonly unplaced: number;
}

/** A queue's day as planned and as it was, slot by slot of the requirement's grid. */
export interface ExplainedQueue {
  readonly planned: QueueRequirement;
  /** Contacts that came; `null` where that is not known. */
  readonly offered: readonly (number | null)[];
  /** Mean handle time of the slot's contacts; `null` where that is not known. */
  readonly handleTimeSeconds: readonly (number | null)[];
  /** `null` where no roster was published. */
  readonly attended: AttendedSlots | null;
  /** Service level of the known slots, by the goal's definition. */
  readonly achieved: number | null;
}

export interface ExplanationInput {
  readonly queues: readonly ExplainedQueue[];
}
