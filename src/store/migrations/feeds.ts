import { type StoreMigration } from './migration.ts';

/** Calendars that people's own programs read; secrets as digests alone. */
export const feeds: StoreMigration = {
  name: '0011-feeds',
  async up(knex) {
    await knex.schema.createTable('feeds', (table) => {
      table.increments('position');
      table.text('id').notNullable().unique();
      table.text('digest').notNullable().unique();
      table.text('site_id').notNullable().references('sites.id');
      table.text('agent').notNullable();
      table.text('user').references('users.name').onDelete('CASCADE');
      table.text('created_at').notNullable();
      table.index(['site_id', 'agent']);
    });
  },
};
