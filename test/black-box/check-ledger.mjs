// Whether all that was acknowledged is in the database, and everything in it can be read.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import sqlite3 from 'sqlite3';

const [, , main, path, what] = process.argv;
const lines = readFileSync(process.env['KIT_LEDGER'], 'utf8').split('\n').filter(Boolean);

// The program itself opens it first, as it would after a crash.
const doctor = spawnSync(process.execPath, [main, '--database', path, 'audit-log', 'verify']);
if (doctor.status !== 0) fail(`audit-log verify ended with ${doctor.status}: ${doctor.stderr}`);

const database = new sqlite3.Database(path, sqlite3.OPEN_READONLY);
const all = (sql) =>
  new Promise((resolve, reject) =>
    database.all(sql, (error, rows) => (error ? reject(error) : resolve(rows))),
  );
const [{ integrity_check: integrity }] = await all('PRAGMA integrity_check');
if (integrity !== 'ok') fail(integrity);
for (const { id, document } of await all('SELECT id, document FROM results')) {
  if (JSON.parse(document).kind === undefined) fail(`result ${id} is half-written`);
}
const kept = {
  rosters: () => all("SELECT id AS line FROM results WHERE kind = 'roster'"),
  publications: () => all('SELECT id AS line FROM publications'),
  imports: () =>
    all("SELECT start_epoch || '=' || CAST(offered AS INTEGER) AS line FROM history_intervals"),
};
const present = new Set((await kept[what]()).map(({ line }) => line));
const lost = lines.filter((line) => !present.has(line));
if (lost.length > 0) fail(`${lost.length} of ${lines.length} lost: ${lost.slice(0, 5).join(' ')}`);
database.close();

function fail(message) {
  console.error(message);
  process.exit(1);
}
