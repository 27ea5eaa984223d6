import { type Command } from 'commander';
import { existsSync } from 'node:fs';
import { readRosterShifts, violationText } from '../../src/documents/index.ts';
import {
  auditRoster,
  type AuditRosterRequest,
  type RosterAudit,
} from '../../src/use-cases/index.ts';
import { FOUND_PROBLEMS } from '../exit-codes.ts';
import { readText, sourceName } from '../input.ts';
import { zone } from '../options.ts';
import { writeOut } from '../output.ts';
import { clean, table } from '../render.ts';
import { runSession, type Session } from '../session.ts';
import { neededPlan, rosterSource, zoneOf } from '../sources.ts';

interface AuditOptions {
  readonly input?: string;
  readonly plan?: string;
  readonly zone?: string;
}

export function addAudit(program: Command): void {
  program
    .command('audit')
    .description("checks any roster against the plan's rules; exit code 4 if one is broken")
    .argument('[roster]', 'id of a stored roster (default: the newest) or a file')
    .option('-i, --input <file>', 'roster of any tool: CSV with agent,start,end; - is stdin')
    .requiredOption('--plan <plan>', 'plan: stored name or file')
    .option('--zone <zone>', 'zone of local times in the file', zone)
    .action(async (text: string | undefined, _: unknown, command: Command) => {
      const options = command.opts<AuditOptions>();
      await runSession(command, async (session) => {
        const plan = await neededPlan(session, options.plan);
        const roster = await auditSource(
          session,
          options.input ?? text,
          options.zone ?? (await zoneOf(session, plan)),
        );
        const audit = await auditRoster(session.world, { plan, roster });
        await writeOut([session.json ? `${JSON.stringify(audit)}\n` : auditText(audit)]);
        return audit.violations.length > 0 ? FOUND_PROBLEMS : 0;
      });
    });
}

async function auditSource(
  session: Session,
  text: string | undefined,
  localZone: string | null,
): Promise<AuditRosterRequest['roster']> {
  if (text === undefined || (text !== '-' && !existsSync(text))) {
    return rosterSource(session, text);
  }
  const shifts = readRosterShifts(await readText(text), sourceName(text), { zone: localZone });
  return { kind: 'shifts', shifts, name: text };
}

function auditText(audit: RosterAudit): string {
  if (audit.violations.length === 0) {
    return `${audit.shifts} shifts keep every rule of plan ${clean(audit.plan)}\n`;
  }
  const rows = audit.violations.map((violation) => [
    violation.agent,
    violation.date,
    violation.rule,
    violationText(violation),
  ]);
  return `${table(['agent', 'date', 'rule', 'what was found'], rows)}\n${rows.length} breaks of rules of plan ${clean(audit.plan)} in ${audit.shifts} shifts\n`;
}
