import { type Weekday } from '../../../domain/index.ts';
import { type Meter, type Tally } from '../roster-model.ts';

/** The weekday of a day counted from the period's first, of days before it too; Monday is 1. */
export type WeekdayOf = (day: number) => Weekday;

/** Remembers on a Sunday whether its Saturday was worked. */
export function saturdayMeter(weekdayOf: WeekdayOf): Meter {
  return {
    name: 'saturday',
    start: 0,
    step: (_value, day, kind) => ({
      value: kind !== null && weekdayOf(day) === 6 ? 1 : 0,
      penalty: 0,
      broken: false,
    }),
  };
}

/** Weekends with work, at most `max`; needs {@link saturdayMeter}. */
export function weekendsTally(weekdayOf: WeekdayOf, max: number): Tally {
  return {
    name: 'weekends',
    min: 0,
    max,
    missingPrice: 0,
    reads: 'saturday',
    amount: (day, _kind, saturday) => (weekdayOf(day) >= 6 && saturday === 0 ? 1 : 0),
    lazy: false,
  };
}

/**
 * Weekends with work in a row, at most `max`. The value is twice their number up to now, and one
 * more between the Saturday and the Sunday of one that counts already.
 */
export function weekendRunMeter(weekdayOf: WeekdayOf, max: number): Meter {
  return {
    name: 'weekend-run',
    start: 0,
    step: (value, day, kind) => {
      const weekday = weekdayOf(day);
      const known = { value, penalty: 0, broken: false };
      if (weekday < 6) return known;
      const isCounted = weekday === 7 && value % 2 === 1;
      if (isCounted) return { ...known, value: value - 1 };
      if (kind === null) return weekday === 6 ? known : { ...known, value: 0 };
      const more = value / 2 + 1;
      return { value: 2 * more + (weekday === 6 ? 1 : 0), penalty: 0, broken: more > max };
    },
  };
}

/** Saturday and Sunday alike: 1 and 2 remember a Saturday worked and off, 0 asks for nothing. */
export function completeWeekendsMeter(weekdayOf: WeekdayOf): Meter {
  return {
    name: 'complete-weekends',
    start: 0,
    step: (value, day, kind) => {
      const weekday = weekdayOf(day);
      if (weekday === 6) return { value: kind === null ? 2 : 1, penalty: 0, broken: false };
      const broken = weekday === 7 && value === (kind === null ? 1 : 2);
      return { value: 0, penalty: 0, broken };
    },
  };
}
