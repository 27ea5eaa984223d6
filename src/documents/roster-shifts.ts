import { addDays, checkDate, formatInstant, localDateOf } from '../domain/calendar.ts';
import { type Activity, ACTIVITY_KINDS, type Shift } from '../domain/roster.ts';
import * as z from 'zod';
import { cellFault, instantCell, neededCell, truthCell } from './cells.ts';
import { type CsvOptions, neededZone } from './from-csv.ts';
import { checkValue, quoted, wordList } from './issues.ts';
import { isJsonText } from './json-document.ts';
import { readRoster } from './roster.ts';
import { parseLocatedJson } from './safe-json.ts';
import { agentIdText, MAX_SHIFT_SECONDS, shiftSchema } from './shift-schema.ts';
import { readTable, type TableRow } from './table.ts';

const MAX_JSON_CHARACTERS = 256 * 1024 * 1024;

/**
 * Reads shifts to audit: a roster of Agner or a list of its shifts (JSON), or CSV of any tool. CSV
 * needs agent, start and end (with offset, or local in the given zone).
 *
 * Rows of one agent that share date and shift make one shift; where the file has no date, rows
 * that touch do. Time between rows of a shift is an unpaid break. A row that does not say its
 * activity is work, a row that does not say whether it is paid is paid unless it is a break.
 *
 * @throws {AgnerError} `INVALID_INPUT` with the line, also for rows of one shift that overlap or a
 *   shift of more than 24 hours
 */
export function readRosterShifts(
  text: string,
  source: string,
  options: CsvOptions = { zone: null },
): readonly Shift[] {
  if (isJsonText(text, source)) return readJsonShifts(text, source);
  const zone = neededZone(options, source);
  const { columns, rows } = readTable(text, source, ['agent', 'start', 'end'], null);
  const hasDate = columns.includes('date');
  const groups = new Map<string, Piece[]>();
  for (const row of rows) {
    const piece = readPiece(row, zone, source);
    const key = JSON.stringify([piece.agent, piece.date, hasDate ? piece.pattern : '']);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [piece]);
    else group.push(piece);
  }
  const pieces = [...groups.values()];
  return (hasDate ? pieces : touching(pieces.flat()))
    .map((group) => shiftOf(group, zone, source))
    .sort((a, b) => compare(a.agent, b.agent) || compare(a.date, b.date));
}

const shiftList = z.array(shiftSchema).max(400_000);

function readJsonShifts(text: string, source: string): readonly Shift[] {
  if (/^\ufeff?\s*\[/.test(text)) {
    const { value, locate } = parseLocatedJson(text, source, MAX_JSON_CHARACTERS);
    return checkValue(shiftList, value, source, locate);
  }
  return readRoster(text, source).shifts;
}

/** One row: a stretch of a person's time. */
interface Piece {
  readonly row: TableRow;
  readonly agent: Shift['agent'];
  /** Local date of the shift as the row says it, else of the row's own start. */
  readonly date: string;
  readonly pattern: string;
  readonly activity: Omit<Activity, 'start' | 'end'>;
  readonly start: number;
  readonly end: number;
  readonly locked: boolean;
}

function readPiece(row: TableRow, zone: string, source: string): Piece {
  const start = instantCell(row, 'start', zone, source);
  const end = instantCell(row, 'end', zone, source);
  if (end <= start) throw cellFault(source, row, 'end', 'expected an end after the start');
  const place = `${source}, line ${row.line}, column agent`;
  const kind = row.cell('activity') ?? 'work';
  if (!isKind(kind)) {
    const message = `expected ${wordList(ACTIVITY_KINDS)}, got ${quoted(kind)}`;
    throw cellFault(source, row, 'activity', message);
  }
  return {
    row,
    agent: checkValue(agentIdText, neededCell(row, 'agent', source), place),
    date: readDate(row, source) ?? localDateOf(start, zone),
    pattern: row.cell('shift') ?? '',
    activity: {
      kind,
      name: row.cell('activity_name') ?? kind,
      queue: kind === 'work' ? row.cell('queue') : null,
      paid: truthCell(row, 'paid', source) ?? kind !== 'break',
    },
    start,
    end,
    locked: truthCell(row, 'locked', source) ?? false,
  };
}

function readDate(row: TableRow, source: string): string | null {
  const date = row.cell('date');
  if (date === null) return null;
  try {
    return checkDate(date);
  } catch {
    const message = `expected a date such as 2026-03-29, got ${quoted(date)}`;
    throw cellFault(source, row, 'date', message);
  }
}

/** Runs of rows of one agent that touch or overlap, whatever date they start on. */
function touching(pieces: readonly Piece[]): Piece[][] {
  const sorted = [...pieces].sort((a, b) => compare(a.agent, b.agent) || a.start - b.start);
  const runs: Piece[][] = [];
  for (const piece of sorted) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last?.agent === piece.agent && piece.start <= last.end) run.push(piece);
    else runs.push([piece]);
  }
  return runs;
}

function shiftOf(group: readonly Piece[], zone: string, source: string): Shift {
  const pieces = [...group].sort((a, b) => a.start - b.start);
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  const activities: Activity[] = [];
  const add = (activity: Piece['activity'], start: number, end: number) => {
    activities.push({
      ...activity,
      start: formatInstant(start, zone),
      end: formatInstant(end, zone),
    });
  };
  let at = first.start;
  for (const piece of pieces) {
    if (piece.start < at) {
      const message = `expected rows of ${quoted(piece.agent)} that do not overlap`;
      throw cellFault(source, piece.row, 'start', message);
    }
    if (piece.start > at) add(UNPAID_BREAK, at, piece.start);
    add(piece.activity, piece.start, piece.end);
    at = piece.end;
  }
  if (last.end - first.start > MAX_SHIFT_SECONDS) {
    const message = `expected a shift of at most 24 hours, got one from ${formatInstant(first.start, zone)}`;
    throw cellFault(source, last.row, 'end', message);
  }
  const ownDate = localDateOf(first.start, zone);
  if (first.date !== ownDate && first.date !== addDays(ownDate, -1)) {
    const message = `expected the date on which the shift starts, ${ownDate}, got ${first.date}`;
    throw cellFault(source, first.row, 'date', message);
  }
  return {
    agent: first.agent,
    date: first.date,
    pattern: first.pattern,
    start: formatInstant(first.start, zone),
    end: formatInstant(last.end, zone),
    activities,
    locked: pieces.every(({ locked }) => locked),
  };
}

const UNPAID_BREAK = { kind: 'break', name: 'break', queue: null, paid: false } as const;

function isKind(text: string): text is Activity['kind'] {
  return ACTIVITY_KINDS.some((kind) => kind === text);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
