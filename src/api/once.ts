import { createHash, createHmac, type Hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Request } from 'express';
import { AgnerError } from '../domain/index.ts';
import { type Caller, type World } from '../use-cases/index.ts';
import { type ApiReply, type Route } from './route.ts';

/**
 * Operations that may be sent with `Idempotency-Key`: all that change something, but those whose
 * answer holds a secret, which is told once and never kept.
 */
const DONE_ONCE: ReadonlySet<string> = new Set([
  ...['import-history', 'save-plan', 'import-forecast'],
  ...['start-forecast', 'start-reforecast', 'look-far-ahead', 'start-backtest', 'make-overrides'],
  ...['withdraw-override', 'staff-queues', 'start-verification', 'start-what-if', 'start-roster'],
  ...['publish-roster', 'make-exception', 'withdraw-exception', 'cancel-job', 'sign-out'],
  ...['approve-timesheets', 'apply-changes', 'change-own-password'],
  'edit-plan',
  ...['add-user', 'change-user', 'set-password', 'remove-user', 'remove-token'],
  ...['remove-feed', 'remove-own-feed'],
]);

/** Whether an operation may be sent with `Idempotency-Key`. */
export function isDoneOnce({ id }: Pick<Route, 'id'>): boolean {
  return DONE_ONCE.has(id);
}

export const MAX_KEY_LENGTH = 255;

/** How long a request waits for another with the same key. */
const WAIT_MS = 10_000;
const STEP_MS = 50;

/** The key of a request; `null` without. Throws `INVALID_INPUT` for one that is none. */
export function keyOf(request: Request): string | null {
  const key = request.get('idempotency-key');
  if (key === undefined) return null;
  if (/^[\x20-\x7e]*$/.test(key) && key.trim() !== '' && key.length <= MAX_KEY_LENGTH) return key;
  throw new AgnerError(
    'INVALID_INPUT',
    `expected Idempotency-Key to be 1 to ${MAX_KEY_LENGTH} visible ASCII characters, got ${key.length} characters`,
  );
}

/** A request that comes with a key. */
export interface KeyedRequest {
  readonly key: string;
  readonly caller: Caller;
  /** What makes it another request, beside the body: method, address, media type. */
  readonly line: string;
  /** Has taken in the body as far as it has been read. */
  readonly bodyHash: Hash;
  /** Reads what is left of the body. */
  readonly readRest: () => Promise<void>;
  readonly handle: () => Promise<ApiReply>;
}

/**
 * Answers a request once: whoever sends it again with the same key within a day hears the same
 * answer and nothing more happens. Requests that were refused are not kept.
 *
 * @throws {AgnerError} `INVALID_INPUT` (422) for another request under the same key, `CONFLICT`
 *   while the first one is under way elsewhere
 */
export async function answerOnce(
  { store, identity }: Pick<World, 'store' | 'identity'>,
  { key, caller, line, bodyHash, readRest, handle }: KeyedRequest,
): Promise<ApiReply> {
  const secret = `${caller.kind === 'user' ? caller.user.id : 'local'}\n${key}`;
  const digest = createHash('sha256').update(secret).digest('hex');
  // Bodies may hold passwords: without the key nobody can try which.
  const fingerprint = () =>
    createHmac('sha256', secret)
      .update(`${line}\n${bodyHash.copy().digest('hex')}`)
      .digest('hex');
  const giveUpAt = performance.now() + WAIT_MS;
  for (;;) {
    const state = await store.takeKey(digest, identity.now());
    if (state.kind === 'taken') {
      const work = async () => {
        const reply = await handle();
        await readRest();
        return reply;
      };
      return store.answerOnce(digest, { work, fingerprint, answerOf });
    }
    if (state.kind === 'answered') {
      await readRest();
      if (state.fingerprint !== fingerprint()) {
        throw new AgnerError(
          'INVALID_INPUT',
          'expected the same request under this Idempotency-Key, got another; choose a new key',
          { status: 422 },
        );
      }
      const { status, location, text } = state.answer;
      return {
        status,
        content: text,
        mediaType: 'application/json',
        ...locationOf(location),
        ...stateOf(state.answer.state),
      };
    }
    if (performance.now() >= giveUpAt) {
      throw new AgnerError(
        'CONFLICT',
        'a request with this Idempotency-Key is under way; send it again later',
        { retryAfterSeconds: 5 },
      );
    }
    await sleep(STEP_MS);
  }
}

function answerOf({ status, location, state, json }: ApiReply) {
  return { status, location: location ?? null, text: JSON.stringify(json), ...stateOf(state) };
}

function locationOf(location: string | null): Pick<ApiReply, 'location'> {
  return location === null ? {} : { location };
}

function stateOf(state: string | undefined): Pick<ApiReply, 'state'> {
  return state === undefined ? {} : { state };
}
