import { type Command } from 'commander';
import { type CalendarFeed } from '../../src/domain/index.ts';
import { addFeed, sign } from '../../src/use-cases/index.ts';
import { say, writeOut } from '../output.ts';
import { table } from '../render.ts';
import { runSession } from '../session.ts';

export function addFeedCommands(program: Command): void {
  const group = program
    .command('feed')
    .description("calendars of people's published shifts, read by a secret address");

  group
    .command('add')
    .description("makes a feed and writes its path below the server's address, this once")
    .argument('<person>', 'id of a person in rosters')
    .action(async (person: string, _: unknown, command: Command) => {
      await runSession(command, async ({ world, site, json }) => {
        const made = await addFeed(world, site, person, null);
        await writeOut([json ? `${JSON.stringify(made)}\n` : `${made.path}\n`]);
        if (!json) say(`feed ${made.feed.id}; whoever knows the path sees the shifts`);
        return 0;
      });
    });

  group
    .command('list')
    .description('all feeds of the site, without their secrets')
    .option('--person <id>', 'of one person alone')
    .action(async (_: unknown, command: Command) => {
      const { person } = command.opts<{ person?: string }>();
      await runSession(command, async ({ world, site, json }) => {
        const feeds = await world.store.listFeeds(site, person ?? null);
        await writeOut([json ? `${JSON.stringify({ feeds })}\n` : `${feedsText(feeds)}\n`]);
        return 0;
      });
    });

  group
    .command('revoke')
    .description('ends a feed; its address is unknown from now on')
    .argument('<id>', 'id of a feed')
    .action(async (id: string, _: unknown, command: Command) => {
      await runSession(command, async ({ world, site }) => {
        await world.store.removeFeed(site, id, null, sign(world));
        say(`feed ${id} is revoked`);
        return 0;
      });
    });
}

function feedsText(feeds: readonly CalendarFeed[]): string {
  if (feeds.length === 0) return 'there are no feeds';
  return table(
    ['feed', 'person', 'made by', 'since'],
    feeds.map(({ id, agent, user, createdAt }) => [id, agent, user ?? 'planners', createdAt]),
  );
}
