/** What attendance needs from the world. */
import {
  type AgentStateSpan,
  type ScheduleException,
  type ScheduleExceptionStatement,
  type Signature,
} from '../../domain/index.ts';
import { type SlotRange } from '../call-log-ports.ts';

/** The part of the store that keeps what people did, and where their day differs from what was published. */
export interface AttendanceStore {
  /** Adds stretches; one of the same person and beginning is replaced, but never by a shorter one. */
  saveAgentStates(site: string, spans: readonly AgentStateSpan[]): Promise<void>;
  /** Stretches that touch a range, by person and beginning. */
  loadAgentStates(site: string, range: SlotRange): Promise<readonly AgentStateSpan[]>;
  /** Told in the audit trail. */
  saveScheduleException(
    site: string,
    exception: ScheduleExceptionStatement & { readonly id: string },
    by: Signature,
  ): Promise<ScheduleException>;
  /** Those that stand and touch a range, oldest first. */
  listScheduleExceptions(site: string, range: SlotRange): Promise<readonly ScheduleException[]>;
  /** Told in the audit trail. Throws `NOT_FOUND`. */
  withdrawScheduleException(site: string, id: string, by: Signature): Promise<void>;
}
