/** What timesheets need from the world. */
import {
  type DateSpan,
  type Signature,
  type TimesheetApproval,
  type TimesheetStatement,
} from '../../domain/index.ts';

/** The part of the store that keeps approved hours; they are kept for ever. */
export interface TimesheetStore {
  /** All or none, each told in the audit trail. */
  saveTimesheets(
    site: string,
    approvals: readonly (TimesheetStatement & { readonly id: string })[],
    by: Signature,
  ): Promise<readonly TimesheetApproval[]>;
  /** The approvals that count of local dates, by date and person. */
  listTimesheets(site: string, dates: DateSpan): Promise<readonly TimesheetApproval[]>;
}
