import { type Meter } from '../roster-model.ts';

/**
 * Nights in a row, at most `max`.
 *
 * @param worked nights in a row up to the period
 */
export function nightRunMeter(max: number, worked: number): Meter {
  return {
    name: 'night-run',
    start: worked,
    step: (value, _day, kind) => {
      if (kind === null || !kind.night) return { value: 0, penalty: 0, broken: false };
      return { value: value + 1, penalty: 0, broken: value + 1 > max };
    },
  };
}
