import { type Command, InvalidArgumentError } from 'commander';
import { type AuditEntry, type AuditVerification } from '../../src/domain/index.ts';
import { readAuditPage } from '../../src/use-cases/index.ts';
import { FOUND_PROBLEMS } from '../exit-codes.ts';
import { wholeNumber } from '../options.ts';
import { say, writeOut } from '../output.ts';
import { table } from '../render.ts';
import { tellPage } from './list.ts';
import { runSession } from '../session.ts';

export function addAuditLog(program: Command): void {
  const group = program
    .command('audit-log')
    .description('who changed plans, overrides, published rosters, users and tokens');

  group
    .command('list')
    .description('newest first')
    .option('--of-site', 'changes of the site of --site alone', false)
    .option('--cursor <text>', 'goes on where the list before ended ("next" in its JSON)')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 100_000), 50)
    .action(async (_: unknown, command: Command) => {
      const { ofSite, cursor, limit } = command.opts<{
        ofSite: boolean;
        cursor?: string;
        limit: number;
      }>();
      await runSession(command, async (session) => {
        const site = ofSite ? session.site : null;
        const page = await readAuditPage(session.world, site, { cursor: cursor ?? null, limit });
        await tellPage(session, { property: 'entries', page, text: entryTable });
        return 0;
      });
    });

  group
    .command('verify')
    .description('checks every line; names the first that is broken (exit code 4)')
    .option('--head <hash>', 'hash of a last line noted earlier, which must still be there', head)
    .action(async (_: unknown, command: Command) => {
      const noted = command.opts<{ head?: string }>().head;
      await runSession(command, async ({ world, json }) => {
        const found = await world.store.verifyAudit();
        const isThere = noted === undefined || (await world.store.hasAuditHash(noted));
        if (json) await writeOut([`${JSON.stringify({ ...found, headIsThere: isThere })}\n`]);
        else say(verificationText(found));
        if (!isThere) say(`broken: the line with hash ${noted} is gone`);
        return found.broken === null && isThere ? 0 : FOUND_PROBLEMS;
      });
    });
}

function head(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected 64 hexadecimal digits.');
}

function entryTable(entries: readonly AuditEntry[]): string {
  return table(
    ['line', 'at', 'who', 'token', 'what', 'site', 'subject', 'before', 'after'],
    entries.map((entry) => [
      ...[entry.position, entry.at, entry.actor, entry.token ?? '-', entry.action],
      ...[entry.site ?? '-', entry.subject],
      ...[entry.before?.slice(0, 12) ?? '-', entry.after?.slice(0, 12) ?? '-'],
    ]),
  );
}

const FAULTS = {
  missing: 'a line is missing here',
  altered: 'the line was altered',
  'content-differs': 'what the line tells of was changed since',
} as const;

function verificationText({ lines, head, broken }: AuditVerification): string {
  if (broken === null) return `${lines} lines hold; the last has the hash ${head ?? '-'}`;
  const of = broken.subject === null ? '' : ` (${broken.subject})`;
  return `broken: line ${broken.position}${of}: ${FAULTS[broken.fault]}; the ${lines} before it hold`;
}
