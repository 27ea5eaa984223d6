import {
  addDays,
  AgnerError,
  epochSeconds,
  type ScheduleException,
  type ScheduleExceptionStatement,
  startOfDay,
} from '../../domain/index.ts';
import { sign } from '../signature.ts';
import { type World } from '../sources.ts';

/** Longest stretch that an exception may be stated of. */
const LONGEST_EXCEPTION_SECONDS = 7 * 86_400;

type ExceptionWorld = Pick<World, 'store' | 'identity' | 'actor'>;

/**
 * Says of a stretch of a person's day what was to be done instead of what was published.
 *
 * @throws {AgnerError} `INVALID_INPUT`
 */
export function makeException(
  world: ExceptionWorld,
  site: string,
  statement: ScheduleExceptionStatement,
): Promise<ScheduleException> {
  checkException(statement.from, statement.to);
  return world.store.saveScheduleException(
    site,
    { ...statement, id: world.identity.newId('se') },
    sign(world),
  );
}

/** What is said of a local date beside what was published, clock changes regarded. */
export function exceptionsOfDay(
  { store }: Pick<World, 'store'>,
  { site, zone, date }: { readonly site: string; readonly zone: string; readonly date: string },
): Promise<readonly ScheduleException[]> {
  const range = { from: startOfDay(zone, date), to: startOfDay(zone, addDays(date, 1)) };
  return store.listScheduleExceptions(site, range);
}

/** @throws {AgnerError} `NOT_FOUND` */
export function withdrawException(world: ExceptionWorld, site: string, id: string): Promise<void> {
  return world.store.withdrawScheduleException(site, id, sign(world));
}

/** An exception as somebody states it. Throws `INVALID_INPUT`. */
function checkException(from: string, to: string): void {
  const length = epochSeconds(to) - epochSeconds(from);
  if (length > 0 && length <= LONGEST_EXCEPTION_SECONDS) return;
  throw new AgnerError(
    'INVALID_INPUT',
    `expected an exception that ends within a week after it begins, got ${from} to ${to}`,
  );
}
