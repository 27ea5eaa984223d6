import { type Knex } from 'knex';
import { AgnerError, type Plan } from '../domain/index.ts';
import {
  checkPrecondition,
  type Identity,
  type PlanRecord,
  type Store,
} from '../use-cases/index.ts';
import { appendAudit } from './audit.ts';
import { type Database } from './database.ts';
import { checkName, checkText } from './names.ts';
import { keepToPage } from './pages.ts';
import { lockSite } from './sites.ts';

interface PlanLine {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly created_at: string;
}

const HEADER = ['plans.id', 'plans.name', 'plans.version', 'plans.hash', 'plans.created_at'];

/** The part of the store that keeps what planners write, every version of it. */
export function planStore(
  database: Database,
  identity: Identity,
): Pick<Store, 'savePlan' | 'loadPlan' | 'listPlans'> {
  return {
    savePlan: (site, plan, meta, by, onlyIf) =>
      database.write(async (trx) => {
        checkName('the plan', plan.name);
        checkText('the text of the plan', meta.text);
        const siteId = await lockSite(trx, identity, site);
        const newest = await trx<PlanLine & { site_id: string }>('plans')
          .where({ site_id: siteId, name: plan.name })
          .orderBy('version', 'desc')
          .first();
        if (onlyIf !== undefined) {
          if (newest === undefined) throw noPlan(site, `"${plan.name}"`, plan.name);
          checkPrecondition(onlyIf, `the plan "${plan.name}"`, newest.id);
        }
        if (newest?.hash === meta.hash) return planRecord(site, newest);
        const line: PlanLine = {
          id: meta.id,
          name: plan.name,
          version: (newest?.version ?? 0) + 1,
          hash: meta.hash,
          created_at: by.at,
        };
        await trx('plans').insert({
          ...line,
          site_id: siteId,
          text: meta.text,
          document: JSON.stringify(plan),
        });
        await appendAudit(trx, database.kind, by, {
          action: 'plan.saved',
          site,
          subject: meta.id,
          before: newest?.hash ?? null,
          after: meta.hash,
        });
        return planRecord(site, line);
      }),
    loadPlan: (site, name, version) =>
      database.read(async (knex) => {
        const query = plansOf(knex, site)
          .where('plans.name', checkText('the plan', name))
          .orderBy('plans.version', 'desc')
          .first<(PlanLine & { text: string; document: string }) | undefined>(
            ...HEADER,
            'plans.text',
            'plans.document',
          );
        const line = await (version === null
          ? query
          : query.where('plans.version', checkVersion(version)));
        if (line === undefined) {
          const wanted = version === null ? `"${name}"` : `version ${version} of "${name}"`;
          throw noPlan(site, wanted, name);
        }
        return {
          record: planRecord(site, line),
          plan: JSON.parse(line.document) as Plan,
          text: line.text,
        };
      }),
    listPlans: (site, page) =>
      database.read(async (knex) => {
        const query = plansOf(knex, site).select(HEADER);
        await keepToPage(query, knex, 'plans', 'desc', page);
        const lines = (await query) as PlanLine[];
        return lines.map((line) => planRecord(site, line));
      }),
  };
}

function noPlan(site: string, wanted: string, plan: string): AgnerError {
  return new AgnerError('NOT_FOUND', `expected a plan of site "${site}", got ${wanted}`, {
    site,
    plan,
  });
}

/** A version that no database refuses as a number; one that cannot exist finds nothing. */
function checkVersion(version: number): number {
  return Number.isInteger(version) && version > 0 && version < 2 ** 31 ? version : 0;
}

function plansOf(knex: Knex, site: string) {
  return knex('plans')
    .join('sites', 'sites.id', 'plans.site_id')
    .where('sites.name', checkText('the site', site));
}

function planRecord(site: string, line: PlanLine): PlanRecord {
  const { id, name, version, hash, created_at: createdAt } = line;
  return { id, site, name, version, hash, createdAt };
}
