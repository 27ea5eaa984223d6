import { type Knex } from 'knex';
import { type Agent, type Plan, type Roster, type User } from '../../domain/index.ts';
import { checkText } from '../names.ts';
import { type UserLine, userOf } from '../people.ts';

/** A person of a site, as rows name both. */
export interface PersonPlace {
  readonly site: string;
  readonly siteId: string;
  readonly agent: string;
}

export interface PlanRow {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly created_at: string;
  readonly text: string;
  readonly document: string;
}

export interface ResultRow {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly document: string;
}

/** `null` for a site that nobody has seen. */
export async function placeOf(
  knex: Knex,
  site: string,
  agent: string,
): Promise<PersonPlace | null> {
  checkText('the person', agent);
  const line = await knex<{ id: string; name: string }>('sites')
    .where({ name: checkText('the site', site) })
    .first('id');
  return line === undefined ? null : { site, siteId: line.id, agent };
}

/** Versions of plans that have the person, oldest first, one at a time: each may be large. */
export async function* plansWith(knex: Knex, place: PersonPlace): AsyncGenerator<PlanRow> {
  for (const id of await idsWith(knex, 'plans', place)) {
    const row = await knex<PlanRow>('plans').where({ id }).first();
    if (row !== undefined && plannedAgent(row, place.agent) !== undefined) yield row;
  }
}

/** Results that speak of the person, oldest first, one at a time. */
export async function* resultsWith(knex: Knex, place: PersonPlace): AsyncGenerator<ResultRow> {
  for (const id of await idsWith(knex, 'results', place)) {
    const row = await knex<ResultRow>('results').where({ id }).first();
    if (row !== undefined) yield row;
  }
}

/** Documents that hold the id as a text somewhere. */
function idsWith(
  knex: Knex,
  table: 'plans' | 'results',
  { siteId, agent }: PersonPlace,
): Promise<readonly string[]> {
  return knex<{ id: string; site_id: string; position: number }>(table)
    .where({ site_id: siteId })
    .whereRaw(`document LIKE ? ESCAPE '!'`, [containing(JSON.stringify(agent))])
    .orderBy('position')
    .pluck('id');
}

/** A pattern of LIKE, with "!" as escape, for whatever contains the text. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[!%_]/g, '!$&')}%`;
}

export function plannedAgent({ document }: PlanRow, agent: string): Agent | undefined {
  return (JSON.parse(document) as Plan).agents.find(({ id }) => id === agent);
}

/** By which names plans and rosters call the person. */
export async function namesOf(knex: Knex, place: PersonPlace): Promise<readonly string[]> {
  const names = new Set<string>();
  for await (const row of plansWith(knex, place)) names.add(plannedAgent(row, place.agent)!.name);
  for await (const { document } of resultsWith(knex, place)) {
    const { agents = [] } = JSON.parse(document) as Partial<Roster>;
    for (const { id, name } of agents) if (id === place.agent) names.add(name);
  }
  names.delete(place.agent);
  return [...names];
}

/** Users who are the person at this site. */
export async function usersOf(knex: Knex, { site, agent }: PersonPlace): Promise<readonly User[]> {
  const lines = await knex<UserLine>('users').where({ agent }).orderBy('name');
  return lines.map(userOf).filter(({ sites }) => sites === null || sites.includes(site));
}

/** Rows of a table that belong to the person. */
export function ofPerson(
  knex: Knex,
  table: 'agent_states' | 'schedule_exceptions' | 'timesheets' | 'feeds',
  { siteId, agent }: PersonPlace,
): Knex.QueryBuilder {
  return knex(table).where({ site_id: siteId, agent });
}

/** Rows of the site's queue logs that belong to the person. */
export function loggedOf(
  knex: Knex,
  table: 'queue_calls' | 'agent_spans',
  { siteId, agent }: PersonPlace,
): Knex.QueryBuilder {
  return knex(table)
    .whereIn('log_id', knex('call_logs').where({ site_id: siteId }).select('id'))
    .where({ agent });
}
