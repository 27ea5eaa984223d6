import { expect, it } from 'vitest';
import { detailText } from './detail-text.ts';

it('says a code and its arguments in words, seconds as hours', () => {
  const details = { restSeconds: 37_800, minSeconds: 39_600 };
  expect(detailText({ code: 'min-rest', details }, 'en-GB')).toBe(
    'min rest: rest 10.5 h, min 11 h',
  );
  expect(
    detailText({ code: 'noContacts', details: { historyDays: 1200, type: 'x' } }, 'en-GB'),
  ).toBe('no contacts: history days 1,200, type x');
  expect(detailText({ code: 'off-grid', details: {} }, 'en-GB')).toBe('off grid');
});
