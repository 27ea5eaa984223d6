import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { unprivileged } from './unprivileged.ts';

const OLDEST = 15;

/** A private server of its own data folder, port and password. */
export interface PostgresServer {
  /** URL of a new database: empty, or like the one of the URL, to which nobody may be connected. */
  readonly createDatabase: (like?: string) => Promise<string>;
  /** Ends the server, all its connections with it, and keeps its data. */
  readonly pause: () => Promise<void>;
  /** Starts it again after a pause. */
  readonly resume: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Folder of the programs of PostgreSQL 15 or newer, newest first found; `null` without. */
export function findPostgres(): string | null {
  const versions = '/usr/lib/postgresql';
  const packaged = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, 'bin'))
    : [];
  const folders = [...packaged, output('pg_config', ['--bindir']).trim()].concat(
    (process.env['PATH'] ?? '').split(delimiter),
  );
  const usable = folders.find(
    (folder) => existsSync(join(folder, 'initdb')) && majorVersion(folder) >= OLDEST,
  );
  return usable ?? null;
}

/** Said in a test's title where the server is not there; "" where it is. */
export function postgresAbsence(): string {
  if (findPostgres() === null) return ` (stands aside: no PostgreSQL ${OLDEST} or newer)`;
  return unprivileged() === null ? ' (stands aside: no user but root to run it)' : '';
}

/** Whether tests on PostgreSQL stand aside; with AGNER_REQUIRE_POSTGRES=1 they fail instead. */
export function postgresStandsAside(): boolean {
  return postgresAbsence() !== '' && process.env['AGNER_REQUIRE_POSTGRES'] !== '1';
}

/** Starts a server on a free port of 127.0.0.1. Takes about two seconds. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = findPostgres();
  const user = unprivileged();
  if (programs === null || user === null) {
    throw new Error(`expected PostgreSQL for these tests${postgresAbsence()}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'agner-postgres-'));
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined) {
    chownSync(folder, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  const data = join(folder, 'data');
  const initdb = `-D ${data} -U agner -A scram-sha-256 --pwfile=${passwordFile} -E UTF8 --no-sync`;
  execFileSync(join(programs, 'initdb'), [...initdb.split(' '), '--locale=C'], {
    ...user,
    cwd: folder,
    stdio: 'pipe',
  });

  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: 'off',
  };
  const words = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const urlOf = (name: string) => `postgres://agner:${password}@127.0.0.1:${port}/${name}`;
  const start = async () => {
    const server = spawn(join(programs, 'postgres'), ['-D', data, ...words], {
      ...user,
      cwd: folder,
      stdio: 'ignore',
    });
    const ended = once(server, 'exit');
    const stopAtOnce = () => server.kill('SIGQUIT');
    process.once('exit', stopAtOnce);
    await untilReady(urlOf('postgres'), () => server.exitCode === null);
    return async () => {
      process.removeListener('exit', stopAtOnce);
      server.kill('SIGINT');
      await ended;
    };
  };
  let end = await start();
  let databases = 0;
  return {
    async createDatabase(like) {
      const name = `test_${++databases}`;
      const client = new pg.Client(urlOf('postgres'));
      await client.connect();
      const template = like === undefined ? 'template1' : new URL(like).pathname.slice(1);
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      await client.end();
      return urlOf(name);
    },
    pause: () => end(),
    async resume() {
      end = await start();
    },
    async stop() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function majorVersion(folder: string): number {
  return Number(/\d+/.exec(output(join(folder, 'postgres'), ['--version']))?.[0] ?? 0);
}

function output(program: string, parameters: readonly string[]): string {
  try {
    return execFileSync(program, parameters, { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('expected a TCP port');
  return address.port;
}

async function untilReady(url: string, isAlive: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 300 && isAlive(); attempt++) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      return;
    } catch {
      await sleep(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  throw new Error('expected the PostgreSQL server to answer within 30 seconds');
}
