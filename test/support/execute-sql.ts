import knex, { type Knex } from 'knex';
import { type StoreLocation } from '../../src/store/index.ts';

/** Runs statements on a database behind the store's back, each by itself. */
export async function executeSql(location: StoreLocation, sql: string): Promise<void> {
  await withClient(location, async (client) => {
    for (const statement of sql.split('; ')) {
      // PostgreSQL alone names the table of a trigger.
      await client.raw(
        location.kind === 'sqlite'
          ? statement.replace(/^(DROP TRIGGER \w+) ON \w+$/, '$1')
          : statement,
      );
    }
  });
}

/** Rows of a question to a database. */
export async function querySql<T>(location: StoreLocation, sql: string): Promise<readonly T[]> {
  return withClient(location, async (client) => {
    const answer: unknown = await client.raw(sql);
    return (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows) as T[];
  });
}

async function withClient<T>(
  location: StoreLocation,
  work: (client: Knex) => Promise<T>,
): Promise<T> {
  const client =
    location.kind === 'sqlite'
      ? knex({
          client: 'sqlite3',
          connection: { filename: location.path },
          useNullAsDefault: true,
        })
      : knex({ client: 'pg', connection: location.url });
  try {
    return await work(client);
  } finally {
    await client.destroy();
  }
}
