import { type Command } from 'commander';
import { type DocumentKind } from '../../src/domain/index.ts';
import { AgnerError } from '../../src/domain/index.ts';
import { type QueueRecord } from '../../src/use-cases/index.ts';
import { wholeNumber } from '../options.ts';
import { writeOut } from '../output.ts';
import { grouped, table } from '../render.ts';
import { publicationTable } from './roster-publish.ts';
import { runSession, type Session } from '../session.ts';

const KINDS: Readonly<Record<string, DocumentKind>> = {
  forecasts: 'forecast',
  backtests: 'backtest',
  requirements: 'requirement',
  verifications: 'verification',
  rosters: 'roster',
  whatifs: 'whatif',
};

export function addList(program: Command): void {
  program
    .command('list')
    .description('what the database holds')
    .argument('[what]', `queues, plans, publications, ${Object.keys(KINDS).join(', ')}`, 'queues')
    .option('--limit <number>', 'newest first, at most so many', wholeNumber(1, 1000), 20)
    .action(async (what: string, _: unknown, command: Command) => {
      const { limit } = command.opts<{ limit: number }>();
      await runSession(command, async (session) => {
        await writeOut([`${await listing(session, what, limit)}\n`]);
        return 0;
      });
    });
}

async function listing(session: Session, what: string, limit: number): Promise<string> {
  const { store } = session.world;
  if (what === 'queues') {
    const queues = await store.listQueues(session.site);
    return session.json ? JSON.stringify({ queues }) : queueTable(queues);
  }
  if (what === 'plans') {
    const plans = await store.listPlans(session.site);
    return session.json
      ? JSON.stringify({ plans })
      : table(
          ['plan', 'version', 'stored at', 'id'],
          plans.map((plan) => [plan.name, plan.version, plan.createdAt, plan.id]),
        );
  }
  if (what === 'publications') {
    const publications = await store.listPublications(session.site, null, limit);
    return session.json ? JSON.stringify({ publications }) : publicationTable(publications);
  }
  const kind = KINDS[what];
  if (kind === undefined) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected queues, plans, publications, ${Object.keys(KINDS).join(', ')}, got "${what}"`,
    );
  }
  const results = await store.listResults(session.site, kind, limit);
  return session.json
    ? JSON.stringify({ results })
    : table(
        ['id', 'name', 'version', 'made at'],
        results.map((header) => [header.id, header.name, header.version, header.createdAt]),
      );
}

function queueTable(queues: readonly QueueRecord[]): string {
  return table(
    ['queue', 'channel', 'zone', 'interval', 'first', 'last', 'intervals', 'version'],
    queues.map((queue) => [
      queue.name,
      queue.channel,
      queue.zone,
      `${queue.stepSeconds / 60} min`,
      queue.firstInterval ?? '-',
      queue.lastInterval ?? '-',
      grouped(queue.intervals),
      queue.version,
    ]),
  );
}
