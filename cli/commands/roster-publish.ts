import { type Command } from 'commander';
import { type Publication, type Roster } from '../../src/domain/index.ts';
import { type DocumentSource, publishRoster } from '../../src/use-cases/index.ts';
import { writeOut } from '../output.ts';
import { table } from '../render.ts';
import { runSession } from '../session.ts';

export function addRosterPublish(group: Command): void {
  group
    .command('publish')
    .description('makes a stored roster known to those who work it; it is kept for ever')
    .option('--roster <id>', 'stored roster (default: the newest)')
    .option('--note <text>', 'what those who read it later should know', '')
    .action(async (_: unknown, command: Command) => {
      const { roster, note } = command.opts<{ roster?: string; note: string }>();
      await runSession(command, async (session) => {
        const { site } = session;
        const publication = await publishRoster(session.world, {
          site,
          roster: rosterOf(site, roster),
          note,
        });
        await writeOut([
          session.json
            ? `${JSON.stringify(publication)}\n`
            : `${publicationTable([publication])}\n`,
        ]);
        return 0;
      });
    });
}

function rosterOf(
  site: string,
  id: string | undefined,
): Exclude<DocumentSource<Roster>, { kind: 'given' }> {
  return id === undefined || id === 'latest'
    ? { kind: 'latest', site, name: null }
    : { kind: 'stored', id };
}

export function publicationTable(publications: readonly Publication[]): string {
  return table(
    ['publication', 'plan', 'version', 'from', 'to', 'roster', 'published at', 'by', 'note'],
    publications.map(({ id, plan, version, from, to, roster, publishedAt, publishedBy, note }) => [
      ...[id, plan, version, from, to, roster, publishedAt, publishedBy],
      note === '' ? '-' : note,
    ]),
  );
}
