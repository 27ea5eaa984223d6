/** What the API answers of the live day. */
import * as z from 'zod';
import { AGENT_STATES, DAY_CHANGES, GAP_FACTORS } from '../domain/index.ts';

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

const figures = z.array(z.number().nullable());
const amounts = z.array(z.number());
const parts = z.strictObject({ offered: z.number(), serviceLevel: z.number().nullable() });

const queueOutlook = z.strictObject({
  queue: text,
  grid: z.strictObject({ zone: text, start: instant, stepSeconds: count, length: count }),
  running: count.meta({ description: 'First interval that has not closed' }),
  goal: z.looseObject({ thresholdSeconds: seconds, definition: text }),
  offered: figures,
  forecast: amounts,
  reforecast: amounts,
  forecastHandleTimeSeconds: amounts,
  handleTimeSeconds: amounts,
  required: amounts.meta({ description: 'Scheduled agents that the forecast takes' }),
  requiredAnew: amounts.meta({ description: 'The same of the revised forecast' }),
  scheduled: figures,
  agents: figures.meta({ description: 'Expected on the phones, from the running interval on' }),
  serviceLevel: figures.meta({ description: 'Of past intervals what was, else what is expected' }),
  averageSpeedOfAnswerSeconds: figures,
  occupancy: figures,
  present: z.number().nullable(),
  soFar: parts,
  day: parts,
});

const dayFigures = z.strictObject({
  contacts: z.number().min(0),
  handleTimeSeconds: seconds.nullable(),
  agentSeconds: seconds.nullable().meta({ description: 'On the phones' }),
  serviceLevel: z.number().nullable(),
});

const explained = z.strictObject({
  queue: text,
  goal: z.looseObject({ thresholdSeconds: seconds, definition: text }),
  intervals: count.meta({ description: 'Of the day, over and known' }),
  planned: dayFigures,
  achieved: dayFigures,
  modelled: z.number().nullable().meta({ description: 'What the model says of the day as it was' }),
  gap: z.number().nullable(),
  parts: z.array(z.strictObject({ factor: z.enum(GAP_FACTORS), part: z.number().nullable() })),
  notes: z.array(z.strictObject({ code: text, details: z.looseObject({}) })),
});

const stretch = z.strictObject({ from: instant, to: instant }).nullable();
const level = z.number().nullable();

const proposal = z.strictObject({
  kind: z.enum(DAY_CHANGES),
  agent: text,
  name: text,
  activity: text,
  was: stretch,
  becomes: stretch,
  shift: z.looseObject({ agent: text, date: text, start: instant, end: instant }),
  cost: z.number().meta({ description: 'Pay more, or less' }),
  effects: z.array(
    z.strictObject({
      queue: text,
      before: level,
      alone: level.meta({ description: 'Service level of the day with this change alone' }),
      together: level.meta({ description: 'With it and all that stand before it' }),
    }),
  ),
});

export const liveSchemas = {
  DayProposals: z.strictObject({
    site: text,
    date: text,
    asOf: instant,
    plan: text,
    forecast: text,
    publication: text.meta({ description: 'What the proposals would change' }),
    currency: text,
    queues: z.array(
      z.strictObject({
        queue: text,
        goal: z.looseObject({ thresholdSeconds: seconds, definition: text }),
        projected: level,
        withAll: level,
      }),
    ),
    proposals: z.array(proposal),
  }),
  DayExplanation: z.strictObject({
    site: text,
    date: text,
    asOf: instant,
    plan: text,
    forecast: text,
    queues: z.array(explained),
  }),
  DayOutlook: z.strictObject({
    site: text,
    date: text,
    asOf: instant,
    plan: text,
    forecast: text,
    roster: text.nullable(),
    queues: z.array(queueOutlook),
  }),
  LiveSource: source,
  LiveQueue: z.strictObject({
    queue: text,
    waiting: count,
    waitingBeyondThreshold: count,
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
