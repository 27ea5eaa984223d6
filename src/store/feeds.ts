import { type Knex } from 'knex';
import { AgnerError, type CalendarFeed } from '../domain/index.ts';
import { type FeedStore, hashOf, type Identity } from '../use-cases/index.ts';
import { appendAudit } from './audit.ts';
import { type Database } from './database.ts';
import { checkName, checkText } from './names.ts';
import { keepToPage } from './pages.ts';
import { lockSite } from './sites.ts';

export interface FeedLine {
  readonly id: string;
  readonly site: string;
  readonly agent: string;
  readonly user: string | null;
  readonly created_at: string;
}

/** The part of the store that knows calendar feeds. */
export function feedStore(database: Database, identity: Identity): FeedStore {
  return {
    addFeed: (site, feed, digest, by) =>
      database.write(async (trx) => {
        const { id, agent, user, createdAt } = feed;
        const siteId = await lockSite(trx, identity, site);
        if (user !== null) {
          // The user stays until the feed is there.
          const known = await trx<{ name: string }>('users')
            .where({ name: user })
            .forShare()
            .first('name');
          if (known === undefined)
            throw new AgnerError('NOT_FOUND', `expected a user, got "${user}"`);
        }
        await trx('feeds').insert({
          id: checkName('the id of the feed', id),
          digest,
          site_id: siteId,
          agent: checkName('the agent', agent),
          user,
          created_at: createdAt,
        });
        await appendAudit(trx, database.kind, by, {
          action: 'feed.added',
          site,
          subject: id,
          before: null,
          after: hashOf({ ...feed, site }),
        });
      }),
    findFeed: (digest) =>
      database.read(async (knex) => {
        const line = await feeds(knex).where({ digest }).first<FeedLine | undefined>();
        return line === undefined ? null : feedOf(line);
      }),
    listFeeds: (site, agent, page) =>
      database.read(async (knex) => {
        const query = ofSite(knex, site, agent);
        await keepToPage(query, knex, 'feeds', 'asc', page);
        return ((await query) as FeedLine[]).map(feedOf);
      }),
    removeFeed: (site, id, agent, by) =>
      database.write(async (trx) => {
        const place = { 'feeds.id': checkText('the id', id) };
        const line = await ofSite(trx, site, agent).where(place).first<FeedLine | undefined>();
        // Of two at once one finds it gone.
        if (line === undefined || (await trx('feeds').where({ id }).delete()) === 0) {
          throw new AgnerError('NOT_FOUND', `expected the id of a feed, got "${id}"`);
        }
        await appendAudit(trx, database.kind, by, {
          action: 'feed.removed',
          site,
          subject: id,
          before: hashOf(feedOf(line)),
          after: null,
        });
      }),
  };
}

function feeds(knex: Knex): Knex.QueryBuilder {
  return knex('feeds')
    .join('sites', 'sites.id', 'feeds.site_id')
    .select('feeds.*', 'sites.name as site');
}

function ofSite(knex: Knex, site: string, agent: string | null): Knex.QueryBuilder {
  const query = feeds(knex).where('sites.name', checkText('the site', site));
  return agent === null ? query : query.where('feeds.agent', checkText('the agent', agent));
}

export function feedOf({ id, site, agent, user, created_at }: FeedLine): CalendarFeed {
  return { id, site, agent, user, createdAt: created_at };
}
