import { type Command } from 'commander';
import { AgnerError } from '../../src/domain/index.ts';
import { formatRequirementCsv } from '../../src/documents/index.ts';
import { type Keeping, staffQueues, verifyRequirement } from '../../src/use-cases/index.ts';
import { formatOption, nameOption, outputOption, seedOption, wholeNumber } from '../options.ts';
import { requirementText } from '../requirement-text.ts';
import { runSession } from '../session.ts';
import { forecastSource, keeping, neededPlan, zoneOf } from '../sources.ts';
import { verificationText } from '../verification-text.ts';
import { writeResult } from '../write-result.ts';

interface StaffOptions {
  readonly input?: string;
  readonly forecast?: string;
  readonly plan?: string;
  readonly seed: number;
  readonly name?: string;
  readonly output?: string;
  readonly format?: string;
  readonly verify?: true;
  readonly replications?: number;
  readonly intervals?: true;
}

const REPLICATIONS = 200;

export function addStaff(program: Command): void {
  program
    .command('staff')
    .description('agents required per interval, by the goals of a plan')
    .option('-i, --input <file>', 'forecast from a file (CSV or JSON); - is stdin')
    .option('--forecast <id>', 'stored forecast (default: the newest)')
    .requiredOption('--plan <plan>', 'plan: stored name or file')
    .option('--verify', 'simulate it, and print predicted against simulated by day')
    .option(
      '--replications <number>',
      `runs of each queue with --verify (default: ${REPLICATIONS})`,
      wholeNumber(10, 10_000),
    )
    .option('--intervals', 'every interval with --verify, not only those that differ most')
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
        checkVerifyOptions(options);
        const kept: Keeping = keeping(session, options.input !== undefined, options.name);
        const answer = await session.work('staff', (context) =>
          staffQueues(
            session.world,
            { forecast, plan, seed: options.seed, keeping: kept },
            context,
          ),
        );
        if (options.verify !== true) {
          await writeResult(session, options, answer, {
            csv: formatRequirementCsv,
            text: requirementText,
          });
          return 0;
        }
        const verification = await session.work('verify', (context) =>
          verifyRequirement(
            session.world,
            {
              requirement: {
                kind: 'given',
                document: answer.document,
                name: answer.header?.id ?? 'requirement',
              },
              replications: options.replications ?? REPLICATIONS,
              seed: options.seed,
              keeping: kept,
            },
            context,
          ),
        );
        const both = { ...answer, verification };
        await writeResult(session, options, both, {
          csv: formatRequirementCsv,
          text: (one) =>
            [
              requirementText(one),
              '',
              verificationText(verification, options.intervals === true),
            ].join('\n'),
        });
        return 0;
      });
    });
}

function checkVerifyOptions({ verify, replications, intervals }: StaffOptions): void {
  if (verify === true || (replications === undefined && intervals === undefined)) return;
  const name = replications === undefined ? '--intervals' : '--replications';
  throw new AgnerError('INVALID_INPUT', `expected --verify beside ${name}, got none`);
}
