import { type Command } from 'commander';
import { AgnerError, type Forgetting, type PersonErasure } from '../../src/domain/index.ts';
import { erasePerson, exportPerson, forgetOld } from '../../src/use-cases/index.ts';
import { wholeNumber } from '../options.ts';
import { say, writeOut, writeOutput } from '../output.ts';
import { grouped } from '../render.ts';
import { runSession } from '../session.ts';

/** For the person and whoever hands it over. */
const PRIVATE = 0o600;

export function addPersonCommands(program: Command): void {
  const group = program.command('person').description('what is stored of people');

  group
    .command('export')
    .description('all that is stored of a person, as JSON')
    .argument('<person>', 'id of a person in plans and rosters')
    .option('--out <file>', 'file to write, readable by its owner alone; - is stdout', '-')
    .action(async (person: string, _: unknown, command: Command) => {
      const { out } = command.opts<{ out: string }>();
      await runSession(command, async ({ world, site }) => {
        const data = await exportPerson(world, site, person);
        await writeOutput(out, [`${JSON.stringify(data, null, 2)}\n`], PRIVATE);
        if (out !== '-') say(`wrote ${out}`);
        return 0;
      });
    });

  group
    .command('erase')
    .description('puts a pseudonym in the place of a person, for ever, and deletes what is left')
    .argument('<person>', 'id of a person in plans and rosters')
    .option('--yes', 'it is meant: nothing of it can be undone', false)
    .action(async (person: string, _: unknown, command: Command) => {
      const { yes } = command.opts<{ yes: boolean }>();
      await runSession(command, async ({ world, site, json }) => {
        if (!yes) {
          throw new AgnerError(
            'INVALID_INPUT',
            'expected --yes: an erased person cannot be brought back',
          );
        }
        const erasure = await erasePerson(world, site, person);
        await writeOut([json ? `${JSON.stringify(erasure)}\n` : `${erasureText(erasure)}\n`]);
        return 0;
      });
    });

  group
    .command('forget')
    .description('forgets who did what, minute by minute, longer ago than so many days')
    .requiredOption('--days <number>', 'days that are kept', wholeNumber(1, 36_500))
    .action(async (_: unknown, command: Command) => {
      const { days } = command.opts<{ days: number }>();
      await runSession(command, async ({ world, json }) => {
        const forgotten = await forgetOld(world, days);
        await writeOut([json ? `${JSON.stringify(forgotten)}\n` : `${forgottenText(forgotten)}\n`]);
        return 0;
      });
    });
}

function erasureText({ site, pseudonym, changed, stillPlanned }: PersonErasure): string {
  const rows = Object.entries(changed).map(([what, count]) => `${grouped(count)} ${what}`);
  return [
    `erased at site ${site}; ${pseudonym} stands there now: ${rows.join(', ')}`,
    ...stillPlanned.map(
      (plan) => `the newest version of plan ${plan} still has ${pseudonym}: save it without`,
    ),
    'Backups that were made before still hold the person: delete them, or erase again after a restore.',
    "So do the ACD's own logs, and files that were exported.",
  ].join('\n');
}

function forgottenText({ before, states, spans, calls }: Forgetting): string {
  return `before ${before}: ${grouped(states)} states and ${grouped(spans)} spans of queue logs deleted, ${grouped(calls)} calls without their agent`;
}
