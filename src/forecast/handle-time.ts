import { medianSorted } from 'simple-statistics';
import { daysBetween, handleSeconds, type IntervalHistory, weekdayOf } from '../domain/index.ts';
import { layOutSlots, slotsPerDay } from './slot-layout.ts';

/** Mean handle time by weekday and wall-clock slot, with what its uncertainty is made of. */
export interface HandleTimeModel {
  /** Mean handle time of a weekday (0 is Monday) and wall-clock slot, in seconds. */
  readonly secondsAt: (weekday: number, wall: number) => number;
  /** Variance of one contact's handle time as slot means show it, in seconds squared. */
  readonly contactVariance: number;
  /** Relative variance of the level of the weeks to come. */
  readonly levelVariance: number;
  /** Answered contacts behind it. */
  readonly contacts: number;
}

/** The level forgets slowly: flat means of two months beat anything quicker. */
const HALF_LIFE_DAYS = 56;
/** Older days weigh under 1 % and are left out. */
const DAYS_READ = 392;
/** A slot's mean further than this from the median, as a ratio, is cut to it. */
const CUT_RATIO = 4;
/** Fewest answered contacts that a level is learned from. */
const FEWEST_CONTACTS = 20;
/** Effects are believed half as much as their spread alone would have it. */
const HARDER = 2;

interface Cell {
  readonly day: number;
  readonly weekday: number;
  readonly wall: number;
  readonly contacts: number;
  readonly mean: number;
}

/**
 * Learns handle time from totals (talk + hold + wrap-up over answered) of days before `from`:
 * a slowly forgetting mean weighted by contacts, times effects of weekday and slot of the day,
 * each shrunk hard. `null` where the history holds too little.
 */
export function learnHandleTime(
  history: IntervalHistory,
  from: string | null,
): HandleTimeModel | null {
  const cells = readCells(history, from);
  const contacts = cells.reduce((sum, cell) => sum + cell.contacts, 0);
  if (contacts < FEWEST_CONTACTS) return null;
  const last = cells[0]!.day;
  const weights = cells.map((cell) => cell.contacts * 2 ** (-(last - cell.day) / HALF_LIFE_DAYS));
  const level = weightedMean(cells, weights, (cell) => cell.mean);
  if (!(level > 0)) return null;
  const perDay = slotsPerDay(history.grid.stepSeconds);
  const bySlot = effects(
    cells,
    (cell) => cell.wall,
    perDay,
    (cell) => cell.mean / level,
  );
  const byWeekday = effects(
    cells,
    (cell) => cell.weekday,
    7,
    (cell) => cell.mean / (level * bySlot.factors[cell.wall]!),
  );
  // Effects are weighted to mean 1, so that the mean over contacts stays the level.
  const fitted = (cell: Cell) => bySlot.factors[cell.wall]! * byWeekday.factors[cell.weekday]!;
  const scale = level / weightedMean(cells, weights, fitted);
  return {
    secondsAt: (weekday, wall) =>
      scale * (bySlot.factors[wall] ?? 1) * (byWeekday.factors[weekday] ?? 1),
    contactVariance: byWeekday.contactVariance * level * level,
    levelVariance: levelVariance(cells, level),
    contacts,
  };
}

/** Slots with answered contacts, the newest first. */
function readCells(history: IntervalHistory, from: string | null): readonly Cell[] {
  const layout = layOutSlots(history.grid);
  const weekdays = layout.dates.map((date) => weekdayOf(date) - 1);
  const limit = from === null ? Infinity : daysBetween(layout.dates[0] ?? from, from);
  const cells: Cell[] = [];
  for (let slot = history.grid.length - 1; slot >= 0; slot--) {
    const day = layout.dayOfSlot[slot]!;
    const answered = history.totals.answered[slot] ?? null;
    if (day >= limit || answered === null || !(answered > 0)) continue;
    if (cells.length > 0 && day < cells[0]!.day - DAYS_READ) break;
    const seconds = handleSeconds(history, slot);
    if (seconds === null) continue;
    const weekday = weekdays[day]!;
    const wall = layout.wallOfSlot[slot]!;
    cells.push({ day, weekday, wall, contacts: answered, mean: seconds / answered });
  }
  if (cells.length === 0) return cells;
  const median = weightedMedian(cells);
  return cells.map((cell) => ({
    ...cell,
    mean: Math.max(median / CUT_RATIO, Math.min(median * CUT_RATIO, cell.mean)),
  }));
}

function weightedMedian(cells: readonly Cell[]): number {
  const sorted = [...cells].sort((a, b) => a.mean - b.mean);
  const half = sorted.reduce((sum, cell) => sum + cell.contacts, 0) / 2;
  let sum = 0;
  for (const cell of sorted) {
    sum += cell.contacts;
    if (sum >= half) return cell.mean;
  }
  return sorted.at(-1)!.mean;
}

function weightedMean(
  cells: readonly Cell[],
  weights: readonly number[],
  valueOf: (cell: Cell) => number,
): number {
  let sum = 0;
  let total = 0;
  for (const [index, cell] of cells.entries()) {
    sum += weights[index]! * valueOf(cell);
    total += weights[index]!;
  }
  return sum / total;
}

/**
 * Factors of groups of cells, shrunk by the credibility of Bühlmann and Straub: a group's mean
 * counts as much as its contacts against the ratio of variances within and between groups.
 *
 * @see Bühlmann & Gisler (2005), "A Course in Credibility Theory", chapter 4.
 */
function effects(
  cells: readonly Cell[],
  groupOf: (cell: Cell) => number,
  groups: number,
  ratioOf: (cell: Cell) => number,
): { readonly factors: Float64Array; readonly contactVariance: number } {
  const contacts = new Float64Array(groups);
  const sums = new Float64Array(groups);
  for (const cell of cells) {
    contacts[groupOf(cell)]! += cell.contacts;
    sums[groupOf(cell)]! += cell.contacts * ratioOf(cell);
  }
  const used = [...contacts.keys()].filter((group) => contacts[group]! > 0);
  const total = contacts.reduce((sum, value) => sum + value, 0);
  const mean = sums.reduce((sum, value) => sum + value, 0) / total;
  let within = 0;
  for (const cell of cells) {
    const group = groupOf(cell);
    within += cell.contacts * (ratioOf(cell) - sums[group]! / contacts[group]!) ** 2;
  }
  const contactVariance = within / Math.max(1, cells.length - used.length);
  let between = -(used.length - 1) * contactVariance;
  let squares = 0;
  for (const group of used) {
    between += contacts[group]! * (sums[group]! / contacts[group]! - mean) ** 2;
    squares += contacts[group]! ** 2;
  }
  const spread = Math.max(0, between / Math.max(1e-9, total - squares / total));
  const needed = spread > 0 ? (HARDER * contactVariance) / spread : Infinity;
  const factors = new Float64Array(groups).fill(1);
  for (const group of used) {
    const credibility = contacts[group]! / (contacts[group]! + needed);
    factors[group] = 1 + credibility * (sums[group]! / contacts[group]! / mean - 1);
  }
  return { factors, contactVariance };
}

/** Mean squared relative change from one four-week mean to the next. */
function levelVariance(cells: readonly Cell[], level: number): number {
  const sums = new Map<number, { seconds: number; contacts: number }>();
  const last = cells[0]!.day;
  for (const cell of cells) {
    const period = Math.floor((last - cell.day) / 28);
    const entry = sums.get(period) ?? { seconds: 0, contacts: 0 };
    entry.seconds += cell.mean * cell.contacts;
    entry.contacts += cell.contacts;
    sums.set(period, entry);
  }
  const means = [...sums.values()].map((entry) => entry.seconds / entry.contacts / level);
  const changes = means.slice(1).map((mean, index) => (mean - means[index]!) ** 2);
  if (changes.length === 0) return 0.05 ** 2;
  // The median of squares, scaled to a variance, is not moved by one odd month.
  return medianSorted(changes.sort((a, b) => a - b)) / 0.455;
}
