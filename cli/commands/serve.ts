import { type Command } from 'commander';
import { wholeNumber } from '../options.ts';
import { say } from '../output.ts';
import { runSession } from '../session.ts';

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('the HTTP API and the planner page, on this machine alone')
    .option(
      '--port <number>',
      'port to listen on; 0 takes any free one',
      wholeNumber(0, 65_535),
      3000,
    )
    .option('--host <address>', 'address to listen on (loopback alone)', '127.0.0.1')
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<{ port: number; host: string }>();
      await runSession(command, async (session) => {
        const server = await session.app.serve(options);
        say(`listening on ${server.url} (Ctrl-C ends)`);
        await stopSignal(session.signal);
        await server.close();
        return 0;
      });
    });
}

/** Resolves at Ctrl-C or SIGTERM. */
function stopSignal(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
    process.once('SIGTERM', () => {
      resolve();
    });
  });
}
