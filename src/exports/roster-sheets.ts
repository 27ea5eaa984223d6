import { format, parseISO } from 'date-fns';
import { type CellObject, type Row, type Sheet } from 'write-excel-file/node';
import {
  AgnerError,
  dayNumber,
  epochSeconds,
  formatInstant,
  gridDays,
  type LedgerCounts,
  ledgerTotal,
  localDateOf,
  type Roster,
  type Shift,
  slotStart,
  wallClockSeconds,
  weekdayOf,
} from '../domain/index.ts';
import { HEADER, hours, MAX_ROWS, number, text } from './cells.ts';
import { paidSecondsOf } from './worked-time.ts';

type WorkbookSheet = Sheet<Buffer>;

const PATTERN_COLORS = ['#DDEBF7', '#E2EFDA', '#EADCF4', '#FFF2CC', '#FCE4D6', '#D9E1E8'] as const;
const WEEKEND_HEADER: CellObject = { ...HEADER, backgroundColor: '#54708F' };
const SECTION: CellObject = { fontWeight: 'bold', backgroundColor: '#E7ECF2' };
const OVER: CellObject = { textColor: '#7A5B00' };
const UNDER: CellObject = { textColor: '#B3261E', fontWeight: 'bold' };

/** Serial number of 1970-01-01 in a workbook. */
const EPOCH_SERIAL = 25_569;

/** Agents down, local dates across, "22:00-06:30" in the cell of the date a shift starts on. */
export function rosterSheet({ agents, shifts, grid }: Roster): WorkbookSheet {
  const days = gridDays(grid).map(({ date }) => date);
  const colorOf = patternColors(shifts);
  const shiftsOf = groupBy(shifts, ({ agent }) => agent);
  const header: Row = [
    text('Agent', HEADER),
    text('Name', HEADER),
    ...days.map((date) =>
      text(format(parseISO(date), 'EEE yyyy-MM-dd'), {
        ...(weekdayOf(date) > 5 ? WEEKEND_HEADER : HEADER),
        align: 'center',
      }),
    ),
    text('Contract', HEADER),
    text('Shifts', { ...HEADER, align: 'right' }),
    text('Planned paid (h)', { ...HEADER, align: 'right' }),
  ];
  const rows = agents.map(({ id, name, contract }): Row => {
    const own = (shiftsOf.get(id) ?? []).toSorted(
      (a, b) => epochSeconds(a.start) - epochSeconds(b.start),
    );
    const ofDate = groupBy(own, ({ date }) => date);
    const paidSeconds = own.reduce((sum, shift) => sum + paidSecondsOf(shift), 0);
    return [
      text(id),
      text(name),
      ...days.map((date) => shiftCell(ofDate.get(date) ?? [], grid.zone, colorOf)),
      text(contract),
      number(own.length),
      hours(paidSeconds),
    ];
  });
  const perDay = groupBy(shifts, ({ date }) => date);
  const totals: Row = [
    text('Shifts', SECTION),
    text('', SECTION),
    ...days.map((date) => number(perDay.get(date)?.length ?? 0, { ...SECTION, align: 'center' })),
    text('', SECTION),
    number(shifts.length, SECTION),
    hours(
      shifts.reduce((sum, shift) => sum + paidSecondsOf(shift), 0),
      SECTION,
    ),
  ];
  return {
    sheet: 'Roster',
    data: [header, ...rows, totals],
    columns: [10, 24, ...days.map(() => 15), 14, 8, 16].map((width) => ({ width })),
    stickyRowsCount: 1,
    stickyColumnsCount: 2,
    orientation: 'landscape',
  };
}

/** One row per interval and queue; a repeated local time is told apart by its UTC offset. */
export function coverageSheet({ grid, coverage }: Roster): WorkbookSheet {
  if (grid.length * coverage.length + 1 > MAX_ROWS) {
    throw new AgnerError(
      'TOO_LARGE',
      `expected at most ${MAX_ROWS - 1} intervals times queues in a sheet, got ${grid.length * coverage.length}`,
    );
  }
  const titles = ['Date', 'Start', 'UTC offset', 'Queue', 'Required', 'Scheduled', 'Over', 'Under'];
  const rows = Array.from({ length: grid.length }, (_, slot) => {
    const instant = slotStart(grid, slot);
    return coverage.map(({ queue, required, scheduled }): Row => {
      const needed = required[slot] ?? 0;
      const there = scheduled[slot] ?? 0;
      return [
        number(dayNumber(localDateOf(instant, grid.zone)) + EPOCH_SERIAL, { format: 'yyyy-mm-dd' }),
        number(wallClockSeconds(instant, grid.zone) / 86_400, { format: 'hh:mm' }),
        // A leading sign would be read as a formula, so the offset is written after "UTC".
        text(`UTC${formatInstant(instant, grid.zone).slice(-6)}`),
        text(queue),
        number(needed),
        number(there),
        number(Math.max(0, there - needed), there > needed ? OVER : {}),
        number(Math.max(0, needed - there), there < needed ? UNDER : {}),
      ];
    });
  }).flat();
  return {
    sheet: 'Coverage',
    data: [titles.map((title) => text(title, HEADER)), ...rows],
    columns: [12, 8, 12, 20, 10, 10, 8, 8].map((width) => ({ width })),
    stickyRowsCount: 1,
  };
}

/** Nights, evenings, weekends, Sundays, holidays and wishes by person, and with what was carried. */
export function ledgerSheet({ agents, ledger = [] }: Roster): WorkbookSheet {
  const nameOf = new Map(agents.map(({ id, name }) => [id, name]));
  const kinds = ['Nights', 'Evenings', 'Weekends', 'Sundays', 'Holidays', 'Wishes', 'Granted'];
  const header: Row = ['Agent', 'Name', ...kinds, ...kinds.map((kind) => `${kind} in all`)].map(
    (name) => text(name, HEADER),
  );
  const counts = (of: LedgerCounts) =>
    [of.nights, of.evenings, of.weekends, of.sundays, of.holidays, of.wishes, of.wishesGranted].map(
      (value) => number(value),
    );
  return {
    sheet: 'Ledger',
    data: [
      header,
      ...ledger.map((entry): Row => [
        text(entry.agent),
        text(nameOf.get(entry.agent) ?? ''),
        ...counts(entry.period),
        ...counts(ledgerTotal(entry)),
      ]),
    ],
    columns: [12, 24, ...kinds.map(() => 10), ...kinds.map(() => 14)].map((width) => ({ width })),
    stickyRowsCount: 1,
  };
}

/** What the roster is, costs, covers and leaves undone, and what it was made of. */
export function summarySheet(roster: Roster): WorkbookSheet {
  const { grid, score, proof, provenance } = roster;
  const days = gridDays(grid);
  const granted = roster.wishes.filter((wish) => wish.granted).length;
  const line = (label: string, cell: CellObject): Row => [text(label), cell];
  const data: Row[] = [
    section('Roster'),
    line('Plan', text(roster.plan)),
    line('Site', text(roster.site)),
    line('Time zone', text(grid.zone)),
    line('First date', text(days[0]?.date ?? '')),
    line('Last date', text(days.at(-1)?.date ?? '')),
    line('Agents', number(roster.agents.length)),
    line('Shifts', number(roster.shifts.length)),
    line('Planned paid (h)', hours(score.paidSeconds)),
    line(`Planned pay (${score.currency})`, number(score.pay, { format: '#,##0.00' })),
    line('Under cover (agent hours)', hours(score.underAgentSeconds)),
    line('Over cover (agent hours)', hours(score.overAgentSeconds)),
    line('Wishes granted', text(`${granted} of ${roster.wishes.length}`)),
    line('Objective', number(score.objective, { format: '#,##0.00' })),
    line(
      'Proven bound',
      proof.bound === null ? text('none') : number(proof.bound, { format: '#,##0.00' }),
    ),
    line(
      'Gap to bound',
      proof.gap === null ? text('not known') : number(proof.gap, { format: '0.0%' }),
    ),
    line('Search ended by', text(proof.stoppedBy)),
    [],
    section(
      'Queue',
      'Required, rounded up (h)',
      'Scheduled (h)',
      'Over (h)',
      'Under (h)',
      'Required and there',
    ),
    ...coverageTotals(roster),
    [],
    section('Rule broken', 'Agent', 'Date', 'Details'),
    ...roster.violations.map(({ rule, agent, date, details }): Row => [
      text(rule),
      text(agent),
      text(date),
      text(detailText(details)),
    ]),
    ...(roster.violations.length === 0 ? [[text('none')]] : []),
    [],
    section('Short of agents', 'From', 'To', 'Missing (agent hours)'),
    ...roster.shortfalls.map(({ queue, start, end, agentSeconds }): Row => [
      text(queue),
      text(start),
      text(end),
      hours(agentSeconds),
    ]),
    ...(roster.shortfalls.length === 0 ? [[text('none')]] : []),
    [],
    section('Made by', provenance.program),
    line('Seed', number(provenance.seed)),
    line('Inputs (SHA-256)', text(provenance.inputsHash)),
    ...Object.entries(provenance.inputs).map(([name, value]) => line(name, text(value))),
  ];
  return {
    sheet: 'Summary',
    data,
    columns: [28, 28, 28, 24, 12, 20].map((width) => ({ width })),
  };
}

function coverageTotals({ coverage, grid }: Roster): Row[] {
  return coverage.map(({ queue, required, scheduled }) => {
    const sum = (value: (needed: number, there: number) => number) =>
      required.reduce((total, needed, slot) => total + value(needed, scheduled[slot] ?? 0), 0);
    const needed = sum((required) => required);
    return [
      text(queue),
      hours(needed * grid.stepSeconds),
      hours(sum((_, there) => there) * grid.stepSeconds),
      hours(sum((required, there) => Math.max(0, there - required)) * grid.stepSeconds),
      hours(sum((required, there) => Math.max(0, required - there)) * grid.stepSeconds),
      needed === 0 ? text('no requirement') : number(sum(Math.min) / needed, { format: '0.0%' }),
    ];
  });
}

function shiftCell(
  shifts: readonly Shift[],
  zone: string,
  colorOf: ReadonlyMap<string, string>,
): CellObject | null {
  const [first] = shifts;
  if (first === undefined) return null;
  const clock = (instant: string) => formatInstant(epochSeconds(instant), zone).slice(11, 16);
  const backgroundColor = colorOf.get(first.pattern);
  return text(shifts.map(({ start, end }) => `${clock(start)}-${clock(end)}`).join(', '), {
    align: 'center',
    ...(backgroundColor === undefined ? {} : { backgroundColor }),
  });
}

function patternColors(shifts: readonly Shift[]): ReadonlyMap<string, string> {
  const names = [...new Set(shifts.map(({ pattern }) => pattern))].sort();
  return new Map(
    names.map((name, index) => [name, PATTERN_COLORS[index % PATTERN_COLORS.length] ?? '']),
  );
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function section(...titles: readonly string[]): Row {
  return titles.map((title) => text(title, SECTION));
}

function detailText(details: Readonly<Record<string, string | number>>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
