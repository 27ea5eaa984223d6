import { type StoreMigration } from './migration.ts';

/** What people were seen to do, and where their day differs from what was published. */
export const attendance: StoreMigration = {
  name: '0008-attendance',
  async up(knex, kind) {
    const layout = kind === 'sqlite' ? 'WITHOUT ROWID' : '';
    await knex.raw(`CREATE TABLE agent_states (
      site_id TEXT NOT NULL REFERENCES sites (id),
      start_us BIGINT NOT NULL,
      agent TEXT NOT NULL,
      end_us BIGINT NOT NULL,
      state TEXT NOT NULL,
      reason TEXT,
      PRIMARY KEY (site_id, start_us, agent)
    ) ${layout}`);
    await knex.schema.createTable('schedule_exceptions', (table) => {
      table.increments('position');
      table.text('id').notNullable().unique();
      table.text('site_id').notNullable().references('sites.id');
      table.text('agent').notNullable();
      table.bigInteger('start_us').notNullable();
      table.bigInteger('end_us').notNullable();
      table.text('statement').notNullable();
      table.text('made_at').notNullable();
      table.text('made_by').notNullable();
      table.text('withdrawn_at');
      table.index(['site_id', 'start_us']);
    });
  },
};
