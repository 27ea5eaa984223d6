import type * as z from 'zod';
import { checkNonNegative, checkPositive } from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';
import { type CaseQuestion, type IdleTime } from '../use-cases/index.ts';
import {
  blendSchema,
  chatSchema,
  deferredSchema,
  outboundSchema,
  patienceEstimateSchema,
  patienceTotalsSchema,
  transientSchema,
  uncertainSchema,
} from './erlang-case-schemas.ts';
import { checkValue } from './issues.ts';

/** Questions with a form of their own, by their kind: also the name of their command and route. */
export const caseQuestionSchemas = {
  transient: transientSchema,
  chat: chatSchema,
  deferred: deferredSchema,
  outbound: outboundSchema,
  blend: blendSchema,
  uncertain: uncertainSchema,
  patience: patienceEstimateSchema,
  'patience-totals': patienceTotalsSchema,
} as const;

/** What messages call the JSON of one question. */
const SOURCE = 'question';

/**
 * A question from its parsed JSON.
 *
 * @throws {AgnerError} `INVALID_INPUT`; ranges are checked where the question is answered
 */
export function readCaseQuestion(kind: CaseQuestion['kind'], value: unknown): CaseQuestion {
  switch (kind) {
    case 'transient': {
      const {
        patienceSeconds = null,
        thresholdSeconds = null,
        initialCalls = 0,
        ...rest
      } = checkValue(transientSchema, value, SOURCE);
      return { kind, question: { ...rest, patienceSeconds, thresholdSeconds, initialCalls } };
    }
    case 'chat':
      return { kind, question: chatOf(checkValue(chatSchema, value, SOURCE)) };
    case 'deferred':
      return { kind, question: deferredOf(checkValue(deferredSchema, value, SOURCE)) };
    case 'outbound':
      return { kind, question: outboundOf(checkValue(outboundSchema, value, SOURCE)) };
    case 'blend':
      return { kind, question: blendOf(checkValue(blendSchema, value, SOURCE)) };
    case 'patience': {
      const { calls, confidence = 0.95 } = checkValue(patienceEstimateSchema, value, SOURCE);
      return { kind, question: { calls, confidence } };
    }
    case 'patience-totals': {
      const { intervals, confidence = 0.95 } = checkValue(patienceTotalsSchema, value, SOURCE);
      return { kind, question: { intervals, confidence } };
    }
    case 'uncertain':
      return { kind, question: uncertainOf(checkValue(uncertainSchema, value, SOURCE)) };
  }
}

type QuestionOf<K extends CaseQuestion['kind']> = Extract<CaseQuestion, { kind: K }>['question'];

function chatOf(text: z.output<typeof chatSchema>): QuestionOf<'chat'> {
  const { patienceSeconds = null, lines = null, agents, thresholdSeconds, goal, ...rest } = text;
  const queue = { ...rest, patienceSeconds, lines };
  if (goal === undefined) {
    if (agents === undefined) return refuse('agents or a goal, got neither');
    if (thresholdSeconds === undefined) return refuse('thresholdSeconds beside agents, got none');
    return { ask: 'evaluate', queue, agents, thresholdSeconds };
  }
  if (agents !== undefined) refuse('agents or a goal, got both');
  if (thresholdSeconds !== undefined) refuse('thresholdSeconds in the goal alone, got another');
  return {
    ask: 'require',
    queue,
    goal: {
      serviceLevel: goal.serviceLevel ?? null,
      thresholdSeconds: goal.thresholdSeconds,
      definition: goal.definition ?? 'offered',
      averageSpeedOfAnswerSeconds: goal.averageSpeedOfAnswerSeconds ?? null,
      maxAbandonment: goal.maxAbandonment ?? null,
      maxSlotOccupancy: goal.maxSlotOccupancy ?? null,
      maxBusyAgentShare: goal.maxBusyAgentShare ?? null,
      minimumAgents: goal.minimumAgents ?? 0,
    },
  };
}

function deferredOf(text: z.output<typeof deferredSchema>): QuestionOf<'deferred'> {
  const { stepSeconds, open, items, handleTimeSeconds, backlog = [], agents } = text;
  const { lateWork, margin, maxAgents, idle } = text;
  const work = { stepSeconds, open, items, handleTimeSeconds, backlog };
  const goal = { ...text.goal, atEnd: text.goal.atEnd ?? 'carry' } as const;
  if (agents === undefined) {
    if (lateWork !== undefined) refuse('lateWork beside agents alone, got no agents');
    const asked = { margin: margin ?? { kind: 'none' }, maxAgents: maxAgents ?? null } as const;
    return idle === undefined
      ? { ask: 'require', work, goal, ...asked }
      : { ask: 'fill-idle', work, goal, ...asked, idle: idleOf(idle, open.length) };
  }
  if (margin !== undefined) refuse('agents or a margin, got both');
  if (maxAgents !== undefined && maxAgents !== null) refuse('agents or maxAgents, got both');
  if (idle !== undefined) refuse('agents or idle time, got both');
  return { ask: 'evaluate', work, goal, agents, lateWork: lateWork ?? 'last' };
}

type IdleText = NonNullable<z.output<typeof deferredSchema>['idle']>;

function idleOf(text: IdleText, intervals: number): IdleTime {
  if (text.kind === 'agents') return text;
  const { patienceSeconds = null, reserveAgents = 0, handleTimeSeconds, ...rest } = text;
  const times =
    typeof handleTimeSeconds === 'number'
      ? new Array<number>(intervals).fill(handleTimeSeconds)
      : handleTimeSeconds;
  return { ...rest, patienceSeconds, reserveAgents, handleTimeSeconds: times };
}

function blendOf(text: z.output<typeof blendSchema>): QuestionOf<'blend'> {
  const { callsPerInterval, intervalSeconds, thresholdSeconds, ...rest } = text;
  const { reserveAgents, serviceLevel, serviceLevelDefinition, ...team } = rest;
  const asked = {
    team: {
      ...team,
      patienceSeconds: team.patienceSeconds ?? null,
      callsPerSecond: perSecond(callsPerInterval, intervalSeconds),
    },
    thresholdSeconds,
  };
  if (reserveAgents !== undefined) {
    if (serviceLevel !== undefined) refuse('reserveAgents or a serviceLevel, got both');
    if (serviceLevelDefinition !== undefined) {
      refuse('serviceLevelDefinition beside a serviceLevel alone, got no serviceLevel');
    }
    return { ask: 'evaluate', ...asked, reserveAgents };
  }
  return {
    ask: 'least-reserve',
    ...asked,
    serviceLevel: serviceLevel ?? refuse('reserveAgents or a serviceLevel, got neither'),
    definition: serviceLevelDefinition ?? 'offered',
  };
}

function perSecond(callsPerInterval: number, intervalSeconds: number): number {
  checkNonNegative('callsPerInterval', callsPerInterval);
  checkPositive('intervalSeconds', intervalSeconds);
  return callsPerInterval / intervalSeconds;
}

function outboundOf(text: z.output<typeof outboundSchema>): QuestionOf<'outbound'> {
  const { answerProbability, maxSilentShare, agents, dialsPerSecond, list } = text;
  const { availableSeconds, books, ...rest } = text;
  const { answerRingSeconds, maxRingSeconds, talkSeconds } = rest;
  const { wrapUpSeconds, maxSilenceSeconds, previewSeconds } = rest;
  const ring = { answerRingSeconds, maxRingSeconds, talkSeconds };
  const times = { ...ring, wrapUpSeconds, maxSilenceSeconds, previewSeconds };
  if (list !== undefined) {
    if (books !== undefined) refuse('books or a list, got both');
    if (answerProbability !== undefined) {
      refuse('answerProbabilities of the list alone, got answerProbability too');
    }
    if (dialsPerSecond !== undefined) refuse('a list or dialsPerSecond, got both');
    const most = maxSilentShare ?? refuse('maxSilentShare beside a list, got none');
    if (agents === undefined) {
      const available = availableSeconds ?? refuse('agents or availableSeconds, got neither');
      return {
        ask: 'agents-for-list',
        list,
        times,
        availableSeconds: available,
        maxSilentShare: most,
      };
    }
    if (availableSeconds !== undefined) refuse('agents or availableSeconds, got both');
    return { ask: 'time-for-list', list, times, agents, maxSilentShare: most };
  }
  if (availableSeconds !== undefined) refuse('availableSeconds beside a list alone, got no list');
  const answered = answerProbability ?? refuse('answerProbability or a list, got neither');
  const campaign = { ...times, answerProbability: answered };
  const count = agents ?? refuse('agents, got none');
  if (dialsPerSecond !== undefined) {
    if (maxSilentShare !== undefined) refuse('maxSilentShare or dialsPerSecond, got both');
    if (books !== undefined) refuse('books or dialsPerSecond, got both');
    return { ask: 'evaluate', campaign, agents: count, dialsPerSecond };
  }
  const most = maxSilentShare ?? refuse('maxSilentShare or dialsPerSecond, got neither');
  return books === undefined
    ? { ask: 'pace', campaign, agents: count, maxSilentShare: most }
    : { ask: 'pace-in-period', campaign, agents: count, books: { ...books, maxSilentShare: most } };
}

function uncertainOf(text: z.output<typeof uncertainSchema>): QuestionOf<'uncertain'> {
  const { goal, scheduledAgents, aim, patienceSeconds = null, absenceShare = 0, ...rest } = text;
  if (typeof goal.serviceLevel === 'number' && goal.thresholdSeconds === undefined) {
    refuse('goal.thresholdSeconds beside goal.serviceLevel, got none');
  }
  const task = {
    ...rest,
    patienceSeconds,
    absenceShare,
    goal: {
      serviceLevel: goal.serviceLevel ?? null,
      thresholdSeconds: goal.thresholdSeconds ?? 0,
      definition: goal.definition ?? 'offered',
      period: 'interval',
      serviceLevelFloor: null,
      averageSpeedOfAnswerSeconds: goal.averageSpeedOfAnswerSeconds ?? null,
      maxAbandonment: goal.maxAbandonment ?? null,
      maxOccupancy: goal.maxOccupancy ?? null,
      minimumAgents: goal.minimumAgents ?? 0,
    },
  } as const;
  if (scheduledAgents === undefined) {
    return { ask: 'require', task, aim: aim ?? refuse('scheduledAgents or an aim, got neither') };
  }
  if (aim !== undefined) refuse('scheduledAgents or an aim, got both');
  return { ask: 'evaluate', task, scheduledAgents };
}

function refuse(expected: string): never {
  throw new AgnerError('INVALID_INPUT', `${SOURCE}: expected ${expected}`);
}
