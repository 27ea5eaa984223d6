import { type Command, Option } from 'commander';
import { KPI_PERIODS, KPI_SUBJECTS, type KpiReport, type KpiRow } from '../../src/domain/index.ts';
import { kpiSheet, noteText } from '../../src/documents/index.ts';
import { reportKpis } from '../../src/use-cases/index.ts';
import { addDayRange, type DayRangeOptions, dayRangeOf } from '../day-range.ts';
import { formatOption, list } from '../options.ts';
import { clean, grouped, share, table } from '../render.ts';
import { runSession } from '../session.ts';
import { addReportShrinkage } from './report-shrinkage.ts';
import { SHEET_FORMATS, writeSheet } from '../write-sheet.ts';

interface KpiOptions extends DayRangeOptions {
  readonly of: KpiReport['of'];
  readonly every: KpiReport['every'];
  readonly queues?: readonly string[];
  readonly forecast?: string;
  readonly output?: string;
  readonly format?: (typeof SHEET_FORMATS)[number];
}

export function addReport(program: Command): void {
  const group = program.command('report').description('reports of what was');
  addReportShrinkage(group);
  addDayRange(group.command('kpi'))
    .description('key figures of queues, people or the site, by interval, day or all days')
    .addOption(new Option('--of <subject>', 'whose figures').choices(KPI_SUBJECTS).default('queue'))
    .addOption(
      new Option('--every <period>', 'what a row is over').choices(KPI_PERIODS).default('day'),
    )
    .option('--queues <names>', 'queues that count (default: all)', list)
    .option('--forecast <id>', 'stored forecast to hold the days against (default: as planned)')
    .option('-o, --output <file>', 'write all figures to a file; - is stdout')
    .addOption(formatOption(SHEET_FORMATS))
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<KpiOptions>();
      await runSession(command, async (session) => {
        const report = await reportKpis(session.world, {
          ...(await dayRangeOf(session, options)),
          of: options.of,
          every: options.every,
          queues: options.queues ?? null,
          forecast: options.forecast ?? null,
        });
        await writeSheet(session, options, {
          document: report,
          sheet: kpiSheet(report),
          text: reportText(report),
        });
        return 0;
      });
    });
}

/** The figures that fit a line, and what is not known. */
function reportText(report: KpiReport): string {
  const { from, to, of, rows, forecasts, notes } = report;
  const days = from === to ? from : `${from} to ${to}`;
  const against = forecasts.length === 0 ? '' : `; forecast: ${forecasts.join(', ')}`;
  return [
    `${days}, by ${of === 'site' ? 'site' : of}; service level is answered in time of offered${against}`,
    rows.length === 0
      ? 'nothing is stored of these days'
      : table(
          [
            ...(of === 'site' ? [] : [of]),
            ...['from', 'offered', 'answered', 'abandoned', 'SL', 'ASA', 'AHT', 'ATT', 'ACW'],
            ...['occupancy', 'utilisation', 'shrinkage', 'per agent', 'adherence', 'WAPE'],
          ],
          rows.map((row) => [...subjectOf(row), ...figuresOf(row)]),
        ),
    ...(rows.length === 0 ? [] : notes.map((note) => clean(noteText(note)))),
  ].join('\n');
}

function subjectOf({ queue, agent }: KpiRow): readonly string[] {
  return [queue, agent].filter((name) => name !== null);
}

function figuresOf(row: KpiRow): readonly string[] {
  const count = (value: number | null) => (value === null ? '-' : grouped(value));
  const seconds = (value: number | null) => (value === null ? '-' : `${value.toFixed(1)} s`);
  return [
    row.from.slice(0, 16).replace('T', ' '),
    count(row.offered),
    count(row.answered),
    count(row.abandoned),
    share(row.serviceLevel.offered),
    seconds(row.averageSpeedOfAnswerSeconds),
    seconds(row.averageHandleTimeSeconds),
    seconds(row.averageTalkTimeSeconds),
    seconds(row.averageAfterContactWorkSeconds),
    share(row.occupancy),
    share(row.utilisation),
    share(row.shrinkage.total),
    row.contactsPerAgent === null ? '-' : row.contactsPerAgent.toFixed(1),
    share(row.adherence),
    share(row.forecastWape),
  ];
}
