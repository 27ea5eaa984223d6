/** A table as backups keep it. */
export interface KeptTable {
  readonly name: string;
  /** Columns that order and tell apart its rows. */
  readonly key: readonly string[];
  /** Rows that are held in memory at once. */
  readonly page: number;
}

const SMALL = 1000;
/** Whole documents, of up to many megabytes each. */
const LARGE = 4;

/** Every table of the schema, each after those that it refers to. */
export const TABLES: readonly KeptTable[] = [
  { name: 'sites', key: ['id'], page: SMALL },
  { name: 'queues', key: ['id'], page: SMALL },
  { name: 'history_intervals', key: ['queue_id', 'start_epoch'], page: SMALL },
  { name: 'plans', key: ['position'], page: LARGE },
  { name: 'results', key: ['position'], page: LARGE },
  { name: 'jobs', key: ['id'], page: SMALL },
  { name: 'forecast_overrides', key: ['id'], page: SMALL },
  { name: 'users', key: ['name'], page: SMALL },
  { name: 'sessions', key: ['digest'], page: SMALL },
  { name: 'api_tokens', key: ['position'], page: SMALL },
  { name: 'feeds', key: ['position'], page: SMALL },
  { name: 'call_logs', key: ['id'], page: LARGE },
  { name: 'call_log_files', key: ['log_id', 'first_line'], page: SMALL },
  {
    name: 'queue_calls',
    key: ['log_id', 'queue', 'entered_us', 'call_id', 'occurrence'],
    page: SMALL,
  },
  {
    name: 'agent_spans',
    key: ['log_id', 'start_us', 'agent', 'kind', 'queue', 'reason'],
    page: SMALL,
  },
  { name: 'agent_states', key: ['site_id', 'start_us', 'agent'], page: SMALL },
  { name: 'schedule_exceptions', key: ['position'], page: SMALL },
  { name: 'timesheets', key: ['position'], page: SMALL },
  { name: 'publications', key: ['position'], page: SMALL },
  { name: 'audit_log', key: ['position'], page: SMALL },
  { name: 'request_keys', key: ['digest'], page: SMALL },
];
