import { type Command } from 'commander';
import { createReadStream, existsSync } from 'node:fs';
import { AgnerError } from '../../src/domain/index.ts';
import { type BackupSummary, sign } from '../../src/use-cases/index.ts';
import { say, writeOut, writeOutput } from '../output.ts';
import { grouped } from '../render.ts';
import { runSession } from '../session.ts';

/** Staff data and hashes of passwords: for the owner alone. */
const PRIVATE = 0o600;

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('everything in one file with a checksum, as of one instant, while others write')
    .argument('<file>', 'file to write, whole or not at all; - is stdout')
    .action(async (file: string, _: unknown, command: Command) => {
      await runSession(command, async (session) => {
        const keeper = await session.app.keeper();
        const createdAt = session.world.identity.now();
        const summary = await session.work('backup', (context) =>
          keeper.backUp((chunks) => writeOutput(file, chunks, PRIVATE), createdAt, context),
        );
        if (session.json && file !== '-') await writeOut([`${JSON.stringify(summary)}\n`]);
        else say(`wrote ${file === '-' ? 'a backup' : file}: ${summaryText(summary)}`);
        return 0;
      });
    });
}

export function addRestore(program: Command): void {
  program
    .command('restore')
    .description('puts a backup in place of all that the database holds, or changes nothing')
    .argument('<file>', 'file that "agner backup" wrote, of SQLite or PostgreSQL')
    .action(async (file: string, _: unknown, command: Command) => {
      await runSession(command, async (session) => {
        if (!existsSync(file)) throw new AgnerError('NOT_FOUND', `there is no file ${file}`);
        const keeper = await session.app.keeper();
        const summary = await session.work('restore', (context) =>
          keeper.restore(() => bytesOf(file), sign(session.world), context),
        );
        if (session.json) await writeOut([`${JSON.stringify(summary)}\n`]);
        else say(`restored ${file}: ${summaryText(summary)}`);
        return 0;
      });
    });
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Uint8Array;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = code === 'EISDIR' ? 'it is a folder' : 'the system refused';
    throw new AgnerError('INVALID_INPUT', `cannot read ${file}: ${what}`, {}, { cause: error });
  }
}

function summaryText({ rows, createdAt, program, auditHead }: BackupSummary): string {
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const head = auditHead === null ? '' : `; the audit trail ends with ${auditHead}`;
  return `${grouped(total)} rows as of ${createdAt}, by ${program}${head}`;
}
