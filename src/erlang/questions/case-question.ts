import { type ChatGoal, type ChatStaffing, requireChatAgents } from '../chat/chat-agents.ts';
import { chat, type ChatPerformance, type ChatQueue } from '../chat/chat.ts';
import { type DeferredMargin } from '../deferred/deferred-margin.ts';
import { type DeferredGoal, type DeferredWork } from '../deferred/deferred-work.ts';
import { type DeferredPlan, type DeferredShortage, requireDeferred } from '../deferred/deferred.ts';
import {
  agentsForList,
  type DialList,
  type ListCompletion,
  timeForList,
} from '../outbound/dial-list.ts';
import { type DeferredOutcome, evaluateDeferred } from '../deferred/evaluate-deferred.ts';
import { type FilledIdle, fillIdle } from '../deferred/fill-idle.ts';
import { type LateWork } from '../deferred/flow-work.ts';
import {
  type DialCampaign,
  type DiallingComparison,
  type DialPace,
  type DialTimes,
  evaluatePace,
  paceDialling,
} from '../outbound/outbound.ts';
import {
  type SilentAllowance,
  silentAllowance,
  type SilentBooks,
} from '../outbound/silent-allowance.ts';
import { transient, type TransientCase, type TransientInterval } from '../transient/transient.ts';
import {
  type Aim,
  staffUncertain,
  type UncertainStaffing,
} from '../uncertainty/staff-uncertain.ts';
import {
  evaluateUncertain,
  type UncertainPerformance,
  type UncertainTask,
} from '../uncertainty/uncertain-volume.ts';
import { type BlendAnswer, blendQuestion, type BlendQuestion } from './blend-question.ts';
import { idleAgentsOf, type IdleTime } from './idle-time.ts';
import {
  type PatienceEstimateAnswer,
  type PatienceEstimateQuestion,
  estimatePatienceQuestion,
  type PatienceTotalsAnswer,
  type PatienceTotalsQuestion,
  patienceTotalsQuestion,
} from './patience-estimate.ts';

/** A question with a form of its own, one case at a time. */
export type CaseQuestion =
  | { readonly kind: 'transient'; readonly question: TransientQuestion }
  | { readonly kind: 'chat'; readonly question: ChatQuestion }
  | { readonly kind: 'deferred'; readonly question: DeferredQuestion }
  | { readonly kind: 'outbound'; readonly question: OutboundQuestion }
  | { readonly kind: 'blend'; readonly question: BlendQuestion }
  | { readonly kind: 'uncertain'; readonly question: UncertainQuestion }
  | { readonly kind: 'patience'; readonly question: PatienceEstimateQuestion }
  | { readonly kind: 'patience-totals'; readonly question: PatienceTotalsQuestion };

/** A queue from interval to interval; `null` where no threshold is asked for. */
export interface TransientQuestion extends Omit<TransientCase, 'thresholdSeconds'> {
  readonly thresholdSeconds: number | null;
}

export type ChatQuestion =
  | {
      readonly ask: 'evaluate';
      readonly queue: ChatQueue;
      readonly agents: number;
      readonly thresholdSeconds: number;
    }
  | { readonly ask: 'require'; readonly queue: ChatQueue; readonly goal: ChatGoal };

export type DeferredQuestion =
  | {
      readonly ask: 'evaluate';
      readonly work: DeferredWork;
      readonly goal: DeferredGoal;
      readonly agents: readonly number[];
      readonly lateWork: LateWork;
    }
  | {
      readonly ask: 'require';
      readonly work: DeferredWork;
      readonly goal: DeferredGoal;
      readonly margin: DeferredMargin;
      readonly maxAgents: readonly number[] | null;
    }
  | {
      readonly ask: 'fill-idle';
      readonly work: DeferredWork;
      readonly goal: DeferredGoal;
      readonly margin: DeferredMargin;
      readonly idle: IdleTime;
      readonly maxAgents: readonly number[] | null;
    };

export type OutboundQuestion =
  | {
      readonly ask: 'pace';
      readonly campaign: DialCampaign;
      readonly agents: number;
      readonly maxSilentShare: number;
    }
  | {
      readonly ask: 'pace-in-period';
      readonly campaign: DialCampaign;
      readonly agents: number;
      readonly books: SilentBooks;
    }
  | {
      readonly ask: 'evaluate';
      readonly campaign: DialCampaign;
      readonly agents: number;
      readonly dialsPerSecond: number;
    }
  | {
      readonly ask: 'time-for-list';
      readonly list: DialList;
      readonly times: DialTimes;
      readonly agents: number;
      readonly maxSilentShare: number;
    }
  | {
      readonly ask: 'agents-for-list';
      readonly list: DialList;
      readonly times: DialTimes;
      readonly availableSeconds: number;
      readonly maxSilentShare: number;
    };

export type UncertainQuestion =
  | { readonly ask: 'evaluate'; readonly task: UncertainTask; readonly scheduledAgents: number }
  | { readonly ask: 'require'; readonly task: UncertainTask; readonly aim: Aim };

/** One interval of a transient queue, flat. */
export interface TransientRow {
  /** From 0. */
  readonly interval: number;
  readonly agents: number;
  readonly meanInSystemAtEnd: number;
  readonly meanQueueAtEnd: number;
  /** Averages over the time of the interval. */
  readonly meanQueueLength: number;
  readonly meanBusyAgents: number;
  readonly expectedOffered: number;
  /** Calls whose handling ends in the interval. */
  readonly expectedAnswered: number;
  readonly expectedAbandoned: number;
  /** `null` where nobody calls. */
  readonly waitProbability: number | null;
  /** `null` without agents. */
  readonly occupancy: number | null;
  /** Of the calls that come in the interval, answered whenever; `null` where nobody is. */
  readonly averageSpeedOfAnswerSeconds: number | null;
  /** Of the calls that come in the interval; `null` without a threshold, or where nobody calls. */
  readonly serviceLevelOffered: number | null;
  readonly serviceLevelEntered: number | null;
  readonly serviceLevelAnswered: number | null;
  readonly serviceLevelExcludingShortAbandons: number | null;
  readonly serviceLevelIncludingShortAbandons: number | null;
}

/** Work in idle time, with the idle agents that were found. */
export interface IdleAnswer extends FilledIdle {
  readonly idleAgents: readonly number[];
}

/** What the rest of a period may bear, and the fastest dialling that keeps to it. */
export interface PeriodPace {
  readonly allowance: SilentAllowance;
  readonly pace: DiallingComparison;
}

export type CaseAnswer =
  | readonly TransientRow[]
  | ChatPerformance
  | ChatStaffing
  | DeferredOutcome
  | DeferredPlan
  | DeferredShortage
  | IdleAnswer
  | DiallingComparison
  | PeriodPace
  | DialPace
  | ListCompletion
  | { readonly agents: number; readonly completion: ListCompletion | null }
  | BlendAnswer
  | UncertainPerformance
  | UncertainStaffing
  | PatienceEstimateAnswer
  | PatienceTotalsAnswer;

/** The answer to a case. Throws as the model's own function. */
export function answerCase(asked: CaseQuestion): CaseAnswer {
  switch (asked.kind) {
    case 'transient':
      return transientRows(asked.question);
    case 'chat':
      return answerChat(asked.question);
    case 'deferred':
      return answerDeferred(asked.question);
    case 'outbound':
      return answerOutbound(asked.question);
    case 'blend':
      return blendQuestion(asked.question);
    case 'uncertain':
      return answerUncertain(asked.question);
    case 'patience':
      return estimatePatienceQuestion(asked.question);
    case 'patience-totals':
      return patienceTotalsQuestion(asked.question);
  }
}

function transientRows(question: TransientQuestion): readonly TransientRow[] {
  const { thresholdSeconds } = question;
  const { intervals } = transient({ ...question, thresholdSeconds: thresholdSeconds ?? 0 });
  return intervals.map((one, interval) => ({
    interval,
    agents: question.agents[interval]!,
    meanInSystemAtEnd: one.meanInSystemAtEnd,
    meanQueueAtEnd: one.meanQueueAtEnd,
    meanQueueLength: one.meanQueue,
    meanBusyAgents: one.meanBusyAgents,
    expectedOffered: one.offered,
    expectedAnswered: one.completed,
    expectedAbandoned: one.abandoned,
    waitProbability: one.waitProbability,
    occupancy: one.occupancy,
    averageSpeedOfAnswerSeconds:
      one.arrivals.answered === 0 ? null : one.arrivals.answeredWaitSeconds / one.arrivals.answered,
    ...flatLevels(thresholdSeconds === null ? null : one.serviceLevels),
  }));
}

function flatLevels(levels: TransientInterval['serviceLevels']) {
  return {
    serviceLevelOffered: levels?.offered ?? null,
    serviceLevelEntered: levels?.entered ?? null,
    serviceLevelAnswered: levels?.answered ?? null,
    serviceLevelExcludingShortAbandons: levels?.excludingShortAbandons ?? null,
    serviceLevelIncludingShortAbandons: levels?.includingShortAbandons ?? null,
  };
}

function answerChat(question: ChatQuestion): ChatPerformance | ChatStaffing {
  return question.ask === 'evaluate'
    ? chat(question.queue, question.agents, question.thresholdSeconds)
    : requireChatAgents(question.queue, question.goal);
}

function answerDeferred(
  question: DeferredQuestion,
): DeferredOutcome | DeferredPlan | DeferredShortage | IdleAnswer {
  const { work, goal } = question;
  switch (question.ask) {
    case 'evaluate':
      return evaluateDeferred(work, goal, question.agents, question.lateWork);
    case 'require':
      return requireDeferred(work, goal, question.margin, question.maxAgents);
    case 'fill-idle': {
      const idleAgents = idleAgentsOf(question.idle, work.open, work.stepSeconds);
      const { margin, maxAgents } = question;
      return { idleAgents, ...fillIdle(work, goal, margin, idleAgents, maxAgents) };
    }
  }
}

function answerOutbound(question: OutboundQuestion): CaseAnswer {
  switch (question.ask) {
    case 'pace':
      return paceDialling(question.campaign, question.agents, question.maxSilentShare);
    case 'pace-in-period': {
      const allowance = silentAllowance(question.books);
      const share = allowance.status === 'within' ? allowance.steadySilentShare : 0;
      return { allowance, pace: paceDialling(question.campaign, question.agents, share) };
    }
    case 'evaluate':
      return evaluatePace(question.campaign, question.agents, question.dialsPerSecond);
    case 'time-for-list': {
      const { list, times, agents, maxSilentShare } = question;
      return timeForList(list, times, agents, maxSilentShare);
    }
    case 'agents-for-list': {
      const { list, times, availableSeconds, maxSilentShare } = question;
      return agentsForList(list, times, availableSeconds, maxSilentShare);
    }
  }
}

function answerUncertain(question: UncertainQuestion): UncertainPerformance | UncertainStaffing {
  return question.ask === 'evaluate'
    ? evaluateUncertain(question.task, question.scheduledAgents)
    : staffUncertain(question.task, question.aim);
}
