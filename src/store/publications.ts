import { type Knex } from 'knex';
import {
  AgnerError,
  type DocumentId,
  gridDays,
  type Publication,
  type Roster,
} from '../domain/index.ts';
import { hashOf, type Identity, type PublicationStore } from '../use-cases/index.ts';
import { appendAudit } from './audit.ts';
import { type Database } from './database.ts';
import { checkName, checkText } from './names.ts';
import { keepToPage } from './pages.ts';
import { lockSite } from './sites.ts';

interface PublicationLine {
  readonly id: string;
  readonly site: string;
  readonly plan: string;
  readonly version: number;
  readonly roster_id: string;
  readonly first_date: string;
  readonly last_date: string;
  readonly published_at: string;
  readonly published_by: string;
  readonly note: string;
  readonly hash: string;
}

/** The part of the store that knows which rosters were made known. */
export function publicationStore(database: Database, identity: Identity): PublicationStore {
  return {
    publishRoster: (site, { id, roster, note }, by) =>
      database.write(async (trx) => {
        const siteId = await lockSite(trx, identity, site);
        const { plan, grid, hash } = await rosterOf(trx, site, siteId, roster);
        const newest = await trx<PublicationLine & { site_id: string }>('publications')
          .where({ site_id: siteId, plan })
          .orderBy('version', 'desc')
          .first();
        const days = gridDays(grid);
        const line: Omit<PublicationLine, 'site'> = {
          id: checkName('the id of the publication', id),
          plan: checkName('the plan', plan),
          version: (newest?.version ?? 0) + 1,
          roster_id: roster,
          first_date: days[0]!.date,
          last_date: days.at(-1)!.date,
          published_at: by.at,
          published_by: by.actor.id,
          note: checkText('the note', note),
          hash,
        };
        await trx('publications').insert({ ...line, site_id: siteId });
        await appendAudit(trx, database.kind, by, {
          action: 'roster.published',
          site,
          subject: id,
          before: newest?.hash ?? null,
          after: hash,
        });
        return publicationOf({ ...line, site });
      }),
    loadPublication: (site, id) =>
      database.read(async (knex) => {
        const line = await publicationsOf(knex, site)
          .where('publications.id', checkText('the id', id))
          .first<PublicationLine | undefined>();
        if (line === undefined) {
          throw new AgnerError(
            'NOT_FOUND',
            `expected a publication of site "${site}", got "${id}"`,
          );
        }
        return publicationOf(line);
      }),
    listPublications: (site, range, limit, after = null) =>
      database.read(async (knex) => {
        const query = publicationsOf(knex, site);
        await keepToPage(query, knex, 'publications', 'desc', { after, limit });
        if (range !== null) {
          void query
            .where('publications.first_date', '<=', checkText('the day', range.to))
            .where('publications.last_date', '>=', checkText('the day', range.from));
        }
        return ((await query) as PublicationLine[]).map(publicationOf);
      }),
  };
}

/** What a publication says of a stored roster. */
async function rosterOf(knex: Knex, site: string, siteId: string, id: string) {
  const line = await knex('results')
    .where({ id: checkText('the id', id), kind: 'roster', site_id: siteId })
    .first<{ document: string } | undefined>('document');
  if (line === undefined) {
    throw new AgnerError('NOT_FOUND', `expected a stored roster of site "${site}", got "${id}"`);
  }
  const roster = JSON.parse(line.document) as Roster;
  return { plan: roster.plan, grid: roster.grid, hash: hashOf(roster) };
}

function publicationsOf(knex: Knex, site: string): Knex.QueryBuilder {
  return knex('publications')
    .join('sites', 'sites.id', 'publications.site_id')
    .where('sites.name', checkText('the site', site))
    .select('publications.*', 'sites.name as site');
}

function publicationOf(line: PublicationLine): Publication {
  return {
    id: line.id,
    site: line.site,
    plan: line.plan,
    version: line.version,
    roster: line.roster_id as DocumentId,
    from: line.first_date,
    to: line.last_date,
    publishedAt: line.published_at,
    publishedBy: line.published_by,
    note: line.note,
  };
}
