import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Scripts that attack a server or a command from outside; they lie beside the project where they are at hand. */
const FOLDER = resolve(process.env['AGNER_KIT'] ?? join(process.cwd(), '../shared/kit'));

/** Whether all that is promised is tried, for half an hour, or a part of it for some minutes. */
export const IS_LONG = process.env['AGNER_KIT_LONG'] === '1';

export function kitStandsAside(): boolean {
  return !existsSync(join(FOLDER, 'openapi-fuzz.mjs'));
}

/** For the title of what stands aside, so that it is seen. */
export function kitAbsence(): string {
  return kitStandsAside() ? ` (left out: no kit in ${FOLDER})` : '';
}

export interface KitRun {
  readonly code: number | null;
  readonly output: string;
  /** What `--report` wrote; `null` where nothing was written. */
  readonly report: unknown;
}

export interface Kit {
  readonly folder: string;
  /** Runs a script to its end; words that begin with "--report" are added. */
  readonly run: (script: string, words: readonly string[]) => Promise<KitRun>;
  readonly remove: () => void;
}

/** A copy of the kit with what it needs, and its hostile files written. */
export async function openKit(): Promise<Kit> {
  const folder = mkdtempSync(join(tmpdir(), 'agner-kit-'));
  const inKit = (...names: string[]) => join(folder, 'kit', ...names);
  cpSync(FOLDER, inKit(), {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
    mode: 0,
  });
  await mustRun('chmod', ['-R', 'u+w', inKit()], folder);
  await mustRun('npm', ['ci', '--silent', '--no-audit', '--no-fund'], inKit());
  await mustRun(process.execPath, [inKit('hostile-files', 'generate.mjs')], inKit());
  return {
    folder: inKit(),
    run: async (script, words) => {
      const report = join(folder, 'report.json');
      rmSync(report, { force: true });
      const args = [inKit(script), ...words, '--report', report];
      const { code, output } = await run(process.execPath, args, inKit());
      return { code, output, report: existsSync(report) ? readJson(report) : null };
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

async function mustRun(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, output } = await run(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${output}`);
}

async function run(command: string, args: readonly string[], cwd: string) {
  const child: ChildProcess = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, output };
}
