import { checkNonNegative } from '../../domain/check.ts';
import { AgnerError } from '../../domain/errors.ts';
import { type DeferredWork, type JobList } from './deferred-work.ts';
import { sharesOfFlow, workOf, itemsOf } from './evaluate-deferred.ts';
import { flowWork } from './flow-work.ts';

/** One way the work may turn out: a sample path of a forecast, say. One value per interval. */
export interface SampledWork {
  readonly items: readonly number[];
  /** Agent seconds of work in those items. */
  readonly workSeconds: readonly number[];
}

/** Slack of comparisons with a share: rounding of sums. */
const ROUNDING = 1e-11;

/** Share of the sampled days on which a capacity, in agent seconds, does its share in time. */
export function shareOfPaths(
  list: JobList,
  paths: readonly SampledWork[],
  capacity: Float64Array,
  share: number,
): number {
  const items = itemsOf(list);
  const seconds = workOf(list);
  let met = 0;
  for (const path of paths) {
    list.jobs.forEach(({ interval }, job) => {
      if (interval < 0) return;
      items[job] = path.items[interval]!;
      seconds[job] = path.workSeconds[interval]!;
    });
    const flow = flowWork(list, seconds, items, capacity, 'last');
    const { due, inTime } = sharesOfFlow(list, items, seconds, flow);
    if (inTime >= share * due * (1 - ROUNDING)) met++;
  }
  return met / paths.length;
}

/** Throws `INVALID_INPUT` unless the paths are of the work's intervals. */
export function checkPaths(work: DeferredWork, paths: readonly SampledWork[]): void {
  if (paths.length === 0) refuse('at least 1 path', '0');
  for (const { items, workSeconds } of paths) {
    if (items.length !== work.items.length || workSeconds.length !== work.items.length) {
      refuse(
        `paths of ${work.items.length} intervals`,
        `${items.length} items and ${workSeconds.length} workSeconds`,
      );
    }
    items.forEach((count, interval) => {
      checkNonNegative('path items', count);
      checkNonNegative('path workSeconds', workSeconds[interval]!);
      if (count > 0 !== workSeconds[interval]! > 0) {
        refuse('work where there are items', `${count} items of ${workSeconds[interval]} s`);
      }
      if (count > 0 && work.items[interval] === 0) {
        refuse(`no items in interval ${interval}, whose mean is 0`, String(count));
      }
    });
  }
}

function refuse(expected: string, got: string): never {
  throw new AgnerError('INVALID_INPUT', `expected ${expected}, got ${got}`, { name: 'paths' });
}
