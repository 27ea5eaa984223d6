import {
  type Forecast,
  type Plan,
  type Requirement,
  type Roster,
  type Shift,
  type TimesheetApproval,
} from '../domain/index.ts';

/**
 * Files that a roster can be made into. `payroll` is of approved hours, `payroll-planned` of what is
 * planned.
 */
export const EXPORT_FORMATS = [
  ...(['ics', 'xlsx', 'csv', 'json'] as const),
  ...(['payroll', 'payroll-planned', 'png'] as const),
] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What an exporter may need beside the roster. */
export interface ExportContext {
  readonly plan: Plan | null;
  readonly forecast: Forecast | null;
  readonly requirement: Requirement | null;
  /** Approved hours of the roster's days, for payroll. */
  readonly approvals: readonly TimesheetApproval[];
  /** One person's shifts alone; `null` for all. */
  readonly agent: string | null;
  /** ISO instant at which the roster was stored, by which calendars tell the newer; `null` if not. */
  readonly storedAt: string | null;
}

/** Shifts to be written as a calendar. */
export interface ShiftCalendar {
  readonly site: string;
  /** IANA zone in which they are written. */
  readonly zone: string;
  readonly title: string;
  /** People's names by id, in front of each entry; `null` for none there. */
  readonly names: ReadonlyMap<string, string> | null;
  /** ISO instant at which the calendar begins; of use where there is no shift. */
  readonly start: string;
  readonly shifts: readonly Shift[];
  /** ISO instant at which it was made, by which calendars tell the newer; `null` for each shift's own start. */
  readonly stampedAt: string | null;
}

export interface ExportedFile {
  readonly mediaType: string;
  /** Without dot: "ics". */
  readonly extension: string;
  readonly content: string | Uint8Array;
}

/** Makes a roster into a file for others. Throws `INVALID_INPUT` naming what a format lacks. */
export type Exporters = Readonly<
  Record<ExportFormat, (roster: Roster, context: ExportContext) => Promise<ExportedFile>>
>;
