import { type Knex } from 'knex';
import {
  AgnerError,
  type DocumentId,
  type DocumentKind,
  type Stored,
  type StoredHeader,
} from '../domain/index.ts';
import type { Identity, NewResult, ResultDocument, Store, StoredText } from '../use-cases/index.ts';
import { type Database } from './database.ts';
import { checkName, checkText } from './names.ts';
import { keepToPage } from './pages.ts';
import { lockSite } from './sites.ts';

interface ResultLine {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly site: string;
  readonly name: string;
  readonly version: number;
  readonly created_at: string;
}

const HEADER = [
  'results.id',
  'results.kind',
  'sites.name as site',
  'results.name',
  'results.version',
  'results.created_at',
];

/** The part of the store that keeps what was computed. Results never change once saved. */
export function resultStore(
  database: Database,
  identity: Identity,
): Pick<
  Store,
  | 'saveResult'
  | 'loadResult'
  | 'latestResult'
  | 'loadResultText'
  | 'latestResultText'
  | 'listResults'
> {
  const loadText = (kind: DocumentKind, id: string) =>
    database.read((knex) =>
      firstResult(
        resultsOf(knex).where({ 'results.id': checkText('the id', id), 'results.kind': kind }),
        `a stored ${kind} of that id, got "${id}"`,
      ),
    );
  const latestText = (site: string, kind: DocumentKind, name: string | null) =>
    database.read((knex) => {
      const query = resultsOf(knex)
        .where({ 'sites.name': checkText('the site', site), 'results.kind': kind })
        .orderBy('results.position', 'desc');
      if (name !== null) void query.andWhere('results.name', checkText('the name', name));
      const named = name === null ? '' : ` named "${name}"`;
      return firstResult(query, `a stored ${kind}${named} of site "${site}", got none`);
    });
  return {
    saveResult: (result) => database.write((trx) => insertResult(trx, identity, result)),
    loadResult: async <T extends ResultDocument>(kind: T['kind'], id: string) =>
      read<T>(await loadText(kind, id)),
    latestResult: async <T extends ResultDocument>(
      site: string,
      kind: T['kind'],
      name: string | null,
    ) => read<T>(await latestText(site, kind, name)),
    loadResultText: loadText,
    latestResultText: latestText,
    listResults: (site, kind, limit, after = null) =>
      database.read(async (knex) => {
        const query = resultsOf(knex)
          .where({ 'sites.name': checkText('the site', site), 'results.kind': kind })
          .select(HEADER);
        await keepToPage(query, knex, 'results', 'desc', { after, limit });
        const lines = (await query) as ResultLine[];
        return lines.map(storedHeader);
      }),
  };
}

async function insertResult(
  trx: Knex.Transaction,
  identity: Identity,
  { id, kind, site, name, createdAt, document }: NewResult,
): Promise<StoredHeader> {
  checkName('the name of the result', name);
  checkName('the id of the result', id);
  const siteId = await lockSite(trx, identity, site);
  const newest = await trx<{ site_id: string; kind: string; name: string; version: number }>(
    'results',
  )
    .where({ site_id: siteId, kind, name })
    .max<{ version: number | null }>({ version: 'version' })
    .first();
  const line = { id, kind, name, version: (newest?.version ?? 0) + 1, created_at: createdAt };
  const { inputsHash, seed, program } = document.provenance;
  await trx('results').insert({
    ...line,
    site_id: siteId,
    inputs_hash: inputsHash,
    seed: String(seed),
    program,
    document: JSON.stringify(document),
  });
  return storedHeader({ ...line, site });
}

async function firstResult(query: Knex.QueryBuilder, expected: string): Promise<StoredText> {
  const line = await query.first<(ResultLine & { document: string }) | undefined>(
    ...HEADER,
    'results.document',
  );
  if (line === undefined) throw new AgnerError('NOT_FOUND', `expected ${expected}`);
  return { header: storedHeader(line), text: line.document };
}

function read<T>({ header, text }: StoredText): Stored<T> {
  return { header, document: JSON.parse(text) as T };
}

function resultsOf(knex: Knex): Knex.QueryBuilder {
  return knex('results').join('sites', 'sites.id', 'results.site_id');
}

function storedHeader({ id, kind, site, version, name, created_at }: ResultLine): StoredHeader {
  return { id: id as DocumentId, kind, site, version, name, createdAt: created_at };
}
