import { type Forgetting } from '../../domain/index.ts';
import { sign, type SigningWorld } from '../signature.ts';
import { type World } from '../sources.ts';

const DAY_MS = 86_400_000;

/** Forgets who did what longer ago than so many days; totals of queues stay. */
export async function forgetOld(
  world: SigningWorld & Pick<World, 'store'>,
  days: number,
): Promise<Forgetting> {
  const now = Date.parse(world.identity.now());
  return world.store.forgetBefore(new Date(now - days * DAY_MS).toISOString(), sign(world));
}
