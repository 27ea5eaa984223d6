import {
  addDays,
  dayNumber,
  daysBetween,
  wallClockSeconds,
  weekdayOf,
} from '../domain/calendar.ts';
import { gridDays, type IntervalGrid, slotStarts } from '../domain/interval-grid.ts';
import {
  SAMPLE_EVENTS,
  SAMPLE_FIRST_DATE,
  type SampleEvent,
  type SampleQueue,
  SLOVENIAN_HOLIDAYS,
} from './sample-profile.ts';

/** Mean contacts of each slot of an invented queue, before chance. */
export function expectedVolume(queue: SampleQueue, grid: IntervalGrid): Float64Array {
  const volume = new Float64Array(grid.length);
  const starts = slotStarts(grid);
  for (const { date, firstSlot, slots } of gridDays(grid)) {
    const factor = dayFactor(queue, date);
    const isFree = weekdayOf(date) >= 6 || SLOVENIAN_HOLIDAYS.includes(date);
    const shape = isFree ? queue.weekend : queue.workday;
    const events = eventsOn(queue, date);
    for (let slot = firstSlot; slot < firstSlot + slots; slot++) {
      const wall = wallClockSeconds(starts[slot]!, grid.zone);
      volume[slot] =
        queue.peakVolume *
        factor *
        interpolate(shape, (wall + grid.stepSeconds / 2) / 3600) *
        eventFactor(events, wall);
    }
  }
  return volume;
}

function dayFactor(queue: SampleQueue, date: string): number {
  const years = daysBetween(SAMPLE_FIRST_DATE, date) / 365.25;
  const growth = Math.exp(years * Math.log1p(queue.yearlyGrowth));
  const weekday = queue.weekdays[weekdayOf(date) - 1]!;
  const monthStart = queue.monthStart[Number(date.slice(8)) - 1] ?? 1;
  const holiday = SLOVENIAN_HOLIDAYS.includes(date) ? queue.holidayFactor : 1;
  // After a holiday people call about what they could not settle.
  const after = SLOVENIAN_HOLIDAYS.includes(addDays(date, -1)) && holiday === 1 ? 1.08 : 1;
  return growth * weekday * monthStart * holiday * after * seasonFactor(queue, date);
}

/** The year's season, smooth from the middle of one month to the middle of the next. */
function seasonFactor(queue: SampleQueue, date: string): number {
  const yearStart = dayNumber(`${date.slice(0, 4)}-01-01`);
  const month = (dayNumber(date) - yearStart) / 30.4375 - 0.5;
  return interpolate(queue.months, (month + 12) % 12);
}

/** Value of a closed ring of values between its whole places. */
function interpolate(ring: readonly number[], place: number): number {
  const before = Math.floor(place);
  const part = place - before;
  return ring[before % ring.length]! * (1 - part) + ring[(before + 1) % ring.length]! * part;
}

function eventsOn(queue: SampleQueue, date: string): SampleEvent[] {
  return SAMPLE_EVENTS.filter(
    (event) =>
      (event.queues.length === 0 || event.queues.includes(queue.name)) &&
      event.date <= date &&
      date < addDays(event.date, event.days),
  );
}

function eventFactor(events: readonly SampleEvent[], wall: number): number {
  return events
    .filter(({ fromSeconds, toSeconds }) => fromSeconds <= wall && wall < toSeconds)
    .reduce((factor, event) => factor * event.volumeFactor, 1);
}
