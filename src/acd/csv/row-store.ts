import { type Channel, type Measure, MEASURES } from '../../domain/index.ts';

/** The rows of one queue as they came, one entry per row in each list. */
export interface QueueRows {
  readonly queue: string;
  channel: Channel;
  readonly lines: number[];
  /** Epoch seconds; NaN for a local time that a clock change skips. */
  readonly instants: number[];
  /** Wall clock of the zone, as seconds since 1970-01-01T00:00. */
  readonly walls: number[];
  /** Wall clock as the file wrote it. */
  readonly written: number[];
  /** Length in seconds that the row states, 0 for none. */
  readonly lengths: number[];
  /** Per measure in the order of MEASURES; NaN for blank, `null` for measures the file lacks. */
  readonly lists: readonly (number[] | null)[];
  /** Rows by local time without offset that a clock change makes double. */
  readonly doubles: Map<number, { readonly rows: number[]; readonly later: number }>;
  /** Rows that start before the row ahead of them. */
  backward: number;
  firstBackwardLine: number;
  /** Rows that start when the row ahead of them does. */
  repeated: number;
}

export function startRows(
  queue: string,
  channel: Channel,
  measures: readonly Measure[],
): QueueRows {
  return {
    queue,
    channel,
    lines: [],
    instants: [],
    walls: [],
    written: [],
    lengths: [],
    lists: MEASURES.map((measure) => (measures.includes(measure) ? [] : null)),
    doubles: new Map(),
    backward: 0,
    firstBackwardLine: 0,
    repeated: 0,
  };
}
