import { type Command } from 'commander';
import {
  type DayExplanation,
  epochSeconds,
  type GapFactor,
  type QueueExplanation,
} from '../../src/domain/index.ts';
import { goalText, noteText } from '../../src/documents/index.ts';
import { explainDay } from '../../src/use-cases/index.ts';
import { activitiesOption, date } from '../options.ts';
import { writeOut } from '../output.ts';
import { clean, grouped, hours, share, table } from '../render.ts';
import { runSession } from '../session.ts';
import { neededPlan } from '../sources.ts';

interface ExplainOptions {
  readonly date: string;
  readonly plan: string;
  readonly forecast?: string;
  readonly activities: Readonly<Record<string, string>>;
}

export function addExplainDay(program: Command): void {
  program
    .command('explain-day')
    .description('why the service level of a day was another than planned, part by part')
    .requiredOption('--date <date>', 'local day', date)
    .requiredOption('--plan <plan>', 'plan (name or file) that the day was staffed by')
    .option('--forecast <id>', 'stored forecast of the day (default: the last made before it)')
    .addOption(activitiesOption())
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<ExplainOptions>();
      await runSession(command, async (session) => {
        const { world, site } = session;
        const request = {
          site,
          plan: await neededPlan(session, options.plan),
          date: options.date,
          forecast: options.forecast ?? null,
          now: epochSeconds(world.identity.now()),
          activities: options.activities,
          seed: 1,
        };
        const day = await session.work('explain-day', (context) =>
          explainDay(world, request, context),
        );
        await writeOut([session.json ? `${JSON.stringify(day)}\n` : `${explanationText(day)}\n`]);
        return 0;
      });
    });
}

const FACTORS: Readonly<Record<GapFactor, string>> = {
  volume: 'volume',
  'handle-time': 'handle time',
  'roster-fit': 'roster fit',
  absence: 'absence',
  adherence: 'adherence',
  model: 'left over by the model',
};

function explanationText({ date: day, asOf, forecast, queues }: DayExplanation): string {
  return [`${day} up to ${asOf}, planned by forecast ${forecast}`, ...queues.map(queueText)].join(
    '\n\n',
  );
}

function queueText(explained: QueueExplanation): string {
  const { queue, goal, planned, achieved, gap, parts, notes } = explained;
  const line = (
    name: string,
    { contacts, handleTimeSeconds, agentSeconds, serviceLevel }: typeof planned,
  ) => [
    name,
    grouped(contacts),
    handleTimeSeconds === null ? '-' : `${handleTimeSeconds.toFixed(0)} s`,
    agentSeconds === null ? '-' : hours(agentSeconds),
    share(serviceLevel),
  ];
  return [
    `${clean(queue)}: ${goalText(goal)}`,
    table(
      ['', 'contacts', 'handle time', 'on the phones', 'service level'],
      [line('planned', planned), line('was', achieved)],
    ),
    ...(gap === null
      ? []
      : [
          table(
            ['part of the gap', 'points'],
            [
              ...parts.map(({ factor, part }) => [FACTORS[factor], points(part)]),
              ['together', points(gap)],
            ],
          ),
        ]),
    ...notes.map((note) => noteText(note)),
  ].join('\n');
}

function points(part: number | null): string {
  if (part === null) return 'not known';
  const value = (100 * part).toFixed(1);
  return part > 0 && value !== '0.0' ? `+${value}` : value.replace(/^-0\.0$/, '0.0');
}
