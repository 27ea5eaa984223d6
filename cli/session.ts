import { type Command } from 'commander';
import { type App, openApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { AgnerError } from '../src/domain/index.ts';
import { type WorkContext, type World } from '../src/use-cases/index.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { say } from './output.ts';
import { showProgress } from './progress.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly database?: string;
  readonly site: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** One run of a command: what it may use, and how its work is watched and stopped. */
export interface Session {
  readonly app: App;
  readonly world: World;
  readonly site: string;
  readonly json: boolean;
  readonly signal: AbortSignal;
  /** Does long work with progress on stderr; Ctrl-C asks it to end with the best so far. */
  readonly work: <T>(label: string, run: (context: WorkContext) => Promise<T>) => Promise<T>;
}

/**
 * Runs a command's action and ends the process with its exit code. The first Ctrl-C asks work to
 * stop and keep its best result; the second ends at once.
 *
 * @param schema given where a database of an older version is refused
 */
export async function runSession(
  command: Command,
  action: (session: Session) => Promise<number>,
  schema?: 'as-it-is',
): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions>();
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(EXIT_CODES.CANCELLED);
    say('Stopping, and keeping what has been found. Ctrl-C again ends at once.');
    stop.abort();
  };
  process.on('SIGINT', interrupt);
  let app: App | null = null;
  try {
    app = openApp(readConfig(process.env, options.database ?? null), schema);
    process.exitCode = await action(makeSession(app, options, stop.signal));
  } catch (error) {
    process.exitCode = reportError(error, options.json);
  } finally {
    await app?.close();
    process.off('SIGINT', interrupt);
  }
}

function makeSession(app: App, options: GlobalOptions, signal: AbortSignal): Session {
  return {
    app,
    world: app.world,
    site: options.site,
    json: options.json,
    signal,
    work: async (label, run) => {
      const progress = showProgress(label, options.quiet);
      try {
        return await run({ signal, onProgress: progress.onProgress });
      } finally {
        progress.end();
      }
    },
  };
}

/** Says what went wrong, on stderr; the exit code tells scripts. */
export function reportError(error: unknown, json: boolean): number {
  const known =
    error instanceof AgnerError
      ? error
      : new AgnerError(
          'INTERNAL',
          `something went wrong inside Agner: ${String(error)}`,
          {},
          { cause: error },
        );
  if (json) {
    say(
      JSON.stringify({
        error: { code: known.code, message: known.message, details: known.details },
      }),
    );
  } else {
    say(`agner: ${known.message}`);
    for (const line of otherProblems(known)) say(`  ${line}`);
    if (known.code === 'INTERNAL' && error instanceof Error) say(error.stack ?? '');
  }
  return EXIT_CODES[known.code];
}

interface ToldProblem {
  readonly line?: number | null;
  readonly column?: number | null;
  readonly path?: string;
  readonly message: string;
}

/** "line 3, column 5", or the keys that lead there where the text had no lines; "" for the whole. */
function placeOf({ line = null, column = null, path = '' }: Omit<ToldProblem, 'message'>): string {
  if (line === null) return path;
  return column === null ? `line ${line}` : `line ${line}, column ${column}`;
}

/** A file with many faults lists the first twenty, one a line. */
function otherProblems(error: AgnerError): readonly string[] {
  const problems = error.details['problems'];
  if (!Array.isArray(problems) || problems.length < 2) return [];
  const lines = (problems as readonly ToldProblem[]).map(({ message, ...told }) => {
    const place = placeOf(told);
    return place === '' ? message : `${place}: ${message}`;
  });
  return lines.length > 20 ? [...lines.slice(0, 20), `... and ${lines.length - 20} more`] : lines;
}
