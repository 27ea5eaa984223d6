import { shiftRule } from './rule.ts';

/** Some may work no nights. */
export const nightBan = shiftRule('night-ban', ({ night, shift }, { agent }) =>
  night && agent.noNights === true ? { start: shift.start, end: shift.end } : null,
);
