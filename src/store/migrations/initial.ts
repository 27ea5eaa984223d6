import { type Knex } from 'knex';
import { type StoreMigration } from './migration.ts';

/** Sites, queues and their history, plans, results, jobs. */
export const initial: StoreMigration = {
  name: '0001-initial',
  async up(knex, kind) {
    await knex.schema.createTable('sites', (table) => {
      table.text('id').primary();
      table.text('name').notNullable().unique();
      table.integer('version').notNullable();
    });

    await knex.schema.createTable('queues', (table) => {
      table.text('id').primary();
      table.text('site_id').notNullable().references('sites.id');
      table.text('name').notNullable();
      table.integer('version').notNullable();
      table.text('channel').notNullable();
      table.text('attribution').notNullable();
      table.text('zone').notNullable();
      table.integer('step_seconds').notNullable();
      // Kept with the queue: counting its intervals would read them all.
      table.bigInteger('first_epoch');
      table.bigInteger('last_epoch');
      table.integer('intervals').notNullable();
      table.unique(['site_id', 'name']);
    });

    await createHistoryIntervals(knex, kind);

    await knex.schema.createTable('plans', (table) => {
      table.increments('position');
      table.text('id').notNullable().unique();
      table.text('site_id').notNullable().references('sites.id');
      table.text('name').notNullable();
      table.integer('version').notNullable();
      table.text('hash').notNullable();
      table.text('text').notNullable();
      table.text('document').notNullable();
      table.text('created_at').notNullable();
      table.unique(['site_id', 'name', 'version']);
    });

    await knex.schema.createTable('results', (table) => {
      table.increments('position');
      table.text('id').notNullable().unique();
      table.text('kind').notNullable();
      table.text('site_id').notNullable().references('sites.id');
      table.text('name').notNullable();
      table.integer('version').notNullable();
      table.text('created_at').notNullable();
      table.text('inputs_hash').notNullable();
      table.text('seed').notNullable();
      table.text('program').notNullable();
      table.text('document').notNullable();
      table.unique(['site_id', 'kind', 'name', 'version']);
      table.index(['site_id', 'kind', 'position']);
    });

    await knex.schema.createTable('jobs', (table) => {
      table.text('id').primary();
      table.text('site').notNullable();
      table.integer('version').notNullable();
      table.text('kind').notNullable();
      table.text('state').notNullable().index();
      table.text('progress').notNullable();
      table.text('result_id');
      table.text('error');
      table.text('created_at').notNullable();
      table.text('updated_at').notNullable();
      table.text('owner').notNullable();
    });
  },
};

/** Raw because knex cannot say WITHOUT ROWID, which halves an SQLite file of history. */
async function createHistoryIntervals(knex: Knex, kind: 'sqlite' | 'postgres'): Promise<void> {
  const number = kind === 'sqlite' ? 'REAL' : 'DOUBLE PRECISION';
  await knex.raw(`CREATE TABLE history_intervals (
    queue_id TEXT NOT NULL REFERENCES queues (id),
    start_epoch BIGINT NOT NULL,
    offered ${number},
    answered ${number},
    answered_in_threshold ${number},
    abandoned ${number},
    abandoned_in_threshold ${number},
    talk_seconds ${number},
    hold_seconds ${number},
    acw_seconds ${number},
    wait_answered_seconds ${number},
    wait_abandoned_seconds ${number},
    PRIMARY KEY (queue_id, start_epoch)
  ) ${kind === 'sqlite' ? 'WITHOUT ROWID' : ''}`);
}
