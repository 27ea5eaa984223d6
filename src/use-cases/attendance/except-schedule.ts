import { type ScheduleException, type ScheduleExceptionStatement } from '../../domain/index.ts';
import { sign } from '../signature.ts';
import { type World } from '../sources.ts';
import { checkException } from './attend-day.ts';

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

/** @throws {AgnerError} `NOT_FOUND` */
export function withdrawException(world: ExceptionWorld, site: string, id: string): Promise<void> {
  return world.store.withdrawScheduleException(site, id, sign(world));
}
