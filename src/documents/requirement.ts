import * as z from 'zod';
import { epochSeconds, formatInstant } from '../domain/calendar.ts';
import { type Note } from '../domain/forecast.ts';
import {
  GOAL_PERIODS,
  type QueueRequirement,
  type Requirement,
  SERVICE_LEVEL_DEFINITIONS,
  type ServiceGoal,
  type QueueStaffing,
  type StaffBill,
  type UncertainOutlook,
  STAFFING_METHODS,
  STAFFING_MODELS,
} from '../domain/requirement.ts';
import { cellFault, fractionCell, numberCell, truthCell } from './cells.ts';
import { formatCsvRow } from './csv-row.ts';
import {
  checkLengths,
  fraction,
  gridSchema,
  nonNegative,
  noteSchema,
  provenanceSchema,
} from './document-parts.ts';
import { type CsvOptions, csvProvenance, neededZone } from './from-csv.ts';
import { isJsonText, readJsonDocument } from './json-document.ts';
import { inputError } from '../domain/errors.ts';
import { layOutQueues, type QueueRows } from './series-csv.ts';
import { readTable, type TableRow } from './table.ts';
import { keyed, nameText } from './text-values.ts';

export const goalSchema = keyed({
  serviceLevel: fraction.nullable(),
  thresholdSeconds: nonNegative,
  definition: z.enum(SERVICE_LEVEL_DEFINITIONS),
  period: z.enum(GOAL_PERIODS),
  serviceLevelFloor: fraction.nullable(),
  averageSpeedOfAnswerSeconds: nonNegative.nullable(),
  maxAbandonment: fraction.nullable(),
  maxOccupancy: fraction.nullable(),
  minimumAgents: z.int().min(0),
}) satisfies z.ZodType<ServiceGoal>;

export const staffingSchema = z.discriminatedUnion('kind', [
  keyed({
    kind: z.literal('calls'),
    model: z.enum(STAFFING_MODELS),
    method: z.enum(STAFFING_METHODS),
    patienceSeconds: nonNegative.nullable(),
  }),
  keyed({
    kind: z.literal('chat'),
    handleTimeByConcurrencySeconds: z.array(nonNegative).min(1).max(20),
    patienceSeconds: nonNegative.nullable(),
  }),
  keyed({
    kind: z.literal('deferred'),
    clock: z.enum(['open', 'elapsed']),
    backlog: nonNegative,
    certainty: fraction,
  }),
]) satisfies z.ZodType<QueueStaffing>;

/** Of 5 agents fewer than required to 5 more. */
const LATE_COLUMNS = Array.from({ length: 11 }, (_, at) => {
  const more = at - 5;
  if (more === 0) return 'late_contacts';
  return more < 0 ? `late_contacts_minus_${-more}` : `late_contacts_plus_${more}`;
});

const billSchema = keyed({
  paidSeconds: nonNegative,
  fte: nonNegative.nullable(),
  cost: nonNegative.nullable(),
}) satisfies z.ZodType<StaffBill>;

const outlookSchema = keyed({
  uncertainty: keyed({
    volume: z.discriminatedUnion('kind', [
      keyed({ kind: z.literal('forecast-band') }),
      keyed({ kind: z.literal('gamma'), variation: nonNegative }),
      keyed({ kind: z.literal('certain') }),
    ]),
    absence: z.enum(['random', 'divided']),
    aim: z.discriminatedUnion('kind', [
      keyed({ kind: z.literal('expectation') }),
      keyed({ kind: z.literal('probability'), share: fraction }),
    ]),
  }),
  currency: z.string().regex(/^[A-Z]{3}$/),
  goalProbability: z.array(fraction.nullable()),
  bandLevel: fraction,
  paths: z.int().min(1).exactOptional(),
  required: billSchema,
  lower: billSchema,
  median: billSchema,
  upper: billSchema,
}) satisfies z.ZodType<UncertainOutlook>;

const queueRequirementSchema = keyed({
  queue: nameText,
  grid: gridSchema,
  staffing: staffingSchema,
  goal: goalSchema,
  unrosteredShrinkage: z.number().min(0).lt(1),
  open: z.array(z.boolean()),
  volume: z.array(nonNegative),
  handleTimeSeconds: z.array(nonNegative),
  load: z.array(nonNegative),
  agents: z.array(nonNegative),
  scheduledAgents: z.array(nonNegative),
  scheduledAgentsExact: z.array(nonNegative),
  serviceLevel: z.array(fraction.nullable()),
  averageSpeedOfAnswerSeconds: z.array(nonNegative.nullable()),
  abandonment: z.array(fraction.nullable()),
  occupancy: z.array(fraction.nullable()),
  leftAtClosing: z.array(nonNegative),
  sipp: keyed({
    agents: z.array(nonNegative),
    serviceLevel: z.array(fraction.nullable()),
    judged: z.int().min(0),
    missed: z.int().min(0),
  }).nullable(),
  everyIntervalAgents: z.array(nonNegative).nullable(),
  lateContacts: z.array(z.array(nonNegative).length(LATE_COLUMNS.length).nullable()),
  outlook: outlookSchema.nullable(),
  notes: z.array(noteSchema),
}).check(({ value, issues }) => {
  checkLengths(
    value.grid.length,
    'interval of the grid',
    [
      ...SLOT_LISTS.map((key) => [[key], value[key]] as [string[], readonly unknown[]]),
      ...(value.sipp === null
        ? []
        : (['agents', 'serviceLevel'] as const).map(
            (key) => [['sipp', key], value.sipp![key]] as [string[], readonly unknown[]],
          )),
      ...(value.outlook === null
        ? []
        : [
            [['outlook', 'goalProbability'], value.outlook.goalProbability] as [
              string[],
              readonly unknown[],
            ],
          ]),
      ...(value.everyIntervalAgents === null
        ? []
        : [[['everyIntervalAgents'], value.everyIntervalAgents] as [string[], readonly unknown[]]]),
    ],
    issues,
  );
});

const SLOT_LISTS = [
  'open',
  'volume',
  'handleTimeSeconds',
  'load',
  'agents',
  'scheduledAgents',
  'scheduledAgentsExact',
  'serviceLevel',
  'averageSpeedOfAnswerSeconds',
  'abandonment',
  'occupancy',
  'leftAtClosing',
  'lateContacts',
] as const;

export const requirementSchema: z.ZodType<Requirement> = keyed({
  kind: z.literal('requirement'),
  provenance: provenanceSchema,
  queues: z.array(queueRequirementSchema).min(1).max(1000),
});

/** How queues of a requirement that came as CSV are looked at: nothing of it is asked again. */
const AS_GIVEN: QueueStaffing = {
  kind: 'calls',
  model: 'erlang-c',
  method: 'sipp',
  patienceSeconds: null,
};

/** The goal of a requirement that came as CSV: nothing is asked for, the agents are given. */
const NO_GOAL: ServiceGoal = {
  serviceLevel: null,
  thresholdSeconds: 20,
  definition: 'offered',
  period: 'interval',
  serviceLevelFloor: null,
  averageSpeedOfAnswerSeconds: null,
  maxAbandonment: null,
  maxOccupancy: null,
  minimumAgents: 0,
};

/**
 * Reads a requirement from JSON (as it is, or stored) or from CSV, also of another tool: the
 * columns interval_start, queue, and scheduled_agents or agents are enough. Without
 * scheduled_agents nobody is taken to be away. CSV does not say goal and model: none is asked for.
 *
 * @throws {AgnerError} `INVALID_INPUT` with the line; `TOO_LARGE`
 */
export function readRequirement(
  text: string,
  source: string,
  options: CsvOptions = { zone: null },
): Requirement {
  if (isJsonText(text, source)) {
    return readJsonDocument(text, source, 'requirement', requirementSchema);
  }
  const zone = neededZone(options, source);
  const table = readTable(text, source, ['interval_start', 'queue'], null);
  const counts = ['scheduled_agents', 'agents'].filter((name) => table.columns.includes(name));
  if (counts.length === 0) {
    throw inputError('missing column "scheduled_agents" (or "agents")', { source, line: 1 });
  }
  return {
    kind: 'requirement',
    provenance: csvProvenance(text, source),
    queues: layOutQueues(table, zone, source).map((rows) => requirementOfRows(rows, source)),
  };
}

function requirementOfRows({ queue, grid, rows, absent }: QueueRows, source: string) {
  const slots = rows.map((row) => (row === null ? null : readSlot(row, grid.stepSeconds, source)));
  const of = (key: NumberKey): number[] => slots.map((slot) => slot?.[key] ?? 0);
  const known = (key: SharedKey) => slots.map((slot) => slot?.[key] ?? null);
  const notes: Note[] = [{ code: 'read-from-csv', details: {} }];
  if (absent > 0) notes.push({ code: 'intervals-absent', details: { intervals: absent } });
  return {
    queue,
    grid,
    staffing: AS_GIVEN,
    goal: NO_GOAL,
    unrosteredShrinkage: 0,
    open: slots.map((slot) => slot?.open ?? false),
    volume: of('volume'),
    handleTimeSeconds: of('handleTimeSeconds'),
    load: of('load'),
    agents: of('agents'),
    scheduledAgents: of('scheduledAgents'),
    scheduledAgentsExact: of('scheduledAgentsExact'),
    serviceLevel: known('serviceLevel'),
    averageSpeedOfAnswerSeconds: known('averageSpeedOfAnswerSeconds'),
    abandonment: known('abandonment'),
    occupancy: known('occupancy'),
    leftAtClosing: of('leftAtClosing'),
    sipp: null,
    everyIntervalAgents: null,
    lateContacts: slots.map((slot) => slot?.lateContacts ?? null),
    outlook: null,
    notes,
  } satisfies QueueRequirement;
}

type SharedKey = 'serviceLevel' | 'averageSpeedOfAnswerSeconds' | 'abandonment' | 'occupancy';
type NumberKey = Exclude<keyof ReturnType<typeof readSlot>, SharedKey | 'open' | 'lateContacts'>;

function readSlot(row: TableRow, stepSeconds: number, source: string) {
  const onPhones = numberCell(row, 'agents', source);
  const inRoster = numberCell(row, 'scheduled_agents', source);
  const scheduled = inRoster ?? onPhones;
  if (scheduled === null) {
    const column = onPhones === null ? 'scheduled_agents' : 'agents';
    throw cellFault(source, row, column, 'expected a number of agents, got an empty field');
  }
  const exact = numberCell(row, 'scheduled_agents_exact', source) ?? scheduled;
  if (exact > Math.ceil(scheduled)) {
    const message = `expected at most scheduled_agents, ${scheduled}, got ${exact}`;
    throw cellFault(source, row, 'scheduled_agents_exact', message);
  }
  const volume = numberCell(row, 'volume', source) ?? 0;
  const handleTimeSeconds = numberCell(row, 'handle_time_seconds', source) ?? 0;
  return {
    open: truthCell(row, 'open', source) ?? true,
    volume,
    handleTimeSeconds,
    load: numberCell(row, 'load_erlangs', source) ?? (volume * handleTimeSeconds) / stepSeconds,
    agents: Math.ceil(onPhones ?? scheduled),
    scheduledAgents: Math.ceil(scheduled),
    scheduledAgentsExact: exact,
    serviceLevel: fractionCell(row, 'service_level', source),
    averageSpeedOfAnswerSeconds: numberCell(row, 'average_speed_of_answer_seconds', source),
    abandonment: fractionCell(row, 'abandonment', source),
    occupancy: fractionCell(row, 'occupancy', source),
    leftAtClosing: numberCell(row, 'left_at_closing', source) ?? 0,
    lateContacts: readLateContacts(row, source),
  };
}

/** All of them or none. */
function readLateContacts(row: TableRow, source: string): readonly number[] | null {
  const cells = LATE_COLUMNS.map((column) => numberCell(row, column, source));
  const given = cells.filter((cell) => cell !== null);
  if (given.length === 0) return null;
  if (given.length === cells.length) return given;
  const column = LATE_COLUMNS[cells.indexOf(null)]!;
  const message = `expected late contacts in all ${cells.length} columns or in none, got an empty field`;
  throw cellFault(source, row, column, message);
}

/**
 * A requirement as CSV, line by line, header first; goal, model and notes are left out. Columns of
 * what was not asked (`sipp_agents` of a queue that is not staffed with carry-over,
 * `every_interval_agents` of a goal per interval, `goal_probability` of one whose volume is taken
 * as known) are empty.
 */
export function* formatRequirementCsv(requirement: Requirement): Generator<string> {
  yield `${formatCsvRow([
    'interval_start',
    'interval_minutes',
    'queue',
    'open',
    'volume',
    'handle_time_seconds',
    'load_erlangs',
    'agents',
    'scheduled_agents',
    'scheduled_agents_exact',
    'service_level',
    'average_speed_of_answer_seconds',
    'abandonment',
    'occupancy',
    'left_at_closing',
    'sipp_agents',
    'every_interval_agents',
    'goal_probability',
    ...LATE_COLUMNS,
  ])}\n`;
  for (const each of requirement.queues) {
    const { grid } = each;
    const start = epochSeconds(grid.start);
    for (let slot = 0; slot < grid.length; slot++) {
      yield `${formatCsvRow([
        formatInstant(start + slot * grid.stepSeconds, grid.zone),
        grid.stepSeconds / 60,
        each.queue,
        String(each.open[slot] ?? false),
        each.volume[slot] ?? null,
        each.handleTimeSeconds[slot] ?? null,
        each.load[slot] ?? null,
        each.agents[slot] ?? null,
        each.scheduledAgents[slot] ?? null,
        each.scheduledAgentsExact[slot] ?? null,
        each.serviceLevel[slot] ?? null,
        each.averageSpeedOfAnswerSeconds[slot] ?? null,
        each.abandonment[slot] ?? null,
        each.occupancy[slot] ?? null,
        each.leftAtClosing[slot] ?? null,
        each.sipp?.agents[slot] ?? null,
        each.everyIntervalAgents?.[slot] ?? null,
        each.outlook?.goalProbability[slot] ?? null,
        ...(each.lateContacts[slot] ?? LATE_COLUMNS.map(() => null)),
      ])}\n`;
    }
  }
}
