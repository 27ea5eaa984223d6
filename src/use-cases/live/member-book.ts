import { type AgentStateKind } from '../../domain/index.ts';
import { type MemberFacts, type MemberRef } from './live-ports.ts';

export interface MemberBookSettings {
  /** Names of people by what the ACD calls them or reaches them by. */
  readonly agentNames: Readonly<Record<string, string>>;
  /** Reasons of pauses that are after-contact work. */
  readonly wrapUpReasons: readonly string[];
  /** After-contact time that the ACD grants after each contact of a queue, seconds. */
  readonly wrapUpSecondsOf: (queue: string) => number;
}

/** What a person does at a moment; instants are epoch seconds. */
export interface PersonState {
  readonly agent: string;
  readonly interfaces: readonly string[];
  readonly queues: readonly string[];
  readonly state: AgentStateKind;
  readonly reason: string | null;
  readonly since: number | null;
  readonly isPartlyPaused: boolean;
}

/** Who is in which queue, and what each person does, over all their queues. */
export interface MemberBook {
  readonly see: (queue: string, member: MemberFacts, at: number) => void;
  readonly remove: (queue: string, member: MemberRef, at: number) => void;
  readonly offer: (queue: string, member: MemberRef, callId: string | null, at: number) => void;
  readonly endOffer: (queue: string, member: MemberRef, at: number) => void;
  /** Nobody is rung for a call any more. */
  readonly endOffersOf: (queue: string, callId: string, at: number) => void;
  readonly talk: (queue: string, member: MemberRef, at: number) => void;
  readonly endTalk: (queue: string, member: MemberRef, at: number) => void;
  /** Makes the members of a queue as the ACD says they are; returns the interfaces that differed. */
  readonly reconcile: (
    queue: string,
    members: readonly MemberFacts[],
    isWaiting: (callId: string) => boolean,
    at: number,
  ) => readonly string[];
  /** Nothing is known of what anybody does. */
  readonly loseAll: (at: number) => void;
  readonly members: (queue: string) => readonly Membership[];
  /** Every person who was a member since we began, at a moment. */
  readonly people: (at: number) => readonly PersonState[];
}

/** A person's place in one queue, as it was last told. */
export interface Membership {
  readonly interface: string;
  readonly name: string | null;
  readonly device: NonNullable<MemberFacts['device']>;
  readonly isPaused: boolean;
  readonly pauseReason: string;
  readonly isInCall: boolean | null;
  readonly lastCallAt: number | null;
  readonly lastPauseAt: number | null;
  readonly loginAt: number | null;
  readonly wrapUpSeconds: number | null;
}

interface Person {
  readonly agent: string;
  readonly interfaces: Set<string>;
  readonly memberships: Map<string, Membership>;
  /** Offers and conversations by queue and interface. */
  readonly offers: Map<string, { readonly callId: string | null; readonly at: number }>;
  readonly talks: Map<string, number>;
  lastTalkEndedAt: number | null;
  /** The state that was last seen, and since when. */
  seen: { readonly state: AgentStateKind; readonly reason: string | null; since: number | null };
}

/** The device is still told as in use for a moment after a conversation. */
const HANGING_UP_SECONDS = 2;

export function openMemberBook(settings: MemberBookSettings): MemberBook {
  const people = new Map<string, Person>();
  const personByInterface = new Map<string, Person>();
  /** Who is rung, by queue and call. */
  const rung = new Map<string, Set<Person>>();

  const personOf = (ref: MemberRef): Person => {
    const known = personByInterface.get(ref.interface);
    const name = nameOf(ref, settings.agentNames);
    if (known !== undefined && (ref.name === null || known.agent === name)) return known;
    let person = people.get(name);
    if (person === undefined) {
      person = {
        agent: name,
        interfaces: new Set(),
        memberships: new Map(),
        offers: new Map(),
        talks: new Map(),
        lastTalkEndedAt: null,
        seen: { state: 'unknown', reason: null, since: null },
      };
      people.set(name, person);
    }
    person.interfaces.add(ref.interface);
    personByInterface.set(ref.interface, person);
    return person;
  };

  /** What the person does, and the instant from which that follows of what was told. */
  const derive = (person: Person, at: number): Omit<Person['seen'], 'since'> & Origin => {
    const places = [...person.memberships];
    const reachable = places.filter(([, { device }]) => device !== 'unavailable');
    const talks = [...person.talks.values()];
    if (talks.length > 0 || places.some(([, { isInCall }]) => isInCall === true)) {
      return { state: 'on-call', reason: null, from: talks.length > 0 ? Math.min(...talks) : null };
    }
    if (reachable.length === 0) return { state: 'offline', reason: null, from: null };
    const offers = [...person.offers.values()];
    if (offers.length > 0) {
      return { state: 'ringing', reason: null, from: Math.min(...offers.map((offer) => offer.at)) };
    }
    if (reachable.some(([, { device }]) => device === 'ringing')) {
      return { state: 'ringing', reason: null, from: null };
    }
    const isHangingUp =
      person.lastTalkEndedAt !== null && at - person.lastTalkEndedAt < HANGING_UP_SECONDS;
    if (!isHangingUp && reachable.some(([, { device }]) => device === 'in-use')) {
      return { state: 'other-call', reason: null, from: null };
    }
    const lastCallAt = latest([
      ...reachable.map(([, place]) => place.lastCallAt),
      person.lastTalkEndedAt,
    ]);
    const wrapUpEnds = latest(
      reachable.map(([queue, place]) => wrapUpEnd(queue, place, person.lastTalkEndedAt, settings)),
    );
    if (wrapUpEnds !== null && at < wrapUpEnds) {
      return { state: 'wrap-up', reason: null, from: lastCallAt };
    }
    if (reachable.every(([, { isPaused }]) => isPaused)) {
      const reason = reachable.find(([, place]) => place.pauseReason !== '')?.[1].pauseReason ?? '';
      const isWrapUp = settings.wrapUpReasons.includes(reason);
      const pausedAt = latest(reachable.map(([, place]) => place.lastPauseAt));
      return { state: isWrapUp ? 'wrap-up' : 'paused', reason, from: latest([pausedAt]) };
    }
    if (reachable.every(([, { device }]) => device === 'unknown')) {
      return { state: 'unknown', reason: null, from: null };
    }
    const loginAt = latest(reachable.map(([, place]) => place.loginAt));
    return { state: 'ready', reason: null, from: latest([wrapUpEnds ?? lastCallAt, loginAt]) };
  };

  const look = (person: Person, at: number): void => {
    const { state, reason, from } = derive(person, at);
    const { seen } = person;
    if (seen.state === state && seen.reason === reason) return;
    // What was not known before may have begun long ago; a change that we saw began by now.
    const isFirst = seen.state === 'unknown' && seen.since === null;
    const isBeforeSeen = from !== null && seen.since !== null && from < seen.since;
    const since = isFirst ? from : from === null || isBeforeSeen || from > at ? at : from;
    person.seen = { state, reason, since };
  };

  const place = (queue: string, member: MemberFacts, at: number): Person => {
    const person = personOf(member);
    const before = person.memberships.get(queue);
    person.memberships.set(queue, {
      interface: member.interface,
      name: member.name ?? before?.name ?? null,
      device: member.device ?? before?.device ?? 'unknown',
      isPaused: member.isPaused ?? before?.isPaused ?? false,
      pauseReason:
        member.isPaused === false ? '' : (member.pauseReason ?? before?.pauseReason ?? ''),
      isInCall: member.isInCall ?? before?.isInCall ?? null,
      lastCallAt: member.lastCallAt ?? before?.lastCallAt ?? null,
      lastPauseAt: member.lastPauseAt ?? before?.lastPauseAt ?? null,
      loginAt: member.loginAt ?? before?.loginAt ?? null,
      wrapUpSeconds: member.wrapUpSeconds ?? before?.wrapUpSeconds ?? null,
    });
    look(person, at);
    return person;
  };
  /** The ACD tells of a conversation's beginning and end by its own events, not by the member's. */
  const setInCall = (person: Person, queue: string, isInCall: boolean): void => {
    const membership = person.memberships.get(queue);
    if (membership === undefined || membership.isInCall === null) return;
    person.memberships.set(queue, { ...membership, isInCall });
  };
  const endTalkOf = (person: Person, queue: string, ref: MemberRef, at: number): void => {
    if (!person.talks.delete(keyOf(queue, ref))) return;
    person.lastTalkEndedAt = at;
    setInCall(person, queue, false);
  };

  return {
    see(queue, member, at) {
      place(queue, member, at);
    },
    remove(queue, member, at) {
      const person = personOf(member);
      person.memberships.delete(queue);
      person.offers.delete(keyOf(queue, member));
      look(person, at);
    },
    offer(queue, member, callId, at) {
      const person = personOf(member);
      if (person.talks.has(keyOf(queue, member))) return;
      person.offers.set(keyOf(queue, member), { callId, at });
      if (callId !== null) {
        const key = `${queue}\n${callId}`;
        rung.set(key, (rung.get(key) ?? new Set()).add(person));
      }
      look(person, at);
    },
    endOffer(queue, member, at) {
      const person = personOf(member);
      person.offers.delete(keyOf(queue, member));
      look(person, at);
    },
    endOffersOf(queue, callId, at) {
      for (const person of rung.get(`${queue}\n${callId}`) ?? []) {
        for (const [key, offer] of person.offers) {
          if (offer.callId === callId && key.startsWith(`${queue}\n`)) person.offers.delete(key);
        }
        look(person, at);
      }
      rung.delete(`${queue}\n${callId}`);
    },
    talk(queue, member, at) {
      const person = personOf(member);
      person.offers.delete(keyOf(queue, member));
      person.talks.set(keyOf(queue, member), at);
      setInCall(person, queue, true);
      look(person, at);
    },
    endTalk(queue, member, at) {
      const person = personOf(member);
      const since = person.talks.get(keyOf(queue, member));
      if (since !== undefined && at < since) return;
      endTalkOf(person, queue, member, at);
      look(person, at);
    },
    reconcile(queue, members, isWaiting, at) {
      const different = new Set<string>();
      const told = new Set(members.map((member) => personOf(member)));
      for (const person of people.values()) {
        const before = person.memberships.get(queue);
        if (before === undefined || told.has(person)) continue;
        different.add(before.interface);
        person.memberships.delete(queue);
        look(person, at);
      }
      for (const member of members) {
        const person = personOf(member);
        const before = person.memberships.get(queue);
        const key = keyOf(queue, member);
        place(queue, member, at);
        const after = person.memberships.get(queue)!;
        if (before === undefined || !isSame(before, after)) different.add(member.interface);
        const talkSince = person.talks.get(key);
        if (talkSince !== undefined && talkSince < at - 1 && isNotTalking(after)) {
          different.add(member.interface);
          endTalkOf(person, queue, member, after.lastCallAt ?? at);
        }
        const offer = person.offers.get(key)?.callId ?? null;
        if (offer !== null && !isWaiting(offer)) person.offers.delete(key);
        look(person, at);
      }
      return [...different];
    },
    loseAll(at) {
      rung.clear();
      for (const person of people.values()) {
        person.memberships.clear();
        person.offers.clear();
        person.talks.clear();
        person.lastTalkEndedAt = null;
        person.seen = { state: 'unknown', reason: null, since: at };
      }
    },
    members: (queue) =>
      [...people.values()].flatMap(({ memberships }) => {
        const membership = memberships.get(queue);
        return membership === undefined ? [] : [membership];
      }),
    people(at) {
      return [...people.values()].map((person) => {
        look(person, at);
        const places = [...person.memberships];
        const paused = places.filter(([, { isPaused }]) => isPaused).length;
        return {
          agent: person.agent,
          interfaces: [...person.interfaces],
          queues: places.map(([queue]) => queue),
          ...person.seen,
          isPartlyPaused: paused > 0 && paused < places.length,
        };
      });
    },
  };
}

interface Origin {
  readonly from: number | null;
}

/** What a person is called in Agner. */
function nameOf(ref: MemberRef, names: MemberBookSettings['agentNames']): string {
  const called = ref.name === null || ref.name === '' ? ref.interface : ref.name;
  for (const key of [ref.interface, called]) {
    if (Object.hasOwn(names, key)) return names[key]!;
  }
  return called;
}

function keyOf(queue: string, member: MemberRef): string {
  return `${queue}\n${member.interface}`;
}

function latest(instants: readonly (number | null)[]): number | null {
  let last: number | null = null;
  for (const instant of instants) {
    if (instant !== null && (last === null || instant > last)) last = instant;
  }
  return last;
}

function wrapUpEnd(
  queue: string,
  place: Membership,
  endedAt: number | null,
  settings: MemberBookSettings,
): number | null {
  const seconds = place.wrapUpSeconds ?? settings.wrapUpSecondsOf(queue);
  const from = latest([place.lastCallAt, endedAt]);
  return seconds > 0 && from !== null ? from + seconds : null;
}

/** Whether the ACD says that a member has no conversation of this queue. */
function isNotTalking({ isInCall, device }: Membership): boolean {
  return isInCall === false || (isInCall === null && device === 'idle');
}

function isSame(a: Membership, b: Membership): boolean {
  return (
    a.device === b.device &&
    a.isPaused === b.isPaused &&
    a.pauseReason === b.pauseReason &&
    a.isInCall === b.isInCall
  );
}
