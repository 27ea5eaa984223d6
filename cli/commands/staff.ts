import { type Command } from 'commander';
import { formatRequirementCsv } from '../../src/documents/index.ts';
import { staffQueues } from '../../src/use-cases/index.ts';
import { formatOption, nameOption, outputOption, seedOption } from '../options.ts';
import { requirementText } from '../requirement-text.ts';
import { runSession } from '../session.ts';
import { forecastSource, keeping, neededPlan, zoneOf } from '../sources.ts';
import { writeResult } from '../write-result.ts';

interface StaffOptions {
  readonly input?: string;
  readonly forecast?: string;
  readonly plan?: string;
  readonly seed: number;
  readonly name?: string;
  readonly output?: string;
  readonly format?: string;
}

export function addStaff(program: Command): void {
  program
    .command('staff')
    .description('agents required per interval, by the goals of a plan')
    .option('-i, --input <file>', 'forecast from a file (CSV or JSON); - is stdin')
    .option('--forecast <id>', 'stored forecast (default: the newest)')
    .requiredOption('--plan <plan>', 'plan: stored name or file')
    .addOption(seedOption())
    .addOption(nameOption())
    .addOption(outputOption())
    .addOption(formatOption(['csv', 'json']))
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<StaffOptions>();
      await runSession(command, async (session) => {
        const plan = await neededPlan(session, options.plan);
        const forecast = await forecastSource(
          session,
          options.input ?? options.forecast,
          await zoneOf(session, plan),
        );
        const answer = await session.work('staff', (context) =>
          staffQueues(
            session.world,
            {
              forecast,
              plan,
              seed: options.seed,
              keeping: keeping(session, options.input !== undefined, options.name),
            },
            context,
          ),
        );
        await writeResult(session, options, answer, {
          csv: formatRequirementCsv,
          text: requirementText,
        });
        return 0;
      });
    });
}
