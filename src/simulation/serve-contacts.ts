import { ANSWERED } from './contact-log.ts';
import { simulateCentre } from './simulate-centre.ts';

/** Contacts of one queue in order of arrival, all before the last interval's end; times in seconds. */
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
 * Serves given contacts first come first served by a number of agents that changes from interval
 * to interval: {@link simulateCentre} of one queue, all chance being in the contacts.
 *
 * While more agents are busy than the interval has, nobody starts a contact (`first-free`). After
 * the last interval its agents stay until nobody waits.
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
  const { contacts: log } = simulateCentre(
    {
      intervals: agents.length,
      stepSeconds,
      queues: [
        {
          name: 'contacts',
          contacts: { kind: 'given', ...contacts },
          priority: 0,
          lines: null,
          thresholdSeconds: 0,
          routing: [{ groups: ['agents'], afterSeconds: 0 }],
          redial: null,
          closings: [],
        },
      ],
      groups: [{ name: 'agents', agents, slowdowns: [1], spread: 'as-assigned' }],
      shiftEnd: 'first-free',
      atEnd: 'serve-waiting',
    },
    { seed: 0, replication: 0, withLog: true },
  );
  return {
    waitSeconds: log!.waitSeconds,
    answered: log!.outcome.map((outcome) => (outcome === ANSWERED ? 1 : 0)),
  };
}
