/** Something that the data doctor saw. Text is made where it is shown. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: 'info' | 'warning' | 'refused';
  readonly queue: string | null;
  /** Line of the file, from 1; `null` where the finding is about stored history. */
  readonly line: number | null;
  readonly column: string | null;
  /** Start of the interval concerned, ISO with offset, or the text that was read. */
  readonly interval: string | null;
  /** What was done about it. */
  readonly action: 'kept' | 'left-out' | 'merged' | 'told';
  readonly details: Readonly<Record<string, string | number>>;
}

/** `layout` tells how a file was read where that is not plain: separator, encoding, day grid. */
export type FindingCode =
  | 'gap'
  | 'duplicate-same'
  | 'duplicate-different'
  | 'out-of-order'
  | 'blank'
  | 'bad-number'
  | 'bad-time'
  | 'negative'
  | 'dst-gap'
  | 'dst-double'
  | 'mixed-length'
  | 'handled-over-offered'
  | 'abandoned-over-offered'
  | 'handle-time-without-contacts'
  | 'outlier-high'
  | 'outlier-low'
  | 'zero-run'
  | 'unknown-column'
  | 'ragged-row'
  | 'lookalike-name'
  | 'off-grid'
  | 'layout';
