/** What a cell of the grid says. */
import { type Violation } from '../../src/domain/roster.ts';
import { type Wish } from '../../src/domain/plan.ts';
import { type Messages } from '../i18n/index.ts';
import { clockOf, formatDate, formatHours, formatWallClock } from '../i18n/format.ts';
import { argumentsText, detailText } from '../i18n/detail-text.ts';
import { type Bar, type BoardDay, type BoardRow, type Cell } from './board.ts';

/** "07:00–15:30". */
export function spanText(bar: Bar): string {
  return `${clockOf(bar.shift.start)}–${clockOf(bar.shift.end)}`;
}

/** "07–15": where there is room for whole hours alone. */
export function shortSpanText(bar: Bar): string {
  return `${bar.shift.start.slice(11, 13)}–${bar.shift.end.slice(11, 13)}`;
}

export function violationText(violation: Violation, words: Messages): string {
  const known = words.roster.rules[violation.rule];
  if (known === undefined) {
    return detailText({ code: violation.rule, details: violation.details }, words.locale);
  }
  const given = argumentsText(violation.details, words.locale);
  return given === '' ? known : `${known} (${given})`;
}

export function wishText(wish: Wish, words: Messages): string {
  if (wish.kind === 'day-off') return words.roster.wish.dayOff(formatDate(wish.date, words.locale));
  const { fromSeconds, toSeconds } = wish;
  return words.roster.wish.startBetween(formatWallClock(fromSeconds), formatWallClock(toSeconds));
}

function breaksText(bar: Bar): readonly string[] {
  return bar.shift.activities
    .filter((activity) => activity.kind !== 'work')
    .map((activity) => `${activity.name} ${clockOf(activity.start)}–${clockOf(activity.end)}`);
}

/** Shift, breaks, paid time, lock, broken rules and unmet wishes of a cell. */
export function cellFacts(cell: Cell, words: Messages): readonly string[] {
  const { roster, locale } = words;
  const shifts = cell.bars.flatMap((bar) => [
    spanText(bar),
    ...(bar.shift.pattern === '' ? [] : [bar.shift.pattern]),
    ...breaksText(bar),
    roster.paid(formatHours(bar.paidSeconds, locale)),
    ...(bar.shift.locked ? [roster.locked] : []),
  ]);
  return [
    ...(shifts.length === 0 ? [roster.dayOff] : shifts),
    ...cell.violations.map((each) => `${roster.ruleBroken}: ${violationText(each, words)}`),
    ...cell.unmetWishes.map((each) => `${roster.wishUnmet}: ${wishText(each.wish, words)}`),
  ];
}

/** The whole cell in one sentence, for its accessible name. */
export function cellName(row: BoardRow, day: BoardDay, cell: Cell, words: Messages): string {
  const date = formatDate(day.date, words.locale);
  return words.roster.cell(row.agent.name, date, cellFacts(cell, words).join(', '));
}
