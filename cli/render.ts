/** Text for people: the only place of the command line where percent, hours and money are made. */

export type Cell = string | number;

/** A plain table; columns of numbers are right-aligned. */
export function table(headers: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map((cell) => clean(String(cell))));
  const widths = headers.map((header, column) =>
    Math.max(header.length, ...texts.map((row) => row[column]?.length ?? 0)),
  );
  const numeric = headers.map((_, column) =>
    rows.every((row) => /^[-+−–]?[\d ,.]*( ?(%|h|s))?$/.test(String(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        numeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(headers), line(widths.map((width) => '-'.repeat(width))), ...texts.map(line)].join(
    '\n',
  );
}

/** A name as it may be printed: control characters would move a terminal's cursor. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');
}

/** 0.0812 -> "8.1 %". */
export function share(value: number | null, digits = 1): string {
  return value === null ? '-' : `${(value * 100).toFixed(digits)} %`;
}

/** 27000 -> "7.5 h". */
export function hours(seconds: number | null, digits = 1): string {
  return seconds === null ? '-' : `${grouped(seconds / 3600, digits)} h`;
}

/** 12345.6 -> "12,345.60 EUR". */
export function money(value: number | null, currency: string): string {
  return value === null ? '-' : `${grouped(value, 2)} ${currency}`;
}

/** A share as a bar of at most 20 characters. */
export function bar(value: number): string {
  return '█'.repeat(Math.round(20 * value));
}

/** Thousands grouped by comma. */
export function grouped(value: number, digits = 0): string {
  return value.toLocaleString('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
