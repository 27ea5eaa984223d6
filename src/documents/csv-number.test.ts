import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalFault, type DecimalStyle, readDecimal } from './csv-number.ts';

describe('readDecimal', () => {
  it.each<[string, DecimalStyle, number | null]>([
    ['12', 'point', 12],
    ['007', 'point', 7],
    ['12.5', 'point', 12.5],
    ['-3', 'point', -3],
    ['1.800', 'point', 1.8],
    ['9007199254740991', 'point', 9007199254740991],
    ['12', 'comma', 12],
    ['12,5', 'comma', 12.5],
    ['1.234,5', 'comma', 1234.5],
    ['1.800', 'comma', 1800],
    ['1.234.567', 'comma', 1234567],
    ['12', 'either', 12],
    ['12.5', 'either', 12.5],
    ['12,5', 'either', 12.5],
    ['1.800,50', 'either', 1800.5],
    ['1.234.567', 'either', 1234567],
    ['0,125', 'either', 0.125],
  ])('%s as %s', (text, style, expected) => {
    expect(readDecimal(text, style)).toBe(expected);
  });

  it.each<[string, DecimalStyle, string]>([
    ['1,234', 'point', 'thousands'],
    ['1,234.5', 'point', 'thousands'],
    ["1'234", 'point', 'thousands'],
    ['12,5', 'point', 'other-decimal-mark'],
    ['12.5', 'comma', 'other-decimal-mark'],
    ['1.800', 'either', 'thousands-or-fraction'],
    ['1,800', 'either', 'thousands-or-fraction'],
    ['1,234.5', 'either', 'thousands-or-fraction'],
    ['9007199254740993', 'point', 'beyond-exact'],
    ['1e3', 'point', 'not-a-number'],
    ['1e999', 'point', 'not-a-number'],
    ['0x10', 'point', 'not-a-number'],
    ['NaN', 'point', 'not-a-number'],
    ['Infinity', 'point', 'not-a-number'],
    ['+5', 'point', 'not-a-number'],
    ['.5', 'point', 'not-a-number'],
    ['5.', 'point', 'not-a-number'],
    ['--5', 'point', 'not-a-number'],
    ['1 000', 'comma', 'thousands'],
    ['1.23.456', 'comma', 'not-a-number'],
    ['\u0661\u0662', 'point', 'not-a-number'],
    ['1'.repeat(41), 'point', 'not-a-number'],
  ])('refuses %s as %s: %s', (text, style, fault) => {
    expect(readDecimal(text, style)).toBeNull();
    expect(decimalFault(text, style)).toBe(fault);
  });

  it('gives back every number that is written with a point', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(999_999), (whole, fraction) => {
        const value = Number(`${whole}.${String(fraction).padStart(6, '0')}`);
        fc.pre(!String(value).includes('e'));
        expect(readDecimal(String(value), 'point')).toBe(value);
      }),
    );
  });
});
