import { stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Knex } from 'knex';
import { AgnerError, checkZone, offsetSeconds, PROGRAM } from '../../domain/index.ts';
import type { Check, CheckName } from '../../use-cases/index.ts';
import { verifyTrail } from '../audit.ts';
import { type Database, type StoreLocation } from '../database.ts';
import { appliedMigrations, pendingMigrations, unknownMigration } from '../migrate.ts';

const MEGABYTE = 1024 * 1024;

/** Node that the program is made for. */
const OLDEST_NODE = [20, 19];

const OLDEST_POSTGRES = 15;

/** What governments decided lately, newest first: which edition of the zone data knows of it. */
const ZONE_CHANGES = [
  { edition: '2025a', zone: 'America/Asuncion', at: '2025-07-01T12:00:00Z', offsetHours: -3 },
  { edition: '2024a', zone: 'Asia/Almaty', at: '2024-07-01T12:00:00Z', offsetHours: 5 },
  { edition: '2023c', zone: 'Africa/Cairo', at: '2023-07-01T12:00:00Z', offsetHours: 3 },
  { edition: '2022f', zone: 'America/Mexico_City', at: '2023-07-01T12:00:00Z', offsetHours: -6 },
] as const;

type Looked = Pick<Check, 'status' | 'figures'>;

/** What is known without opening the database. */
export async function examineMachine(location: StoreLocation): Promise<readonly Check[]> {
  return [
    { name: 'versions', ...versions() },
    { name: 'zones', ...zoneData() },
    ...(location.kind === 'sqlite' && location.path !== ':memory:'
      ? [await check('disk', () => diskOf(resolve(location.path)))]
      : []),
  ];
}

/** What an open database tells; nothing is changed, no schema is made. */
export async function examineDatabase(database: Database): Promise<readonly Check[]> {
  const looks: readonly (readonly [CheckName, (knex: Knex) => Promise<Looked>])[] = [
    ['database', (knex) => reach(knex, database.kind)],
    ['settings', (knex) => settings(knex, database.kind)],
    ['migrations', migrations],
    ['content', (knex) => content(knex, database.kind)],
  ];
  const checks: Check[] = [];
  for (const [name, look] of looks) checks.push(await check(name, () => database.read(look)));
  const isCurrent = checks.some(({ name, status }) => name === 'migrations' && status === 'ok');
  if (isCurrent) checks.push(await check('audit', () => trail(database)));
  return checks;
}

/** A look that fails is a finding with the sentence of its error. */
export async function check(name: CheckName, look: () => Promise<Looked>): Promise<Check> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    if (!(error instanceof AgnerError)) throw error;
    return { name, status: 'failed', figures: { error: error.message } };
  }
}

function versions(): Looked {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isOld = major < OLDEST_NODE[0]! || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]!);
  return {
    status: isOld ? 'failed' : 'ok',
    figures: {
      program: PROGRAM,
      node: process.versions.node,
      neededNode: OLDEST_NODE.join('.'),
      platform: `${process.platform} ${process.arch}`,
    },
  };
}

function zoneData(): Looked {
  const missing = ZONE_CHANGES.filter(
    ({ zone, at, offsetHours }) =>
      offsetSeconds(zone, Date.parse(at) / 1000) !== offsetHours * 3600,
  );
  return {
    status: missing.length === 0 ? 'ok' : 'warning',
    figures: {
      edition: process.versions['tz'] ?? null,
      missing: missing.map(({ edition, zone }) => `${zone} (${edition})`).join(', '),
    },
  };
}

async function diskOf(path: string): Promise<Looked> {
  const file = await stat(path).catch(() => null);
  const { bavail, bsize } = await statfs(dirname(path)).catch((error: unknown) => {
    throw new AgnerError(
      'STORAGE',
      'the folder of the database is not there',
      {},
      { cause: error },
    );
  });
  const freeBytes = bavail * bsize;
  const databaseBytes = file?.size ?? 0;
  const status =
    freeBytes < 10 * MEGABYTE
      ? 'failed'
      : freeBytes < Math.max(100 * MEGABYTE, databaseBytes)
        ? 'warning'
        : 'ok';
  return { status, figures: { freeBytes, databaseBytes } };
}

async function reach(knex: Knex, kind: Database['kind']): Promise<Looked> {
  if (kind === 'sqlite') {
    const version = await valueOf(knex, 'SELECT sqlite_version() AS value');
    return { status: 'ok', figures: { kind, version } };
  }
  const version = await valueOf(knex, `SELECT current_setting('server_version') AS value`);
  const databaseBytes = Number(
    await valueOf(knex, 'SELECT pg_database_size(current_database()) AS value'),
  );
  return {
    status: Number.parseInt(version, 10) < OLDEST_POSTGRES ? 'warning' : 'ok',
    figures: { kind, version, databaseBytes },
  };
}

/** What keeps an acknowledged change through a loss of power. */
async function settings(knex: Knex, kind: Database['kind']): Promise<Looked> {
  const figures: Record<string, string> = {};
  const wanted: Readonly<Record<string, string>> =
    kind === 'sqlite'
      ? { journal_mode: 'wal', synchronous: '2', foreign_keys: '1' }
      : { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', server_encoding: 'UTF8' };
  for (const name of Object.keys(wanted)) {
    figures[name] =
      kind === 'sqlite'
        ? await valueOf(knex, `SELECT ${name} AS value FROM pragma_${name}`)
        : await valueOf(knex, `SELECT current_setting('${name}') AS value`);
  }
  const isGood = Object.entries(wanted).every(([name, value]) => figures[name] === value);
  return { status: isGood ? 'ok' : 'warning', figures };
}

async function migrations(knex: Knex): Promise<Looked> {
  const applied = await appliedMigrations(knex);
  const unknown = unknownMigration(applied);
  const pending = pendingMigrations(applied);
  return {
    status: unknown !== null ? 'failed' : pending.length > 0 ? 'warning' : 'ok',
    figures: { applied: applied.length, pending: pending.join(', '), unknown },
  };
}

async function content(knex: Knex, kind: Database['kind']): Promise<Looked> {
  const damage: string[] = [];
  if (kind === 'sqlite') {
    const quick = await knex.raw<{ quick_check: string }[]>('PRAGMA quick_check(3)');
    damage.push(...quick.map(({ quick_check }) => quick_check).filter((text) => text !== 'ok'));
    const orphans = await knex.raw<{ table: string }[]>('PRAGMA foreign_key_check');
    damage.push(...orphans.slice(0, 3).map(({ table }) => `${table} refers to what is not there`));
  }
  const zones = (await knex.schema.hasTable('queues'))
    ? await knex('queues').distinct<{ zone: string }[]>('zone')
    : [];
  const unknownZones = zones.map(({ zone }) => zone).filter((zone) => !isKnown(zone));
  return {
    status: damage.length + unknownZones.length > 0 ? 'failed' : 'ok',
    figures: { damage: damage.join('; '), unknownZones: unknownZones.join(', ') },
  };
}

function isKnown(zone: string): boolean {
  try {
    checkZone(zone);
    return true;
  } catch {
    return false;
  }
}

async function trail(database: Database): Promise<Looked> {
  const { lines, broken } = await verifyTrail(database);
  return {
    status: broken === null ? 'ok' : 'failed',
    figures: { lines, broken: broken?.position ?? null, fault: broken?.fault ?? null },
  };
}

async function valueOf(knex: Knex, sql: string): Promise<string> {
  const answer: unknown = await knex.raw(sql);
  const rows = (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows) as {
    value: unknown;
  }[];
  return String(rows[0]?.value);
}
