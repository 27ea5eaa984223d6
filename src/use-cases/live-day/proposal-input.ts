import { type DayProposals, type Plan, type Shift } from '../../domain/index.ts';
import { type QueueLook } from './look-at-queue.ts';

/** Plain data that proposals are made of. */
export interface ProposalInput {
  readonly looks: readonly QueueLook[];
  readonly plan: Plan;
  /** First local date and days of the roster, and all of its shifts. */
  readonly from: string;
  readonly days: number;
  readonly shifts: readonly Shift[];
  /** Nothing changes before this instant, epoch seconds. */
  readonly since: number;
  /** People who were to be there and are not. */
  readonly absent: readonly string[];
  /** Most proposals for who lacks people, and as many again for who has too many. */
  readonly most: number;
}

export type ProposalOutput = Pick<DayProposals, 'queues' | 'proposals'>;
