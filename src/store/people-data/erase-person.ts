import { type Knex } from 'knex';
import {
  AgnerError,
  type OverrideStatement,
  type PersonErasure,
  type Signature,
  type User,
} from '../../domain/index.ts';
import {
  type Erasing,
  type ErasePlanText,
  hashOf,
  pseudonymise,
  pseudonymiseText,
} from '../../use-cases/index.ts';
import { appendAudit, type Deed, forgetSalts } from '../audit.ts';
import { type Database } from '../database.ts';
import { type ExceptionLine } from '../attendance.ts';
import { type TokenLine } from '../people.ts';
import { type TimesheetLine } from '../timesheets.ts';
import { overridesBy } from './export-person.ts';
import {
  containing,
  loggedOf,
  namesOf,
  ofPerson,
  type PersonPlace,
  plansWith,
  resultsWith,
  usersOf,
} from './person-rows.ts';

/** One erasure under way: where, who, and what it has come to. */
interface Erasure {
  readonly trx: Knex.Transaction;
  readonly kind: Database['kind'];
  readonly place: PersonPlace;
  readonly person: Erasing;
  readonly users: readonly User[];
  readonly changed: Record<string, number>;
  /** Ids of things of which the trail may no longer tell what they were. */
  readonly subjects: string[];
  /** What the trail tells once the salts are gone. */
  readonly deeds: Deed[];
}

/** Erases a person in one transaction; see the port for what it throws. */
export async function erasePerson(
  trx: Knex.Transaction,
  kind: Database['kind'],
  place: PersonPlace,
  pseudonym: string,
  erasePlanText: ErasePlanText,
  by: Signature,
): Promise<PersonErasure> {
  const { site, agent } = place;
  await refuseJobs(trx, site);
  const users = await usersOf(trx, place);
  refuseAdmins(users);
  const person = { agent, names: await namesOf(trx, place), pseudonym };
  const erasure: Erasure = {
    trx,
    kind,
    place,
    person,
    users,
    changed: {},
    subjects: [],
    deeds: [],
  };
  const stillPlanned = await erasePlans(erasure, erasePlanText);
  await eraseResults(erasure);
  await eraseDays(erasure);
  await eraseLogs(erasure);
  await eraseKeys(erasure);
  if (Object.keys(erasure.changed).length === 0) {
    throw new AgnerError(
      'NOT_FOUND',
      `expected the id of a person of site "${site}", got "${agent}"`,
    );
  }
  await eraseWords(erasure);
  await forgetSalts(trx, site, erasure.subjects);
  for (const deed of erasure.deeds) await appendAudit(trx, kind, by, deed);
  const erased = { action: 'person.erased', site, subject: pseudonym } as const;
  await appendAudit(trx, kind, by, { ...erased, before: null, after: null });
  return { site, pseudonym, changed: erasure.changed, stillPlanned };
}

async function refuseJobs(trx: Knex.Transaction, site: string): Promise<void> {
  const jobs = trx('jobs').where({ site }).whereIn('state', ['queued', 'running']).limit(1);
  if ((await jobs.select('id')).length > 0) {
    throw new AgnerError(
      'BUSY',
      `expected no job of site "${site}" under way, which may hold the person; try again when it has ended`,
    );
  }
}

/** Nobody loses the last admin by a slip. */
function refuseAdmins(users: readonly User[]): void {
  const admin = users.find(({ role }) => role === 'admin');
  if (admin !== undefined) {
    throw new AgnerError(
      'CONFLICT',
      `expected a person who is no admin, got the user "${admin.name}"; change the role first`,
    );
  }
}

function count({ changed }: Erasure, what: string, rows: number): void {
  if (rows > 0) changed[what] = (changed[what] ?? 0) + rows;
}

async function erasePlans(erasure: Erasure, erasePlanText: ErasePlanText): Promise<string[]> {
  const { trx, place, person } = erasure;
  const newest = new Map<string, string>();
  for (const { id, name } of await trx<{ id: string; name: string; site_id: string }>('plans')
    .where({ site_id: place.siteId })
    .orderBy('version' as never)
    .select('id', 'name')) {
    newest.set(name, id);
  }
  const stillPlanned: string[] = [];
  for await (const { id, name, text, document } of plansWith(trx, place)) {
    const plan = pseudonymise(JSON.parse(document) as unknown, person);
    const hash = hashOf(plan);
    await trx('plans')
      .where({ id })
      .update({ hash, text: erasePlanText(text, person), document: JSON.stringify(plan) });
    erasure.subjects.push(id);
    erasure.deeds.push({ ...redacted('plan.redacted', erasure, id), after: hash });
    if (newest.get(name) === id) stillPlanned.push(name);
    count(erasure, 'plans', 1);
  }
  return stillPlanned;
}

async function eraseResults(erasure: Erasure): Promise<void> {
  const { trx, place, person } = erasure;
  for await (const { id, document } of resultsWith(trx, place)) {
    const result = pseudonymise(JSON.parse(document) as unknown, person);
    const text = JSON.stringify(result);
    if (text === document) continue;
    await trx('results').where({ id }).update({ document: text });
    count(erasure, 'results', 1);
    const after = hashOf(result);
    const published = await trx<{ id: string; roster_id: string; hash: string }>('publications')
      .where({ roster_id: id })
      .update({ hash: after })
      .returning('id');
    for (const publication of published) {
      erasure.subjects.push(publication.id);
      erasure.deeds.push({ ...redacted('roster.redacted', erasure, publication.id), after });
      count(erasure, 'publications', 1);
    }
  }
}

function redacted(action: Deed['action'], { place }: Erasure, subject: string) {
  return { action, site: place.site, subject, before: null };
}

/** Exceptions, approved hours, what was seen live: kept under the pseudonym, without reasons. */
async function eraseDays(erasure: Erasure): Promise<void> {
  const { trx, place, person } = erasure;
  const agent = person.pseudonym;
  for (const table of ['schedule_exceptions', 'timesheets'] as const) {
    const lines = (await ofPerson(trx, table, place)) as (ExceptionLine | TimesheetLine)[];
    for (const { id, statement } of lines) {
      const said = JSON.parse(statement) as object;
      await trx(table)
        .where({ id })
        .update({ agent, statement: JSON.stringify({ ...said, agent, reason: '' }) });
      erasure.subjects.push(id);
    }
    count(erasure, table === 'timesheets' ? 'timesheets' : 'exceptions', lines.length);
  }
  count(erasure, 'states', await ofPerson(trx, 'agent_states', place).update({ agent }));
}

async function eraseLogs(erasure: Erasure): Promise<void> {
  const { trx, place, person } = erasure;
  const agent = person.pseudonym;
  count(erasure, 'calls', await loggedOf(trx, 'queue_calls', place).update({ agent }));
  count(erasure, 'spans', await loggedOf(trx, 'agent_spans', place).update({ agent }));
  // What is under way at the end of a log that is read on.
  const logs = await trx<{ id: string; site_id: string; state: string | null }>('call_logs')
    .where({ site_id: place.siteId })
    .whereNotNull('state');
  for (const { id, state } of logs) {
    const text = JSON.stringify(replaceText(JSON.parse(state ?? 'null'), person));
    if (text === JSON.stringify(JSON.parse(state ?? 'null'))) continue;
    await trx('call_logs').where({ id }).update({ state: text });
    count(erasure, 'logs', 1);
  }
}

/** Every text, also as a key, that is the person's id. */
function replaceText(value: unknown, person: Erasing): unknown {
  if (value === person.agent) return person.pseudonym;
  if (Array.isArray(value)) return value.map((item) => replaceText(item, person));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key === person.agent ? person.pseudonym : key,
      replaceText(entry, person),
    ]),
  );
}

/** Feeds, and users with what they signed: gone, but for what they said of forecasts. */
async function eraseKeys(erasure: Erasure): Promise<void> {
  const { trx, place, person, users } = erasure;
  const feeds = (await ofPerson(trx, 'feeds', place)) as { id: string }[];
  for (const { id } of feeds) removed(erasure, 'feed.removed', place.site, id);
  await ofPerson(trx, 'feeds', place).delete();
  count(erasure, 'feeds', feeds.length);
  for (const line of await overridesBy(trx, users)) {
    const names = users.map(({ name }) => name);
    const stand = (name: string) => (names.includes(name) ? person.pseudonym : name);
    const said = JSON.parse(line.statement) as OverrideStatement;
    await trx('forecast_overrides')
      .where({ id: line.id })
      .update({
        statement: JSON.stringify({ ...said, author: stand(said.author) }),
        withdrawn_by: line.withdrawn_by === null ? null : stand(line.withdrawn_by),
      });
    erasure.subjects.push(line.id);
    count(erasure, 'overrides', 1);
  }
  for (const { id, name } of users) {
    const tokens = await trx<TokenLine>('api_tokens').where({ user: name }).select('id');
    for (const token of tokens) removed(erasure, 'token.removed', null, token.id);
    removed(erasure, 'user.removed', null, id);
    await trx('users').where({ name }).delete();
  }
  count(erasure, 'users', users.length);
}

function removed(erasure: Erasure, action: Deed['action'], site: string | null, subject: string) {
  erasure.subjects.push(subject);
  erasure.deeds.push({ action, site, subject, before: null, after: null });
}

/** Texts that people wrote, what jobs said, and answers that are kept for a day. */
async function eraseWords(erasure: Erasure): Promise<void> {
  const { trx, place, person, users } = erasure;
  const words = [person.agent, ...person.names, ...users.map(({ name }) => name)];
  const having = (table: string, column: string) =>
    trx(table).where((either) => {
      for (const word of words) {
        void either.orWhereRaw(`?? LIKE ? ESCAPE '!'`, [column, containing(word)]);
      }
    });
  const rewrite = async (
    table: string,
    column: string,
    rows: Knex.QueryBuilder,
    clean: (text: string) => string,
  ) => {
    const found: { id: string; text: string }[] = await rows.select('id', { text: column });
    for (const { id, text } of found) {
      const written = clean(text);
      if (written === text) continue;
      await trx(table)
        .where({ id })
        .update({ [column]: written });
      if (table === 'forecast_overrides') erasure.subjects.push(id);
      count(erasure, 'texts', 1);
    }
  };
  const ofSite = { site_id: place.siteId };
  const cleanText = (text: string) => pseudonymiseText(text, person);
  const cleanAt = (key: string) => (text: string) => {
    const { [key]: said, ...rest } = JSON.parse(text) as Record<string, unknown>;
    const words = JSON.stringify(said);
    const clean = typeof said === 'string' ? cleanText(said) : said;
    return JSON.stringify(clean) === words ? text : JSON.stringify({ ...rest, [key]: clean });
  };
  await rewrite('publications', 'note', having('publications', 'note').where(ofSite), cleanText);
  const forecasts = trx('results')
    .where({ ...ofSite, kind: 'forecast' })
    .select('id');
  const overrides = having('forecast_overrides', 'statement').whereIn('forecast_id', forecasts);
  await rewrite('forecast_overrides', 'statement', overrides, cleanAt('reason'));
  const jobs = having('jobs', 'error').where({ site: place.site });
  await rewrite('jobs', 'error', jobs, cleanAt('message'));
  count(erasure, 'answers', await having('request_keys', 'answer').delete());
}
