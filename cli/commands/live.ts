import { type Command } from 'commander';
import { AgnerError, type LiveCentre } from '../../src/domain/index.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { liveText } from '../live-text.ts';
import { say, writeOut } from '../output.ts';
import { type LiveFeed } from '../../src/use-cases/index.ts';
import { runSession } from '../session.ts';

export function addLive(program: Command): void {
  program
    .command('live')
    .description('what queues and people do at this moment (AGNER_ACD says of which ACD)')
    .option('--once', 'one look, then end', false)
    .option('--agents', 'people too', false)
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<{ once: boolean; agents: boolean }>();
      await runSession(command, async (session) => {
        const watch = await session.app.watchLive({
          records: false,
          onNote: ({ level, message, details }) => {
            if (level !== 'info') say(`${message}: ${JSON.stringify(details)}`);
          },
        });
        if (watch === null) {
          throw new AgnerError(
            'INVALID_INPUT',
            'expected AGNER_ACD to name the file that says which ACD to follow',
          );
        }
        const show = async (centre: LiveCentre): Promise<void> => {
          const text = session.json ? JSON.stringify(centre) : liveText(centre, options.agents);
          const clear = !session.json && !options.once && process.stdout.isTTY ? CLEAR : '';
          await writeOut([`${clear}${text}\n`]);
        };
        try {
          return options.once
            ? await lookOnce(watch.feed, show)
            : await look(watch.feed, show, session.signal);
        } finally {
          await watch.close();
        }
      });
    });
}

/** Empties the terminal's screen. */
const CLEAR = '\u001b[2J\u001b[H';
/** So long the first answer of an ACD may take. */
const FIRST_LOOK_MS = 15_000;

type Show = (centre: LiveCentre) => Promise<void>;

async function lookOnce(feed: LiveFeed, show: Show): Promise<number> {
  const end = Date.now() + FIRST_LOOK_MS;
  while (feed.current().source.link === 'connecting' || feed.current().queues.length === 0) {
    if (Date.now() > end || feed.current().source.link === 'refused') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await show(feed.current());
  return feed.current().source.stale ? EXIT_CODES.BUSY : 0;
}

async function look(feed: LiveFeed, show: Show, signal: AbortSignal): Promise<number> {
  let shown = -1;
  while (!signal.aborted) {
    const centre = feed.current();
    if (centre.version !== shown) await show(centre);
    shown = centre.version;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return 0;
}
