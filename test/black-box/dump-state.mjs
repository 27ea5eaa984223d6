// Prints all that a SQLite database holds but times, ids and jobs: what may differ between two ways to the same state.
import { existsSync } from 'node:fs';
import sqlite3 from 'sqlite3';

const [, , path] = process.argv;
const LEFT_OUT = /migrations|sqlite_|^jobs$|^request_keys$/;
const OWN = /(^|_)(id|at)$|^(hash|salt|position|owner)$/;

const state = {};
if (existsSync(path)) {
  const database = new sqlite3.Database(path);
  const all = (sql) =>
    new Promise((resolve, reject) =>
      database.all(sql, (error, rows) => (error ? reject(error) : resolve(rows))),
    );
  await all('PRAGMA busy_timeout = 20000');
  const tables = await all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  for (const { name } of tables) {
    if (LEFT_OUT.test(name)) continue;
    const rows = await all(`SELECT * FROM "${name}"`);
    const kept = rows.map((row) =>
      JSON.stringify(row, (key, value) => (OWN.test(key) ? undefined : value)),
    );
    if (kept.length > 0) state[name] = kept.sort();
  }
  database.close();
}
console.log(JSON.stringify(state));
