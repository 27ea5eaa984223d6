/** What the API answers of the live day. */
import * as z from 'zod';
import { AGENT_STATES } from '../domain/index.ts';

const text = z.string();
const count = z.int().min(0);
const seconds = z.number().min(0);
const instant = z.iso.datetime({ offset: true });

const source = z.strictObject({
  name: text,
  system: text,
  link: z.enum(['connecting', 'up', 'down', 'refused']),
  asOf: instant.nullable().meta({ description: 'When the ACD was last heard' }),
  stale: z.boolean().meta({ description: 'Whether the figures are old' }),
  problem: text.nullable(),
  clockSkewSeconds: z.number().nullable().meta({ description: "The ACD's clock less ours" }),
  restartedAt: instant.nullable(),
  gaps: z.array(z.strictObject({ from: instant, to: instant.nullable(), isFilled: z.boolean() })),
  drift: count.meta({ description: "Differences from the ACD's own lists so far" }),
});

const day = z.strictObject({
  offered: count,
  answered: count,
  answeredInThreshold: count,
  abandoned: count,
  abandonedInThreshold: count,
  otherExits: count,
  waitAnsweredSeconds: seconds,
  waitAbandonedSeconds: seconds,
  talkSeconds: seconds,
  completed: count,
  serviceLevel: z.number().min(0).max(1).nullable(),
  serviceLevelVariant: z.literal('of-offered'),
  thresholdSeconds: seconds,
  averageWaitSeconds: seconds.nullable(),
  from: instant.meta({ description: 'From when on contacts were counted' }),
  isPartial: z.boolean().meta({ description: 'Whether some of the day is not known' }),
});

export const liveSchemas = {
  LiveSource: source,
  LiveQueue: z.strictObject({
    queue: text,
    waiting: count,
    longestWaitSeconds: seconds.nullable(),
    agents: z.record(z.enum(AGENT_STATES), count),
    today: day,
  }),
  LiveAgent: z.strictObject({
    agent: text,
    interfaces: z.array(text),
    state: z.enum(AGENT_STATES),
    reason: text.nullable(),
    since: instant.nullable(),
    isPartlyPaused: z.boolean(),
    queues: z.array(text),
  }),
};
