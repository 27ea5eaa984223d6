/** Key figures as a table, and what is said of those that are not known. */
import {
  type KpiReport,
  type KpiRow,
  SERVICE_LEVEL_DEFINITIONS,
  type ServiceLevelDefinition,
  SHRINKAGE_TYPES,
} from '../domain/index.ts';
import { type Sheet, type SheetCell, type SheetColumn } from '../use-cases/index.ts';

interface KpiColumn extends SheetColumn {
  readonly value: (row: KpiRow) => SheetCell;
}

const LEVELS: Readonly<Record<ServiceLevelDefinition, readonly [string, string]>> = {
  offered: ['service_level_offered', 'Service level (of offered)'],
  entered: ['service_level_entered', 'Service level (of entered)'],
  answered: ['service_level_answered', 'Service level (of answered)'],
  excludingShortAbandons: [
    'service_level_excluding_short_abandons',
    'Service level (without short abandons)',
  ],
  includingShortAbandons: [
    'service_level_including_short_abandons',
    'Service level (short abandons as answered)',
  ],
};

const COLUMNS: readonly KpiColumn[] = [
  { name: 'from', title: 'From', unit: 'text', value: ({ from }) => from },
  { name: 'to', title: 'To', unit: 'text', value: ({ to }) => to },
  column('intervals', 'Intervals known', 'count', ({ intervals }) => intervals),
  column('offered', 'Offered', 'count', ({ offered }) => offered),
  column('answered', 'Answered', 'count', ({ answered }) => answered),
  column('abandoned', 'Abandoned', 'count', ({ abandoned }) => abandoned),
  column('abandonment', 'Abandonment', 'share', ({ abandonment }) => abandonment),
  ...SERVICE_LEVEL_DEFINITIONS.map((definition) =>
    column(...LEVELS[definition], 'share', ({ serviceLevel }) => serviceLevel[definition]),
  ),
  column(
    'average_speed_of_answer_seconds',
    'ASA (s)',
    'seconds',
    (row) => row.averageSpeedOfAnswerSeconds,
  ),
  column(
    'average_handle_time_seconds',
    'AHT (s)',
    'seconds',
    (row) => row.averageHandleTimeSeconds,
  ),
  column('average_talk_time_seconds', 'ATT (s)', 'seconds', (row) => row.averageTalkTimeSeconds),
  column(
    'average_after_contact_work_seconds',
    'ACW (s)',
    'seconds',
    (row) => row.averageAfterContactWorkSeconds,
  ),
  column('occupancy', 'Occupancy', 'share', ({ occupancy }) => occupancy),
  column('utilisation', 'Utilisation', 'share', ({ utilisation }) => utilisation),
  column('shrinkage', 'Shrinkage', 'share', ({ shrinkage }) => shrinkage.total),
  ...SHRINKAGE_TYPES.map((type) =>
    column(`shrinkage_${type}`, `Shrinkage: ${type}`, 'share', ({ shrinkage }) => shrinkage[type]),
  ),
  column('agents', 'Agents', 'count', ({ agents }) => agents),
  column('contacts_per_agent', 'Contacts per agent', 'number', (row) => row.contactsPerAgent),
  column('adherence', 'Adherence', 'share', ({ adherence }) => adherence),
  column('forecast_offered', 'Forecast', 'number', (row) => row.forecastOffered),
  column('forecast_wape', 'Forecast WAPE', 'share', (row) => row.forecastWape),
  column('forecast_bias', 'Forecast bias', 'share', (row) => row.forecastBias),
];

function column(
  name: string,
  title: string,
  unit: SheetColumn['unit'],
  value: (row: KpiRow) => number | null,
): KpiColumn {
  return { name, title, unit, value };
}

/** Whose the rows are. */
const SUBJECTS: Readonly<Record<KpiReport['of'], readonly KpiColumn[]>> = {
  queue: [{ name: 'queue', title: 'Queue', unit: 'text', value: ({ queue }) => queue }],
  agent: [
    { name: 'agent', title: 'Agent', unit: 'text', value: ({ agent }) => agent },
    { name: 'name', title: 'Name', unit: 'text', value: ({ name }) => name },
  ],
  site: [],
};

/** A report as a table of all its figures. */
export function kpiSheet({ of, rows }: KpiReport): Sheet {
  const columns = [...SUBJECTS[of], ...COLUMNS];
  return {
    name: 'KPI',
    columns: columns.map(({ name, title, unit }) => ({ name, title, unit })),
    rows: rows.map((row) => columns.map(({ value }) => value(row))),
  };
}

/** Sentences for the notes of a report. */
export const KPI_NOTES: Readonly<
  Record<string, (details: Readonly<Record<string, string | number>>) => string>
> = {
  'kpi-no-history': () => 'contacts are empty: no history of these days is stored',
  'kpi-no-threshold': () =>
    'service levels are empty: the history does not count who was answered in time (--threshold of an import)',
  'kpi-no-waits': () => 'ASA is empty: the history holds no waits',
  'kpi-no-forecast': () =>
    'forecast accuracy is empty: no stored forecast holds these days in intervals as the history has them',
  'kpi-forecast-made-later': ({ days, first }) =>
    `on ${days} days (first ${first}) the forecast was made after the day had begun: no other holds them`,
  'kpi-no-calls': () =>
    'agents and contacts per agent are empty: single calls are not stored (agner import queue-log keeps them)',
  'kpi-no-talk': () => 'ATT and AHT are empty: the length of conversations is not stored',
  'kpi-no-after-contact-work': () =>
    'ACW and AHT are empty: wrap-up is not stored (--wrap-up or --wrap-up-reasons of an import)',
  'kpi-nobody-seen': () =>
    'occupancy, utilisation, shrinkage and adherence are empty: what people did is not stored (agner serve with an ACD keeps it; a queue log tells it where all agents sign in and out in it)',
  'kpi-no-schedule': () =>
    'shrinkage and adherence are empty: no roster of these days was published then (agner roster publish)',
};
