import { shiftRule } from './rule.ts';

/** Paid time of a shift lies in the contract's range for a day. */
export const paidPerDay = shiftRule('paid-per-day', ({ paidSeconds }, { contract }) => {
  const { min, max } = contract.paidSecondsPerDay;
  if (paidSeconds < min) return { foundSeconds: paidSeconds, minSeconds: min };
  return paidSeconds > max ? { foundSeconds: paidSeconds, maxSeconds: max } : null;
});
