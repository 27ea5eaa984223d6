import { type Command } from 'commander';
import { list, wholeNumber } from '../options.ts';
import { say } from '../output.ts';
import { runSession } from '../session.ts';
import { stopSignal } from '../stop-signal.ts';

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('the HTTP API and the planner page')
    .option(
      '--port <number>',
      'port to listen on; 0 takes any free one',
      wholeNumber(0, 65_535),
      3000,
    )
    .option(
      '--host <address>',
      'address to listen on; others than loopback demand users (agner user add)',
      '127.0.0.1',
    )
    .option('--allow-host <names>', 'names under which others reach it, with commas', list, [])
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<{ port: number; host: string; allowHost: string[] }>();
      await runSession(command, async (session) => {
        const server = await session.app.serve({
          port: options.port,
          host: options.host,
          allowedHosts: options.allowHost,
        });
        say(`listening on ${server.url} (Ctrl-C ends)`);
        await stopSignal(session.signal);
        await server.close();
        return 0;
      });
    });
}
