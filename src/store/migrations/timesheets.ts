import { type StoreMigration } from './migration.ts';

/** Approved hours, each approval a row of its own. */
export const timesheets: StoreMigration = {
  name: '0010-timesheets',
  async up(knex) {
    await knex.schema.createTable('timesheets', (table) => {
      table.increments('position');
      table.text('id').notNullable().unique();
      table.text('site_id').notNullable().references('sites.id');
      table.text('agent').notNullable();
      table.text('date').notNullable();
      table.text('statement').notNullable();
      table.text('made_at').notNullable();
      table.text('made_by').notNullable();
      table.index(['site_id', 'date']);
    });
  },
};
