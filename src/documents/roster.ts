import * as z from 'zod';
import { type AgentId } from '../domain/ids.ts';
import { type Wish } from '../domain/plan.ts';
import {
  type DayService,
  type LedgerEntry,
  type Roster,
  type Violation,
  type WishOutcome,
} from '../domain/roster.ts';
import { formatCsvRow } from './csv-row.ts';
import {
  checkLengths,
  checkSpan,
  gridSchema,
  label,
  nonNegative,
  noteSchema,
  provenanceSchema,
} from './document-parts.ts';
import { readJsonDocument } from './json-document.ts';
import { agentIdText, instantText, shiftSchema } from './shift-schema.ts';
import { dateText, keyed, nameText } from './text-values.ts';

const weight = z.number().gt(0);
const wallClock = z.int().min(0).max(172_800);

const wishSchema: z.ZodType<Wish> = z.union([
  keyed({ kind: z.literal('day-off'), date: dateText, weight }),
  keyed({
    kind: z.literal('start-between'),
    date: dateText,
    fromSeconds: wallClock,
    toSeconds: wallClock,
    weight,
  }),
]);

const wishOutcomeSchema: z.ZodType<WishOutcome> = keyed({
  agent: agentIdText,
  wish: wishSchema,
  granted: z.boolean(),
});

/** Most shifts of a roster: a year of a thousand people. */
const MAX_SHIFTS = 400_000;

/** A rule that a roster breaks. */
export const violationSchema: z.ZodType<Violation> = keyed({
  rule: label,
  agent: agentIdText,
  date: dateText,
  details: z.record(z.string().max(200), z.union([z.string(), z.number()])),
});

const share = z.number().min(0).max(1).nullable();
const count = z.int().min(0);

const ledgerCounts = keyed({
  nights: count,
  evenings: count,
  weekends: count,
  sundays: count,
  holidays: count,
  wishes: count,
  wishesGranted: count,
});

const serviceSchema: z.ZodType<DayService> = keyed({
  queue: nameText,
  date: dateText,
  contacts: nonNegative,
  serviceLevel: share,
  requiredServiceLevel: share,
  intervalsBelowFloor: count,
});

const ledgerSchema: z.ZodType<LedgerEntry> = keyed({
  agent: agentIdText,
  period: ledgerCounts,
  carried: ledgerCounts.nullable(),
});

export const rosterSchema: z.ZodType<Roster> = keyed({
  kind: z.literal('roster'),
  provenance: provenanceSchema,
  plan: nameText,
  site: nameText,
  grid: gridSchema,
  agents: z
    .array(
      keyed({ id: agentIdText, name: nameText, contract: nameText, skills: z.array(nameText) }),
    )
    .max(10_000),
  shifts: z.array(shiftSchema).max(MAX_SHIFTS),
  coverage: z.array(
    keyed({ queue: nameText, required: z.array(nonNegative), scheduled: z.array(nonNegative) }),
  ),
  shortfalls: z.array(
    keyed({ queue: nameText, start: instantText, end: instantText, agentSeconds: nonNegative }),
  ),
  wishes: z.array(wishOutcomeSchema),
  violations: z.array(violationSchema),
  score: keyed({
    currency: z.string().regex(/^[A-Z]{3}$/),
    pay: nonNegative,
    paidSeconds: nonNegative,
    underAgentSeconds: nonNegative,
    belowFloorAgentSeconds: nonNegative.exactOptional(),
    overAgentSeconds: nonNegative,
    unmetWishWeight: nonNegative,
    objective: nonNegative,
  }),
  proof: keyed({
    bound: z.number().nullable(),
    gap: z.number().nullable(),
    stoppedBy: z.enum(['optimal', 'time-limit', 'cancelled', 'iterations']),
  }),
  notes: z.array(noteSchema),
  service: z.array(serviceSchema).exactOptional(),
  ledger: z.array(ledgerSchema).exactOptional(),
}).check(({ value, issues }) => {
  const known = new Set<AgentId>(value.agents.map(({ id }) => id));
  value.shifts.forEach(({ agent }, i) => {
    if (!known.has(agent)) {
      const message = `expected an agent of the roster, got ${JSON.stringify(agent)}`;
      issues.push({ code: 'custom', input: agent, path: ['shifts', i, 'agent'], message });
    }
  });
  value.coverage.forEach(({ required, scheduled }, i) => {
    checkLengths(
      value.grid.length,
      'interval of the grid',
      [
        [['coverage', i, 'required'], required],
        [['coverage', i, 'scheduled'], scheduled],
      ],
      issues,
    );
  });
  value.shortfalls.forEach((shortfall, i) => {
    checkSpan(shortfall, ['shortfalls', i], issues);
  });
});

/**
 * Reads a roster from JSON, as it is or stored. For rosters as CSV, also of other tools, see
 * {@link readRosterShifts}.
 *
 * @throws {AgnerError} `INVALID_INPUT` with the line; `TOO_LARGE`
 */
export function readRoster(text: string, source: string): Roster {
  return readJsonDocument(text, source, 'roster', rosterSchema);
}

/** Columns of a roster as CSV: one row an activity. */
const ROSTER_COLUMNS = [
  'agent',
  'name',
  'date',
  'shift',
  'activity',
  'activity_name',
  'paid',
  'queue',
  'start',
  'end',
  'locked',
] as const;

/** A roster's shifts as CSV, line by line, header first; cover, score and proof are left out. */
export function* formatRosterCsv(roster: Roster): Generator<string> {
  const nameOf = new Map(roster.agents.map(({ id, name }) => [id, name]));
  yield `${formatCsvRow(ROSTER_COLUMNS)}\n`;
  for (const { agent, date, pattern, activities, locked } of roster.shifts) {
    for (const { kind, name, paid, queue, start, end } of activities) {
      yield `${formatCsvRow([
        agent,
        nameOf.get(agent) ?? null,
        date,
        pattern,
        kind,
        name,
        String(paid),
        queue,
        start,
        end,
        String(locked),
      ])}\n`;
    }
  }
}
