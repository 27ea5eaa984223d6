import { daysBetween, handleSeconds, type IntervalHistory, weekdayOf } from '../../domain/index.ts';
import { learnHandleTime } from '../handle-time.ts';
import { layOutSlots } from '../slot-layout.ts';

/** Answered contacts of the day so far and their handle time, beside what was forecast of them. */
export interface HandledSoFar {
  readonly contacts: number;
  readonly seconds: number;
  /** What those contacts would have taken as forecast. */
  readonly expectedSeconds: number;
}

/** Days before that tell how far handle time strays from day to day. */
const DAYS_READ = 56;
/** Days with answered contacts that it takes to tell. */
const FEWEST_DAYS = 10;

/**
 * Factor on the day's handle time by the contacts answered so far: of the ratio's distance from 1
 * it keeps `v / (v + chance)`, with v the variance of past days' ratios beyond chance and chance
 * that of a mean of so many contacts (Bühlmann's credibility). 1 where the history cannot tell.
 */
export function handleTimeFactor(
  history: IntervalHistory,
  date: string,
  soFar: HandledSoFar,
): number {
  if (!(soFar.contacts > 0 && soFar.expectedSeconds > 0)) return 1;
  const model = learnHandleTime(history, date);
  if (model === null) return 1;
  const layout = layOutSlots(history.grid);
  const first = layout.dates[0] ?? date;
  const end = daysBetween(first, date);
  const days = new Map<number, { seconds: number; expected: number; contacts: number }>();
  for (const [slot, day] of layout.dayOfSlot.entries()) {
    if (day < end - DAYS_READ || day >= end) continue;
    const answered = history.totals.answered[slot] ?? null;
    const seconds = handleSeconds(history, slot);
    if (answered === null || seconds === null || !(answered > 0)) continue;
    const weekday = weekdayOf(layout.dates[day]!) - 1;
    const entry = days.get(day) ?? { seconds: 0, expected: 0, contacts: 0 };
    entry.seconds += seconds;
    entry.expected += answered * model.secondsAt(weekday, layout.wallOfSlot[slot]!);
    entry.contacts += answered;
    days.set(day, entry);
  }
  if (days.size < FEWEST_DAYS) return 1;
  const chanceOf = (contacts: number, expected: number) =>
    (model.contactVariance * contacts) / (expected * expected);
  let [beyond, weights] = [0, 0];
  for (const { seconds, expected, contacts } of days.values()) {
    beyond += contacts * ((seconds / expected - 1) ** 2 - chanceOf(contacts, expected));
    weights += contacts;
  }
  const variance = Math.max(0, beyond / weights);
  const chance = chanceOf(soFar.contacts, soFar.expectedSeconds);
  const kept = variance > 0 ? variance / (variance + chance) : 0;
  return 1 + kept * (soFar.seconds / soFar.expectedSeconds - 1);
}
