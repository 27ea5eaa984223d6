import { type Command } from 'commander';
import { say } from '../output.ts';
import { runSession } from '../session.ts';
import { stopSignal } from '../stop-signal.ts';

export function addWorker(program: Command): void {
  program
    .command('worker')
    .description(
      'does the jobs of servers on the same PostgreSQL database; start as many as you like',
    )
    .action(async (_: unknown, command: Command) => {
      await runSession(
        command,
        async ({ app, signal }) => {
          const working = await app.work((note) => {
            say(
              note.kind === 'database-away'
                ? `${note.error.message}; waiting for it`
                : 'the database answers again',
            );
          });
          say('working (Ctrl-C ends and gives jobs back)');
          const error = await Promise.race([working.failed, stopSignal(signal)]);
          await working.close();
          if (error instanceof Error) throw error;
          return 0;
        },
        'as-it-is',
      );
    });
}
