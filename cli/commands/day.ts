import { type Command } from 'commander';
import {
  AgnerError,
  type DayChangeKind,
  type DayProposal,
  type DayProposals,
  epochSeconds,
} from '../../src/domain/index.ts';
import { goalText, readDayProposals } from '../../src/documents/index.ts';
import { applyChanges, NOTICE_SECONDS, proposeChanges } from '../../src/use-cases/index.ts';
import { readText, sourceName } from '../input.ts';
import { durationSeconds, list, wholeNumber } from '../options.ts';
import { say, writeOut, writeOutput } from '../output.ts';
import { clean, money, share, table } from '../render.ts';
import { runSession } from '../session.ts';
import { neededPlan } from '../sources.ts';
import { publicationTable } from './roster-publish.ts';

interface ProposeOptions {
  readonly plan: string;
  readonly notice: number;
  readonly most: number;
  readonly output?: string;
}

interface ApplyOptions {
  readonly plan: string;
  readonly proposals?: readonly string[];
  readonly note: string;
}

export function addDay(program: Command): void {
  const group = program.command('day').description('what to do about the day under way');
  group
    .command('propose')
    .description('changes of the published roster, with what each does to the service level')
    .requiredOption('--plan <plan>', 'plan (name or file) that the day is staffed by')
    .option(
      '--notice <length>',
      'how long before people must hear',
      durationSeconds,
      NOTICE_SECONDS,
    )
    .option('--most <number>', 'most proposals of each sort', wholeNumber(1, 50), 6)
    .option('-o, --output <file>', 'write them as JSON, for "agner day apply"; - is stdout')
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<ProposeOptions>();
      await runSession(command, async (session) => {
        const { world, site } = session;
        const request = {
          site,
          plan: await neededPlan(session, options.plan),
          now: epochSeconds(world.identity.now()),
          live: null,
          seed: 1,
          noticeSeconds: options.notice,
          most: options.most,
        };
        const proposals = await session.work('propose', (context) =>
          proposeChanges(world, request, context),
        );
        const json = `${JSON.stringify(proposals)}\n`;
        if (options.output !== undefined) await writeOutput(options.output, [json]);
        if (options.output === '-') return 0;
        await writeOut([session.json ? json : `${proposalsText(proposals)}\n`]);
        if (options.output !== undefined) say(`written to ${options.output}`);
        return 0;
      });
    });
  group
    .command('apply')
    .description('publishes the roster anew, with proposals that were written to a file')
    .argument('<file>', 'file of "agner day propose"; - is stdin')
    .requiredOption('--plan <plan>', 'plan (name or file) whose rules hold')
    .option('--proposals <numbers>', 'which of them, such as 1,3 (default: all)', list)
    .option('--note <text>', 'what those who read it later should know', '')
    .action(async (path: string, _: unknown, command: Command) => {
      const options = command.opts<ApplyOptions>();
      await runSession(command, async (session) => {
        const { world, site } = session;
        const file = readDayProposals(await readText(path), sourceName(path));
        const publication = await applyChanges(world, {
          site,
          plan: await neededPlan(session, options.plan),
          now: epochSeconds(world.identity.now()),
          publication: file.publication,
          shifts: chosen(file.proposals, options.proposals),
          note: options.note,
        });
        await writeOut([
          session.json
            ? `${JSON.stringify(publication)}\n`
            : `${publicationTable([publication])}\n`,
        ]);
        return 0;
      });
    });
}

function chosen(
  proposals: readonly Pick<DayProposal, 'shift'>[],
  numbers: readonly string[] | undefined,
): readonly DayProposal['shift'][] {
  const shifts =
    numbers === undefined
      ? proposals.map(({ shift }) => shift)
      : [...new Set(numbers)].map((number) => {
          const proposal = /^[1-9]\d{0,3}$/.test(number)
            ? proposals[Number(number) - 1]
            : undefined;
          if (proposal !== undefined) return proposal.shift;
          throw new AgnerError(
            'INVALID_INPUT',
            `expected numbers of proposals from 1 to ${proposals.length}, got "${number}"`,
          );
        });
  if (shifts.length > 0) return shifts;
  throw new AgnerError('INVALID_INPUT', 'expected a file with at least one proposal, got none');
}

const KINDS: Readonly<Record<DayChangeKind, string>> = {
  'move-break': 'move break',
  'call-off': 'call off',
  overtime: 'overtime',
  'time-off': 'time off, if wanted',
  training: 'training',
};

function proposalsText({ date, asOf, publication, currency, queues, proposals }: DayProposals) {
  const head = `${date} as of ${asOf}, published as ${publication}`;
  const goals = queues.map(
    ({ queue, goal, projected, withAll }) =>
      `${clean(queue)}: ${goalText(goal)}; ${share(projected)} is to be expected of the day` +
      (proposals.length === 0 ? '' : `, ${share(withAll)} with all proposals`),
  );
  if (proposals.length === 0) {
    return [head, ...goals, 'no change of the roster helps, or can be spared'].join('\n');
  }
  return [
    head,
    ...goals,
    table(
      ['', 'what', 'who', 'was', 'becomes', 'cost', 'queue', 'alone', 'with those above'],
      proposals.flatMap((proposal, index) =>
        proposal.effects.map(({ queue, before, alone, together }, at) => [
          ...(at === 0 ? whatOf(proposal, index + 1, currency) : ['', '', '', '', '', '']),
          queue,
          `${share(before)} to ${share(alone)}`,
          share(together),
        ]),
      ),
    ),
  ].join('\n');
}

function whatOf(
  { kind, agent, activity, was, becomes, cost }: DayProposal,
  number: number,
  currency: string,
): readonly string[] {
  const clock = (stretch: DayProposal['was']) =>
    stretch === null ? '-' : `${stretch.from.slice(11, 16)}-${stretch.to.slice(11, 16)}`;
  return [
    String(number),
    activity === '' || kind === 'training' ? KINDS[kind] : `${KINDS[kind]} ${activity}`,
    agent,
    clock(was),
    clock(becomes),
    cost === 0 ? '-' : money(cost, currency),
  ];
}
