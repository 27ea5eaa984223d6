import { epochSeconds, type ShiftPattern, wallClockSeconds } from '../../domain/index.ts';
import { type RuleContext, shiftRule, type WorkedShift } from './rule.ts';

/**
 * A shift is one that the contract allows: its pattern, weekday, start, length and breaks. A
 * shift that names no pattern must fit any one of them.
 */
export const shiftPattern = shiftRule('shift-pattern', (worked, { contract }, context) => {
  const { pattern } = worked.shift;
  if (pattern !== '' && !contract.shiftPatterns.includes(pattern)) {
    return { fault: 'pattern', found: pattern };
  }
  const names = pattern === '' ? contract.shiftPatterns : [pattern];
  let fault = 'pattern';
  for (const name of names) {
    const candidate = context.patterns.get(name);
    const found = candidate === undefined ? 'pattern' : faultOf(worked, candidate, context);
    if (found === null) return null;
    fault = found;
  }
  return { fault, found: pattern };
});

function faultOf(worked: WorkedShift, pattern: ShiftPattern, context: RuleContext): string | null {
  const { shift, start, end, weekday } = worked;
  if (!pattern.weekdays.includes(weekday)) return 'weekday';
  if (!startFits(start, shift.date, pattern, context)) return 'start';
  if (!pattern.lengthsSeconds.includes(end - start)) return 'length';
  return breaksFit(worked, pattern) ? null : 'breaks';
}

function startFits(
  start: number,
  date: string,
  pattern: ShiftPattern,
  { plan, clock }: RuleContext,
): boolean {
  const { startFromSeconds: from, startToSeconds: to, startStepSeconds: step } = pattern;
  const wall = wallClockSeconds(start, plan.site.zone);
  if (from <= wall && wall <= to && (wall - from) % step === 0) return true;
  // A planned time that the clock skipped has moved to the instant of the jump.
  for (let planned = from; planned <= to; planned += step) {
    if (clock(date, planned) === start) return true;
  }
  return false;
}

function breaksFit({ shift, start, end }: WorkedShift, pattern: ShiftPattern): boolean {
  const length = end - start;
  const rules = pattern.breaks.filter((rule) => rule.earliestSeconds + rule.lengthSeconds < length);
  const taken = shift.activities.filter(({ kind }) => kind === 'break');
  if (taken.length !== rules.length) return false;
  return rules.every((rule, index) => {
    const activity = taken[index]!;
    const from = epochSeconds(activity.start) - start;
    const lasts = epochSeconds(activity.end) - start - from;
    const fits = rule.earliestSeconds <= from && from <= rule.latestSeconds;
    return fits && lasts === rule.lengthSeconds && activity.paid === rule.paid;
  });
}
