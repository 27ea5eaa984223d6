/** Answers of the staffing core, as schemas of their JSON form. */
import * as z from 'zod';
import { QUESTION_MODELS } from '../use-cases/index.ts';
import { fraction, nonNegative } from './document-parts.ts';
import { keyed } from './text-values.ts';

const level = fraction.nullable();
const seconds = nonNegative.nullable();

const figures = {
  blockedProbability: fraction,
  waitProbability: fraction,
  abandonProbability: fraction,
  answeredProbability: fraction,
  answeredWithinThreshold: level,
  abandonedWithinThreshold: level,
  serviceLevels: keyed({
    offered: level,
    entered: level,
    answered: level,
    excludingShortAbandons: level,
    includingShortAbandons: level,
  }),
  averageSpeedOfAnswerSeconds: seconds.meta({ description: 'Of the answered' }),
  averageWaitSeconds: seconds.meta({ description: 'Of all that entered' }),
  averageWaitOfDelayedSeconds: seconds,
  averageTimeToAbandonSeconds: seconds,
  meanQueueLength: nonNegative,
  occupancy: fraction,
  totalLoad: nonNegative.optional(),
  attemptsPerCaller: nonNegative.optional(),
};

const lossFigures = {
  blockedProbability: fraction,
  totalLoad: nonNegative.optional(),
  carriedLoad: nonNegative,
  lostLoad: nonNegative,
  occupancy: fraction.nullable(),
};

const nothing = Object.fromEntries(
  Object.entries(figures).map(([name, schema]) => [name, schema.nullable()]),
) as { readonly [K in keyof typeof figures]: z.ZodNullable<(typeof figures)[K]> };

const model = z.enum(QUESTION_MODELS);
const load = nonNegative.meta({ description: 'Offered load in erlangs' });
const agents = nonNegative;
const lines = nonNegative;
const scheduled = { scheduledAgents: z.int().min(0), scheduledAgentsExact: nonNegative };
const callsPerInterval = nonNegative.nullable();

const warnings = z.array(
  z.union([
    keyed({ code: z.literal('abandonment-unlimited'), abandonProbability: fraction }),
    keyed({ code: z.literal('blocking-unlimited'), blockedProbability: fraction }),
  ]),
);

const whole = z.int().min(0);

const transientRow = keyed({
  interval: whole,
  agents,
  meanInSystemAtEnd: nonNegative,
  meanQueueAtEnd: nonNegative,
  meanQueueLength: nonNegative,
  meanBusyAgents: nonNegative,
  expectedOffered: nonNegative,
  expectedAnswered: nonNegative,
  expectedAbandoned: nonNegative,
  waitProbability: fraction.nullable(),
  occupancy: fraction.nullable(),
  averageSpeedOfAnswerSeconds: seconds,
  serviceLevelOffered: level,
  serviceLevelEntered: level,
  serviceLevelAnswered: level,
  serviceLevelExcludingShortAbandons: level,
  serviceLevelIncludingShortAbandons: level,
});

const figuresOfModel = (model: string) =>
  z.looseObject({}).meta({ description: `Figures of docs/models/${model}.md, by name` });

/** Schemas of the answers by the kind of question. */
export const erlangAnswerSchemas = {
  evaluate: z.union([
    keyed({ model, load, agents, ...figures, waitPercentileSeconds: nonNegative.optional() }),
    keyed({ model, load, lines, ...lossFigures }),
  ]),
  require: z.union([
    keyed({
      ...{ model, load, agents, ...scheduled, ...nothing },
      withOneAgentLess: keyed(figures).nullable(),
      warnings,
    }),
    keyed({
      ...{ model, load, lines, ...scheduled, ...lossFigures },
      withOneLineLess: keyed(lossFigures).nullable(),
      warnings,
    }),
  ]),
  capacity: z.union([
    keyed({ model, agents, load, callsPerInterval, ...figures, warnings }),
    keyed({ model, lines, load, callsPerInterval, ...lossFigures, warnings }),
  ]),
  'patience-needed': keyed({
    ...{ model, load, agents, ...figures },
    leastPatienceSeconds: seconds,
    mostPatienceSeconds: seconds,
  }),
  sensitivity: keyed({
    model,
    rows: z.array(
      keyed({
        change: z.enum(['none', 'agents', 'volume', 'handle-time']),
        agents,
        volumeFactor: nonNegative,
        handleTimeFactor: nonNegative,
        load,
        figures: keyed(figures).nullable(),
      }),
    ),
  }),
  transient: z.array(transientRow),
  chat: figuresOfModel('chat'),
  deferred: figuresOfModel('deferred'),
  outbound: figuresOfModel('outbound'),
  blend: figuresOfModel('outbound'),
  uncertain: figuresOfModel('uncertain-volume'),
  patience: figuresOfModel('patience'),
  'patience-totals': figuresOfModel('patience'),
} as const;
