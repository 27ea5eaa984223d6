import { checkNonNegativeInteger, checkPositive } from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';

/** Contacts of one queue in order of arrival; times in seconds from the first interval's start. */
export interface Contacts {
  readonly arrivalSeconds: Float64Array;
  readonly handleSeconds: Float64Array;
  /** How long each would wait; `Infinity` for without end. */
  readonly patienceSeconds: Float64Array;
}

/** What became of each contact, in the same order. */
export interface ServedContacts {
  /** Until answered or hung up; `Infinity` for one that waits for ever. */
  readonly waitSeconds: Float64Array;
  /** 1 for answered, 0 for hung up or waiting for ever. */
  readonly answered: Uint8Array;
}

/**
 * Serves contacts first come first served by a number of agents that changes from interval to
 * interval. Deterministic: all chance is in the contacts, so any law can be put through it.
 *
 * When agents leave, those on a contact finish it first. After the last interval its agents stay
 * until nobody waits.
 *
 * @param agents per interval, whole numbers of at least 0
 * @throws {AgnerError} `INVALID_INPUT`
 *
 * Cost: O(contacts x log(agents)).
 */
export function serveContacts(
  contacts: Contacts,
  agents: readonly number[],
  stepSeconds: number,
): ServedContacts {
  checkPositive('stepSeconds', stepSeconds);
  for (const count of agents) checkNonNegativeInteger('agents', count);
  const { arrivalSeconds, handleSeconds, patienceSeconds } = contacts;
  checkContacts(contacts);

  const count = arrivalSeconds.length;
  const waitSeconds = new Float64Array(count);
  const answered = new Uint8Array(count);
  const busyUntil = makeHeap();
  let interval = 0;
  let capacity = agents[0] ?? 0;
  let waiting = 0;

  const serveWaiting = (now: number, arrived: number): void => {
    while (waiting < arrived && busyUntil.size() < capacity) {
      const wait = now - arrivalSeconds[waiting]!;
      if (patienceSeconds[waiting]! < wait) {
        waitSeconds[waiting] = patienceSeconds[waiting]!;
      } else {
        waitSeconds[waiting] = wait;
        answered[waiting] = 1;
        busyUntil.push(now + handleSeconds[waiting]!);
      }
      waiting++;
    }
  };

  const advance = (to: number, arrived: number): void => {
    for (;;) {
      const ends = busyUntil.least();
      const changes = interval + 1 < agents.length ? (interval + 1) * stepSeconds : Infinity;
      const now = Math.min(ends, changes);
      if (now > to || now === Infinity) return;
      if (changes <= ends) {
        interval++;
        capacity = agents[interval]!;
      } else {
        busyUntil.pop();
      }
      serveWaiting(now, arrived);
    }
  };

  for (let contact = 0; contact < count; contact++) {
    advance(arrivalSeconds[contact]!, contact);
    serveWaiting(arrivalSeconds[contact]!, contact + 1);
  }
  advance(Infinity, count);
  for (; waiting < count; waiting++) waitSeconds[waiting] = patienceSeconds[waiting]!;
  return { waitSeconds, answered };
}

function checkContacts({ arrivalSeconds, handleSeconds, patienceSeconds }: Contacts): void {
  const { length } = arrivalSeconds;
  if (handleSeconds.length !== length || patienceSeconds.length !== length) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected one handle time and one patience for each of ${length} contacts, got ${handleSeconds.length} and ${patienceSeconds.length}`,
    );
  }
  for (let contact = 0; contact < length; contact++) {
    const before = contact === 0 ? 0 : arrivalSeconds[contact - 1]!;
    // The negation also refuses what is not a number.
    if (
      !(arrivalSeconds[contact]! >= before) ||
      !(handleSeconds[contact]! >= 0) ||
      !(patienceSeconds[contact]! >= 0)
    ) {
      throw new AgnerError(
        'INVALID_INPUT',
        `expected contacts in order of arrival with times of at least 0, got contact ${contact} otherwise`,
        { contact },
      );
    }
  }
}

/** Binary heap of times, the least on top. */
function makeHeap() {
  const times: number[] = [];
  const swap = (a: number, b: number): void => {
    [times[a], times[b]] = [times[b]!, times[a]!];
  };
  return {
    size: (): number => times.length,
    least: (): number => times[0] ?? Infinity,
    push(time: number): void {
      times.push(time);
      for (let at = times.length - 1; at > 0;) {
        const parent = (at - 1) >> 1;
        if (times[parent]! <= times[at]!) return;
        swap(parent, at);
        at = parent;
      }
    },
    pop(): void {
      const last = times.pop();
      if (times.length === 0 || last === undefined) return;
      times[0] = last;
      for (let at = 0; ;) {
        let child = 2 * at + 1;
        if (child >= times.length) return;
        if (child + 1 < times.length && times[child + 1]! < times[child]!) child++;
        if (times[at]! <= times[child]!) return;
        swap(at, child);
        at = child;
      }
    },
  };
}
