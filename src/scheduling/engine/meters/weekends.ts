import { type Meter, type Tally } from '../roster-model.ts';

/** Remembers on a Sunday whether its Saturday was worked. */
export function saturdayMeter(weekdays: readonly number[]): Meter {
  return {
    name: 'saturday',
    start: 0,
    step: (_value, day, kind) => ({
      value: kind !== null && weekdays[day] === 6 ? 1 : 0,
      penalty: 0,
      broken: false,
    }),
  };
}

/** Weekends with work, at most `max`; needs {@link saturdayMeter}. */
export function weekendsTally(weekdays: readonly number[], max: number): Tally {
  return {
    name: 'weekends',
    min: 0,
    max,
    missingPrice: 0,
    reads: 'saturday',
    amount: (day, _kind, saturday) => (weekdays[day]! >= 6 && saturday === 0 ? 1 : 0),
    lazy: false,
  };
}
