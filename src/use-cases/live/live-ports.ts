/** What the live day needs of an ACD. Instants are epoch seconds on the ACD's clock. */

/** How an ACD reaches a member of a queue, and what it calls the person. */
export interface MemberRef {
  readonly interface: string;
  /** `null` where it is not told. */
  readonly name: string | null;
}

export type DeviceState = 'idle' | 'in-use' | 'ringing' | 'unavailable' | 'unknown';

/** What an ACD says of a member of a queue; `null` is not told, and leaves what was known. */
export interface MemberFacts extends MemberRef {
  readonly device: DeviceState | null;
  readonly isPaused: boolean | null;
  readonly pauseReason: string | null;
  /** In a conversation of this queue. */
  readonly isInCall: boolean | null;
  readonly lastCallAt: number | null;
  readonly lastPauseAt: number | null;
  readonly loginAt: number | null;
  /** The member's own after-contact time; `null` for the queue's. */
  readonly wrapUpSeconds: number | null;
}

/** A change, as the ACD tells it: in any order, perhaps twice. */
export type AcdEvent =
  | ({ readonly kind: 'caller-joined'; readonly at: number } & CallRef)
  | ({ readonly kind: 'caller-left'; readonly at: number } & CallRef)
  | ({ readonly kind: 'caller-abandoned'; readonly at: number } & CallRef)
  | ({ readonly kind: 'agent-offered'; readonly at: number } & CallOfMember)
  | ({ readonly kind: 'offer-ended'; readonly at: number } & CallOfMember)
  | ({ readonly kind: 'answered'; readonly at: number } & CallOfMember)
  | ({
      readonly kind: 'call-ended';
      readonly at: number;
      /** Conversation, time on hold included; `null` to take it from the instants. */
      readonly talkSeconds: number | null;
    } & CallOfMember)
  | {
      readonly kind: 'member-seen';
      readonly at: number;
      readonly queue: string;
      readonly member: MemberFacts;
    }
  | {
      readonly kind: 'member-removed';
      readonly at: number;
      readonly queue: string;
      readonly member: MemberRef;
    };

interface CallRef {
  readonly queue: string;
  readonly callId: string;
}

interface CallOfMember {
  readonly queue: string;
  /** `null` where the ACD leaves it out. */
  readonly callId: string | null;
  readonly member: MemberRef;
}

/** Everything that an ACD says at a moment: it wins over what was made of events. */
export interface AcdSnapshot {
  readonly at: number;
  readonly queues: readonly AcdQueue[];
}

export interface AcdQueue {
  readonly name: string;
  /** Threshold of service level that the ACD itself uses; `null` where it has none. */
  readonly thresholdSeconds: number | null;
  readonly members: readonly MemberFacts[];
  readonly waiting: readonly { readonly callId: string; readonly enteredAt: number }[];
}

/** What a connector tells; called in order, and never waited for. */
export interface AcdListener {
  /** A link that is up; the ACD began at `startedAt` where it says so. */
  readonly onUp: (link: { readonly at: number; readonly startedAt: number | null }) => void;
  /** The link is gone; what happens now is not heard. */
  readonly onDown: (problem: LinkProblem) => void;
  /** The ACD says that it ends: those who wait are thrown out by it. */
  readonly onShutdown: (at: number) => void;
  /** Anything was heard, at this instant of our own clock in milliseconds. */
  readonly onHeard: (nowMs: number) => void;
  readonly onClock: (skewSeconds: number) => void;
  readonly onSnapshot: (snapshot: AcdSnapshot) => void;
  readonly onEvent: (event: AcdEvent) => void;
}

export interface LinkProblem {
  /** `refused`: the ACD does not let us in; nothing changes before a person does something. */
  readonly kind: 'down' | 'refused';
  /** For people; holds no secret. */
  readonly message: string;
}

/** The way to one ACD. It only reads. */
export interface AcdConnector {
  readonly name: string;
  /** "asterisk", "freeswitch", ... */
  readonly system: string;
  /** Connects, tells, and connects again after every loss, until it is stopped. Never throws. */
  readonly run: (listener: AcdListener, signal: AbortSignal) => Promise<void>;
}
