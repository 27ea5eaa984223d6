import { type StoreMigration } from './migration.ts';

/** Single calls and agents' time as logs tell them, and how far each log was read. */
export const callLogs: StoreMigration = {
  name: '0005-call-logs',
  async up(knex, kind) {
    const number = kind === 'sqlite' ? 'REAL' : 'DOUBLE PRECISION';
    const layout = kind === 'sqlite' ? 'WITHOUT ROWID' : '';
    await knex.schema.createTable('call_logs', (table) => {
      table.text('id').primary();
      table.text('site_id').notNullable().references('sites.id');
      table.text('name').notNullable();
      table.integer('version').notNullable();
      // All three or none: what reading on needs.
      table.text('state');
      table.text('state_file');
      table.double('last_heard');
      table.unique(['site_id', 'name']);
    });
    await knex.schema.createTable('call_log_files', (table) => {
      table.text('log_id').notNullable().references('call_logs.id');
      table.text('first_line').notNullable();
      table.bigInteger('bytes').notNullable();
      table.primary(['log_id', 'first_line']);
    });
    // Instants are whole microseconds: exact, and the same key whenever a log is read.
    await knex.raw(`CREATE TABLE queue_calls (
      log_id TEXT NOT NULL REFERENCES call_logs (id),
      queue TEXT NOT NULL,
      entered_us BIGINT NOT NULL,
      call_id TEXT NOT NULL,
      occurrence INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      wait_seconds ${number} NOT NULL,
      talk_seconds ${number},
      wrap_up_seconds ${number},
      agent TEXT,
      PRIMARY KEY (log_id, queue, entered_us, call_id, occurrence)
    ) ${layout}`);
    await knex.raw(`CREATE TABLE agent_spans (
      log_id TEXT NOT NULL REFERENCES call_logs (id),
      start_us BIGINT NOT NULL,
      agent TEXT NOT NULL,
      kind TEXT NOT NULL,
      queue TEXT NOT NULL,
      reason TEXT NOT NULL,
      end_us BIGINT,
      end_is_known INTEGER NOT NULL,
      PRIMARY KEY (log_id, start_us, agent, kind, queue, reason)
    ) ${layout}`);
  },
};
