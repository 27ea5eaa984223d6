/** Bodies and queries of the HTTP API, as schemas that check them and describe them in OpenAPI. */
import * as z from 'zod';
import { AgnerError } from '../domain/errors.ts';
import { ATTRIBUTIONS, CHANNELS } from '../domain/history.ts';
import { HISTORY_PRESETS, MAX_PATHS } from '../use-cases/index.ts';
import { checkValue } from './issues.ts';
import { readPairs } from './pairs.ts';
import { pathValue } from './sample-paths.ts';
import { scenariosText } from './scenario-text.ts';
import { instantText, shiftSchema } from './shift-schema.ts';
import { dateText, keyed, nameText, zoneText } from './text-values.ts';

const queueNames = z
  .array(nameText)
  .min(1)
  .max(200)
  .nullable()
  .default(null)
  .meta({ description: 'Queues by name; null for all of the site', examples: [['support-en']] });

const planName = nameText.meta({ description: 'Name of a stored plan', examples: ['sample'] });

const resultName = nameText
  .nullable()
  .default(null)
  .meta({ description: 'What to call the result; null for the name of the plan or queue' });

const documentId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .meta({ description: 'Id of a stored result, or "latest"', examples: ['latest'] });

const days = z
  .int()
  .min(1)
  .max(400)
  .meta({ description: 'Local days', examples: [28] });

const levels = z
  .array(z.number().gt(0).lt(1))
  .max(5)
  .refine((list) => new Set(list).size === list.length, { error: 'expected levels that differ' })
  .default([0.8, 0.95])
  .meta({ description: 'Levels of the bands, fractions in (0, 1)', examples: [[0.8, 0.95]] });

const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1)
  .default(1)
  .meta({ description: 'Seed of all randomness: the same seed gives the same result' });

const timeLimitSeconds = z
  .int()
  .min(1)
  .max(600)
  .default(60)
  .meta({ description: 'Longest search for one roster, in seconds' });

/** POST /forecasts */
export const forecastRequest = keyed({
  queues: queueNames,
  plan: planName.nullable().default(null),
  from: dateText
    .nullable()
    .default(null)
    .meta({ description: 'First day; null for the day after the last of each history' }),
  days: days.default(28),
  levels,
  reconcile: z.boolean().default(false).meta({
    description: 'Make queues agree with forecasts of their sums, by channel and of the site',
  }),
  name: resultName,
  seed,
}).meta({
  title: 'ForecastRequest',
  example: { queues: ['support-en'], plan: 'sample', days: 28 },
});

/** POST /long-range */
export const longRangeRequest = keyed({
  queues: queueNames,
  plan: planName.nullable().default(null),
  from: dateText
    .nullable()
    .default(null)
    .meta({ description: 'First day; null for the day after the last of each history' }),
  weeks: z.int().min(1).max(104).default(78),
  annualGrowth: z.number().gt(-1).max(10).nullable().default(null).meta({
    description: "Growth per year, 0.05 for 5 %; null for what the history's trend says",
  }),
  levels,
  seed,
}).meta({ title: 'LongRangeRequest', example: { queues: ['support-en'], weeks: 78 } });

/** POST /forecasts/{id}/reforecast */
export const reforecastRequest = keyed({
  plan: planName.nullable().default(null),
  asOf: instantText.nullable().default(null).meta({
    description: 'Known up to then; null for the end of the last interval with history',
  }),
  name: resultName,
  seed,
}).meta({ title: 'ReforecastRequest', example: { plan: 'sample' } });

/** POST /backtests */
export const backtestRequest = keyed({
  queues: queueNames,
  plan: planName.nullable().default(null),
  origins: z
    .array(dateText)
    .max(104)
    .default([])
    .meta({ description: 'First days of the forecasts to test; empty for a default set' }),
  days: days.default(28),
  levels,
  name: resultName,
  seed,
}).meta({
  title: 'BacktestRequest',
  example: { queues: ['support-en'], origins: ['2026-05-04'], days: 28 },
});

/** POST /requirements */
export const staffRequest = keyed({
  forecast: documentId.default('latest'),
  plan: planName,
  name: resultName,
}).meta({ title: 'StaffRequest', example: { forecast: 'latest', plan: 'sample' } });

/** POST /verifications */
export const verifyRequest = keyed({
  requirement: documentId.default('latest'),
  replications: z.int().min(10).max(10_000).default(200).meta({
    description: 'Runs of each queue: four times as many make the intervals half as wide',
  }),
  seed,
  name: resultName,
}).meta({ title: 'VerifyRequest', example: { requirement: 'latest', replications: 100 } });

/** POST /rosters */
export const rosterRequest = keyed({
  requirement: documentId.default('latest'),
  plan: planName,
  from: dateText
    .nullable()
    .default(null)
    .meta({ description: 'First day; null for the first of the requirement' }),
  days: days
    .nullable()
    .default(null)
    .meta({ description: 'Local days; null for all from the first that the requirement covers' }),
  seed,
  timeLimitSeconds,
  iterationLimit: z
    .int()
    .min(1)
    .max(1e9)
    .nullable()
    .default(null)
    .meta({ description: 'Ends the search alike on any machine; null for time alone' }),
  name: resultName,
  previous: documentId
    .nullable()
    .default(null)
    .meta({ description: 'Roster whose last shifts come before, for rest and days in a row' }),
}).meta({
  title: 'RosterRequest',
  example: { requirement: 'latest', plan: 'sample', timeLimitSeconds: 60 },
});

/** POST /rosters/audit: a stored roster, or shifts as they are. */
export const auditRequest = keyed({
  plan: planName,
  roster: documentId.nullable().default(null),
  shifts: z.array(shiftSchema).max(200_000).nullable().default(null),
})
  .refine(({ roster, shifts }) => (roster === null) !== (shifts === null), {
    error: 'expected either roster or shifts',
  })
  .meta({ title: 'AuditRequest', example: { plan: 'sample', roster: 'latest' } });

/** POST /whatifs */
export const whatIfRequest = keyed({
  plan: planName,
  forecast: documentId.default('latest'),
  roster: documentId.nullable().default(null),
  scenarios: scenariosText,
  seed,
  timeLimitSeconds,
  name: resultName,
}).meta({
  title: 'WhatIfRequest',
  example: {
    plan: 'sample',
    forecast: 'latest',
    scenarios: [{ name: 'calls +10 %', volume: '+10 %' }],
  },
});

const optionText = z.string().min(1).max(2000);

const columnPairs = optionText
  .optional()
  .meta({
    description: 'Columns of the file by our names',
    example: 'offered=Calls,talk_seconds=Talk',
  })
  .transform((text, context) => {
    try {
      return text === undefined ? undefined : readPairs(text);
    } catch (error) {
      if (!(error instanceof AgnerError)) throw error;
      context.issues.push({ code: 'custom', input: text, message: error.message });
      return z.NEVER;
    }
  });

/** Query of POST /imports/forecast; the body is CSV. */
export const forecastImportQuery = keyed({
  name: nameText.meta({ description: 'What to call the forecast', example: 'vendor' }),
  zone: zoneText,
  queue: nameText.optional().meta({ description: 'Queue of a file that holds one' }),
  columns: columnPairs,
  handleTimeSeconds: z.coerce
    .number()
    .gt(0)
    .max(86_400)
    .optional()
    .meta({ description: 'Handle time of all contacts, where the file has none', example: 240 }),
}).meta({ title: 'ForecastImportQuery' });

/** Query of GET /plans/{name}/calendar */
export const calendarQuery = {
  queue: nameText.optional().meta({ description: 'One queue of the plan; without, all' }),
  from: dateText.optional().meta({ description: 'First day; without it, today at the site' }),
  days: z.coerce.number().int().min(1).max(3660).default(366).meta({ description: 'Local days' }),
};

/** Query of GET /forecasts/{id}/accuracy and of its picture, which needs one of several queues. */
export const accuracyQueue = {
  queue: nameText.optional().meta({ description: 'One queue of the forecast; without, all' }),
};

/** Query of GET /forecasts/{id}/paths, beside the site. */
export const pathsQuery = {
  ...accuracyQueue,
  count: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_PATHS)
    .default(100)
    .meta({
      description: 'Paths of each queue',
      examples: [5],
    }),
  of: pathValue.default('counts').meta({
    description: 'Contacts that may come, or the means that they come about',
  }),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1)
    .meta({ description: 'The same seed draws the same paths' }),
};

/** Query of POST /imports/history; the body is CSV. What is not said is read from the file. */
export const historyImportQuery = keyed({
  queue: nameText.optional().meta({ description: 'Queue of a file that holds one' }),
  queueColumn: optionText.optional().meta({ description: 'Column that names the queue' }),
  zone: zoneText.optional(),
  preset: z.enum(HISTORY_PRESETS).optional().meta({ description: 'Layout of a known system' }),
  columns: columnPairs,
  dateOrder: z
    .enum(['day-first', 'month-first'])
    .optional()
    .meta({ description: 'Order in dates such as 03/04/2026, which are refused without it' }),
  decimal: z.enum(['point', 'comma']).optional().meta({ description: 'How fractions are written' }),
  channel: z.enum(CHANNELS).optional(),
  interval: z.coerce
    .number()
    .int()
    .min(1)
    .max(1440)
    .optional()
    .meta({ description: 'Length of the intervals in minutes', example: 15 }),
  attribution: z
    .enum(ATTRIBUTIONS)
    .optional()
    .meta({ description: 'To which interval a contact counts' }),
}).meta({ title: 'HistoryImportQuery' });

/**
 * What a request's schema makes of its parsed body or query.
 *
 * @param source what messages call it: "request", "query"
 * @throws {AgnerError} `INVALID_INPUT` with `details.problems`
 */
export function readRequest<T>(schema: z.ZodType<T>, value: unknown, source = 'request'): T {
  return checkValue(schema, value, source);
}
