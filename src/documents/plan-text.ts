/** The text form of a plan, as a schema that reads it into seconds and fractions. */
import * as z from 'zod';
import { CHANNELS } from '../domain/history.ts';
import { type Weekday } from '../domain/calendar.ts';
import { type PrecedingQueue, type ShrinkageShare } from '../domain/plan.ts';
import { STAFFING_METHODS, STAFFING_MODELS } from '../domain/requirement.ts';
import { agentText } from './agent-text.ts';
import { contractText } from './contract-text.ts';
import { goalSchema } from './goal-schema.ts';
import { expected } from './issues.ts';
import { uncertaintyText } from './uncertainty-text.ts';
import { openingHoursText } from './opening-hours-text.ts';
import { holidaysText, specialDaysText } from './special-days-text.ts';
import { shiftPatternText } from './shift-pattern-text.ts';
import {
  amount,
  clockText,
  fractionText,
  keyed,
  nameText,
  positiveDurationText,
  shareText,
  zoneText,
} from './text-values.ts';

const WEEK_STARTS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

const siteText = keyed({
  name: nameText,
  zone: zoneText,
  weekStart: z
    .enum(WEEK_STARTS)
    .optional()
    .meta({ description: 'First day of the week that contracts count by; monday unless said' })
    .transform((day) => (WEEK_STARTS.indexOf(day ?? 'monday') + 1) as Weekday),
});

/** Contacts of a queue before it was there: whose they were, and which share of them. */
const precedingText = keyed({
  queue: nameText.meta({ description: 'Queue of the same site, in the plan or not' }),
  share: z
    .union(
      [
        z.literal('measured'),
        fractionText.refine((share) => share > 0, {
          error: expected('a share above 0, such as 40 %'),
        }),
      ],
      {
        error: expected('a share such as 40 %, or measured'),
      },
    )
    .optional()
    .meta({
      description:
        'Share of its contacts that count: all unless said; measured: by the days that both queues know',
      examples: ['40 %', 'measured'],
    }),
}).transform(({ queue, share }): PrecedingQueue => ({
  queue,
  share: share === 'measured' ? null : (share ?? 1),
}));

const queueText = keyed({
  name: nameText,
  channel: z.enum(CHANNELS).optional().meta({ description: 'voice unless said' }),
  goal: goalSchema,
  model: z.enum(STAFFING_MODELS).optional().meta({
    description:
      'How calls are taken to queue; erlang-a with patience, erlang-c without, unless said',
  }),
  method: z.enum(STAFFING_METHODS).optional().meta({
    description:
      'How intervals are staffed together: carry-over unless said; sipp takes each by itself',
  }),
  patience: positiveDurationText
    .optional()
    .meta({ description: 'Mean patience of callers; without it they never hang up' }),
  handleTimeByConcurrency: z
    .array(positiveDurationText)
    .min(1)
    .max(20)
    .optional()
    .meta({
      description: 'Chat: handle time of a contact whose agent holds 1, 2, ... contacts',
      examples: [['4m', '5m', '6m30s']],
    }),
  deferred: keyed({
    clock: z
      .enum(['open', 'elapsed'])
      .optional()
      .meta({ description: 'Which time counts towards the threshold; open hours unless said' }),
    backlog: z
      .number()
      .min(0)
      .max(1e7)
      .optional()
      .meta({ description: 'Items that wait when the plan begins; 0 unless said' }),
    certainty: fractionText
      .refine((share) => share >= 0.5 && share < 1, {
        error: expected('a certainty from 50 % to below 100 %'),
      })
      .optional()
      .meta({ description: 'Probability of meeting the goal in random volume; 95 % unless said' }),
  })
    .optional()
    .meta({
      description:
        'Work that may wait for hours: e-mail, back office, call-backs. E-mail queues with a service level are unless they name a model',
    }),
  uncertainty: uncertaintyText.optional(),
  assumedHandleTime: positiveDurationText
    .optional()
    .meta({ description: 'Handle time where history holds none' }),
  before: z
    .array(precedingText)
    .min(1)
    .max(20)
    .optional()
    .meta({
      description:
        'Queues whose history this one continues up to its own first contact: merged, split off, or borrowed from',
      examples: [[{ queue: 'support', share: '40 %' }]],
    }),
  openingHours: openingHoursText.optional(),
}).meta({ title: 'Queue' });

const sharesText = z
  .record(nameText, shareText)
  .meta({ examples: [{ leave: 0.08, training: '3 %' }] })
  .transform((shares): ShrinkageShare[] =>
    Object.entries(shares).map(([type, share]) => ({ type, share })),
  );

const shrinkageText = keyed({
  rostered: sharesText.optional().meta({ description: 'Planned: it stands in the roster' }),
  unrostered: sharesText.optional().meta({ description: 'Unplanned: it divides the requirement' }),
});

export const planText = keyed({
  agner: z
    .literal(1, { error: expected('the format version 1, as in "agner: 1"') })
    .meta({ description: 'Version of this format' }),
  name: nameText,
  site: siteText,
  openingHours: openingHoursText
    .optional()
    .meta({ description: 'Hours of queues that have none of their own; always unless said' }),
  queues: z.array(queueText).min(1).max(200),
  shrinkage: shrinkageText.optional(),
  nightWindow: keyed({ from: clockText, to: clockText, atLeast: positiveDurationText })
    .optional()
    .meta({
      description:
        'A night shift has at least this long in the window; 22:00 to 06:00, 3h unless said',
    }),
  shiftPatterns: z.array(shiftPatternText).max(500).optional(),
  contracts: z.array(contractText).max(500).optional(),
  agents: z.array(agentText).max(10_000).optional(),
  agentsFile: z
    .string()
    .max(200)
    .regex(/^\w[\w .-]*\.csv$/, {
      error: expected('the name of a CSV file beside the plan, such as agents.csv'),
    })
    .optional()
    .meta({ description: 'CSV file beside the plan with id, name, contract, skills' }),
  specialDays: specialDaysText
    .optional()
    .meta({ description: 'Dates that are not like others, with their type' }),
  holidays: holidaysText
    .optional()
    .meta({ description: 'Countries or regions whose public holidays are special days' }),
  costs: keyed({
    currency: z.string().regex(/^[A-Z]{3}$/, { error: expected('a currency such as EUR') }),
    underPerAgentHour: amount.optional(),
    lateContact: amount.optional(),
    belowFloorPerAgentHour: amount.optional(),
    overPerAgentHour: amount.optional(),
    unmetWish: amount.optional(),
  })
    .optional()
    .meta({
      description:
        'Prices that the roster search weighs; EUR, 60 (ten times that on top below floors), 5 and 10 unless said',
    }),
}).meta({ title: 'Agner plan', description: 'What a planner writes down about a site' });

export type PlanText = z.output<typeof planText>;

export type QueueText = PlanText['queues'][number];

/** Whether work is deferred: said so, or e-mail with a service level and nothing of calls. */
export function isDeferred(queue: QueueText): boolean {
  if (queue.deferred !== undefined) return true;
  if (queue.channel !== 'email' || queue.goal.serviceLevel === null) return false;
  return [queue.model, queue.method, queue.patience].every((value) => value === undefined);
}

/**
 * JSON Schema (2020-12) of the text form of plans, for editors.
 *
 * @returns a new object on each call
 */
export function planJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(planText, { io: 'input', target: 'draft-2020-12' });
}
