import { describe, expect, it } from 'vitest';
import { type AccuracyVerdict } from '../domain/forecast.ts';
import { verdictText } from './index.ts';

const verdict: AccuracyVerdict = {
  queue: 'sales',
  method: 'agner',
  wapeDay: 0.06,
  wapeInterval: 0.2,
  rival: { method: 'same-weekday-mean', wapeDay: 0.08 },
  outcome: 'better',
  bias: 0.004,
  lean: 'even',
  bands: [
    { level: 0.8, share: 0.81, fit: 'holds' },
    { level: 0.95, share: 0.9, fit: 'narrow' },
  ],
};

describe('a verdict in words', () => {
  it('says what a planner needs to know', () => {
    expect(verdictText(verdict)).toBe(
      'Better than a plain rule: day totals were off by 6.0 % (single intervals by 20.0 %), ' +
        'the mean of the last four same weekdays by 8.0 %; that is 25.0 % less. ' +
        'It leans neither way (bias +0.4 %). The 80 % band holds: 81.0 % of outcomes fell into it. ' +
        'The 95 % band is too narrow: 90.0 % of outcomes fell into it.',
    );
  });

  it('warns where a plain rule does better, and says which way it leans', () => {
    const text = verdictText({ ...verdict, outcome: 'worse', bias: -0.12, lean: 'low', bands: [] });
    expect(text).toMatch(/^Worse than a plain rule: .* before you rely on it\./);
    expect(text).toMatch(/It runs too low, by 12\.0 % of all contacts\.$/);
  });

  it('does not repeat itself for daily history, and says where nothing compares', () => {
    const daily = { ...verdict, wapeInterval: 0.06, rival: null, outcome: 'alone' } as const;
    expect(verdictText(daily)).toMatch(
      /^Day totals were off by 6\.0 %; there is no history before to compare with\. /,
    );
  });
});
