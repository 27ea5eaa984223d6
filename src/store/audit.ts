import { createHash, randomBytes } from 'node:crypto';
import { type Knex } from 'knex';
import {
  type AuditAction,
  type AuditEntry,
  type AuditFault,
  type AuditVerification,
  type Signature,
} from '../domain/index.ts';
import { type AuditStore, hashOf } from '../use-cases/index.ts';
import { type Database } from './database.ts';
import { checkText } from './names.ts';

export interface AuditLine extends AuditEntry {
  readonly salt: string | null;
}

/** What is to be told of a change. States are hashes of what was there; `null` for nothing. */
export interface Deed {
  readonly action: AuditAction;
  readonly site: string | null;
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Any number that nobody else is likely to lock, and not the one of migrations. */
const POSTGRES_LOCK = 0x41676e73;

/** Lines that are checked at a time. */
const PAGE = 200;

/**
 * Appends a line to the trail, in the transaction of the change and as the last thing it does:
 * until it ends other writers of the trail wait.
 */
export async function appendAudit(
  trx: Knex.Transaction,
  kind: Database['kind'],
  { actor, at }: Signature,
  { action, site, subject, before, after }: Deed,
): Promise<void> {
  if (kind === 'postgres') await trx.raw('SELECT pg_advisory_xact_lock(?)', [POSTGRES_LOCK]);
  const last = await trx<AuditLine>('audit_log').orderBy('position', 'desc').first();
  const salt = randomBytes(16).toString('hex');
  const line = {
    position: (last?.position ?? 0) + 1,
    at,
    actor: actor.id,
    token: actor.token,
    action,
    site,
    subject,
    before: before === null ? null : digest(salt, before),
    after: after === null ? null : digest(salt, after),
  };
  await trx('audit_log').insert({ ...line, hash: lineHash(last?.hash ?? null, line), salt });
}

/** The part of the store that tells who changed what. */
export function auditStore(database: Database): AuditStore {
  return {
    listAudit: (site, { before, limit }) =>
      database.read(async (knex) => {
        const query = knex<AuditLine>('audit_log').orderBy('position', 'desc').limit(limit);
        if (site !== null) void query.where({ site: checkText('the site', site) });
        if (before !== null) void query.where('position', '<', before);
        return (await query).map(entryOf);
      }),
    verifyAudit: () => verifyTrail(database),
    hasAuditHash: (hash) =>
      database.read(async (knex) => (await knex('audit_log').where({ hash }).limit(1)).length > 0),
  };
}

export function entryOf(line: AuditLine): AuditEntry {
  const { position, at, actor, token, action, site, subject, before, after, hash } = line;
  return { position, at, actor, token, action, site, subject, before, after, hash };
}

/** What a state is told as: without the salt nobody can try whether it was a certain one. */
function digest(salt: string, state: string): string {
  return createHash('sha256').update(`${salt}\n${state}`).digest('hex');
}

function lineHash(previous: string | null, line: Omit<AuditEntry, 'hash'>): string {
  const { position, at, actor, token, action, site, subject, before, after } = line;
  return createHash('sha256')
    .update(
      JSON.stringify([previous, position, at, actor, token, action, site, subject, before, after]),
    )
    .digest('hex');
}

/** Page by page, so that others get their turn; lines that come meanwhile are checked too. */
export async function verifyTrail(database: Database): Promise<AuditVerification> {
  let checked: Checked = { lines: 0, head: null, broken: null };
  for (;;) {
    const { lines } = checked;
    checked = await database.read((knex) => verifyPage(knex, checked));
    if (checked.broken !== null) return checked;
    if (checked.lines - lines < PAGE) break;
  }
  const untold = await database.read(firstUntold);
  if (untold === null) return checked;
  const position = checked.lines + 1;
  return { ...checked, broken: { position, fault: 'missing', subject: untold } };
}

type Checked = AuditVerification;

async function verifyPage(knex: Knex, before: Checked): Promise<Checked> {
  let { lines, head } = before;
  const page: AuditLine[] = await knex<AuditLine>('audit_log')
    .where('position', '>', lines)
    .orderBy('position')
    .limit(PAGE);
  for (const line of page) {
    const fault = await faultOf(knex, { lines, head }, line);
    if (fault === 'missing') {
      return { lines, head, broken: { position: lines + 1, fault, subject: null } };
    }
    if (fault !== null) {
      return { lines, head, broken: { position: line.position, fault, subject: line.subject } };
    }
    lines = line.position;
    head = line.hash;
  }
  return { lines, head, broken: null };
}

async function faultOf(
  knex: Knex,
  { lines, head }: Pick<Checked, 'lines' | 'head'>,
  line: AuditLine,
): Promise<AuditFault | null> {
  if (line.position !== lines + 1) return 'missing';
  if (line.hash !== lineHash(head, line)) return 'altered';
  return (await isAsTold(knex, line)) ? null : 'content-differs';
}

/** Whether what a line tells of is still as it was told, where it is kept for ever. */
async function isAsTold(knex: Knex, line: AuditLine): Promise<boolean> {
  if (line.after === null) return true;
  const document = await documentOf(knex, line);
  if (document === null) return true;
  if (document === '') return false;
  // Where a person was erased from it, a later line tells what it is since.
  if (line.salt === null) return isRedacted(knex, line);
  return digest(line.salt, hashOf(JSON.parse(document) as unknown)) === line.after;
}

/** `null` where nothing is kept for ever, "" where it is gone all the same. */
async function documentOf(knex: Knex, { action, subject }: AuditLine): Promise<string | null> {
  const kept =
    action === 'plan.saved' || action === 'plan.redacted'
      ? knex('plans').where({ id: subject })
      : action === 'roster.published' || action === 'roster.redacted'
        ? knex('publications')
            .join('results', 'results.id', 'publications.roster_id')
            .where({ 'publications.id': subject })
        : null;
  if (kept === null) return null;
  const line = await kept.first<{ document: string } | undefined>('document');
  return line?.document ?? '';
}

async function isRedacted(knex: Knex, { subject, position }: AuditLine): Promise<boolean> {
  const later = await knex<AuditLine>('audit_log')
    .where({ subject })
    .where('position', '>', position)
    .whereIn('action', ['plan.redacted', 'roster.redacted'])
    .limit(1);
  return later.length > 0;
}

/**
 * Makes the digests of lines about these things, and of who was read of at a site, tell nothing:
 * the lines and their hashes stay, and hold.
 */
export async function forgetSalts(
  trx: Knex.Transaction,
  site: string,
  subjects: readonly string[],
): Promise<void> {
  await trx('audit_log').where({ action: 'person.exported', site }).update({ salt: null });
  for (let at = 0; at < subjects.length; at += 100) {
    await trx('audit_log')
      .whereIn('subject', subjects.slice(at, at + 100))
      .update({ salt: null });
  }
}

/** Something that the trail must tell of and does not: the end of the trail was cut off. */
async function firstUntold(knex: Knex): Promise<string | null> {
  const line = await knex('publications')
    .whereNotIn('id', knex('audit_log').select('subject'))
    .orderBy('position')
    .first<{ id: string } | undefined>('id');
  return line?.id ?? null;
}
