import {
  addDays,
  type Contract,
  daysBetween,
  epochSeconds,
  plannedInstant,
  type Shift,
  wallClockSeconds,
} from '../domain/index.ts';
import { paidSecondsOf } from './audit-shifts.ts';
import { type RunsBefore } from './engine/meters/runs.ts';
import { type DutyKind, type Meter } from './engine/roster-model.ts';
import { isNightWork, type PlannedClock } from './night.ts';
import { type RosterProblem } from './roster-problem.ts';

/** What a person worked before the period. */
export interface History {
  /** By date, counted from the period's first day and so negative. */
  readonly shifts: readonly { readonly day: number; readonly kind: DutyKind }[];
  /** Earliest start of the first shift, from those before (epoch seconds). */
  readonly readyAt: number;
}

/** Reads a person's shifts before the period. */
export function historyOf(
  { plan, from }: RosterProblem,
  clock: PlannedClock,
  contract: Contract,
  before: readonly Shift[],
): History {
  const { zone } = plan.site;
  let readyAt = -Infinity;
  const shifts = before.map((shift) => {
    const start = epochSeconds(shift.start);
    const end = epochSeconds(shift.end);
    const night = isNightWork(plan.nightWindow, clock, shift.date, start, end);
    readyAt = Math.max(readyAt, readyAfter({ date: shift.date, start, end }, contract, zone));
    const kind = { paidSeconds: paidSecondsOf(shift, start, end), night, type: shift.pattern };
    return { day: daysBetween(from, shift.date), kind };
  });
  return { shifts: shifts.sort((a, b) => a.day - b.day), readyAt };
}

/** From when on somebody may start again after a shift: rest, and no earlier on the clock next day. */
export function readyAfter(
  { date, start, end }: { readonly date: string; readonly start: number; readonly end: number },
  { minRestSeconds, forwardRotation }: Contract,
  zone: string,
): number {
  const rested = end + minRestSeconds;
  if (forwardRotation !== true) return rested;
  return Math.max(rested, plannedInstant(zone, addDays(date, 1), wallClockSeconds(start, zone)));
}

/** Sums something over the shifts before the period from a day on. */
export function sumBefore(
  { shifts }: History,
  fromDay: number,
  amount: (kind: DutyKind) => number,
): number {
  return shifts.reduce((sum, { day, kind }) => (day >= fromDay ? sum + amount(kind) : sum), 0);
}

/** A meter that starts as the days before the period leave it. */
export function startedBefore(meter: Meter, { shifts }: History): Meter {
  const kindOf = new Map(shifts.map(({ day, kind }) => [day, kind]));
  let value = meter.start;
  for (let day = shifts[0]?.day ?? 0; day < 0; day++) {
    value = meter.step(value, day, kindOf.get(day) ?? null).value;
  }
  return { ...meter, start: value };
}

/** The run of days worked, or off, that reaches up to the period. */
export function runsBefore({ shifts }: History): RunsBefore {
  const days = new Set(shifts.map(({ day }) => day));
  let worked = 0;
  while (days.has(-1 - worked)) worked++;
  const earlier = [...days].some((day) => day < -worked);
  if (worked > 0) return { worked, off: null, isWhole: earlier };
  return { worked, off: earlier ? -1 - Math.max(...days) : null, isWhole: false };
}
