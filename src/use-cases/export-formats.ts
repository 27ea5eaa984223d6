import {
  type Forecast,
  type Plan,
  type Requirement,
  type Roster,
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
