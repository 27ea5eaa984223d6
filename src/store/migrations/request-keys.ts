import { type StoreMigration } from './migration.ts';

/** Requests that are done once however often they are sent, with what was answered. */
export const requestKeys: StoreMigration = {
  name: '0007-request-keys',
  async up(knex) {
    await knex.schema.createTable('request_keys', (table) => {
      table.text('digest').primary();
      table.text('owner').notNullable();
      table.text('taken_at').notNullable().index();
      table.text('fingerprint');
      table.text('answer');
    });
  },
};
