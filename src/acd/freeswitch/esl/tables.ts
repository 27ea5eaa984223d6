/** A row of a list by the names of its columns. */
export type TableRow = ReadonlyMap<string, string>;

/**
 * Rows of a list of mod_callcenter: a line of column names, lines of as many values between `|`, and
 * `+OK`, which stands alone where there is nothing. Columns differ between versions: they are known
 * by name. A caller's name may hold a `|`; a line that has too few values is left out.
 *
 * @returns `null` for an answer that is no list
 */
export function readTable(text: string): readonly TableRow[] | null {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const end = lines.lastIndexOf('+OK');
  if (end < 0) return null;
  const [header, ...rows] = lines.slice(0, end);
  if (header === undefined) return [];
  const columns = header.split('|');
  return rows.flatMap((row) => {
    const values = align(row.split('|'), columns);
    return values === null
      ? []
      : [new Map(columns.map((column, n) => [column, values[n]!] as const))];
  });
}

/** The only column that callers write themselves. */
const FREE_COLUMN = 'cid_name';

function align(values: readonly string[], columns: readonly string[]): readonly string[] | null {
  const surplus = values.length - columns.length;
  if (surplus === 0) return values;
  const free = columns.indexOf(FREE_COLUMN);
  if (surplus < 0 || free < 0) return null;
  return [
    ...values.slice(0, free),
    values.slice(free, free + surplus + 1).join('|'),
    ...values.slice(free + surplus + 1),
  ];
}
