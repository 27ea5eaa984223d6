import { type Command } from 'commander';
import { type Requirement } from '../../src/domain/index.ts';
import {
  formatRequirementCsv,
  goalText,
  noteText,
  staffingText,
} from '../../src/documents/index.ts';
import { type Answer, staffQueues } from '../../src/use-cases/index.ts';
import { formatOption, nameOption, outputOption, seedOption } from '../options.ts';
import { hours, share, table } from '../render.ts';
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

function requirementText({ document }: Answer<Requirement>): string {
  const rows = document.queues.map((queue) => {
    const step = queue.grid.stepSeconds;
    const required = queue.scheduledAgentsExact.reduce((sum, agents) => sum + agents * step, 0);
    return [
      queue.queue,
      goalText(queue.goal),
      staffingText(queue.staffing),
      peak(queue.agents),
      peak(queue.scheduledAgents),
      hours(required),
      share(weighted(queue.serviceLevel, queue.volume)),
      share(weighted(queue.occupancy, queue.agents)),
    ];
  });
  const notes = document.queues.flatMap((queue) =>
    queue.notes.map((note) => `${queue.queue}: ${noteText(note)}`),
  );
  return [
    table(
      [
        'queue',
        'goal',
        'model',
        'peak agents',
        'peak scheduled',
        'required (unrounded)',
        'service level',
        'occupancy',
      ],
      rows,
    ),
    ...notes,
  ].join('\n');
}

function weighted(values: readonly (number | null)[], weights: readonly number[]): number | null {
  let sum = 0;
  let total = 0;
  values.forEach((value, slot) => {
    if (value === null) return;
    sum += value * (weights[slot] ?? 0);
    total += weights[slot] ?? 0;
  });
  return total === 0 ? null : sum / total;
}

function peak(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
