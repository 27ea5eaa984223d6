import { type QueueRequirement } from '../domain/index.ts';

/** A queue's forecast as the staffing models take it, slot by slot. */
export interface StaffingInput {
  readonly volume: readonly number[];
  readonly handleTimeSeconds: readonly number[];
  readonly open: readonly boolean[];
  readonly stepSeconds: number;
  /** Index of the day, week or month of each slot. */
  readonly periodOf: readonly number[];
}

/** What every kind of work answers, one value per slot. */
export type SlotStaffing = Pick<
  QueueRequirement,
  | 'load'
  | 'agents'
  | 'serviceLevel'
  | 'averageSpeedOfAnswerSeconds'
  | 'abandonment'
  | 'occupancy'
  | 'leftAtClosing'
  | 'sipp'
  | 'everyIntervalAgents'
  | 'lateContacts'
  | 'outlook'
  | 'notes'
>;
