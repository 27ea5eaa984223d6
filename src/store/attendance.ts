import { type Knex } from 'knex';
import {
  AgnerError,
  type AgentStateSpan,
  epochSeconds,
  type ScheduleException,
  type ScheduleExceptionStatement,
} from '../domain/index.ts';
import { type AttendanceStore, hashOf, type Identity, type SlotRange } from '../use-cases/index.ts';
import { appendAudit } from './audit.ts';
import { microseconds } from './call-log-tables.ts';
import { type Database } from './database.ts';
import { checkName, checkText } from './names.ts';
import { lockSite } from './sites.ts';

export interface StateLine {
  readonly site_id: string;
  readonly start_us: number | string;
  readonly agent: string;
  readonly end_us: number | string;
  readonly state: AgentStateSpan['state'];
  readonly reason: string | null;
}

export interface ExceptionLine {
  readonly id: string;
  readonly site_id: string;
  readonly agent: string;
  readonly start_us: number | string;
  readonly end_us: number | string;
  readonly statement: string;
  readonly made_at: string;
  readonly made_by: string;
  readonly withdrawn_at: string | null;
}

/** No stretch lasts longer: one that does is told in pieces. */
const LONGEST_SECONDS = 86_400;
/** Rows of one statement, below the limits of both databases. */
const ROWS = 100;

/** The part of the store that keeps what people did. */
export function attendanceStore(database: Database, identity: Identity): AttendanceStore {
  return {
    saveAgentStates: (site, spans) =>
      database.write(async (trx) => {
        const siteId = await lockSite(trx, identity, site);
        const lines = spans.flatMap(piecesOf).map((span): StateLine => ({
          site_id: siteId,
          start_us: microseconds(span.start),
          agent: checkText('the agent', span.agent),
          end_us: microseconds(span.end),
          state: span.state,
          reason: span.reason,
        }));
        for (let at = 0; at < lines.length; at += ROWS) {
          await trx('agent_states')
            .insert(lines.slice(at, at + ROWS))
            .onConflict(['site_id', 'start_us', 'agent'])
            .merge(['end_us', 'state', 'reason'])
            .where('agent_states.end_us', '<=', trx.ref('excluded.end_us'));
        }
      }),
    loadAgentStates: (site, { from, to }) =>
      database.read(async (knex) => {
        const lines = (await ofSite(knex, 'agent_states', site)
          .where('start_us', '>=', microseconds(from - LONGEST_SECONDS))
          .where('start_us', '<', microseconds(to))
          .where('end_us', '>', microseconds(from))
          .orderBy(['agent', 'start_us'])) as StateLine[];
        return lines.map(spanOf);
      }),
    saveScheduleException: (site, { id, ...statement }, by) =>
      database.write(async (trx) => {
        const siteId = await lockSite(trx, identity, site);
        checkText('the reason', statement.reason);
        const line: ExceptionLine = {
          id: checkName('the id of the exception', id),
          site_id: siteId,
          agent: checkText('the agent', statement.agent),
          start_us: microseconds(epochSeconds(statement.from)),
          end_us: microseconds(epochSeconds(statement.to)),
          statement: JSON.stringify(statement),
          made_at: by.at,
          made_by: by.actor.id,
          withdrawn_at: null,
        };
        await trx('schedule_exceptions').insert(line);
        await appendAudit(trx, database.kind, by, {
          action: 'exception.made',
          site,
          subject: id,
          before: null,
          after: hashOf(exceptionOf(line)),
        });
        return exceptionOf(line);
      }),
    listScheduleExceptions: (site, range) =>
      database.read(async (knex) => (await standing(knex, site, range)).map(exceptionOf)),
    withdrawScheduleException: (site, id, by) =>
      database.write(async (trx) => {
        const line = (await ofSite(trx, 'schedule_exceptions', site)
          .where({ id: checkText('the id', id) })
          .first()) as ExceptionLine | undefined;
        if (line === undefined) {
          throw new AgnerError('NOT_FOUND', `expected an exception of site "${site}", got "${id}"`);
        }
        if (line.withdrawn_at !== null) {
          throw new AgnerError(
            'CONFLICT',
            `expected an exception that stands, got "${id}", withdrawn ${line.withdrawn_at}`,
          );
        }
        await trx('schedule_exceptions').where({ id }).update({ withdrawn_at: by.at });
        await appendAudit(trx, database.kind, by, {
          action: 'exception.withdrawn',
          site,
          subject: id,
          before: hashOf(exceptionOf(line)),
          after: null,
        });
      }),
  };
}

function ofSite(knex: Knex, table: string, site: string): Knex.QueryBuilder {
  return knex(table).whereIn(
    'site_id',
    knex('sites')
      .where({ name: checkText('the site', site) })
      .select('id'),
  );
}

async function standing(
  knex: Knex,
  site: string,
  { from, to }: SlotRange,
): Promise<ExceptionLine[]> {
  return (await ofSite(knex, 'schedule_exceptions', site)
    .where({ withdrawn_at: null })
    .where('start_us', '<', microseconds(to))
    .where('end_us', '>', microseconds(from))
    .orderBy('position')) as ExceptionLine[];
}

/** What lasts for days is kept in pieces, so that a range is found by its beginning. */
function piecesOf(span: AgentStateSpan): readonly AgentStateSpan[] {
  const pieces: AgentStateSpan[] = [];
  for (let start = span.start; start < span.end; start += LONGEST_SECONDS) {
    pieces.push({ ...span, start, end: Math.min(span.end, start + LONGEST_SECONDS) });
  }
  return pieces;
}

export function spanOf({
  agent,
  state,
  reason,
  start_us: start,
  end_us: end,
}: StateLine): AgentStateSpan {
  return { agent, state, reason, start: Number(start) / 1e6, end: Number(end) / 1e6 };
}

export function exceptionOf(line: ExceptionLine): ScheduleException {
  return {
    ...(JSON.parse(line.statement) as ScheduleExceptionStatement),
    id: line.id,
    madeAt: line.made_at,
    madeBy: line.made_by,
  };
}
