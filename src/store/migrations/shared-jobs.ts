import { type StoreMigration } from './migration.ts';

/** Jobs that several processes share: what was ordered, which attempt counts, when it was heard of. */
export const sharedJobs: StoreMigration = {
  name: '0009-shared-jobs',
  async up(knex) {
    await knex.schema.alterTable('jobs', (table) => {
      table.integer('attempt').notNullable().defaultTo(0);
      table.text('work_order');
      table.double('heard_epoch');
      table.double('cancel_epoch');
    });
  },
};
