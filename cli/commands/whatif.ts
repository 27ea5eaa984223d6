import { type Command } from 'commander';
import { type ScenarioOutcome, type WhatIf } from '../../src/domain/index.ts';
import { formatWhatIfCsv, noteText, readScenarios } from '../../src/documents/index.ts';
import { type Answer, runWhatIf } from '../../src/use-cases/index.ts';
import { readText, sourceName } from '../input.ts';
import { formatOption, nameOption, outputOption, seedOption, wholeNumber } from '../options.ts';
import { grouped, hours, money, share, table } from '../render.ts';
import { runSession } from '../session.ts';
import { forecastSource, keeping, neededPlan, rosterSource, zoneOf } from '../sources.ts';
import { writeResult } from '../write-result.ts';

interface WhatIfOptions {
  readonly input?: string;
  readonly forecast?: string;
  readonly roster?: string;
  readonly plan?: string;
  readonly timeLimit: number;
  readonly seed: number;
  readonly name?: string;
  readonly output?: string;
  readonly format?: string;
}

export function addWhatIf(program: Command): void {
  program
    .command('whatif')
    .description('scenarios side by side with a baseline')
    .argument('<scenarios>', 'file of scenarios (YAML or JSON); - is stdin')
    .option('-i, --input <file>', 'forecast of the baseline from a file')
    .option('--forecast <id>', 'stored forecast of the baseline (default: the newest)')
    .option('--roster <roster>', 'roster of the baseline: id, file, or "latest"')
    .requiredOption('--plan <plan>', 'plan of the baseline: stored name or file')
    .option('--time-limit <seconds>', 'for each roster made anew', wholeNumber(0, 86_400), 60)
    .addOption(seedOption())
    .addOption(nameOption())
    .addOption(outputOption())
    .addOption(formatOption(['csv', 'json']))
    .action(async (path: string, _: unknown, command: Command) => {
      const options = command.opts<WhatIfOptions>();
      await runSession(command, async (session) => {
        const plan = await neededPlan(session, options.plan);
        const scenarios = readScenarios(await readText(path), sourceName(path));
        const forecast = await forecastSource(
          session,
          options.input ?? options.forecast,
          await zoneOf(session, plan),
        );
        const answer = await session.work('what-if', async (context) =>
          runWhatIf(
            session.world,
            {
              plan,
              forecast,
              roster:
                options.roster === undefined ? null : await rosterSource(session, options.roster),
              scenarios,
              seed: options.seed,
              timeLimitSeconds: options.timeLimit,
              keeping: keeping(session, options.input !== undefined, options.name),
            },
            context,
          ),
        );
        await writeResult(session, options, answer, { csv: formatWhatIfCsv, text: whatIfText });
        return 0;
      });
    });
}

function whatIfText({ document }: Answer<WhatIf>): string {
  const rows = document.outcomes.map((outcome) => outcomeRow(outcome, document));
  const totals = document.totals.map((total) => [
    total.scenario,
    total.headcount,
    money(total.rosterPay, document.currency),
    hours(total.underAgentSeconds),
    hours(total.overAgentSeconds),
  ]);
  return [
    table(
      [
        ...['scenario', 'queue', 'contacts', 'peak agents', 'peak scheduled', 'required', 'change'],
        ...['cost', 'SL required', 'occupancy', 'SL roster', 'occ. roster'],
      ],
      rows,
    ),
    '',
    table(['scenario', 'people', 'roster pay', 'missing', 'over'], totals),
    ...document.notes.map(noteText),
  ].join('\n');
}

function outcomeRow(outcome: ScenarioOutcome, document: WhatIf): (string | number)[] {
  const base = document.outcomes.find(
    (other) => other.queue === outcome.queue && other.scenario === document.outcomes[0]?.scenario,
  );
  const change = outcome.requiredAgentSeconds - (base?.requiredAgentSeconds ?? 0);
  return [
    outcome.scenario,
    outcome.queue,
    grouped(outcome.volume),
    outcome.peakAgents,
    outcome.peakScheduledAgents,
    hours(outcome.requiredAgentSeconds),
    `${change >= 0 ? '+' : ''}${hours(change)}`,
    money(outcome.requiredCost, document.currency),
    share(outcome.serviceLevelAtRequirement),
    share(outcome.occupancyAtRequirement),
    share(outcome.serviceLevelWithRoster),
    share(outcome.occupancyWithRoster),
  ];
}
