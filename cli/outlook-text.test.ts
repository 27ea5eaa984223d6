import { expect, it } from 'vitest';
import { type StaffBill, type UncertainOutlook } from '../src/domain/index.ts';
import { makePlan, makeRequirement } from '../test/support/roster-plan.ts';
import { outlookText } from './outlook-text.ts';

const bill = (hours: number, known = true): StaffBill => ({
  paidSeconds: hours * 3600,
  fte: known ? hours / 40 : null,
  cost: known ? hours * 20 : null,
});

function textOf(change: Partial<UncertainOutlook>): readonly string[] {
  const requirement = makeRequirement(makePlan(), '2026-03-02', 1, { calls: () => 2 }, 43_200);
  const [queue] = requirement.queues;
  const outlook: UncertainOutlook = {
    uncertainty: {
      volume: { kind: 'forecast-band' },
      absence: 'random',
      aim: { kind: 'probability', share: 0.9 },
    },
    currency: 'EUR',
    goalProbability: [0.9, 1],
    bandLevel: 0.8,
    required: bill(44),
    lower: bill(30),
    median: bill(36),
    upper: bill(42),
    ...change,
  };
  return outlookText({ ...queue!, outlook });
}

it('says how sure the goal is, and the bill with its band', () => {
  expect(textOf({})).toEqual([
    'calls: staffed with a probability of 90.0 %; P(goal met) 95.0 % on average, 90.0 % in the least sure interval',
    'calls: 44.0 h, 1.1 FTE, 880.00 EUR; were every interval low, middling or high (80.0 % band): 30.0 h, 0.8 FTE, 600.00 EUR | 36.0 h, 0.9 FTE, 720.00 EUR | 42.0 h, 1.1 FTE, 840.00 EUR; more than the high case, as absence and volumes beyond the band count too',
  ]);
});

it('says of how many ways in which the volume may turn out the cases are', () => {
  expect(textOf({ paths: 400 })[1]).toBe(
    'calls: 44.0 h, 1.1 FTE, 880.00 EUR; were volumes known, low, middling or high of 400 ways they may turn out (80.0 % band): 30.0 h, 0.8 FTE, 600.00 EUR | 36.0 h, 0.9 FTE, 720.00 EUR | 42.0 h, 1.1 FTE, 840.00 EUR; more than the high case, as absence and every interval by itself count too',
  );
});

it('says why FTE and cost are not known, and nothing of what is not offered', () => {
  const unknown = bill(4, false);
  expect(
    textOf({
      goalProbability: [null, null],
      required: unknown,
      lower: unknown,
      median: unknown,
      upper: unknown,
    }),
  ).toEqual([
    'calls: staffed with a probability of 90.0 %',
    'calls: 4.0 h; were every interval low, middling or high (80.0 % band): 4.0 h | 4.0 h | 4.0 h; FTE and cost not known: nobody may work it',
  ]);
});
