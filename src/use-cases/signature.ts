import { type Actor, type Signature } from '../domain/index.ts';
import { type Caller } from './callers.ts';
import { type World } from './sources.ts';

/** What signing a change needs. */
export type SigningWorld = Pick<World, 'identity' | 'actor'>;

/** Who changes something, and when. */
export function sign({ identity, actor }: SigningWorld): Signature {
  return { actor, at: identity.now() };
}

/** A caller as the audit trail names it. */
export function actorOf(caller: Caller): Actor {
  if (caller.kind === 'local') return { id: 'local', token: null };
  return { id: caller.user.id, token: caller.by.kind === 'token' ? caller.by.id : null };
}
