import { epochSeconds, type IntervalGrid, type Shift, slotStart } from '../domain/index.ts';
import { addCover, type Cover } from './engine/cover.ts';

/** The cover that shifts give to queues; work on other queues is left out. */
export function coverOfShifts(
  grid: IntervalGrid,
  queues: readonly string[],
  shifts: readonly Shift[],
): Cover {
  const cover = queues.map(() => new Float64Array(grid.length));
  const indexOf = new Map(queues.map((queue, index) => [queue, index]));
  const origin = slotStart(grid, 0);
  for (const { activities } of shifts) {
    for (const { queue, start, end } of activities) {
      const index = queue === null ? undefined : indexOf.get(queue);
      if (index === undefined) continue;
      const from = (epochSeconds(start) - origin) / grid.stepSeconds;
      const to = (epochSeconds(end) - origin) / grid.stepSeconds;
      addCover(cover[index]!, from, to, 1);
    }
  }
  return cover;
}
