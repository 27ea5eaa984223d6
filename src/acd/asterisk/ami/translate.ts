import {
  type AcdEvent,
  type AcdQueue,
  type AcdSnapshot,
  type DeviceState,
  type MemberFacts,
  type MemberRef,
} from '../../../use-cases/index.ts';
import { type AmiMessage, numberField, textField } from './message.ts';

/**
 * What a manager event says to the live day; `null` for one that says nothing to it, or that lacks
 * what it would need. `arrivedAt` stands in where `timestampevents` is off.
 */
export function translateAmiEvent(message: AmiMessage, arrivedAt: number): AcdEvent | null {
  const queue = textField(message, 'queue');
  if (queue === null || queue === '') return null;
  const at = numberField(message, 'timestamp') ?? arrivedAt;
  const callId = textField(message, 'uniqueid');
  switch (textField(message, 'event')) {
    case 'QueueCallerJoin':
      return callId === null ? null : { kind: 'caller-joined', at, queue, callId };
    case 'QueueCallerLeave':
      return callId === null ? null : { kind: 'caller-left', at, queue, callId };
    case 'QueueCallerAbandon':
      return callId === null ? null : { kind: 'caller-abandoned', at, queue, callId };
    case 'AgentCalled':
      return ofMember(message, (member) => ({ kind: 'agent-offered', at, queue, callId, member }));
    case 'AgentRingNoAnswer':
      return ofMember(message, (member) => ({ kind: 'offer-ended', at, queue, callId, member }));
    case 'AgentConnect':
      return ofMember(message, (member) => ({ kind: 'answered', at, queue, callId, member }));
    case 'AgentComplete':
      return ofMember(message, (member) => ({
        kind: 'call-ended',
        at,
        queue,
        callId,
        member,
        // Whole seconds: the instants know better, unless they are only those of arrival.
        talkSeconds: message.fields.has('timestamp') ? null : numberField(message, 'talktime'),
      }));
    case 'AgentDump':
      return ofMember(message, (member) => ({
        kind: 'call-ended',
        at,
        queue,
        callId,
        member,
        talkSeconds: null,
      }));
    case 'QueueMemberAdded':
    case 'QueueMemberStatus':
    case 'QueueMemberPause':
    case 'QueueMemberPaused':
    case 'QueueMemberPenalty':
    case 'QueueMemberRinginuse':
      return ofMember(message, () => ({
        kind: 'member-seen',
        at,
        queue,
        member: memberFacts(message)!,
      }));
    case 'QueueMemberRemoved':
      return ofMember(message, (member) => ({ kind: 'member-removed', at, queue, member }));
    default:
      return null;
  }
}

/** A snapshot of the items of a QueueStatus list. */
export function translateQueueStatus(items: readonly AmiMessage[], at: number): AcdSnapshot {
  const queues = new Map<string, { -readonly [K in keyof AcdQueue]: Mutable<AcdQueue[K]> }>();
  const queueOf = (name: string) => {
    let queue = queues.get(name);
    if (queue === undefined) {
      queue = { name, thresholdSeconds: null, members: [], waiting: [] };
      queues.set(name, queue);
    }
    return queue;
  };
  for (const item of items) {
    const name = textField(item, 'queue');
    if (name === null || name === '') continue;
    const event = textField(item, 'event');
    if (event === 'QueueParams') {
      queueOf(name).thresholdSeconds = numberField(item, 'servicelevel');
    } else if (event === 'QueueMember') {
      const member = memberFacts(item);
      if (member !== null) queueOf(name).members.push(member);
    } else if (event === 'QueueEntry') {
      const callId = textField(item, 'uniqueid');
      const waited = numberField(item, 'wait') ?? 0;
      if (callId !== null) queueOf(name).waiting.push({ callId, enteredAt: at - waited });
    }
  }
  return { at, queues: [...queues.values()] };
}

type Mutable<T> = T extends readonly (infer Item)[] ? Item[] : T;

function ofMember(message: AmiMessage, make: (member: MemberRef) => AcdEvent): AcdEvent | null {
  const member = memberRef(message);
  return member === null ? null : make(member);
}

/** Lists call the member's interface and name otherwise than events do. */
function memberRef(message: AmiMessage): MemberRef | null {
  const reached = textField(message, 'interface') ?? textField(message, 'location');
  if (reached === null || reached === '') return null;
  const name = textField(message, 'membername') ?? textField(message, 'name');
  return { interface: reached, name: name === '' ? null : name };
}

function memberFacts(message: AmiMessage): MemberFacts | null {
  const ref = memberRef(message);
  if (ref === null) return null;
  const isPaused = flag(message, 'paused');
  return {
    ...ref,
    device: deviceOf(numberField(message, 'status')),
    isPaused,
    // On unpausing it is the reason of the unpausing.
    pauseReason:
      isPaused === true
        ? (textField(message, 'pausedreason') ?? textField(message, 'reason'))
        : null,
    isInCall: flag(message, 'incall'),
    lastCallAt: instant(message, 'lastcall'),
    lastPauseAt: instant(message, 'lastpause'),
    loginAt: instant(message, 'logintime'),
    wrapUpSeconds: instant(message, 'wrapuptime'),
  };
}

function flag(message: AmiMessage, key: string): boolean | null {
  const number = numberField(message, key);
  return number === null ? null : number !== 0;
}

/** 0 is never or none. */
function instant(message: AmiMessage, key: string): number | null {
  const number = numberField(message, key);
  return number === null || number <= 0 ? null : number;
}

/** AST_DEVICE_STATE: 0 unknown ... 8 on hold. */
const DEVICES: readonly DeviceState[] = [
  'unknown',
  'idle',
  'in-use',
  'in-use',
  'unavailable',
  'unavailable',
  'ringing',
  'in-use',
  'in-use',
];

function deviceOf(status: number | null): DeviceState | null {
  return status === null ? null : (DEVICES[status] ?? 'unknown');
}
