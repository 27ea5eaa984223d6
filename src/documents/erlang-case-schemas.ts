/** Questions with a form of their own (chat, deferred work, ...), as schemas of their JSON. */
import * as z from 'zod';
import { SERVICE_LEVEL_DEFINITIONS, STAFFING_MODELS } from '../domain/requirement.ts';
import { keyed } from './text-values.ts';

/** Most intervals of one case: a month of quarter-hours. */
const MAX_INTERVALS = 3000;

const numbers = z.array(z.number()).min(1).max(MAX_INTERVALS);
const optional = z.number().nullable().optional();

export const transientSchema = keyed({
  callsPerInterval: numbers.meta({ description: 'Calls expected in each interval' }),
  intervalSeconds: z.number(),
  handleTimeSeconds: z.union([z.number(), numbers]),
  patienceSeconds: optional.meta({ description: 'Mean; null for callers who never hang up' }),
  agents: numbers.meta({ description: 'On the phones in each interval' }),
  initialCalls: z.number().optional().meta({ description: 'In the system at the start; 0' }),
  thresholdSeconds: optional,
}).meta({
  title: 'TransientQuestion',
  example: {
    callsPerInterval: [20, 60, 40],
    intervalSeconds: 900,
    handleTimeSeconds: 300,
    patienceSeconds: 120,
    agents: [9, 20, 15],
    initialCalls: 0,
    thresholdSeconds: 20,
  },
});

const chatGoalSchema = keyed({
  serviceLevel: optional,
  thresholdSeconds: z.number(),
  definition: z.enum(SERVICE_LEVEL_DEFINITIONS).optional(),
  averageSpeedOfAnswerSeconds: optional,
  maxAbandonment: optional,
  maxSlotOccupancy: optional,
  maxBusyAgentShare: optional,
  minimumAgents: z.number().optional(),
});

export const chatSchema = keyed({
  volume: z.number(),
  stepSeconds: z.number(),
  handleTimeByConcurrencySeconds: z
    .array(z.number())
    .min(1)
    .max(100)
    .meta({ description: 'Mean handle time with one contact in hand, with two, and so on' }),
  patienceSeconds: optional,
  lines: optional,
  agents: z.number().optional().meta({ description: 'What do these give? Or else a goal' }),
  thresholdSeconds: z.number().optional(),
  goal: chatGoalSchema.optional(),
}).meta({
  title: 'ChatQuestion',
  example: {
    volume: 60,
    stepSeconds: 900,
    handleTimeByConcurrencySeconds: [300, 420, 600],
    patienceSeconds: 120,
    goal: { serviceLevel: 0.8, thresholdSeconds: 30 },
  },
});

const spreadSchema = keyed({ handleTimeVariation: z.number(), countDispersion: z.number() });

const marginSchema = z.discriminatedUnion('kind', [
  keyed({ kind: z.literal('none') }),
  keyed({ kind: z.literal('window'), probability: z.number(), spread: spreadSchema }),
  keyed({
    kind: z.literal('paths'),
    probability: z.number(),
    spread: spreadSchema,
    paths: z.array(keyed({ items: numbers, workSeconds: numbers })).max(1000),
  }),
]);

const idleSchema = z.discriminatedUnion('kind', [
  keyed({ kind: z.literal('agents'), agents: numbers }),
  keyed({
    kind: z.literal('voice'),
    callsPerInterval: numbers,
    handleTimeSeconds: z.union([z.number(), numbers]),
    patienceSeconds: optional,
    agents: numbers.meta({ description: 'On the phones in each interval' }),
    reserveAgents: z.number().optional().meta({ description: 'Idle agents left alone; 0' }),
  }),
]);

export const deferredSchema = keyed({
  stepSeconds: z.number(),
  open: z.array(z.boolean()).min(1).max(MAX_INTERVALS),
  items: numbers.meta({ description: 'Coming in per interval, while closed too' }),
  handleTimeSeconds: numbers,
  backlog: z
    .array(keyed({ items: z.number(), handleTimeSeconds: z.number(), dueInterval: z.number() }))
    .max(MAX_INTERVALS)
    .optional(),
  goal: keyed({
    share: z.number(),
    thresholdSeconds: z.number(),
    clock: z.enum(['open', 'elapsed']),
    atEnd: z.enum(['carry', 'finish']).optional(),
  }),
  margin: marginSchema.optional(),
  maxAgents: numbers.nullable().optional(),
  agents: numbers.optional().meta({ description: 'What do these do? Or else: how many?' }),
  lateWork: z.enum(['first', 'last']).optional(),
  idle: idleSchema.optional().meta({
    description:
      'Time of others that is filled first: so many agents, or what a queue of calls leaves',
  }),
}).meta({
  title: 'DeferredQuestion',
  example: {
    stepSeconds: 3600,
    open: [true, true, true, true],
    items: [20, 30, 10, 0],
    handleTimeSeconds: [300, 300, 300, 300],
    goal: { share: 0.95, thresholdSeconds: 7200, clock: 'open' },
  },
});

const dialFields = {
  answerRingSeconds: z.number(),
  maxRingSeconds: z.number(),
  talkSeconds: z.number(),
  wrapUpSeconds: z.number(),
  maxSilenceSeconds: z.number(),
  previewSeconds: z.number(),
};

export const outboundSchema = keyed({
  ...dialFields,
  answerProbability: z.number().optional(),
  maxSilentShare: z.number().optional(),
  agents: z.number().optional(),
  dialsPerSecond: z.number().optional(),
  books: keyed({ answers: z.number(), silent: z.number(), expectedAnswers: z.number() })
    .optional()
    .meta({ description: 'Of the period that the cap is over: so far, and what is to come' }),
  list: keyed({
    records: z.number(),
    answerProbabilities: z.array(z.number()).min(1).max(1000),
  }).optional(),
  availableSeconds: z.number().optional(),
}).meta({
  title: 'OutboundQuestion',
  example: {
    answerRingSeconds: 12,
    maxRingSeconds: 25,
    talkSeconds: 150,
    wrapUpSeconds: 30,
    maxSilenceSeconds: 2,
    previewSeconds: 10,
    answerProbability: 0.3,
    maxSilentShare: 0.03,
    agents: 20,
  },
});

export const blendSchema = keyed({
  callsPerInterval: z.number().meta({ description: 'Calls in' }),
  intervalSeconds: z.number(),
  handleTimeSeconds: z.number(),
  patienceSeconds: optional,
  agents: z.number(),
  outboundHandleTimeSeconds: z
    .number()
    .meta({ description: 'Mean time that a call out holds an agent, ringing included' }),
  thresholdSeconds: z.number(),
  reserveAgents: z.number().optional().meta({
    description: 'Calls out begin while more than these are idle. Or else a serviceLevel',
  }),
  serviceLevel: z.number().optional().meta({ description: 'Of the calls in: how few in reserve?' }),
  serviceLevelDefinition: z.enum(SERVICE_LEVEL_DEFINITIONS).optional(),
}).meta({
  title: 'BlendQuestion',
  example: {
    callsPerInterval: 100,
    intervalSeconds: 1800,
    handleTimeSeconds: 180,
    patienceSeconds: 120,
    agents: 16,
    outboundHandleTimeSeconds: 60,
    thresholdSeconds: 20,
    serviceLevel: 0.8,
  },
});

const volumeSchema = z.discriminatedUnion('kind', [
  keyed({ kind: z.literal('certain'), mean: z.number() }),
  keyed({ kind: z.literal('gamma'), mean: z.number(), variation: z.number() }),
  keyed({
    kind: z.literal('band'),
    mean: z.number(),
    quantiles: z.array(keyed({ share: z.number(), volume: z.number() })).max(1000),
    outcomes: z.enum(['counts', 'means']),
  }),
  keyed({
    kind: z.literal('paths'),
    volumes: z.array(z.number()).min(1).max(10_000),
    outcomes: z.enum(['counts', 'means']),
  }),
]);

export const uncertainSchema = keyed({
  volume: volumeSchema,
  stepSeconds: z.number(),
  handleTimeSeconds: z.number(),
  model: z.enum(STAFFING_MODELS),
  patienceSeconds: optional,
  absenceShare: z.number().optional(),
  goal: keyed({
    serviceLevel: optional,
    thresholdSeconds: z.number().optional(),
    definition: z.enum(SERVICE_LEVEL_DEFINITIONS).optional(),
    averageSpeedOfAnswerSeconds: optional,
    maxAbandonment: optional,
    maxOccupancy: optional,
    minimumAgents: z.number().optional(),
  }),
  scheduledAgents: z
    .number()
    .optional()
    .meta({ description: 'What do these give? Or else an aim' }),
  aim: z
    .discriminatedUnion('kind', [
      keyed({ kind: z.literal('expectation') }),
      keyed({ kind: z.literal('probability'), share: z.number() }),
    ])
    .optional(),
}).meta({
  title: 'UncertainQuestion',
  example: {
    volume: { kind: 'gamma', mean: 100, variation: 0.1 },
    stepSeconds: 1800,
    handleTimeSeconds: 180,
    model: 'erlang-a',
    patienceSeconds: 120,
    absenceShare: 0.1,
    goal: { serviceLevel: 0.8, thresholdSeconds: 20 },
    aim: { kind: 'probability', share: 0.9 },
  },
});

const known = z.number().nullable();

export const patienceTotalsSchema = keyed({
  intervals: z
    .array(keyed({ abandoned: known, waitAnsweredSeconds: known, waitAbandonedSeconds: known }))
    .min(1)
    .max(1_000_000)
    .meta({ description: 'Totals of each interval; null is not known' }),
  confidence: z.number().optional().meta({ description: 'Of the limits; 0.95 unless said' }),
}).meta({
  title: 'PatienceTotalsQuestion',
  example: {
    intervals: [
      { abandoned: 2, waitAnsweredSeconds: 310, waitAbandonedSeconds: 55 },
      { abandoned: null, waitAnsweredSeconds: 120, waitAbandonedSeconds: null },
    ],
  },
});

export const patienceEstimateSchema = keyed({
  calls: z
    .array(
      keyed({
        waitSeconds: z.number(),
        outcome: z.enum(['answered', 'abandoned', 'other']),
      }),
    )
    .max(5_000_000)
    .meta({ description: 'Every call with its wait until answered or hung up' }),
  confidence: z.number().optional().meta({ description: 'Of all limits; 0.95 unless said' }),
}).meta({
  title: 'PatienceEstimateQuestion',
  example: {
    calls: [
      { waitSeconds: 12, outcome: 'answered' },
      { waitSeconds: 40, outcome: 'abandoned' },
    ],
  },
});
