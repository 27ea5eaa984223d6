/** From keys to cells. */

export interface CellPlace {
  readonly row: number;
  readonly day: number;
}

export interface BoardSize {
  readonly rows: number;
  readonly days: number;
  /** Rows that a page holds. */
  readonly page: number;
}

/** The cell that a key leads to, kept on the board; `null` for a key that is none of the grid's. */
export function moveByKey(
  at: CellPlace,
  key: { readonly key: string; readonly ctrlKey: boolean },
  size: BoardSize,
): CellPlace | null {
  const target = targetOf(at, key, size);
  if (target === null) return null;
  const keep = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
  return { row: keep(target.row, size.rows), day: keep(target.day, size.days) };
}

function targetOf(
  { row, day }: CellPlace,
  { key, ctrlKey }: { readonly key: string; readonly ctrlKey: boolean },
  size: BoardSize,
): CellPlace | null {
  switch (key) {
    case 'ArrowUp':
      return { row: row - 1, day };
    case 'ArrowDown':
      return { row: row + 1, day };
    case 'ArrowLeft':
      return { row, day: day - 1 };
    case 'ArrowRight':
      return { row, day: day + 1 };
    case 'PageUp':
      return { row: row - size.page, day };
    case 'PageDown':
      return { row: row + size.page, day };
    case 'Home':
      return { row: ctrlKey ? 0 : row, day: 0 };
    case 'End':
      return { row: ctrlKey ? size.rows : row, day: size.days };
    default:
      return null;
  }
}
