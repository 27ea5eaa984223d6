import { type StoreMigration } from './migration.ts';

/** Who may sign in, their sessions and their tokens; secrets as digests alone. */
export const people: StoreMigration = {
  name: '0004-people',
  async up(knex) {
    await knex.schema.createTable('users', (table) => {
      table.text('name').primary();
      table.text('role').notNullable();
      table.text('sites');
      table.text('agent');
      table.text('password_hash');
      table.text('created_at').notNullable();
    });
    await knex.schema.createTable('sessions', (table) => {
      table.text('digest').primary();
      table.text('user').notNullable().references('users.name').onDelete('CASCADE').index();
      table.text('created_at').notNullable();
      table.text('expires_at').notNullable();
    });
    await knex.schema.createTable('api_tokens', (table) => {
      table.increments('position');
      table.text('id').notNullable().unique();
      table.text('digest').notNullable().unique();
      table.text('user').notNullable().references('users.name').onDelete('CASCADE');
      table.text('label').notNullable();
      table.text('role').notNullable();
      table.text('created_at').notNullable();
      table.text('expires_at');
    });
  },
};
