import { describe, expect, it } from 'vitest';
import { gridOfDays } from '../../src/domain/interval-grid.ts';
import {
  clockOf,
  formatDate,
  formatHours,
  formatMoney,
  formatShare,
  formatWallClock,
  slotClock,
} from './format.ts';

describe('figures and dates as text', () => {
  it('says a date without a zone of its own', () => {
    expect(formatDate('2026-03-30', 'en-GB')).toBe('Mon 30 Mar');
    expect(formatDate('2026-03-30', 'en-GB', 'full')).toBe('Mon 30 Mar 2026');
    expect(formatDate('2026-03-29', 'en-GB', 'weekday')).toBe('Sun');
  });

  it('writes shares, hours and money for the language', () => {
    expect(formatShare(0.825, 'en-GB')).toBe('82.5%');
    expect(formatHours(27_000, 'en-GB')).toBe('7.5');
    expect(formatHours(27_000, 'sl-SI')).toBe('7,5');
    expect(formatMoney(18.5, 'EUR', 'en-GB')).toBe('€18.50');
    expect(formatMoney(104_212.4, 'EUR', 'en-GB')).toBe('€104,212');
  });

  it('takes a currency that is no ISO code as it is', () => {
    expect(formatMoney(12.5, 'credits', 'en-GB')).toBe('12.5 credits');
  });

  it('reads the wall clock off the instant, wherever the browser is', () => {
    expect(clockOf('2026-03-29T08:15:00+02:00')).toBe('08:15');
    expect(formatWallClock(22.5 * 3600)).toBe('22:30');
  });

  it('leaves out the hour that spring takes', () => {
    const spring = gridOfDays('Europe/Ljubljana', '2026-03-29', 1, 3600);
    expect(spring.length).toBe(23);
    expect([0, 1, 2, 3].map((slot) => slotClock(spring, slot))).toEqual([
      '00:00',
      '01:00',
      '03:00',
      '04:00',
    ]);
  });

  it('tells the two hours of autumn apart', () => {
    const autumn = gridOfDays('Europe/Ljubljana', '2026-10-25', 1, 3600);
    expect(autumn.length).toBe(25);
    expect([1, 2, 3, 4].map((slot) => slotClock(autumn, slot))).toEqual([
      '01:00',
      '02:00',
      '02:00 (+01:00)',
      '03:00',
    ]);
  });
});
