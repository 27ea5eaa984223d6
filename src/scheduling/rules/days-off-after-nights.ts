import { personRule } from './rule.ts';

/** Whole days without a shift after the last of a run of nights. */
export const daysOffAfterNights = personRule('days-off-after-nights', ({ worked, contract }) => {
  const min = contract.daysOffAfterNights ?? 0;
  return worked.slice(1).flatMap(({ shift, day, night, judged }, index) => {
    const before = worked[index]!;
    const found = day - before.day - 1;
    const goesOn = night && found === 0;
    return judged && before.night && !goesOn && found >= 0 && found < min
      ? [{ date: shift.date, details: { found, min } }]
      : [];
  });
});
