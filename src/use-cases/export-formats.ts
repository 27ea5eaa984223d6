import { type Forecast, type Plan, type Requirement, type Roster } from '../domain/index.ts';

/** Files that a roster can be made into. */
export const EXPORT_FORMATS = ['ics', 'xlsx', 'csv', 'json', 'payroll', 'png'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What an exporter may need beside the roster. */
export interface ExportContext {
  readonly plan: Plan | null;
  readonly forecast: Forecast | null;
  readonly requirement: Requirement | null;
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
