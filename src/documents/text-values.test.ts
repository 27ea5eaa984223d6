import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration } from './duration.ts';
import { nearest, quoted, wordList } from './issues.ts';
import { clockText, durationText, factorText, fractionText, weekdaysText } from './text-values.ts';

describe('laws', () => {
  it('a duration is read as it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 35_999_999 }), (seconds) => {
        expect(durationText.parse(duration(seconds))).toBe(seconds);
      }),
    );
  });

  it('clock times keep their order', () => {
    const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    const text = ([hour, minute]: [number, number]) =>
      `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
    fc.assert(
      fc.property(clock, clock, (a, b) => {
        const difference = clockText.parse(text(a)) - clockText.parse(text(b));
        expect(Math.sign(difference)).toBe(text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
      }),
    );
  });

  it('percent and fraction are the same share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (tenths) => {
        const percent = `${tenths / 10} %`;
        expect(fractionText.parse(percent)).toBe(fractionText.parse(tenths / 1000));
      }),
    );
  });

  it('a change in percent is a factor', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99, max: 400 }), (percent) => {
        const text = `${percent < 0 ? '' : '+'}${percent} %`;
        expect(factorText.parse(text)).toBe((100 + percent) / 100);
      }),
    );
  });
});

it.each(['', 'h', '8 h', '8h 30m', '30m8h', '1.5h', '-8h', '8H', '90', '8h30'])(
  'no duration: "%s"',
  (text) => {
    expect(durationText.safeParse(text).success).toBe(false);
  },
);

it.each(['8:00', '24:00', '06:60', '6', '06:00:00', ' 06:00', '٠٦:٠٠'])(
  'no clock time: "%s"',
  (text) => {
    expect(clockText.safeParse(text).success).toBe(false);
  },
);

it('weekdays come in order and once', () => {
  expect(weekdaysText.parse(['sun', 'mon', 'sun'])).toEqual([1, 7]);
});

describe('words of messages', () => {
  it.each([
    ['zoen', 'zone'],
    ['ZONE', 'zone'],
    ['weekstart', 'weekStart'],
    ['country', null],
    ['x'.repeat(1000), null],
  ])('the word nearest to %s is %s', (word, found) => {
    expect(nearest(word, ['name', 'zone', 'weekStart'])).toBe(found);
  });

  it('text is quoted on one line and cut', () => {
    expect(quoted('a\n"\u202e\u0000b')).toBe('"a\\n\\"\\u202e\\u0000b"');
    expect(quoted('x'.repeat(100))).toBe(`"${'x'.repeat(60)}…"`);
  });

  it('lists of words', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(wordList)).toEqual([
      '',
      'a',
      'a or b',
      'a, b or c',
    ]);
  });
});
