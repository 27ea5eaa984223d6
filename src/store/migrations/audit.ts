import { randomBytes } from 'node:crypto';
import { type Knex } from 'knex';
import { type StoreMigration } from './migration.ts';

/** Published rosters, the audit trail, and ids of users that stay when names go. */
export const audit: StoreMigration = {
  name: '0006-audit',
  async up(knex, kind) {
    await knex.schema.alterTable('users', (table) => {
      table.text('id');
    });
    for (const name of await knex<{ name: string }>('users').orderBy('name').pluck('name')) {
      await knex('users')
        .where({ name })
        .update({ id: `us_${randomBytes(8).toString('hex')}` });
    }
    await knex.schema.alterTable('users', (table) => {
      table.unique(['id']);
    });

    await knex.schema.createTable('publications', (table) => {
      table.increments('position');
      table.text('id').notNullable().unique();
      table.text('site_id').notNullable().references('sites.id');
      table.text('plan').notNullable();
      table.integer('version').notNullable();
      table.text('roster_id').notNullable().references('results.id');
      table.text('first_date').notNullable();
      table.text('last_date').notNullable();
      table.text('published_at').notNullable();
      table.text('published_by').notNullable();
      table.text('note').notNullable();
      table.text('hash').notNullable();
      table.unique(['site_id', 'plan', 'version']);
    });

    await knex.schema.createTable('audit_log', (table) => {
      table.integer('position').primary();
      table.text('at').notNullable();
      table.text('actor').notNullable();
      table.text('token');
      table.text('action').notNullable();
      table.text('site');
      table.text('subject').notNullable().index();
      table.text('before');
      table.text('after');
      table.text('hash').notNullable();
      // Not part of the line's hash: without it nobody can tell what state the digests are of.
      table.text('salt');
    });
    await (kind === 'sqlite' ? guardSqlite(knex) : guardPostgres(knex));
  },
};

/** Every column of the trail but the salt, which may be forgotten. */
const KEPT = [
  ...['position', 'at', 'actor', 'token', 'action', 'site', 'subject', 'before', 'after', 'hash'],
];

/** The database itself refuses to change or delete a line. */
async function guardSqlite(knex: Knex): Promise<void> {
  const changed = KEPT.map((column) => `NEW."${column}" IS NOT OLD."${column}"`).join(' OR ');
  const refusal = `BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END`;
  await knex.raw(
    `CREATE TRIGGER audit_log_update BEFORE UPDATE ON audit_log WHEN NEW.salt IS NOT NULL OR ${changed} ${refusal}`,
  );
  await knex.raw(`CREATE TRIGGER audit_log_delete BEFORE DELETE ON audit_log ${refusal}`);
}

async function guardPostgres(knex: Knex): Promise<void> {
  const changed = KEPT.map((column) => `NEW."${column}" IS DISTINCT FROM OLD."${column}"`);
  await knex.raw(`CREATE OR REPLACE FUNCTION agner_append_only() RETURNS trigger AS $$
    BEGIN
      RAISE EXCEPTION 'the audit trail is append-only';
    END
  $$ LANGUAGE plpgsql`);
  await knex.raw(`CREATE TRIGGER audit_log_update BEFORE UPDATE ON audit_log FOR EACH ROW
    WHEN (NEW.salt IS NOT NULL OR ${changed.join(' OR ')}) EXECUTE FUNCTION agner_append_only()`);
  await knex.raw(`CREATE TRIGGER audit_log_delete BEFORE DELETE OR TRUNCATE ON audit_log
    EXECUTE FUNCTION agner_append_only()`);
}
