import { type IntervalGrid, slotStart } from '../../domain/index.ts';
import {
  type AttendanceSettings,
  type Day,
  type Piece,
  piecesOf,
  WORKING,
} from '../attendance/index.ts';
import { type AttendedSlots } from './explained-queue.ts';

/**
 * People's day by queue and slot. Work counts for the queue that is scheduled at the moment, else
 * for the one that the person is scheduled for first that day.
 */
export function attendedSlots(
  days: readonly Day[],
  queue: string,
  grid: IntervalGrid,
  range: { readonly from: number; readonly to: number },
  settings: AttendanceSettings,
): AttendedSlots {
  const slots = () => new Array<number>(grid.length).fill(0);
  const [scheduled, known, came, worked, heard] = [slots(), slots(), slots(), slots(), slots()];
  const add = (to: number[], piece: { readonly start: number; readonly end: number }): void => {
    const first = slotStart(grid, 0);
    const from = Math.max(piece.start, first);
    const end = Math.min(piece.end, slotStart(grid, grid.length));
    for (let at = from; at < end;) {
      const slot = Math.floor((at - first) / grid.stepSeconds);
      const until = Math.min(end, slotStart(grid, slot + 1));
      to[slot]! += until - at;
      at = until;
    }
  };
  let unplaced = 0;
  for (const day of days) {
    const pieces = piecesOf({ ...day, ...range, isRunning: false }, settings);
    const home = day.scheduled.find((stretch) => stretch.queue !== null)?.queue ?? null;
    const isAtWork = ({ seen }: Piece): boolean => seen !== null && WORKING.has(seen.state);
    if (home === null && pieces.some(isAtWork)) unplaced++;
    // A pause is not absence: who was seen doing anything but being away came.
    const hasCome = pieces.some(({ seen }) => seen !== null && seen.state !== 'offline');
    for (const piece of pieces) {
      const isScheduled = piece.scheduled?.kind === 'work' && piece.scheduled.queue === queue;
      if (isScheduled) {
        add(scheduled, piece);
        if (piece.seen !== null) add(known, piece);
        if (piece.seen !== null && hasCome) add(came, piece);
      }
      if (isAtWork(piece) && (piece.scheduled?.queue ?? home) === queue) add(worked, piece);
    }
  }
  for (const stretch of days[0]?.heard ?? []) add(heard, stretch);
  return {
    scheduled,
    known,
    came,
    worked,
    heard: heard.map((seconds) => Math.min(1, seconds / grid.stepSeconds)),
    unplaced,
  };
}
