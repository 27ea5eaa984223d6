import { type ComponentChildren } from 'preact';

export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => ComponentChildren;
  /** Figures stand right, words left. */
  readonly figures: boolean;
}

/** A table with a caption that scrolls within itself; the first column heads its row. */
export function DataTable<T>({
  caption,
  columns,
  rows,
  keyOf,
  tall = false,
  selected = null,
}: {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** Whether it takes the height that a chart would. */
  readonly tall?: boolean;
  /** Key of the row that the rest of the screen is about. */
  readonly selected?: string | null;
}) {
  return (
    <div class={tall ? 'scroll tall' : 'scroll'} role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.head} scope="col" class={column.figures ? 'figure' : ''}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} class={keyOf(row) === selected ? 'selected' : ''}>
              {columns.map((column, index) => {
                const type = column.figures ? 'figure' : '';
                return index === 0 ? (
                  <th key={column.head} scope="row" class={type}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.head} class={type}>
                    {column.cell(row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
