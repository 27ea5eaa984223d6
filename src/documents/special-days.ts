import { type SpecialDay } from '../domain/plan.ts';
import { checkValue } from './issues.ts';
import { specialDaysText } from './special-days-text.ts';
import { readWritten } from './written-text.ts';

/**
 * Reads dates that are not like others, with their type: `{"2026-12-25": "holiday"}` as JSON or
 * YAML, or `{"2026-12-10": {"type": "campaign", "queues": ["sales"], "factor": "+30 %"}}`. In order
 * of date.
 *
 * @throws {AgnerError} `INVALID_INPUT` with line and column, also for a date that does not exist
 */
export function readSpecialDays(text: string, source: string): readonly SpecialDay[] {
  const { value, locate } = readWritten(text, source);
  return checkValue(specialDaysText, value, source, locate);
}
