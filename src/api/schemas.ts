/** What the API answers, as named parts of the OpenAPI document. */
import * as z from 'zod';
import { CHANNELS, type DocumentKind, ROLES } from '../domain/index.ts';
import { attendanceSchemas } from './attendance-schemas.ts';
import { liveSchemas } from './live-schemas.ts';
import { reportSchemas } from './report-schemas.ts';
import { timesheetSchemas } from './timesheet-schemas.ts';
import { staffDataSchemas } from './staff-data-schemas.ts';
import { documentSchemas } from '../documents/index.ts';

type Json = Readonly<Record<string, unknown>>;

const text = z.string();
const count = z.int().min(0);
const instant = z.iso.datetime({ offset: true });

const importOutcome = z.strictObject({
  queue: text,
  added: count,
  replaced: count,
  unchanged: count,
  replacedFrom: instant.nullable(),
  replacedTo: instant.nullable(),
  version: count.meta({ description: 'Grows by one with every import that changed something' }),
});

const queueRecord = z.strictObject({
  site: text,
  name: text,
  channel: z.enum(CHANNELS),
  zone: text.meta({ description: 'IANA time zone' }),
  stepSeconds: z.int().min(1),
  firstInterval: instant.nullable(),
  lastInterval: instant.nullable(),
  intervals: count,
  version: count,
});

const planRecord = z.strictObject({
  id: text,
  site: text,
  name: text,
  version: z.int().min(1),
  hash: text,
  createdAt: instant,
});

const plan = z.looseObject({ name: text, site: z.looseObject({ name: text, zone: text }) }).meta({
  description:
    'A plan as understood: durations in seconds, shares as fractions, defaults filled in',
});

const header = z.strictObject({
  id: text,
  kind: z.enum(['forecast', 'backtest', 'requirement', 'verification', 'roster', 'whatif']),
  site: text,
  version: z.int().min(1),
  name: text,
  createdAt: instant,
});

const job = z.strictObject({
  id: text,
  site: text,
  kind: text,
  state: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
  progress: z.strictObject({
    fraction: z.number().min(0).max(1),
    step: text,
    figures: z.record(text, z.union([z.number(), text, z.null()])),
  }),
  resultId: text.nullable(),
  error: z.strictObject({ code: text, message: text }).nullable(),
  createdAt: instant,
  updatedAt: instant,
  links: z.strictObject({ self: text, result: text.nullable() }),
});

const role = z.enum(ROLES);
const sites = z.array(text).nullable().meta({ description: 'null for all' });
const agent = text.nullable().meta({ description: 'Id of the person in rosters; null for none' });

const user = z.strictObject({ id: text, name: text, role, sites, agent, createdAt: instant });

const caller = z
  .strictObject({
    kind: z.enum(['local', 'user']),
    user: text.nullable(),
    role,
    sites,
    agent,
  })
  .meta({ description: 'Local as long as there are no users: then whoever asks is the planner' });

const apiToken = z.strictObject({
  id: text,
  user: text,
  label: text,
  role,
  createdAt: instant,
  expiresAt: instant.nullable().meta({ description: 'null for never' }),
});

const calendarFeed = z.strictObject({
  id: text,
  site: text,
  agent: text.meta({ description: 'Id of the person in rosters' }),
  user: text.nullable().meta({ description: 'Whose own it is; null where others made it' }),
  createdAt: instant,
});

const problem = z.strictObject({
  type: text,
  title: text,
  status: z.int().min(400).max(599),
  detail: text,
  code: text,
  errors: z.array(z.strictObject({ path: text, message: text })).optional(),
});

/** `components.schemas` of the OpenAPI document. */
export function componentSchemas(): Readonly<Record<string, Json>> {
  const own = {
    Problem: problem,
    Job: job,
    StoredHeader: header,
    QueueRecord: queueRecord,
    ImportOutcome: importOutcome,
    PlanRecord: planRecord,
    Plan: plan,
    User: user,
    Caller: caller,
    ApiToken: apiToken,
    CalendarFeed: calendarFeed,
    ...liveSchemas,
    ...attendanceSchemas,
    ...reportSchemas,
    ...timesheetSchemas,
    ...staffDataSchemas,
  };
  return Object.fromEntries(
    Object.entries({ ...own, ...documentSchemas }).map(([name, schema]) => [
      name,
      toSchema(schema),
    ]),
  );
}

/** JSON Schema of what may be sent or is answered, without the keys of a document of its own. */
export function toSchema(schema: z.ZodType): Json {
  const made: Record<string, unknown> = {
    ...z.toJSONSchema(schema, { io: 'input', reused: 'inline', unrepresentable: 'any' }),
  };
  delete made['$schema'];
  delete made['id'];
  return made;
}

/** A reference to a part of {@link componentSchemas}. */
export function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

export function listOf(items: Json): Json {
  return { type: 'array', items };
}

/** An object of exactly these keys. */
export function objectOf(properties: Readonly<Record<string, Json>>): Json {
  return {
    type: 'object',
    required: Object.keys(properties),
    properties,
    additionalProperties: false,
  };
}

const DOCUMENTS: Readonly<Record<DocumentKind, string>> = {
  forecast: 'Forecast',
  backtest: 'Backtest',
  requirement: 'Requirement',
  verification: 'Verification',
  roster: 'Roster',
  whatif: 'WhatIf',
};

/** A computed document with its header. */
export function storedOf(kind: DocumentKind): Json {
  return objectOf({ header: ref('StoredHeader'), document: ref(DOCUMENTS[kind]) });
}
