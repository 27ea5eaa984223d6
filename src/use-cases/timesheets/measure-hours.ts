import { type SeenTime } from '../../domain/index.ts';
import {
  activityOf,
  type AttendanceSettings,
  type Day,
  isElsewhere,
  type Piece,
  piecesOf,
  type Stretch,
  WORKING,
} from '../attendance/index.ts';

/**
 * Paid time of a person's local date as it was seen. Paid are
 * - work on the phones, training and meetings, whenever they were;
 * - paid breaks as scheduled, of who came that day;
 * - pauses within paid scheduled time, but for those that stand for a break.
 *
 * Time that is not known is paid by nobody's guess: it is told apart.
 */
export function measureHours(
  day: Day,
  range: { readonly from: number; readonly to: number },
  settings: AttendanceSettings,
): SeenTime & { readonly worked: readonly Stretch[] } {
  const pieces = piecesOf({ ...day, ...range, isRunning: false }, settings);
  const hasCome = pieces.some(({ seen }) => seen !== null && seen.state !== 'offline');
  const worked: { start: number; end: number }[] = [];
  let [planned, unknown] = [0, 0];
  for (const piece of pieces) {
    const { start, end, scheduled, seen } = piece;
    if (scheduled?.paid === true) {
      planned += end - start;
      if (seen === null) unknown += end - start;
    }
    if (!isPaid(piece, hasCome, settings)) continue;
    const last = worked.at(-1);
    if (last?.end === start) last.end = end;
    else worked.push({ start, end });
  }
  const whole = worked
    .map(({ start, end }) => ({ start: Math.round(start), end: Math.round(end) }))
    .filter(({ start, end }) => end > start);
  return {
    plannedSeconds: Math.round(planned),
    unknownSeconds: Math.round(unknown),
    workedSeconds: whole.reduce((sum, { start, end }) => sum + end - start, 0),
    worked: whole,
  };
}

function isPaid(piece: Piece, hasCome: boolean, settings: AttendanceSettings): boolean {
  const { seen, scheduled } = piece;
  if (seen === null) return false;
  if (WORKING.has(seen.state) || isElsewhere(seen, scheduled, settings)) return true;
  if (scheduled?.paid !== true) return false;
  if (scheduled.kind === 'break') return hasCome;
  return seen.state === 'paused' && !isBreak(seen.reason, settings);
}

function isBreak(
  reason: string | null,
  { activities }: Pick<AttendanceSettings, 'activities'>,
): boolean {
  return activityOf(reason, activities)?.toLowerCase() === 'break';
}
