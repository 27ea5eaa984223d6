import { AgnerError } from '../domain/index.ts';
import type { KeptAnswer, KeyState, RequestKeyStore } from '../use-cases/index.ts';
import { type Database } from './database.ts';
import { isGone, type Owner, thisOwner } from './owner.ts';

interface KeyLine {
  readonly digest: string;
  readonly owner: string;
  readonly taken_at: string;
  readonly fingerprint: string | null;
  /** `null` until there is an answer. */
  readonly answer: string | null;
}

const KEPT_SECONDS = 86_400;

/** No request takes so long: a key that is still without answer was left behind. */
const LONGEST_REQUEST_SECONDS = 900;

/** The part of the store that remembers requests by their keys. */
export function requestKeyStore(database: Database): RequestKeyStore {
  return {
    takeKey: (digest, now) =>
      database.write(async (trx) => {
        await trx<KeyLine>('request_keys')
          .where('taken_at', '<=', before(now, KEPT_SECONDS))
          .delete();
        const owner = JSON.stringify(thisOwner);
        const [taken] = await trx<KeyLine>('request_keys')
          .insert({ digest, owner, taken_at: now, fingerprint: null, answer: null })
          .onConflict('digest')
          .ignore()
          .returning('digest');
        if (taken !== undefined) return { kind: 'taken' };
        const line = await trx<KeyLine>('request_keys').where({ digest }).forUpdate().first();
        const state = stateOf(line!, now);
        if (state.kind === 'taken') {
          await trx<KeyLine>('request_keys').where({ digest }).update({ owner, taken_at: now });
        }
        return state;
      }),
    async answerOnce(digest, { work, fingerprint, answerOf }) {
      const mine = { digest, owner: JSON.stringify(thisOwner) };
      try {
        return await database.together(work, async (trx, outcome) => {
          const kept = await trx<KeyLine>('request_keys')
            .where(mine)
            .update({ fingerprint: fingerprint(), answer: JSON.stringify(answerOf(outcome)) });
          if (kept === 0) {
            throw new AgnerError('CONFLICT', 'the request took too long and was done by another');
          }
        });
      } catch (error) {
        // Where this fails too, the key is free once it is older than any request.
        await database
          .write(async (trx) => {
            await trx<KeyLine>('request_keys').where(mine).whereNull('answer').delete();
          })
          .catch(() => undefined);
        throw error;
      }
    },
  };
}

function stateOf({ owner, taken_at, fingerprint, answer }: KeyLine, now: string): KeyState {
  if (answer !== null && fingerprint !== null) {
    return { kind: 'answered', fingerprint, answer: JSON.parse(answer) as KeptAnswer };
  }
  const isLeft =
    isGone(JSON.parse(owner) as Owner, taken_at, now) ||
    taken_at <= before(now, LONGEST_REQUEST_SECONDS);
  return { kind: isLeft ? 'taken' : 'under-way' };
}

function before(now: string, seconds: number): string {
  return new Date(Date.parse(now) - seconds * 1000).toISOString();
}
