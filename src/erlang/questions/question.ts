import { type Patience } from '../../domain/patience.ts';
import { type ServiceLevelDefinition } from '../../domain/requirement.ts';

/** Models that a question may name; docs/models says what each takes for granted. */
export const QUESTION_MODELS = [
  'erlang-b',
  'extended-b',
  'erlang-c',
  'erlang-a',
  'erlang-x',
  'mmng',
] as const;

export type QuestionModel = (typeof QUESTION_MODELS)[number];

/** What is offered: contacts of an interval, or a load as it is. */
export type Demand =
  | {
      readonly kind: 'calls';
      /** May be a fraction, as forecasts are. */
      readonly callsPerInterval: number;
      readonly intervalSeconds: number;
      readonly handleTimeSeconds: number;
    }
  | {
      readonly kind: 'load';
      /** Erlangs. */
      readonly load: number;
      /** `null` where no time is asked for. */
      readonly handleTimeSeconds: number | null;
    };

/** Everything about a queue but its load and its agents. */
export interface QueueTerms {
  readonly model: QuestionModel;
  /** Most contacts in the system, waiting ones included; `null` for no limit. */
  readonly lines: number | null;
  /** `null` for callers who never hang up. */
  readonly patience: Patience | null;
  /** Answer time that service levels speak of; `null` where none is asked for. */
  readonly thresholdSeconds: number | null;
  /** Share of blocked callers who try again (`extended-b`). */
  readonly recallFraction: number;
  /** Shares of those who hung up, or were turned away, who try again (`erlang-x`). */
  readonly redialFractionOfAbandoned: number;
  readonly redialFractionOfBlocked: number;
}

export interface QueueQuestion extends QueueTerms {
  readonly demand: Demand;
}

/** What do these agents (of `erlang-b` and `extended-b`: lines) give? */
export interface EvaluateQuestion extends QueueQuestion {
  readonly agents: number;
  /** Share of those who enter whose wait is asked for, in [0, 1); `null` or left out for none. */
  readonly waitPercentile?: number | null;
}

/** What must hold; `null` is "not asked for". Shares are fractions, each limit included. */
export interface Targets {
  readonly serviceLevel: number | null;
  readonly serviceLevelDefinition: ServiceLevelDefinition;
  /** For the answered and for all who entered: hang-ups must not flatter it. */
  readonly averageSpeedOfAnswerSeconds: number | null;
  readonly maxAbandonProbability: number | null;
  readonly maxOccupancy: number | null;
  readonly maxBlockingProbability: number | null;
}

/** How many agents (or lines) do the targets take? */
export interface RequireQuestion extends QueueQuestion {
  readonly targets: Targets;
  /** Fewest agents on the phones, whatever comes; `null` or left out for none. */
  readonly minimumAgents?: number | null;
  /** Share of scheduled agents who are not there, fraction in [0, 1). */
  readonly shrinkage: number;
}

/** How much can these agents (or lines) carry at the targets? */
export interface CapacityQuestion extends QueueTerms {
  readonly agents: number;
  readonly targets: Targets;
  /** `null` where the answer is wanted as a load alone. */
  readonly intervalSeconds: number | null;
  readonly handleTimeSeconds: number | null;
}

/** How patient must callers be on average for these agents to meet the targets? */
export interface PatienceQuestion extends Omit<QueueQuestion, 'patience'> {
  readonly agents: number;
  readonly targets: Targets;
}

/** Whether a model loses what finds all lines busy, so that it has lines and no agents. */
export function isLossModel(model: QuestionModel): model is 'erlang-b' | 'extended-b' {
  return model === 'erlang-b' || model === 'extended-b';
}
