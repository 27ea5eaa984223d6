import { describe, expect, it } from 'vitest';
import { type ScheduledStretch } from '../../domain/index.ts';
import { measureHours } from './measure-hours.ts';

const MINUTE = 60;
const SETTINGS = { graceSeconds: 0, activities: { Lunch: 'break' }, format: String };

const stretch = (
  kind: ScheduledStretch['kind'],
  from: number,
  to: number,
  paid = true,
): ScheduledStretch => ({
  kind,
  name: kind,
  queue: null,
  paid,
  start: from * MINUTE,
  end: to * MINUTE,
});
/** Two hours: work, a paid and an unpaid break of ten minutes each, work. */
const SHIFT = [
  stretch('work', 0, 60),
  stretch('break', 60, 70),
  stretch('break', 70, 80, false),
  stretch('work', 80, 120),
];

function hoursOf(...states: readonly (readonly [string, number, number, string?])[]) {
  const { worked, ...seen } = measureHours(
    {
      agent: 'ada',
      name: 'Ada',
      isRostered: true,
      scheduled: SHIFT,
      states: states.map(([state, from, to, reason]) => ({
        agent: 'ada',
        state: state as 'ready',
        reason: reason ?? null,
        start: from * MINUTE,
        end: to * MINUTE,
      })),
      heard: [{ start: 0, end: 120 * MINUTE }],
    },
    { from: 0, to: 200 * MINUTE },
    SETTINGS,
  );
  return {
    ...Object.fromEntries(
      Object.entries(seen).map(([name, seconds]) => [
        name.replace('Seconds', ''),
        seconds / MINUTE,
      ]),
    ),
    paid: worked.map(({ start, end }) => `${start / MINUTE}-${end / MINUTE}`).join(' '),
  };
}

describe('hours as they were seen', () => {
  it('are work, paid breaks as scheduled, and no unpaid ones', () => {
    expect(hoursOf(['ready', 0, 60], ['offline', 60, 80], ['on-call', 80, 120])).toEqual({
      planned: 110,
      unknown: 0,
      worked: 110,
      paid: '0-70 80-120',
    });
  });

  it('are longer for who stays, and shorter for who comes late', () => {
    expect(hoursOf(['ready', 15, 60], ['paused', 60, 80, 'Lunch'], ['ready', 80, 150])).toEqual({
      planned: 110,
      unknown: 0,
      worked: 125,
      paid: '15-70 80-150',
    });
  });

  it('take a pause within work for work, but not a break that nobody scheduled', () => {
    const { paid } = hoursOf(
      ['ready', 0, 20],
      ['paused', 20, 30, 'Notes'],
      ['paused', 30, 40, 'Lunch'],
      ['ready', 40, 60],
      ['paused', 60, 80, 'Lunch'],
      ['ready', 80, 100],
      ['paused', 100, 110, 'Training'],
      ['offline', 110, 120],
    );
    expect(paid).toBe('0-30 40-70 80-110');
  });

  it('pay no break to who never came', () => {
    expect(hoursOf(['offline', 0, 120])).toMatchObject({ planned: 110, worked: 0, paid: '' });
  });

  it('guess at nothing that is not known', () => {
    expect(hoursOf(['ready', 0, 30], ['unknown', 30, 100], ['ready', 100, 120])).toEqual({
      planned: 110,
      unknown: 60,
      worked: 50,
      paid: '0-30 100-120',
    });
  });
});
