import { median } from 'simple-statistics';
import {
  type Finding,
  formatInstant,
  gridDays,
  handleSeconds,
  type IntervalHistory,
  openSlots,
  type OpeningHours,
  slotStarts,
  wallClockSeconds,
  weekdayOf,
} from '../domain/index.ts';

/** A run of zeros is told where at least this many contacts were to be expected (e^-12 by chance). */
const LEAST_EXPECTED_OF_OUTAGE = 12;
/** Distance from the median, in robust standard deviations, from which a slot is an outlier. */
const OUTLIER_DISTANCE = 6;
/** Fewest weeks of a weekday and time from which its median says anything. */
const LEAST_WEEKS = 8;

/**
 * The data doctor on stored history: what looks wrong, as one finding per run of slots. Nothing is
 * changed and nothing is left out; `details.slots` and `details.until` tell how far a run goes.
 *
 * - `gap`: slots in opening hours of which the offered contacts are not known.
 * - `zero-run`: no contacts where the same weekdays and times make 12 or more likely, between slots
 *   with contacts: an outage of the queue or of its reporting.
 * - `outlier-high`, `outlier-low`: more than six robust standard deviations (1.4826 MAD, at least
 *   that of Poisson counts) from the median of the same weekday and time.
 * - `handle-time-without-contacts`, `handled-over-offered`, `abandoned-over-offered`: totals that
 *   contradict each other. The last two only where contacts count to the interval of arrival.
 *
 * Runs pass over closed slots, so an outage of a weekend is one finding.
 *
 * @param openingHours `null` where no plan says: then a weekday and time is open if at least half
 *   of its weeks are known
 *
 * Cost: linear in slots, but for sorting; about 0.3 s for 52,000 slots.
 */
export function inspectHistory(
  history: IntervalHistory,
  openingHours: OpeningHours | null,
): readonly Finding[] {
  const { grid, totals, queue } = history;
  const offered = totals.offered;
  const weeklySlot = weeklySlots(history);
  const usual = usualOffered(offered, weeklySlot);
  const isOpen =
    openingHours === null
      ? weeklySlot.map((key) => usual.get(key)!.isMostlyKnown)
      : openSlots(openingHours, grid);
  const starts = slotStarts(grid);
  const text = (slot: number) => formatInstant(starts[0]! + slot * grid.stepSeconds, grid.zone);

  const tell = (
    code: Finding['code'],
    { first, last, slots }: Run,
    details: Finding['details'] = {},
  ): Finding => ({
    code,
    severity: 'warning',
    queue,
    line: null,
    column: null,
    interval: text(first),
    action: 'told',
    details: { slots, until: text(last + 1), ...details },
  });
  const usualSum = (run: Run) => sumOver(run, (slot) => usual.get(weeklySlot[slot]!)!.median);
  const offeredSum = (run: Run) => sumOver(run, (slot) => offered[slot] ?? 0);
  const outlier = (slot: number): -1 | 0 | 1 => {
    const value = offered[slot] ?? null;
    const { median: middle, spread, weeks } = usual.get(weeklySlot[slot]!)!;
    if (value === null || weeks < LEAST_WEEKS) return 0;
    const distance = (value - middle) / spread;
    return distance > OUTLIER_DISTANCE ? 1 : distance < -OUTLIER_DISTANCE ? -1 : 0;
  };

  const open = slotsWhere(grid.length, (slot) => isOpen[slot] === true);
  const known = slotsWhere(grid.length, (slot) => (offered[slot] ?? null) !== null);
  const outages = runs(open, (slot) => offered[slot] === 0).filter(
    (run) => run.hasBefore && run.hasAfter && usualSum(run) >= LEAST_EXPECTED_OF_OUTAGE,
  );
  const inOutage = new Set(outages.flatMap((run) => run.members));
  const findings = [
    ...runs(open, (slot) => (offered[slot] ?? null) === null).map((run) => tell('gap', run)),
    ...outages.map((run) => tell('zero-run', run, { expected: round(usualSum(run)) })),
    ...runs(known, (slot) => outlier(slot) === 1).map((run) =>
      tell('outlier-high', run, { got: offeredSum(run), expected: round(usualSum(run)) }),
    ),
    ...runs(known, (slot) => outlier(slot) === -1 && !inOutage.has(slot)).map((run) =>
      tell('outlier-low', run, { got: offeredSum(run), expected: round(usualSum(run)) }),
    ),
    ...contradictions(history, known).map(({ code, run }) => tell(code, run)),
  ];
  return findings.sort((a, b) => (instantOf(a) < instantOf(b) ? -1 : 1));
}

function instantOf({ interval }: Finding): number {
  return Date.parse(interval ?? '');
}

/** Per slot, which slot of the local week it is: weekday and wall clock. */
function weeklySlots({ grid }: IntervalHistory): readonly number[] {
  const starts = slotStarts(grid);
  const slotsPerDay = Math.ceil(86_400 / grid.stepSeconds);
  return gridDays(grid).flatMap(({ date, firstSlot, slots }) => {
    const ofDay = weekdayOf(date) * slotsPerDay;
    return Array.from({ length: slots }, (_, at) => {
      const wall = wallClockSeconds(starts[firstSlot + at]!, grid.zone);
      return ofDay + Math.floor(wall / grid.stepSeconds);
    });
  });
}

/** What is usual for one slot of the week. */
interface Usual {
  readonly median: number;
  /** Robust standard deviation, at least that of Poisson counts and at least 1. */
  readonly spread: number;
  readonly weeks: number;
  readonly isMostlyKnown: boolean;
}

function usualOffered(
  offered: readonly (number | null)[],
  weeklySlot: readonly number[],
): ReadonlyMap<number, Usual> {
  const groups = new Map<number, { readonly values: number[]; slots: number }>();
  for (const [slot, key] of weeklySlot.entries()) {
    const group = groups.get(key) ?? { values: [], slots: 0 };
    groups.set(key, group);
    group.slots++;
    const value = offered[slot] ?? null;
    if (value !== null) group.values.push(value);
  }
  return new Map(
    [...groups].map(([key, { values, slots }]) => {
      const middle = values.length === 0 ? 0 : median(values);
      const mad = values.length === 0 ? 0 : median(values.map((value) => Math.abs(value - middle)));
      const spread = Math.max(1.4826 * mad, Math.sqrt(middle), 1);
      const isMostlyKnown = values.length * 2 >= slots;
      return [key, { median: middle, spread, weeks: values.length, isMostlyKnown }];
    }),
  );
}

function contradictions(
  { totals, attribution, ...history }: IntervalHistory,
  known: readonly number[],
): readonly { readonly code: Finding['code']; readonly run: Run }[] {
  const isOver = (part: readonly (number | null)[]) => (slot: number) =>
    attribution === 'arrival' && (part[slot] ?? 0) > (totals.offered[slot] ?? Infinity);
  const hasNoContacts = (slot: number) =>
    (totals.answered[slot] ?? totals.offered[slot]) === 0 &&
    (handleSeconds({ totals, attribution, ...history }, slot) ?? 0) > 0;
  const tests: readonly (readonly [Finding['code'], (slot: number) => boolean])[] = [
    ['handle-time-without-contacts', hasNoContacts],
    ['handled-over-offered', isOver(totals.answered)],
    ['abandoned-over-offered', isOver(totals.abandoned)],
  ];
  return tests.flatMap(([code, test]) => runs(known, test).map((run) => ({ code, run })));
}

/** Slots of one kind, neighbours among those that were looked at. */
interface Run {
  readonly members: readonly number[];
  readonly first: number;
  readonly last: number;
  readonly slots: number;
  /** Whether slots that were looked at come before and after. */
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
}

function runs(slots: readonly number[], isMember: (slot: number) => boolean): readonly Run[] {
  const found: Run[] = [];
  let from = -1;
  for (let at = 0; at <= slots.length; at++) {
    const slot = slots[at];
    if (slot !== undefined && isMember(slot)) {
      if (from < 0) from = at;
    } else if (from >= 0) {
      const members = slots.slice(from, at);
      found.push({
        members,
        first: members[0]!,
        last: members.at(-1)!,
        slots: members.length,
        hasBefore: from > 0,
        hasAfter: at < slots.length,
      });
      from = -1;
    }
  }
  return found;
}

function slotsWhere(length: number, test: (slot: number) => boolean): readonly number[] {
  return Array.from({ length }, (_, slot) => slot).filter(test);
}

function sumOver({ members }: Run, value: (slot: number) => number): number {
  return members.reduce((sum, slot) => sum + value(slot), 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
