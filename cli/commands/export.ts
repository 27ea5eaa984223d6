import { type Command, Option } from 'commander';
import { AgnerError } from '../../src/domain/index.ts';
import {
  agentSpansHeader,
  formatAgentSpans,
  formatHistoryCsv,
  formatQueueCalls,
  queueCallsHeader,
} from '../../src/documents/index.ts';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  exportRoster,
  findHistories,
  listAgentSpans,
  listCalls,
  type Store,
  usualZone,
} from '../../src/use-cases/index.ts';
import { list, zone } from '../options.ts';
import { say, writeOutput } from '../output.ts';
import { runSession } from '../session.ts';
import { forecastSource, planSource, requirementSource, rosterSource, zoneOf } from '../sources.ts';

interface ExportOptions {
  readonly roster?: string;
  readonly input?: string;
  readonly format?: ExportFormat;
  readonly agent?: string;
  readonly plan?: string;
  readonly requirement?: string;
  readonly forecast?: string;
  readonly output: string;
}

export function addExport(program: Command): void {
  const group = program
    .command('export')
    .description('a roster as calendar, workbook, CSV, JSON, payroll hours or picture')
    .option('-i, --input <file>', 'roster from a JSON file; - is stdin')
    .option('--roster <id>', 'stored roster (default: the newest)')
    .addOption(
      new Option('--format <format>', 'format (default: by the name of --output)').choices(
        EXPORT_FORMATS,
      ),
    )
    .option('--agent <id>', "one person's shifts alone (calendar)")
    .option('--plan <plan>', 'plan, for payroll (default: the one the roster was made of)')
    .option('--requirement <requirement>', 'id or file, for the picture (default: as made)')
    .option('--forecast <forecast>', 'id or file, for the picture (default: as made)')
    .option('-o, --output <file>', 'file to write; - is stdout', '-')
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<ExportOptions>();
      await runSession(command, async (session) => {
        const plan = await planSource(session, options.plan);
        const { forecast, requirement } = options;
        const request = {
          site: session.site,
          roster: await rosterSource(session, options.input ?? options.roster),
          format: options.format ?? formatOf(options.output),
          agent: options.agent ?? null,
          plan,
          requirement:
            requirement === undefined
              ? null
              : await requirementSource(session, requirement, await zoneOf(session, plan)),
          forecast:
            forecast === undefined
              ? null
              : await forecastSource(session, forecast, await zoneOf(session, plan)),
        };
        const file = await session.work('export', (context) =>
          exportRoster(session.world, request, context),
        );
        await writeOutput(options.output, [file.content]);
        if (options.output !== '-') say(`written to ${options.output}`);
        return 0;
      });
    });

  group
    .command('history')
    .description('stored history in the canonical layout')
    .option('--queues <names>', 'queues (default: all)', list)
    .option('-o, --output <file>', 'file to write; - is stdout', '-')
    .action(async (_: unknown, command: Command) => {
      // The parent has --output too, and takes it wherever it stands.
      const options = command.optsWithGlobals<{ queues?: string[]; output: string }>();
      await runSession(command, async (session) => {
        const histories = await findHistories(session.world.store, {
          kind: 'stored',
          site: session.site,
          queues: options.queues ?? null,
        });
        await writeOutput(options.output, formatHistoryCsv(histories.value));
        if (options.output !== '-') say(`written to ${options.output}`);
        return 0;
      });
    });

  addCallExports(group);
}

interface CallExportOptions {
  readonly zone?: string;
  readonly output: string;
}

const CALL_FORMS = {
  calls: { description: 'stored single calls: what "erlang patience" reads', csv: callsCsv },
  'agent-times': { description: 'stored sessions and pauses of agents', csv: agentTimesCsv },
};

async function* callsCsv(store: Store, site: string, inZone: string): AsyncGenerator<string> {
  yield queueCallsHeader();
  for await (const calls of listCalls(store, site)) yield* formatQueueCalls(calls, inZone);
}

async function* agentTimesCsv(store: Store, site: string, inZone: string): AsyncGenerator<string> {
  yield agentSpansHeader();
  for await (const spans of listAgentSpans(store, site)) yield* formatAgentSpans(spans, inZone);
}

/** Single calls and agents' time as logs told them. */
function addCallExports(group: Command): void {
  for (const [name, { description, csv }] of Object.entries(CALL_FORMS)) {
    group
      .command(name)
      .description(description)
      .option('--zone <zone>', 'time zone of instants (default: of the queues)', zone)
      .option('-o, --output <file>', 'file to write; - is stdout', '-')
      .action(async (_: unknown, command: Command) => {
        const options = command.optsWithGlobals<CallExportOptions>();
        await runSession(command, async ({ world, site }) => {
          const inZone = options.zone ?? usualZone(await world.store.listQueues(site)) ?? 'UTC';
          await writeOutput(options.output, csv(world.store, site, inZone));
          if (options.output !== '-') say(`written to ${options.output}`);
          return 0;
        });
      });
  }
}

function formatOf(output: string): ExportFormat {
  const extension = /\.([a-z]+)$/i.exec(output)?.[1]?.toLowerCase();
  const format = EXPORT_FORMATS.find((candidate) => candidate === extension);
  if (format === undefined) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected --format, or --output ending in ${EXPORT_FORMATS.map((name) => `.${name}`).join(', ')}, got "${output}"`,
    );
  }
  return format;
}
