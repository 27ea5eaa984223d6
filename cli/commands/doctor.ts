import { type Command } from 'commander';
import { type Check, type CheckName } from '../../src/use-cases/index.ts';
import { FOUND_PROBLEMS } from '../exit-codes.ts';
import { writeOut } from '../output.ts';
import { clean, grouped } from '../render.ts';
import { runSession } from '../session.ts';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('looks at versions, zone data, disk and database; exit code 4 where one fails')
    .action(async (_: unknown, command: Command) => {
      await runSession(command, async (session) => {
        const checks = await (await session.app.keeper()).examine();
        await writeOut([
          session.json ? `${JSON.stringify({ checks })}\n` : `${checks.map(lineOf).join('\n')}\n`,
        ]);
        return checks.some(({ status }) => status === 'failed') ? FOUND_PROBLEMS : 0;
      });
    });
}

const MARKS = { ok: 'ok      ', warning: 'warning ', failed: 'FAILED  ' } as const;

function lineOf({ name, status, figures }: Check): string {
  const text = 'error' in figures ? String(figures['error']) : WORDS[name](figures);
  return `${MARKS[status]} ${name.padEnd(10)} ${clean(text)}`;
}

type Figures = Check['figures'];

const WORDS: Readonly<Record<CheckName, (figures: Figures) => string>> = {
  versions: ({ program, node, neededNode, platform }) =>
    `${String(program)}, Node ${String(node)} (at least ${String(neededNode)}), ${String(platform)}`,
  zones: ({ edition, missing }) =>
    `zone data ${edition === null ? 'of an unknown edition' : String(edition)}${missing === '' ? '' : `; they do not know of the changes of ${String(missing)}: update Node`}`,
  disk: ({ freeBytes, databaseBytes }) =>
    `${megabytes(freeBytes)} free beside the database of ${megabytes(databaseBytes)}`,
  database: ({ kind, version, databaseBytes }) =>
    `${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'} ${String(version)}${databaseBytes === undefined ? '' : `, ${megabytes(databaseBytes)}`}`,
  settings: (figures) =>
    Object.entries(figures)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(', '),
  migrations: ({ applied, pending, unknown }) =>
    unknown !== null
      ? `a newer Agner has changed the schema (${String(unknown)}): use that version`
      : pending === ''
        ? `all ${String(applied)} steps of the schema were taken`
        : `the next command will take: ${String(pending)}`,
  content: ({ damage, unknownZones }) =>
    damage !== ''
      ? `damaged: ${String(damage)}; restore a backup`
      : unknownZones !== ''
        ? `queues in time zones that are not known here: ${String(unknownZones)}`
        : 'whole, and all time zones are known',
  audit: ({ lines, broken, fault }) =>
    broken === null
      ? `${String(lines)} lines hold`
      : `line ${String(broken)} is broken (${String(fault)}); "agner audit-log verify" says more`,
};

function megabytes(bytes: Figures[string] | undefined): string {
  return `${grouped(Number(bytes ?? 0) / 1024 / 1024, 1)} MB`;
}
