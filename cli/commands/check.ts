import { type Command } from 'commander';
import { type Finding } from '../../src/domain/index.ts';
import { findingText } from '../../src/documents/index.ts';
import {
  checkHistory,
  checkHolidays,
  findPlan,
  type HistorySource,
} from '../../src/use-cases/index.ts';
import { FOUND_PROBLEMS } from '../exit-codes.ts';
import { openInput } from '../input.ts';
import { list } from '../options.ts';
import { writeOut } from '../output.ts';
import { clean } from '../render.ts';
import { runSession } from '../session.ts';
import { planSource, readPlanFile } from '../sources.ts';
import { addHistoryFileOptions, type HistoryFileOptions, readOptionsOf } from './import.ts';

export function addCheck(program: Command): void {
  const group = program.command('check').description('the data doctor: says what looks wrong');

  addHistoryFileOptions(
    group
      .command('history')
      .description('history in a file, or (without one) in the database')
      .argument('[file]', 'file, or - for standard input'),
  )
    .option('--queues <names>', 'queues in the database (default: all)', list)
    .option('--plan <plan>', 'plan whose opening hours and special days say what matters')
    .option('--all', 'print every finding')
    .action(async (file: string | undefined, _: unknown, command: Command) => {
      const options = command.opts<
        HistoryFileOptions & { queues?: string[]; plan?: string; all?: boolean }
      >();
      await runSession(command, async (session) => {
        const fromFile =
          file === undefined
            ? null
            : await session.world.readHistory(openInput(file), readOptionsOf(options, file));
        const histories: HistorySource =
          fromFile === null
            ? { kind: 'stored', site: session.site, queues: options.queues ?? null }
            : { kind: 'given', histories: fromFile.histories, name: file ?? '' };
        const plan = await planSource(session, options.plan);
        const findings = [
          ...(fromFile?.findings ?? []),
          ...(await session.work('check history', (context) =>
            checkHistory(session.world, { histories, plan }, context),
          )),
        ];
        await writeOut([
          session.json
            ? `${JSON.stringify({ findings })}\n`
            : report(findings, options.all ?? false),
        ]);
        return findings.some((finding) => finding.severity !== 'info') ? FOUND_PROBLEMS : 0;
      });
    });

  group
    .command('plan')
    .description('a plan file, or a stored plan by name')
    .argument('<plan>', 'file, - for standard input, or name')
    .action(async (text: string, _: unknown, command: Command) => {
      await runSession(command, async (session) => {
        const source = await planSource(session, text);
        const plan =
          source.kind === 'stored'
            ? (await findPlan(session.world.store, source)).value
            : source.kind === 'given'
              ? source.plan
              : await readPlanFile(text);
        await checkHolidays(session.world, plan);
        await writeOut([
          session.json
            ? `${JSON.stringify({ name: plan.name, problems: [] })}\n`
            : `plan ${clean(plan.name)} is sound: ${plan.queues.length} queues, ${plan.shiftPatterns.length} shift patterns, ${plan.contracts.length} contracts, ${plan.agents.length} agents\n`,
        ]);
        return 0;
      });
    });
}

/** Findings that are printed without --all. */
const SHOWN = 20;

function report(findings: readonly Finding[], all: boolean): string {
  if (findings.length === 0) return 'nothing wrong was found\n';
  const lines = findings.map((finding) => clean(findingText(finding)));
  const shown = all ? lines : lines.slice(0, SHOWN);
  const more =
    shown.length < lines.length ? `, of which ${shown.length} are shown; --all prints all` : '';
  return `${shown.join('\n')}\n${findings.length} findings${more}\n`;
}
