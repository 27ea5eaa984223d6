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

export interface RunningServer {
  readonly url: string;
  /** All that it wrote so far. */
  readonly log: () => string;
  /** Ends it as an operator would, and waits. */
  readonly stop: () => Promise<number | null>;
  /** Ends it at once, as a power cut would, and waits. */
  readonly kill: () => Promise<number | null>;
}

/** Starts `agner serve` on a free port and waits until it listens. */
export async function startAgner(
  database: string,
  { args = [], env = {} }: { args?: readonly string[]; env?: Record<string, string> } = {},
): Promise<RunningServer> {
  const words = ['--database', database, 'serve', '--port', '0', ...args];
  const child = spawn(process.execPath, [MAIN, ...words], { env: { ...process.env, ...env } });
  let stderr = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      const found = /listening on (\S+)/.exec(stderr)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on('close', (code) => {
      reject(new Error(`agner serve ended with ${code ?? 'a signal'}: ${stderr}`));
    });
  });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const end = (signal: NodeJS.Signals) => () => {
    child.kill(signal);
    return closed;
  };
  return { url, log: () => stderr, stop: end('SIGTERM'), kill: end('SIGKILL') };
}
