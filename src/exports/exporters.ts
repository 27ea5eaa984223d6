import { formatRosterCsv } from '../documents/index.ts';
import { AgnerError, type AgentId, type Plan, type Roster } from '../domain/index.ts';
import {
  type ExportContext,
  type ExportedFile,
  type Exporters,
  type ShiftCalendar,
} from '../use-cases/index.ts';
import { formatRosterIcs, formatShiftsIcs } from './ics.ts';
import { formatApprovedPayrollCsv, formatPlannedPayrollCsv } from './payroll-csv.ts';
import { drawRosterPicture } from './roster-picture.ts';
import { formatRosterXlsx } from './xlsx.ts';

const CALENDAR = 'text/calendar; charset=utf-8';

const PICTURE = { width: 1600, height: 1200 } as const;

/** Every export format by name. A workbook, JSON and a picture are of the whole roster alone. */
export const exporters: Exporters = {
  ics: (roster, { agent, storedAt }) =>
    promised(() =>
      file(CALENDAR, 'ics', formatRosterIcs(roster, { agent: agent as AgentId | null }, storedAt)),
    ),
  csv: (roster, { agent }) =>
    promised(() =>
      file('text/csv; charset=utf-8', 'csv', [...formatRosterCsv(ofAgent(roster, agent))].join('')),
    ),
  payroll: (roster, { agent, plan, approvals }) =>
    promised(() =>
      payrollFile(
        formatApprovedPayrollCsv(
          ofAgent(roster, agent),
          payrollPlan(plan),
          agent === null ? approvals : approvals.filter((approval) => approval.agent === agent),
        ),
      ),
    ),
  'payroll-planned': (roster, { agent, plan }) =>
    promised(() => payrollFile(formatPlannedPayrollCsv(ofAgent(roster, agent), payrollPlan(plan)))),
  json: (roster, context) =>
    promised(() => {
      refuseAgent('json', context);
      return file('application/json', 'json', `${JSON.stringify(roster, null, 2)}\n`);
    }),
  xlsx: async (roster, context) => {
    refuseAgent('xlsx', context);
    return file(
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'xlsx',
      await formatRosterXlsx(roster),
    );
  },
  png: async (roster, context) => {
    refuseAgent('png', context);
    const { forecast, requirement } = context;
    const picture = await drawRosterPicture({ forecast, requirement, roster, ...PICTURE });
    return file('image/png', 'png', picture);
  },
};

function payrollPlan(plan: Plan | null): Plan {
  if (plan !== null) return plan;
  throw new AgnerError('INVALID_INPUT', 'expected a plan for payroll hours, got none');
}

function payrollFile(text: string): ExportedFile {
  return file('text/csv; charset=utf-8', 'csv', text);
}

/** Shifts as a calendar file. */
export function exportCalendar(calendar: ShiftCalendar): Promise<ExportedFile> {
  return promised(() => file(CALENDAR, 'ics', formatShiftsIcs(calendar)));
}

/** What `make` returns as a promise, what it throws as a rejection. */
function promised(make: () => ExportedFile): Promise<ExportedFile> {
  return Promise.resolve().then(make);
}

function file(
  mediaType: string,
  extension: string,
  content: ExportedFile['content'],
): ExportedFile {
  return { mediaType, extension, content };
}

function ofAgent(roster: Roster, agent: string | null): Roster {
  if (agent === null) return roster;
  return {
    ...roster,
    agents: roster.agents.filter(({ id }) => id === agent),
    shifts: roster.shifts.filter((shift) => shift.agent === agent),
  };
}

function refuseAgent(format: string, { agent }: ExportContext): void {
  if (agent !== null) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ics, csv or payroll for one agent alone, got ${format}`,
    );
  }
}
