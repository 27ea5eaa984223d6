import { type Knex } from 'knex';
import {
  type PersonData,
  type PersonUser,
  type RosteredPerson,
  type User,
} from '../../domain/index.ts';
import { type ExceptionLine, exceptionOf, type StateLine, spanOf } from '../attendance.ts';
import { type AuditLine, entryOf } from '../audit.ts';
import { type ResultDocument } from '../../use-cases/index.ts';
import { type CallLine, callOfLine, type SpanLine, spanOfLine } from '../call-log-tables.ts';
import { type FeedLine, feedOf } from '../feeds.ts';
import { type OverrideLine, overrideOf } from '../overrides.ts';
import { type TokenLine, tokenOf } from '../people.ts';
import { approvalOf, type TimesheetLine } from '../timesheets.ts';
import {
  loggedOf,
  namesOf,
  ofPerson,
  type PersonPlace,
  plannedAgent,
  plansWith,
  resultsWith,
  usersOf,
} from './person-rows.ts';

/** All that is stored of a person; `null` where nothing is. */
export async function readPerson(knex: Knex, place: PersonPlace): Promise<PersonData | null> {
  const { site, agent } = place;
  const users = await usersOf(knex, place);
  const rows = <T>(query: Knex.QueryBuilder, ...order: string[]) =>
    query.orderBy(order) as unknown as Promise<T[]>;
  const person: PersonData = {
    site,
    agent,
    names: await namesOf(knex, place),
    plans: await plansOf(knex, place),
    rosters: await rostersOf(knex, place),
    exceptions: (
      await rows<ExceptionLine>(ofPerson(knex, 'schedule_exceptions', place), 'position')
    ).map(exceptionOf),
    timesheets: (await rows<TimesheetLine>(ofPerson(knex, 'timesheets', place), 'position')).map(
      approvalOf,
    ),
    states: (await rows<StateLine>(ofPerson(knex, 'agent_states', place), 'start_us')).map(spanOf),
    spans: (
      await rows<SpanLine>(loggedOf(knex, 'agent_spans', place), 'start_us', 'kind', 'queue')
    ).map(spanOfLine),
    calls: (
      await rows<CallLine>(loggedOf(knex, 'queue_calls', place), 'entered_us', 'call_id')
    ).map(callOfLine),
    feeds: (await rows<Omit<FeedLine, 'site'>>(ofPerson(knex, 'feeds', place), 'position')).map(
      (line) => feedOf({ ...line, site }),
    ),
    users: await Promise.all(users.map((user) => withKeys(knex, user))),
    overrides: (await overridesBy(knex, users)).map(overrideOf),
    changes: (
      await knex<AuditLine>('audit_log')
        .whereIn(
          'actor',
          users.map(({ id }) => id),
        )
        .orderBy('position')
    ).map(entryOf),
  };
  return isEmpty(person) ? null : person;
}

function isEmpty({ plans, rosters, exceptions, timesheets, states, ...rest }: PersonData): boolean {
  const { spans, calls, feeds, users } = rest;
  const lists = [plans, rosters, exceptions, timesheets, states, spans, calls, feeds, users];
  return lists.every((list) => list.length === 0);
}

async function plansOf(knex: Knex, place: PersonPlace): Promise<PersonData['plans']> {
  const plans: PersonData['plans'][number][] = [];
  for await (const row of plansWith(knex, place)) {
    const { id, name: plan, version, created_at: createdAt } = row;
    plans.push({ id, plan, version, createdAt, agent: plannedAgent(row, place.agent)! });
  }
  return plans;
}

async function rostersOf(knex: Knex, place: PersonPlace): Promise<readonly RosteredPerson[]> {
  const rosters: RosteredPerson[] = [];
  const isOwn = ({ agent }: { readonly agent: string }) => agent === place.agent;
  for await (const { id, name, created_at: createdAt, document } of resultsWith(knex, place)) {
    const roster = JSON.parse(document) as ResultDocument;
    if (roster.kind !== 'roster') continue;
    rosters.push({
      ...{ id, name, createdAt },
      publications: await knex<{ id: string; roster_id: string }>('publications')
        .where({ roster_id: id })
        .orderBy('position' as never)
        .pluck('id'),
      agent: roster.agents.find((entry) => entry.id === place.agent) ?? null,
      shifts: roster.shifts.filter(isOwn),
      wishes: roster.wishes.filter(isOwn),
      violations: roster.violations.filter(isOwn),
      ledger: (roster.ledger ?? []).filter(isOwn),
    });
  }
  return rosters;
}

async function withKeys(knex: Knex, user: User): Promise<PersonUser> {
  const tokens = await knex<TokenLine>('api_tokens')
    .where({ user: user.name })
    .orderBy('position' as never);
  const sessions: string[] = await knex<{ user: string; created_at: string }>('sessions')
    .where({ user: user.name })
    .orderBy('created_at')
    .pluck('created_at');
  return { ...user, tokens: tokens.map(tokenOf), sessions };
}

/** Overrides of which the users are the authors, or which they withdrew. */
export async function overridesBy(
  knex: Knex,
  users: readonly User[],
): Promise<readonly OverrideLine[]> {
  const names = new Set(users.map(({ name }) => name));
  if (names.size === 0) return [];
  const lines = await knex<OverrideLine>('forecast_overrides').orderBy(['forecast_id', 'version']);
  return lines.filter(
    (line) => names.has(overrideOf(line).author) || names.has(line.withdrawn_by ?? ''),
  );
}
