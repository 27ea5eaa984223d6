/** A table on its way into a file: CSV, or a sheet of a workbook. */
export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** One cell per column; `null` is left empty. */
  readonly rows: readonly (readonly SheetCell[])[];
}

export type SheetCell = string | number | null;

export interface SheetColumn {
  /** As CSV names it, "average_wait_seconds". */
  readonly name: string;
  readonly title: string;
  /** How numbers are shown; CSV has them as they are. */
  readonly unit: 'text' | 'count' | 'number' | 'seconds' | 'hours' | 'share';
}
