import { type Meter } from '../roster-model.ts';

/** Nights in a row, at most `max`. */
export function nightRunMeter(max: number): Meter {
  return {
    name: 'night-run',
    start: 0,
    step: (value, _day, kind) => {
      if (kind === null || !kind.night) return { value: 0, penalty: 0, broken: false };
      return { value: value + 1, penalty: 0, broken: value + 1 > max };
    },
  };
}

/**
 * Days off that are due after nights: `due` on the day after one, unless that is a night again.
 * The value is the number of days off still due.
 */
export function afterNightsMeter(due: number): Meter {
  return {
    name: 'after-nights',
    start: 0,
    step: (value, _day, kind) => {
      if (kind === null) return { value: Math.max(0, value - 1), penalty: 0, broken: false };
      const broken = value > 0 && !(kind.night && value === due);
      return { value: kind.night ? due : 0, penalty: 0, broken };
    },
  };
}
