import { spawn } from 'node:child_process';
import { join } from 'node:path';

const MAIN = join(process.cwd(), 'dist/cli/main.js');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunSetting {
  readonly input?: string;
  readonly env?: Record<string, string>;
  /** Ctrl-C is pressed once this is seen on stderr. */
  readonly interruptAt?: RegExp;
}

/** Runs the built command as a user would, to its end. */
export async function runAgner(
  args: readonly string[],
  { input = '', env = {}, interruptAt }: RunSetting = {},
): Promise<Run> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  let isInterrupted = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (isInterrupted || interruptAt?.test(stderr) !== true) return;
    isInterrupted = true;
    child.kill('SIGINT');
  });
  child.stdin.on('error', () => undefined).end(input);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

/** A command that goes on until it is ended. */
export interface RunningAgner {
  readonly pid: number;
  /** All that it wrote so far. */
  readonly log: () => string;
  /** Its exit code, `null` for a signal; once it has ended. */
  readonly ended: Promise<number | null>;
  /** Ends it as an operator would, and waits. */
  readonly stop: () => Promise<number | null>;
  /** Ends it at once, as a power cut would, and waits. */
  readonly kill: () => Promise<number | null>;
}

export interface RunningServer extends RunningAgner {
  readonly url: string;
}

interface StartSetting {
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
}

/** Starts `agner serve` on a free port and waits until it listens. */
export async function startAgner(
  database: string,
  { args = [], env = {} }: StartSetting = {},
): Promise<RunningServer> {
  const words = ['--database', database, 'serve', '--port', '0', ...args];
  const { running, found } = await startCommand(words, env, /listening on (\S+)/);
  return { url: found, ...running };
}

/** Starts `agner worker` and waits until it works. */
export async function startWorker(
  database: string,
  { env = {} }: StartSetting = {},
): Promise<RunningAgner> {
  const { running } = await startCommand(['--database', database, 'worker'], env, /(working) /);
  return running;
}

async function startCommand(words: readonly string[], env: Record<string, string>, sign: RegExp) {
  const child = spawn(process.execPath, [MAIN, ...words], { env: { ...process.env, ...env } });
  let stderr = '';
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const found = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      const seen = sign.exec(stderr)?.[1];
      if (seen !== undefined) resolve(seen);
    });
    child.on('close', (code) => {
      reject(new Error(`agner ${words.join(' ')} ended with ${code ?? 'a signal'}: ${stderr}`));
    });
  });
  const end = (signal: NodeJS.Signals) => () => {
    child.kill(signal);
    return ended;
  };
  const running = {
    pid: child.pid!,
    log: () => stderr,
    ended,
    stop: end('SIGTERM'),
    kill: end('SIGKILL'),
  };
  return { found, running };
}
