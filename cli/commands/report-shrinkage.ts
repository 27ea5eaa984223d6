import { type Command } from 'commander';
import { type LearnedShare, type LearnedShrinkage } from '../../src/domain/index.ts';
import { learnShrinkage } from '../../src/use-cases/index.ts';
import { addDayRange, type DayRangeOptions, dayRangeOf } from '../day-range.ts';
import { writeOut } from '../output.ts';
import { hours, share, table } from '../render.ts';
import { runSession } from '../session.ts';

export function addReportShrinkage(group: Command): void {
  addDayRange(group.command('shrinkage'))
    .description('unrostered shrinkage as it was: scheduled work that was not worked, by type')
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<DayRangeOptions>();
      await runSession(command, async (session) => {
        const learned = await learnShrinkage(session.world, await dayRangeOf(session, options));
        await writeOut([
          session.json ? `${JSON.stringify(learned)}\n` : `${shrinkageText(learned)}\n`,
        ]);
        return 0;
      });
    });
}

function shrinkageText(learned: LearnedShrinkage): string {
  const { from, to, days, scheduledSeconds, knownSeconds, total, types } = learned;
  if (total === null) {
    return `of ${from} to ${to} nothing is known of scheduled work: it takes a published roster (agner roster publish) and what people did (agner serve with an ACD)`;
  }
  const line = (type: string, { mean, halfWidth }: LearnedShare) => [
    type,
    share(mean),
    halfWidth === null
      ? '-'
      : `${share(Math.max(0, mean - halfWidth))} to ${share(mean + halfWidth)}`,
  ];
  const kept = types.map(({ type, mean }) => `${JSON.stringify(type)}: ${mean.toFixed(3)}`);
  return [
    `${days} days, ${hours(scheduledSeconds)} of scheduled work, ${hours(knownSeconds)} of it known`,
    table(
      ['type', 'share', '95 % interval'],
      [...types.map((type) => line(type.type, type)), line('all', total)],
    ),
    `as a plan has it: shrinkage: { unrostered: { ${kept.join(', ')} } }`,
  ].join('\n');
}
