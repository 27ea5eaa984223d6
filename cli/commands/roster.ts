import { type Command } from 'commander';
import {
  AgnerError,
  type DayService,
  meanService,
  type Roster,
  type RosterScore,
} from '../../src/domain/index.ts';
import { formatRosterCsv, noteText, violationText } from '../../src/documents/index.ts';
import { type Answer, buildRoster } from '../../src/use-cases/index.ts';
import {
  date,
  formatOption,
  nameOption,
  outputOption,
  seedOption,
  wholeNumber,
} from '../options.ts';
import { clean, hours, money, share, table } from '../render.ts';
import { proofText } from '../proof-text.ts';
import { runSession } from '../session.ts';
import { keeping, neededPlan, requirementSource, rosterSource, zoneOf } from '../sources.ts';
import { writeResult } from '../write-result.ts';
import { addRosterPublish } from './roster-publish.ts';
import { addRosterSolve } from './roster-solve.ts';

interface RosterOptions {
  readonly input?: string;
  readonly requirement?: string;
  readonly plan?: string;
  readonly previous?: string;
  readonly from?: string;
  readonly days?: number;
  readonly timeLimit: number;
  readonly iterations?: number;
  readonly seed: number;
  readonly name?: string;
  readonly output?: string;
  readonly format?: string;
}

/** Stretches of missing staff that are printed. */
const SHOWN = 15;

export function addRoster(program: Command): void {
  const group = program
    .command('roster')
    .description('a legal roster that covers a requirement, with what it costs and lacks');
  group
    .command('build', { isDefault: true })
    .description('from a plan and a requirement; what is done without a further word')
    .option('-i, --input <file>', 'requirement from a file (CSV or JSON); - is stdin')
    .option('--requirement <id>', 'stored requirement (default: the newest)')
    .requiredOption('--plan <plan>', 'plan: stored name or file')
    .option('--previous <roster>', 'roster (id or file) whose shifts and ledger come before')
    .option('--from <date>', 'first day (default: the first of the requirement)', date)
    .option('--days <number>', 'days (default: all of the requirement)', wholeNumber(1, 400))
    .option('--time-limit <seconds>', 'longest search', wholeNumber(0, 86_400), 60)
    .option('--iterations <number>', 'ends the search alike on any machine', wholeNumber(1, 1e9))
    .addOption(seedOption())
    .addOption(nameOption())
    .addOption(outputOption())
    .addOption(formatOption(['csv', 'json']))
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<RosterOptions>();
      await runSession(command, async (session) => {
        const plan = await neededPlan(session, options.plan);
        const requirement = await requirementSource(
          session,
          options.input ?? options.requirement,
          await zoneOf(session, plan),
        );
        const answer = await session.work('roster', async (context) =>
          buildRoster(
            session.world,
            {
              requirement,
              plan,
              period: periodOf(options),
              previous:
                options.previous === undefined
                  ? null
                  : await rosterSource(session, options.previous),
              seed: options.seed,
              timeLimitSeconds: options.timeLimit,
              iterationLimit: options.iterations ?? null,
              keeping: keeping(session, options.input !== undefined, options.name),
            },
            context,
          ),
        );
        await writeResult(session, options, answer, { csv: formatRosterCsv, text: rosterText });
        return 0;
      });
    });
  addRosterPublish(group);
  addRosterSolve(group);
}

function periodOf({ from, days }: RosterOptions) {
  if (from === undefined && days === undefined) return null;
  if (from === undefined || days === undefined) {
    throw new AgnerError('INVALID_INPUT', 'expected --from and --days together, or neither');
  }
  return { from, days };
}

export function rosterText({ document }: Answer<Roster>): string {
  const { score, proof } = document;
  const unmet = document.wishes.filter((wish) => !wish.granted);
  const lines = [
    `${document.shifts.length} shifts of ${document.agents.length} agents, ${hours(score.paidSeconds)} paid, ${money(score.pay, score.currency)}`,
    `agents missing ${hours(score.underAgentSeconds)}${floorText(score)}, over ${hours(score.overAgentSeconds)}`,
    ...serviceLines(document.service ?? []),
    proofText(proof),
    `wishes: ${document.wishes.length - unmet.length} of ${document.wishes.length} granted`,
    ...unmet.map(({ agent, wish }) => `  not granted: ${clean(agent)} ${wish.kind} ${wish.date}`),
    ...document.violations.map(
      (violation) =>
        `  not kept: ${clean(violation.agent)}, ${violation.date}: ${clean(violationText(violation))}`,
    ),
    ...document.notes.map((note) => clean(noteText(note))),
  ];
  const worst = [...document.shortfalls].sort((a, b) => b.agentSeconds - a.agentSeconds);
  if (worst.length === 0) return lines.join('\n');
  const rows = worst
    .slice(0, SHOWN)
    .map((gap) => [gap.queue, gap.start, gap.end, hours(gap.agentSeconds, 2)]);
  lines.push(
    `staff is missing in ${worst.length} stretches; the largest:`,
    table(['queue', 'from', 'to', 'agents x time'], rows),
  );
  return lines.join('\n');
}

function floorText({ belowFloorAgentSeconds = 0 }: RosterScore): string {
  return belowFloorAgentSeconds === 0
    ? ''
    : ` (${hours(belowFloorAgentSeconds)} of them below minimums and floors)`;
}

/** One line a queue: what callers may expect, and the day on which they may expect least. */
function serviceLines(service: readonly DayService[]): readonly string[] {
  return [...new Set(service.map(({ queue }) => queue))].flatMap((queue) => {
    const days = service.filter((day) => day.queue === queue && day.serviceLevel !== null);
    if (days.length === 0) return [];
    const required = days.map((day) => ({ ...day, serviceLevel: day.requiredServiceLevel }));
    const least = days.reduce((a, b) => (b.serviceLevel! < a.serviceLevel! ? b : a));
    const below = days.reduce((sum, day) => sum + day.intervalsBelowFloor, 0);
    return [
      `service level expected for ${clean(queue)}: ${share(meanService(days))} ` +
        `(${share(meanService(required))} with all that are required), ` +
        `least ${share(least.serviceLevel)} on ${least.date}` +
        (below === 0 ? '' : `, ${below} intervals below their floor`),
    ];
  });
}
