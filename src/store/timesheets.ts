import { type Knex } from 'knex';
import { type TimesheetApproval, type TimesheetStatement } from '../domain/index.ts';
import { hashOf, type Identity, type TimesheetStore } from '../use-cases/index.ts';
import { appendAudit } from './audit.ts';
import { type Database } from './database.ts';
import { checkName, checkText } from './names.ts';
import { lockSite } from './sites.ts';

export interface TimesheetLine {
  readonly position: number;
  readonly id: string;
  readonly site_id: string;
  readonly agent: string;
  readonly date: string;
  readonly statement: string;
  readonly made_at: string;
  readonly made_by: string;
}

/** The part of the store that keeps approved hours. */
export function timesheetStore(database: Database, identity: Identity): TimesheetStore {
  return {
    saveTimesheets: (site, approvals, by) =>
      database.write(async (trx) => {
        const siteId = await lockSite(trx, identity, site);
        const saved: TimesheetApproval[] = [];
        for (const { id, ...statement } of approvals) {
          const { agent, date } = statement;
          checkText('the reason', statement.reason);
          const before = await newest(trx, siteId, checkText('the agent', agent), date);
          const line: Omit<TimesheetLine, 'position'> = {
            id: checkName('the id of the approval', id),
            site_id: siteId,
            agent,
            date: checkText('the day', date),
            statement: JSON.stringify(statement),
            made_at: by.at,
            made_by: by.actor.id,
          };
          await trx('timesheets').insert(line);
          const approval = approvalOf(line);
          await appendAudit(trx, database.kind, by, {
            action: 'timesheet.approved',
            site,
            subject: id,
            before: before === undefined ? null : hashOf(approvalOf(before)),
            after: hashOf(approval),
          });
          saved.push(approval);
        }
        return saved;
      }),
    listTimesheets: (site, { from, to }) =>
      database.read(async (knex) => {
        const lines = await knex<TimesheetLine>('timesheets')
          .whereIn(
            'site_id',
            knex('sites')
              .where({ name: checkText('the site', site) })
              .select('id'),
          )
          .where('date', '>=', checkText('the day', from))
          .where('date', '<=', checkText('the day', to))
          .orderBy(['date', 'agent', 'position']);
        return lines
          .filter(({ agent, date }, at) => {
            const next = lines[at + 1];
            return next?.agent !== agent || next.date !== date;
          })
          .map(approvalOf);
      }),
  };
}

function newest(
  trx: Knex.Transaction,
  siteId: string,
  agent: string,
  date: string,
): Promise<TimesheetLine | undefined> {
  return trx<TimesheetLine>('timesheets')
    .where({ site_id: siteId, agent, date })
    .orderBy('position', 'desc')
    .first();
}

export function approvalOf(line: Omit<TimesheetLine, 'position'>): TimesheetApproval {
  return {
    ...(JSON.parse(line.statement) as TimesheetStatement),
    id: line.id,
    madeAt: line.made_at,
    madeBy: line.made_by,
  };
}
