import {
  type AgentId,
  daysBetween,
  epochSeconds,
  type LedgerCounts,
  type LedgerEntry,
  ledgerTotal,
  NOTHING_IN_LEDGER,
  type Shift,
  type WishOutcome,
  weekdayOf,
} from '../domain/index.ts';
import { isNightWork, makePlannedClock } from './night.ts';
import { type RosterProblem } from './roster-problem.ts';

/** Wall clock after which a shift that ends is an evening. */
const EVENING_SECONDS = 20 * 3600;

/**
 * What of nights, evenings, weekends, Sundays, holidays and wishes fell to whom in a period.
 *
 * @param before the ledger of the roster before, whose totals are carried on
 */
export function ledgerOf(
  { plan, from, dates }: RosterProblem,
  shifts: readonly Shift[],
  wishes: readonly WishOutcome[],
  before: readonly LedgerEntry[],
): readonly LedgerEntry[] {
  const clock = makePlannedClock(plan.site.zone);
  const inPeriod = new Set(dates);
  const holidays = new Set(
    plan.specialDays.filter(({ type }) => type === 'holiday').map(({ date }) => date),
  );
  const entries = new Map<AgentId, { counts: Counts; weekends: Set<number> }>();
  for (const { id } of plan.agents)
    entries.set(id, { counts: { ...NOTHING_IN_LEDGER }, weekends: new Set() });
  for (const { agent, date, start, end } of shifts) {
    const entry = entries.get(agent);
    if (entry === undefined || !inPeriod.has(date)) continue;
    const weekday = weekdayOf(date);
    const ends = epochSeconds(end);
    if (isNightWork(plan.nightWindow, clock, date, epochSeconds(start), ends)) {
      entry.counts.nights++;
    } else if (ends > clock(date, EVENING_SECONDS)) entry.counts.evenings++;
    if (weekday >= 6) entry.weekends.add(daysBetween(from, date) - (weekday - 6));
    if (weekday === 7) entry.counts.sundays++;
    if (holidays.has(date)) entry.counts.holidays++;
  }
  for (const { agent, granted } of wishes) {
    const counts = entries.get(agent)?.counts;
    if (counts === undefined) continue;
    counts.wishes++;
    if (granted) counts.wishesGranted++;
  }
  const carriedOf = new Map(before.map((entry) => [entry.agent, ledgerTotal(entry)]));
  return [...entries].map(([agent, { counts, weekends }]) => ({
    agent,
    period: { ...counts, weekends: weekends.size },
    carried: carriedOf.get(agent) ?? null,
  }));
}

type Counts = { -readonly [K in keyof LedgerCounts]: LedgerCounts[K] };
