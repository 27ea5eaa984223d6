import { type Command, Option } from 'commander';
import { basename } from 'node:path';
import {
  type InstanceRule,
  type ShiftInstance,
  type ShiftSolution,
} from '../../src/domain/index.ts';
import { formatShiftSolutionCsv, readCurtoisQu } from '../../src/documents/index.ts';
import { FOUND_PROBLEMS } from '../exit-codes.ts';
import { readText, sourceName } from '../input.ts';
import { outputOption, seedOption, wholeNumber } from '../options.ts';
import { say, writeOut, writeOutput } from '../output.ts';
import { proofText } from '../proof-text.ts';
import { clean, grouped } from '../render.ts';
import { runSession } from '../session.ts';

interface SolveOptions {
  readonly format: 'curtois-qu';
  readonly timeLimit: number;
  readonly iterations?: number;
  readonly seed: number;
  readonly output?: string;
}

const READERS: Readonly<
  Record<SolveOptions['format'], (text: string, source: string) => ShiftInstance>
> = { 'curtois-qu': readCurtoisQu };

export function addRosterSolve(group: Command): void {
  group
    .command('solve')
    .description(
      'rosters a published shift scheduling problem; exit code 4 if someone has no legal schedule',
    )
    .argument('<file>', 'the problem; - is stdin')
    .addOption(
      new Option('--format <format>', 'how the problem is written')
        .choices(Object.keys(READERS))
        .makeOptionMandatory(),
    )
    .option('--time-limit <seconds>', 'longest search', wholeNumber(0, 86_400), 60)
    .option('--iterations <number>', 'ends the search alike on any machine', wholeNumber(1, 1e9))
    .addOption(seedOption())
    .addOption(outputOption())
    .action(async (file: string, _: unknown, command: Command) => {
      const options = command.opts<SolveOptions>();
      await runSession(command, async (session) => {
        const name = sourceName(file);
        const instance = READERS[options.format](await readText(file), name);
        const solution = await session.work('roster', async (context) =>
          session.world.tasks.run(
            'instance',
            {
              instance,
              seed: options.seed,
              timeLimitSeconds: options.timeLimit,
              iterationLimit: options.iterations ?? null,
            },
            context,
          ),
        );
        await show(session.json, options.output, name, solution);
        return solution.clashes.length > 0 ? FOUND_PROBLEMS : 0;
      });
    });
}

/** The roster goes to `--output`; the summary to stdout, or to stderr where the roster goes there. */
async function show(
  json: boolean,
  output: string | undefined,
  name: string,
  solution: ShiftSolution,
): Promise<void> {
  const isJsonFile = output !== undefined && /\.json$/i.test(output);
  const data = `${JSON.stringify(solution)}\n`;
  if (output !== undefined) {
    await writeOutput(output, isJsonFile ? [data] : formatShiftSolutionCsv(solution));
  }
  const text = `${solutionText(basename(name), solution)}\n`;
  if (output === '-') say(text.trimEnd());
  else await writeOut([json ? data : text]);
  if (output !== undefined && output !== '-') say(`written to ${output}`);
}

function solutionText(name: string, solution: ShiftSolution): string {
  const { assignments, cost, proof, clashes } = solution;
  const { bound } = proof;
  return [
    `${clean(name)}: ${assignments.length} shifts, cost ${amount(cost.total)}` +
      (bound === null ? '' : `, no roster costs less than ${amount(bound)}`),
    `too few ${amount(cost.under)}, too many ${amount(cost.over)}, wished shifts refused ` +
      `${amount(cost.refusedOn)}, unwished shifts given ${amount(cost.refusedOff)}`,
    proofText(proof),
    ...clashes.map(
      ({ employee, rules }) =>
        `no schedule for ${clean(employee)}: ${rules.map((rule) => RULES[rule]).join(', ')} ` +
        'cannot hold together',
    ),
  ].join('\n');
}

function amount(value: number): string {
  return grouped(value, Number.isInteger(value) ? 0 : 2);
}

const RULES: Readonly<Record<InstanceRule, string>> = {
  known: 'known names',
  oneShiftPerDay: 'one shift a day',
  daysOff: 'the given days off',
  notBefore: 'the shifts that may not follow',
  maxShifts: 'most shifts of a type',
  minPaidSeconds: 'the least total time',
  maxPaidSeconds: 'the most total time',
  maxConsecutiveShifts: 'most consecutive shifts',
  minConsecutiveShifts: 'least consecutive shifts',
  minConsecutiveDaysOff: 'least consecutive days off',
  maxWeekends: 'most weekends',
};
