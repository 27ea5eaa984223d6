import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type StoreLocation } from '../../src/store/index.ts';
import { buildRooms } from './build.ts';

/** What a child process did with a store. */
export interface ChildOutcome<T> {
  readonly answer?: T;
  readonly error?: { readonly name: string; readonly code: string; readonly message: string };
  /** Signal that ended it; `null` if it ended by itself. */
  readonly signal: string | null;
}

export interface ChildOptions {
  readonly task: 'import' | 'results' | 'die' | 'list' | 'count-statements';
  readonly location: StoreLocation;
  readonly input: object;
  /** Whom it runs as; `{}` for who we are. */
  readonly user?: { readonly uid: number; readonly gid: number } | Record<string, never>;
  /** Largest file it may write, in KiB. */
  readonly fileLimit?: number;
  /** Runs before it, with its arguments: a program that watches it. */
  readonly under?: readonly string[];
  /** Killed after so many milliseconds. */
  readonly killAfter?: number;
}

/** The store takes the hash of results from the use cases, which bring the pure cores with them. */
const CORES = ['domain', 'erlang', 'forecast', 'scheduling', 'simulation'];

/** A folder from which {@link runStoreChild} runs; the caller removes it. */
export function buildStoreChild(): string {
  const folder = buildRooms([...CORES, 'use-cases', 'store']);
  copyFileSync(join(import.meta.dirname, '../fixtures/store/child.mjs'), join(folder, 'child.mjs'));
  return folder;
}

/** Runs one task on a store in a process of its own. */
export async function runStoreChild<T>(
  folder: string,
  { task, location, input, user = {}, fileLimit, under = [], killAfter }: ChildOptions,
): Promise<ChildOutcome<T>> {
  const limit = fileLimit === undefined ? '' : `ulimit -f ${fileLimit}; `;
  const words = [...under, process.execPath, 'child.mjs'];
  const child = spawn('/bin/bash', ['-c', `${limit}exec "$0" "$@"`, ...words], {
    ...user,
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const timer =
    killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  // A child that was killed early no longer reads.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify({ task, location, input }));
  const written = await text(child.stdout);
  const [, signal] = await ended;
  clearTimeout(timer);
  return { ...(JSON.parse(written || '{}') as object), signal };
}
