import { type Meter } from '../roster-model.ts';

/**
 * Which shift types may not follow which, whatever their order; where the sets form a chain the
 * gates of a day say the same with fewer states.
 *
 * @param notBefore per type those that may not stand on the next day
 */
export function successionMeter(notBefore: ReadonlyMap<string, ReadonlySet<string>>): Meter {
  const types = [...notBefore.keys()];
  return {
    name: 'succession',
    start: -1,
    step: (value, _day, kind) => {
      if (kind === null) return { value: -1, penalty: 0, broken: false };
      const broken = value >= 0 && notBefore.get(types[value]!)!.has(kind.type);
      return { value: types.indexOf(kind.type), penalty: 0, broken };
    },
  };
}
