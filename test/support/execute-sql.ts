import knex from 'knex';
import { type StoreLocation } from '../../src/store/index.ts';

/** Runs statements on a database behind the store's back, each by itself. */
export async function executeSql(location: StoreLocation, sql: string): Promise<void> {
  const isSqlite = location.kind === 'sqlite';
  const client = isSqlite
    ? knex({
        client: 'sqlite3',
        connection: { filename: location.path },
        useNullAsDefault: true,
      })
    : knex({ client: 'pg', connection: location.url });
  try {
    for (const statement of sql.split('; ')) {
      // PostgreSQL alone names the table of a trigger.
      await client.raw(
        isSqlite ? statement.replace(/^(DROP TRIGGER \w+) ON \w+$/, '$1') : statement,
      );
    }
  } finally {
    await client.destroy();
  }
}
