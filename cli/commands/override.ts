import { type Command } from 'commander';
import {
  AgnerError,
  type ForecastOverride,
  type ForecastOverrides,
} from '../../src/domain/index.ts';
import { readOverrides } from '../../src/documents/index.ts';
import { listOverrides, makeOverrides, withdrawOverride } from '../../src/use-cases/index.ts';
import { readText, sourceName } from '../input.ts';
import { writeOut } from '../output.ts';
import { grouped, share, table } from '../render.ts';
import { runSession, type Session } from '../session.ts';
import { storedForecast } from '../sources.ts';

interface OneOverride {
  readonly forecast?: string;
  readonly input?: string;
  readonly queue?: string;
  readonly day?: string;
  readonly start?: string;
  readonly contacts?: string;
  readonly change?: string;
  readonly author?: string;
  readonly reason?: string;
}

export function addOverride(program: Command): void {
  const group = program
    .command('override')
    .description("a planner's figures in place of a forecast's, kept apart from the model's");

  withForecast(group.command('add'))
    .description('says the volume of a day or an interval; staffing then goes by it')
    .option('-i, --input <file>', 'many at once: YAML or JSON with overrides: and a list')
    .option('--queue <name>', 'queue of the forecast')
    .option('--day <date>', 'local day; its total keeps the profile of the day')
    .option('--start <instant>', 'one interval, by its start with offset')
    .option('--contacts <number>', 'contacts of that day or interval')
    .option('--change <percent>', 'change of the model\'s figure, such as "+10 %"')
    .option('--author <name>', 'who says so')
    .option('--reason <text>', 'why, for whoever reads it later')
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<OneOverride>();
      await runSession(command, async (session) => {
        const statements = await statementsOf(options);
        await show(
          session,
          await makeOverrides(session.world, storedForecast(session, options.forecast), statements),
        );
        return 0;
      });
    });

  withForecast(group.command('withdraw'))
    .description('takes an override back; what was said before it stands again')
    .argument('<override>', 'id of the override')
    .requiredOption('--author <name>', 'who takes it back')
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.opts<{ forecast?: string; author: string }>();
      await runSession(command, async (session) => {
        const { author } = options;
        const source = storedForecast(session, options.forecast);
        await show(session, await withdrawOverride(session.world, source, { id, author }));
        return 0;
      });
    });

  withForecast(group.command('list'))
    .description('all that was said of a forecast, and the days it changes')
    .action(async (_: unknown, command: Command) => {
      await runSession(command, async (session) => {
        const source = storedForecast(session, command.opts<{ forecast?: string }>().forecast);
        await show(session, await listOverrides(session.world, source));
        return 0;
      });
    });
}

function withForecast(command: Command): Command {
  return command.option('--forecast <id>', 'stored forecast (default: the newest)');
}

async function statementsOf(options: OneOverride) {
  const { input, queue, day, start, contacts, change, author, reason } = options;
  if (input !== undefined) return readOverrides(await readText(input), sourceName(input));
  if (contacts !== undefined && !/^\d{1,9}(\.\d{1,6})?$/.test(contacts)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected --contacts to be a number of at least 0, got "${contacts}"`,
    );
  }
  const written = { queue, date: day, start, change, author, reason };
  const number = contacts === undefined ? {} : { contacts: Number(contacts) };
  return readOverrides(JSON.stringify([{ ...written, ...number }]), 'command line');
}

async function show(session: Session, answer: ForecastOverrides): Promise<void> {
  await writeOut([session.json ? `${JSON.stringify(answer)}\n` : `${overridesText(answer)}\n`]);
}

function overridesText({ forecastId, version, overrides, days }: ForecastOverrides): string {
  if (overrides.length === 0) return `forecast ${forecastId} stands as the model has it`;
  return [
    `forecast ${forecastId}, overrides as of version ${version}`,
    table(
      ['override', 'queue', 'of', 'set to', 'by', 'at', 'reason', 'withdrawn'],
      overrides.map((override) => [
        override.id,
        override.queue,
        override.target.kind === 'day' ? override.target.date : override.target.start,
        changeText(override),
        override.author,
        override.createdAt,
        override.reason,
        override.withdrawn === null
          ? '-'
          : `${override.withdrawn.at} by ${override.withdrawn.author}`,
      ]),
    ),
    '',
    table(
      ['queue', 'day', 'model', 'overridden', 'change'],
      days.map((day) => [
        day.queue,
        day.date,
        grouped(day.modelContacts, 1),
        grouped(day.contacts, 1),
        day.modelContacts === 0 ? '-' : share(day.contacts / day.modelContacts - 1),
      ]),
    ),
  ].join('\n');
}

function changeText({ change }: ForecastOverride): string {
  if (change.kind === 'absolute') return grouped(change.contacts, 1);
  return `${change.factor < 1 ? '' : '+'}${share(change.factor - 1)}`;
}
