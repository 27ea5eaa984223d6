/** A roster laid out for drawing: rows of people, days of 23 to 25 hours, bars in slots. */
import { weekdayOf, wallClockSeconds } from '../../src/domain/calendar.ts';
import { epochSeconds } from '../../src/domain/calendar.ts';
import { gridDays, slotStarts } from '../../src/domain/interval-grid.ts';
import {
  type Activity,
  type Roster,
  type RosterAgent,
  type Shift,
  type Violation,
  type WishOutcome,
} from '../../src/domain/roster.ts';

export const PIECE_KINDS = ['work', 'break', 'meal', 'training'] as const;
/** How a stretch of a shift is drawn; "meal" is any unpaid break, "training" any session. */
export type PieceKind = (typeof PIECE_KINDS)[number];

/** Part of the day in which a shift starts. */
export type DayPart = 'early' | 'middle' | 'late' | 'night';

export interface Piece {
  readonly kind: PieceKind;
  /** Shares of the bar's length, in [0, 1]. */
  readonly from: number;
  readonly to: number;
}

/** A shift on the axis: slots from the grid's start, fractions of a slot included. */
export interface Bar {
  readonly shift: Shift;
  readonly from: number;
  readonly to: number;
  readonly pieces: readonly Piece[];
  readonly paidSeconds: number;
  readonly part: DayPart;
}

/** What one person does on one local date. */
export interface Cell {
  readonly bars: readonly Bar[];
  readonly violations: readonly Violation[];
  readonly unmetWishes: readonly WishOutcome[];
}

export interface BoardRow {
  readonly agent: RosterAgent;
  /** One per day of the board. */
  readonly cells: readonly Cell[];
  readonly paidSeconds: number;
}

export interface BoardDay {
  readonly date: string;
  readonly firstSlot: number;
  readonly slots: number;
  readonly weekend: boolean;
  /** Elapsed seconds of the date: 86,400 but for clock changes. */
  readonly lengthSeconds: number;
}

export interface Board {
  readonly roster: Roster;
  readonly days: readonly BoardDay[];
  readonly rows: readonly BoardRow[];
  readonly slots: number;
  /** Wall-clock seconds since midnight at each slot's start. */
  readonly wallClock: Int32Array;
}

const EMPTY: Cell = { bars: [], violations: [], unmetWishes: [] };

/** Cost: O(agents * days + activities). */
export function makeBoard(roster: Roster): Board {
  const { grid } = roster;
  const days = gridDays(grid).map((day) => ({
    ...day,
    weekend: weekdayOf(day.date) >= 6,
    lengthSeconds: day.slots * grid.stepSeconds,
  }));
  const cellOf = collectCells(roster);
  const rows = roster.agents.map((agent) => {
    const cells = days.map((day) => cellOf.get(`${day.date} ${agent.id}`) ?? EMPTY);
    const bars = cells.flatMap((cell) => cell.bars);
    return { agent, cells, paidSeconds: bars.reduce((sum, bar) => sum + bar.paidSeconds, 0) };
  });
  const wallClock = Int32Array.from(slotStarts(grid), (at) => wallClockSeconds(at, grid.zone));
  return { roster, days, rows, slots: grid.length, wallClock };
}

function collectCells(roster: Roster): ReadonlyMap<string, Cell> {
  const cells = new Map<
    string,
    { bars: Bar[]; violations: Violation[]; unmetWishes: WishOutcome[] }
  >();
  const at = (date: string, agent: string) => {
    const key = `${date} ${agent}`;
    const known = cells.get(key);
    if (known !== undefined) return known;
    const cell = { bars: [], violations: [], unmetWishes: [] };
    cells.set(key, cell);
    return cell;
  };
  const origin = epochSeconds(roster.grid.start);
  for (const shift of roster.shifts) {
    at(shift.date, shift.agent).bars.push(makeBar(shift, origin, roster.grid.stepSeconds));
  }
  for (const violation of roster.violations) {
    at(violation.date, violation.agent).violations.push(violation);
  }
  for (const outcome of roster.wishes) {
    if (!outcome.granted) at(outcome.wish.date, outcome.agent).unmetWishes.push(outcome);
  }
  return cells;
}

function makeBar(shift: Shift, origin: number, stepSeconds: number): Bar {
  const start = epochSeconds(shift.start);
  const length = epochSeconds(shift.end) - start;
  const pieces: Piece[] = [];
  let paidSeconds = 0;
  for (const activity of shift.activities) {
    const from = epochSeconds(activity.start) - start;
    const to = epochSeconds(activity.end) - start;
    pieces.push({ kind: pieceKind(activity), from: from / length, to: to / length });
    if (activity.paid) paidSeconds += to - from;
  }
  return {
    shift,
    from: (start - origin) / stepSeconds,
    to: (start + length - origin) / stepSeconds,
    pieces,
    paidSeconds,
    part: dayPart(Number(shift.start.slice(11, 13))),
  };
}

function pieceKind(activity: Activity): PieceKind {
  if (activity.kind === 'work') return 'work';
  if (activity.kind === 'break') return activity.paid ? 'break' : 'meal';
  return 'training';
}

function dayPart(hour: number): DayPart {
  if (hour < 4 || hour >= 20) return 'night';
  if (hour < 9) return 'early';
  return hour < 12 ? 'middle' : 'late';
}

/** The next broken rule after a cell in reading order (row by row), round to the first. */
export function nextViolation(
  board: Board,
  after: { readonly row: number; readonly day: number },
): { readonly row: number; readonly day: number } | null {
  const width = board.days.length;
  const cells = board.rows.length * width;
  const from = after.row * width + after.day;
  for (let step = 1; step <= cells; step++) {
    const index = (from + step) % cells;
    const row = Math.floor(index / width);
    const day = index % width;
    if ((board.rows[row]?.cells[day]?.violations.length ?? 0) > 0) return { row, day };
  }
  return null;
}
