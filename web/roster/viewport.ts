/** What of the board is to be seen. Lengths are CSS pixels; x counts from the end of the name column. */

export const ROW_HEIGHT = 28;
export const NAME_WIDTH = 190;

/** An hour's width where single shifts are read. */
const HOUR_WIDTH = 16;
/** A day's least width where whole weeks are read: a chip with two hours fits. */
const LEAST_DAY_WIDTH = 33;
/** Rows drawn beyond the edge, so that a fast scroll shows no blank. */
const SPARE_ROWS = 3;

export type Zoom = 'days' | 'fit';

export interface Viewport {
  readonly left: number;
  readonly top: number;
  /** Of the scrolling area, name column included. */
  readonly width: number;
  readonly height: number;
}

/** First and one past the last. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

interface SlotRun {
  readonly firstSlot: number;
  readonly slots: number;
}

/** Pixels per slot: a fixed hour, or all days side by side as far as their chips can be read. */
export function slotWidth(
  zoom: Zoom,
  period: { readonly slots: number; readonly days: number; readonly stepSeconds: number },
  width: number,
): number {
  if (zoom === 'days') return (HOUR_WIDTH * period.stepSeconds) / 3600;
  const room = Math.max(width - NAME_WIDTH, LEAST_DAY_WIDTH * period.days);
  return room / period.slots;
}

export function visibleRows(view: Viewport, rows: number): Span {
  return {
    first: Math.max(0, Math.floor(view.top / ROW_HEIGHT) - SPARE_ROWS),
    end: Math.min(rows, Math.ceil((view.top + view.height) / ROW_HEIGHT) + SPARE_ROWS),
  };
}

/** Days with a part in view, and one before: its night shift may reach in. */
export function visibleDays(days: readonly SlotRun[], view: Viewport, perSlot: number): Span {
  const from = view.left / perSlot;
  const to = (view.left + view.width - NAME_WIDTH) / perSlot;
  let first = 0;
  while (first < days.length && endOf(days[first]!) <= from) first++;
  let end = first;
  while (end < days.length && days[end]!.firstSlot < to) end++;
  return { first: Math.max(0, first - 1), end: Math.min(days.length, end + 1) };
}

function endOf(day: SlotRun): number {
  return day.firstSlot + day.slots;
}

/** Where to scroll so that a cell is seen whole; unchanged where it is. */
export function scrollToCell(
  view: Viewport,
  row: number,
  day: SlotRun,
  perSlot: number,
): { readonly left: number; readonly top: number } {
  const x = day.firstSlot * perSlot;
  const y = row * ROW_HEIGHT;
  return {
    left: nearest(view.left, view.width - NAME_WIDTH, x, x + day.slots * perSlot),
    top: nearest(view.top, view.height, y, y + ROW_HEIGHT),
  };
}

/** Of something wider than the room its beginning is shown. */
function nearest(offset: number, room: number, from: number, to: number): number {
  if (from < offset) return from;
  return to > offset + room ? Math.min(from, to - room) : offset;
}
