export const HISTORY_HEADER =
  'interval_start,interval_minutes,queue,offered,answered,abandoned,talk_seconds';

/** Cells that differ from a right row. */
export interface HistoryCells {
  readonly minute?: number;
  readonly at?: string;
  readonly minutes?: string;
  readonly queue?: string;
  readonly offered?: string;
  readonly answered?: string;
  readonly abandoned?: string;
  readonly talk?: string;
}

/** A row of the canonical layout that is right but for what is said. */
export function historyRow(cells: HistoryCells): string {
  const at = cells.at ?? `2026-01-05T08:${String(cells.minute ?? 45).padStart(2, '0')}:00Z`;
  const { minutes = '15', queue = 'sales', offered = '10' } = cells;
  const { answered = '9', abandoned = '1', talk = '1800' } = cells;
  return [at, minutes, queue, offered, answered, abandoned, talk].join(',');
}

/** The rows under the header, as a file. */
export function historyFile(...rows: readonly string[]): string {
  return `${[HISTORY_HEADER, ...rows].join('\n')}\n`;
}

/** ISO instant so many minutes after 2026-01-05T00:00Z. */
export function minuteOfHistory(minutes: number): string {
  return new Date(Date.UTC(2026, 0, 5, 0, minutes)).toISOString();
}
