import { type StoreMigration } from './migration.ts';

/** What planners say of a forecast instead of the model; rows are withdrawn, never changed. */
export const overrides: StoreMigration = {
  name: '0002-overrides',
  async up(knex) {
    await knex.schema.createTable('forecast_overrides', (table) => {
      table.text('id').primary();
      table.text('forecast_id').notNullable().references('results.id');
      table.integer('version').notNullable();
      table.text('statement').notNullable();
      table.text('created_at').notNullable();
      table.text('withdrawn_by');
      table.text('withdrawn_at');
      table.unique(['forecast_id', 'version']);
    });
  },
};
