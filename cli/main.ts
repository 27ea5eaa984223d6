#!/usr/bin/env node
import { Command } from 'commander';
import { PROGRAM } from '../src/domain/index.ts';
import { addAccuracy } from './commands/accuracy.ts';
import { addAdherence } from './commands/adherence.ts';
import { addAudit } from './commands/audit.ts';
import { addAuditLog } from './commands/audit-log.ts';
import { addBackup, addRestore } from './commands/backup.ts';
import { addBacktest } from './commands/backtest.ts';
import { addCalendar } from './commands/calendar.ts';
import { addCheck } from './commands/check.ts';
import { addDay } from './commands/day.ts';
import { addDoctor } from './commands/doctor.ts';
import { addErlang } from './commands/erlang.ts';
import { addExplainDay } from './commands/explain-day.ts';
import { addExport } from './commands/export.ts';
import { addFeedCommands } from './commands/feed.ts';
import { addForecast } from './commands/forecast.ts';
import { addImport } from './commands/import.ts';
import { addList } from './commands/list.ts';
import { addLive } from './commands/live.ts';
import { addLongRange } from './commands/long-range.ts';
import { addOverride } from './commands/override.ts';
import { addPaths } from './commands/paths.ts';
import { addPersonCommands } from './commands/person.ts';
import { addReforecast } from './commands/reforecast.ts';
import { addReport } from './commands/report.ts';
import { addRoster } from './commands/roster.ts';
import { addServe } from './commands/serve.ts';
import { addStaff } from './commands/staff.ts';
import { addTimesheet } from './commands/timesheet.ts';
import { addTokenCommands } from './commands/token.ts';
import { addUserCommands } from './commands/user.ts';
import { addWhatIf } from './commands/whatif.ts';
import { addWorker } from './commands/worker.ts';
import { EXIT_CODES } from './exit-codes.ts';

// A reader that leaves early (| head) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : EXIT_CODES.STORAGE);
});

const program = new Command('agner')
  .description('workforce management for contact centres: forecast, staff, roster, export')
  .version(PROGRAM, '--version')
  .option('--database <file>', 'SQLite file or postgres:// URL (default: ~/.agner/agner.db)')
  .option('--site <name>', 'site whose data are meant', 'default')
  .option('--json', 'answer as JSON on stdout', false)
  .option('--quiet', 'no progress', false)
  .showHelpAfterError('(--help shows what is possible)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_CODES.INVALID_INPUT));

for (const add of [
  ...[
    addImport,
    addCheck,
    addCalendar,
    addForecast,
    addBacktest,
    addAccuracy,
    addStaff,
    addRoster,
    addAudit,
    addWhatIf,
  ],
  ...[
    addErlang,
    addExport,
    addList,
    addLive,
    addAdherence,
    addExplainDay,
    addDay,
    addReport,
    addTimesheet,
    addServe,
    addWorker,
    addOverride,
    addReforecast,
    addLongRange,
    addPaths,
  ],
  ...[
    addUserCommands,
    addTokenCommands,
    addFeedCommands,
    addPersonCommands,
    addAuditLog,
    addBackup,
    addRestore,
    addDoctor,
  ],
]) {
  add(program);
}
await program.parseAsync();
