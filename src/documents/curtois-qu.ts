import {
  inputError,
  type InstanceCover,
  type InstanceEmployee,
  type InstanceShift,
  type ShiftInstance,
  type ShiftRequest,
  type ShiftSolution,
} from '../domain/index.ts';
import { formatCsvRow } from './csv-row.ts';
import { quoted } from './issues.ts';
import { checkText } from './located-text.ts';

const MAX_CHARACTERS = 16 * 1024 * 1024;

/** One line of a section, cut at its commas. */
interface Line {
  readonly fields: readonly string[];
  readonly source: string;
  readonly line: number;
}

/**
 * Reads a shift scheduling instance in the text format of Curtois and Qu (2014, "Computational
 * results on new staff scheduling benchmark instances"): sections of lines cut at commas, `#`
 * starts a comment.
 *
 * @throws {AgnerError} `INVALID_INPUT` with the line; `TOO_LARGE`
 */
export function readCurtoisQu(text: string, source: string): ShiftInstance {
  const sections = readSections(checkText(text, source, MAX_CHARACTERS), source);
  const linesOf = (name: string) => {
    const lines = sections.get(`SECTION_${name}`);
    if (lines === undefined) throw inputError(`expected a SECTION_${name}, got none`, { source });
    return lines;
  };
  const horizon = linesOf('HORIZON')[0];
  if (horizon === undefined) throw inputError('expected the number of days', { source });
  const days = whole(horizon, 0);
  if (days < 1) throw fault(horizon, `expected at least one day, got ${days}`);
  const shifts = linesOf('SHIFTS').map((line): InstanceShift => ({
    id: named(line, 0),
    paidSeconds: 60 * whole(line, 1),
    notBefore: (line.fields[2] ?? '').split('|').filter((id) => id !== ''),
  }));
  const shiftIds = distinct(linesOf('SHIFTS'), 'shift');
  shifts.forEach(({ notBefore }, index) => {
    for (const id of notBefore) known(linesOf('SHIFTS')[index]!, 'shift', id, shiftIds);
  });
  const staffIds = distinct(linesOf('STAFF'), 'employee');
  const daysOff = new Map<string, number[]>();
  for (const line of linesOf('DAYS_OFF')) {
    const id = known(line, 'employee', named(line, 0), staffIds);
    const own = line.fields.slice(1).map((_, index) => dayOf(line, index + 1, days));
    daysOff.set(id, [...(daysOff.get(id) ?? []), ...own]);
  }
  const staff = linesOf('STAFF').map((line) =>
    employeeOf(line, shiftIds, daysOff.get(line.fields[0]!) ?? []),
  );
  const requestsOf = (kind: ShiftRequest['kind'], name: string) =>
    linesOf(name).map((line): ShiftRequest => ({
      kind,
      employee: known(line, 'employee', named(line, 0), staffIds),
      day: dayOf(line, 1, days),
      shift: known(line, 'shift', named(line, 2), shiftIds),
      weight: amount(line, 3),
    }));
  const cells = new Set<string>();
  const cover = linesOf('COVER').map((line): InstanceCover => {
    const day = dayOf(line, 0, days);
    const shift = known(line, 'shift', named(line, 1), shiftIds);
    if (cells.has(`${day} ${shift}`)) {
      throw fault(line, `expected each day and shift once, got ${day} and ${quoted(shift)} twice`);
    }
    cells.add(`${day} ${shift}`);
    return {
      day,
      shift,
      required: amount(line, 2),
      underWeight: amount(line, 3),
      overWeight: amount(line, 4),
    };
  });
  return {
    days,
    shifts,
    staff,
    requests: [
      ...requestsOf('on', 'SHIFT_ON_REQUESTS'),
      ...requestsOf('off', 'SHIFT_OFF_REQUESTS'),
    ],
    cover,
  };
}

/** A solution as CSV: employee, day from 0, shift; days off have no row. */
export function formatShiftSolutionCsv({ assignments }: ShiftSolution): readonly string[] {
  const rows = assignments.map(({ employee, day, shift }) => [employee, String(day), shift]);
  return [['employee', 'day', 'shift'], ...rows].map((row) => `${formatCsvRow(row)}\n`);
}

function readSections(text: string, source: string): ReadonlyMap<string, readonly Line[]> {
  const sections = new Map<string, Line[]>();
  let present: Line[] | null = null;
  text.split(/\r?\n/).forEach((raw, index) => {
    const content = raw.trim();
    const line = index + 1;
    if (content === '' || content.startsWith('#')) return;
    if (content.startsWith('SECTION_')) {
      if (sections.has(content)) {
        throw inputError(`expected each section once, got ${quoted(content)} twice`, {
          source,
          line,
        });
      }
      present = [];
      sections.set(content, present);
      return;
    }
    if (present === null) {
      throw inputError(`expected a SECTION_, got ${quoted(content)}`, { source, line });
    }
    present.push({ fields: content.split(',').map((field) => field.trim()), source, line });
  });
  return sections;
}

function employeeOf(
  line: Line,
  shiftIds: ReadonlySet<string>,
  daysOff: readonly number[],
): InstanceEmployee {
  const maxShifts: Record<string, number> = {};
  for (const part of (line.fields[1] ?? '').split('|')) {
    const [id = '', count = ''] = part.split('=');
    known(line, 'shift', id, shiftIds);
    maxShifts[id] = wholeOf(line, count);
  }
  return {
    id: named(line, 0),
    maxShifts,
    maxPaidSeconds: 60 * whole(line, 2),
    minPaidSeconds: 60 * whole(line, 3),
    maxConsecutiveShifts: whole(line, 4),
    minConsecutiveShifts: whole(line, 5),
    minConsecutiveDaysOff: whole(line, 6),
    maxWeekends: whole(line, 7),
    daysOff,
  };
}

function distinct(lines: readonly Line[], what: string): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const line of lines) {
    const id = named(line, 0);
    if (ids.has(id)) throw fault(line, `expected each ${what} once, got ${quoted(id)} twice`);
    ids.add(id);
  }
  return ids;
}

function named(line: Line, index: number): string {
  const text = line.fields[index] ?? '';
  if (text === '') throw fault(line, `expected a name in field ${index + 1}, got nothing`);
  return text;
}

function known(line: Line, what: string, id: string, ids: ReadonlySet<string>): string {
  if (!ids.has(id)) throw fault(line, `expected a known ${what}, got ${quoted(id)}`);
  return id;
}

function whole(line: Line, index: number): number {
  return wholeOf(line, line.fields[index] ?? '');
}

function wholeOf(line: Line, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw fault(line, `expected a whole number, got ${quoted(text)}`);
  return Number(text);
}

function amount(line: Line, index: number): number {
  const text = line.fields[index] ?? '';
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text)) {
    throw fault(line, `expected a number of at least 0, got ${quoted(text)}`);
  }
  return Number(text);
}

function dayOf(line: Line, index: number, days: number): number {
  const day = whole(line, index);
  if (day >= days) throw fault(line, `expected a day below ${days}, got ${day}`);
  return day;
}

function fault({ source, line }: Line, message: string) {
  return inputError(message, { source, line });
}
