import { type Knex } from 'knex';
import { AgnerError } from '../domain/index.ts';
import type {
  CallLogProgress,
  CallLogSaving,
  CallLogStore,
  Identity,
  SlotRange,
} from '../use-cases/index.ts';
import {
  type CallLine,
  callOfLine,
  microseconds,
  type SpanLine,
  spanOfLine,
  upsertCalls,
  upsertSpans,
} from './call-log-tables.ts';
import { type Database } from './database.ts';
import { saveHistories } from './histories.ts';
import { checkName, checkText } from './names.ts';
import { lockSite } from './sites.ts';

interface LogLine {
  readonly id: string;
  readonly site_id: string;
  readonly name: string;
  readonly version: number;
  readonly state: string | null;
  readonly state_file: string | null;
  readonly last_heard: number | null;
}

/** The part of the store that keeps single calls and agents' time. */
export function callLogStore(database: Database, identity: Identity): CallLogStore {
  return {
    callLogProgress: (site, log) => database.read((knex) => progressOf(knex, site, log)),
    saveCallLog: (site, saving) =>
      database.write(async (trx) => {
        const siteId = await lockSite(trx, identity, site);
        const log = await logFor(trx, identity, siteId, saving.log);
        await saveProgress(trx, log, saving);
        await upsertCalls(trx, database.kind, log.id, saving.calls);
        await upsertSpans(trx, database.kind, log.id, saving.spans);
        const histories = [];
        for (const range of saving.ranges) {
          const calls = await callsOf(trx, site, range, range.queue);
          histories.push(saving.intervalsOf(range, calls));
        }
        return saveHistories(trx, database, identity, siteId, histories);
      }),
    forgetCallLog: (site, name) =>
      database.write(async (trx) => {
        const log = await logsOf(trx, site).where('call_logs.name', name).first();
        if (log === undefined) return;
        for (const table of ['queue_calls', 'agent_spans', 'call_log_files']) {
          await trx(table).where({ log_id: log.id }).delete();
        }
        await trx('call_logs').where({ id: log.id }).delete();
      }),
    callLogExtent: (site) => database.read((knex) => extentOf(knex, site)),
    loadCalls: (site, range) => database.read((knex) => callsOf(knex, site, range, null)),
    loadAgentSpans: (site, { from, to }) =>
      database.read(async (knex) => {
        const lines = await knex('agent_spans')
          .whereIn('log_id', logIdsOf(knex, site))
          .andWhere('start_us', '>=', microseconds(from))
          .andWhere('start_us', '<', microseconds(to))
          .orderBy(['start_us', 'agent', 'kind', 'queue'])
          .select<SpanLine[]>('*');
        return lines.map(spanOfLine);
      }),
  };
}

function logsOf(knex: Knex, site: string) {
  return knex<LogLine>('call_logs')
    .join('sites', 'sites.id', 'call_logs.site_id')
    .where('sites.name', checkText('the site', site))
    .select<LogLine[]>('call_logs.*');
}

function logIdsOf(knex: Knex, site: string) {
  return logsOf(knex, site).clearSelect().select('call_logs.id');
}

async function progressOf(knex: Knex, site: string, name: string): Promise<CallLogProgress> {
  const log = await logsOf(knex, site).where('call_logs.name', checkText('the log', name)).first();
  if (log === undefined) return { state: null, files: new Map() };
  const files = await knex('call_log_files')
    .where({ log_id: log.id })
    .select<{ first_line: string; bytes: number | string }[]>('first_line', 'bytes');
  return {
    state:
      log.state === null || log.state_file === null
        ? null
        : { text: log.state, firstLine: log.state_file, lastHeard: log.last_heard },
    files: new Map(files.map(({ first_line: line, bytes }) => [line, Number(bytes)])),
  };
}

async function logFor(
  trx: Knex.Transaction,
  identity: Identity,
  siteId: string,
  name: string,
): Promise<LogLine> {
  const known = await trx<LogLine>('call_logs').where({ site_id: siteId, name }).first();
  if (known !== undefined) return known;
  const line: LogLine = {
    id: identity.newId('log'),
    site_id: siteId,
    name: checkName('the log', name),
    version: 1,
    state: null,
    state_file: null,
    last_heard: null,
  };
  await trx('call_logs').insert(line);
  return line;
}

async function saveProgress(
  trx: Knex.Transaction,
  log: LogLine,
  { file, state }: CallLogSaving,
): Promise<void> {
  const place = { log_id: log.id, first_line: file.firstLine };
  const stored = await trx('call_log_files')
    .where(place)
    .first<{ bytes: number | string } | undefined>('bytes');
  if (Number(stored?.bytes ?? 0) !== file.bytesBefore) {
    throw new AgnerError(
      'CONFLICT',
      `expected to be the only one who reads the log "${log.name}", got another process that read on meanwhile; run the command again`,
      { log: log.name },
    );
  }
  await trx('call_log_files')
    .insert({ ...place, bytes: file.bytes })
    .onConflict(['log_id', 'first_line'])
    .merge();
  if (state === null) return;
  await trx('call_logs')
    .where({ id: log.id })
    .update({
      version: log.version + 1,
      state: state.text,
      state_file: state.firstLine,
      last_heard: state.lastHeard,
    });
}

async function callsOf(knex: Knex, site: string, { from, to }: SlotRange, queue: string | null) {
  const query = knex('queue_calls')
    .whereIn('log_id', logIdsOf(knex, site))
    .andWhere('entered_us', '>=', microseconds(from))
    .andWhere('entered_us', '<', microseconds(to))
    .orderBy(['entered_us', 'queue', 'call_id', 'occurrence']);
  if (queue !== null) void query.andWhere({ queue });
  return (await query.select<CallLine[]>('*')).map(callOfLine);
}

async function extentOf(knex: Knex, site: string): Promise<SlotRange | null> {
  const ends: number[] = [];
  for (const [table, column] of [
    ['queue_calls', 'entered_us'],
    ['agent_spans', 'start_us'],
  ] as const) {
    const line = (await knex(table)
      .whereIn('log_id', logIdsOf(knex, site))
      .min({ first: column })
      .max({ last: column })
      .first()) as { first: number | string | null; last: number | string | null } | undefined;
    for (const end of [line?.first ?? null, line?.last ?? null]) {
      if (end !== null) ends.push(Number(end) / 1e6);
    }
  }
  return ends.length === 0 ? null : { from: Math.min(...ends), to: Math.max(...ends) };
}
