import { existsSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { erasePlanText } from '../../src/documents/index.ts';
import { type AgentId, type Plan, type Roster } from '../../src/domain/index.ts';
import { type StoreLocation } from '../../src/store/index.ts';
import { TABLES } from '../../src/store/keeping/tables.ts';
import { hashOf, type Store } from '../../src/use-cases/index.ts';
import { executeSql, querySql } from '../support/execute-sql.ts';
import { makeSample } from '../support/sample-roster.ts';
import { refusal } from './refusal.ts';
import { BY, forecastOf, fullHistory, planOf } from './sample-documents.ts';

const ZORA = 'zc-77';
const NAME = 'Zora Canary';
const MONDAY = Date.UTC(2026, 0, 4, 23) / 1000;
const LATER = '2026-01-05T20:00:00.000Z';

/** The person in every shape in which the store keeps people. */
const TRACES = /zc-77|zora/i;

const TEXT = `agner: 1
name: winter # agreed with Zora Canary
agents:
  # Zora asked for mornings.
  - id: ${ZORA} # since 2019
    name: ${NAME}
    contract: full
    skills: [support] # Zora learns sales
    leave: [{ from: 2026-02-02, to: 2026-02-06 }]
  - { id: a02, name: Other, contract: full, skills: [support] }
`;

/** What every store does with what it holds of one person. */
export function personContract(current: () => Store, place: () => StoreLocation): void {
  const dump = async () => {
    const rows: Record<string, readonly object[]> = {};
    for (const { name } of TABLES) {
      rows[name] = await querySql<object>(place(), `SELECT * FROM ${name}`);
    }
    return rows;
  };
  const erase = (agent = ZORA, site = 'default') =>
    current().erasePerson(site, agent, 'erased_1', erasePlanText, BY);

  describe('staff data', () => {
    beforeEach(() => fillWithZora(current()));

    it('are told whole, and that they were told', async () => {
      const store = current();
      const person = await store.exportPerson('default', ZORA, 'px_1', BY);
      expect(person).toMatchObject({
        site: 'default',
        agent: ZORA,
        names: [NAME],
        plans: [{ id: 'pl_1', plan: 'winter', version: 1, agent: { id: ZORA, name: NAME } }],
        rosters: [{ id: 'ro_1', publications: ['pb_1'], agent: { name: NAME } }],
        exceptions: [{ id: 'se_1', reason: 'Zora is ill' }],
        timesheets: [{ id: 'ts_1', reason: 'stayed' }],
        states: [{ state: 'paused', reason: 'Lunch' }],
        spans: [{ kind: 'pause' }],
        calls: [{ callId: 'c1', talkSeconds: 60.25 }],
        feeds: [{ id: 'fd_1' }],
        users: [{ id: 'us_1', name: 'zora', tokens: [{ id: 'tk_1' }], sessions: [BY.at] }],
        overrides: [{ id: 'ov_1', author: 'zora' }],
        changes: [{ subject: 'ov_2', actor: 'us_1' }],
      });
      const shifts = zorasRoster().shifts.filter(({ agent }) => agent === ZORA);
      expect(person.rosters[0]!.shifts).toEqual(shifts);
      expect(shifts.length).toBeGreaterThan(0);
      expect(JSON.stringify(person)).not.toMatch(/scrypt|"digest/);
      const [told] = await store.listAudit('default', { before: null, limit: 1 });
      expect(told).toMatchObject({ action: 'person.exported', subject: 'px_1' });
      await expect(store.exportPerson('default', 'zc-7', 'px_2', BY)).rejects.toEqual(
        refusal('NOT_FOUND', 'expected the id of a person of site "default", got "zc-7"'),
      );
      await expect(store.exportPerson('north', ZORA, 'px_2', BY)).rejects.toEqual(
        refusal('NOT_FOUND', 'expected the id of a person of site "north"'),
      );
    });

    it('are erased from every table, and totals stay under a pseudonym', async () => {
      const store = current();
      await store.exportPerson('default', ZORA, 'px_1', BY);
      const before = await dump();
      for (const [table, rows] of Object.entries(before)) {
        const isPersonal = !['sites', 'queues', 'history_intervals', 'call_log_files'].includes(
          table,
        );
        // Where nothing of the person was, nothing is proven.
        if (isPersonal) expect({ table, found: rows.length > 0 }).toEqual({ table, found: true });
      }
      expect(JSON.stringify(before)).toMatch(TRACES);

      const erasure = await erase();
      expect(erasure).toEqual({
        site: 'default',
        pseudonym: 'erased_1',
        changed: {
          ...{ plans: 1, results: 1, publications: 1, exceptions: 1, timesheets: 1, states: 1 },
          ...{
            calls: 1,
            spans: 1,
            logs: 1,
            feeds: 1,
            overrides: 1,
            users: 1,
            texts: 3,
            answers: 1,
          },
        },
        stillPlanned: ['winter'],
      });
      const after = await dump();
      for (const [table, rows] of Object.entries(after)) {
        expect({ table, rows: JSON.stringify(rows) }).not.toEqual({
          table,
          rows: expect.stringMatching(TRACES),
        });
      }
      const { document: roster } = await store.loadResult<Roster>('roster', 'ro_1');
      const was = zorasRoster();
      expect(roster.score).toEqual(was.score);
      expect(roster.shifts.length).toBe(was.shifts.length);
      expect(roster.shifts.filter(({ agent }) => agent === 'erased_1').length).toBe(
        was.shifts.filter(({ agent }) => agent === ZORA).length,
      );
      const { plan, text } = await store.loadPlan('default', 'winter', null);
      expect(plan.agents.map(({ id, leave }) => [id, leave])).toEqual([
        ['erased_1', []],
        ['a02', []],
      ]);
      expect(text).toContain('- { id: a02, name: Other, contract: full, skills: [ support ] }');
      expect(text).not.toMatch(/leave|since 2019|learns/);
      await expect(erase()).rejects.toEqual(refusal('NOT_FOUND', `got "${ZORA}"`));
    });

    it('leave a trail that holds, and that tells what was changed since', async () => {
      const store = current();
      await store.exportPerson('default', ZORA, 'px_1', BY);
      const lines = await store.listAudit(null, { before: null, limit: 100 });
      await erase();
      const verified = await store.verifyAudit();
      expect(verified.broken).toBeNull();
      const now = await store.listAudit(null, { before: null, limit: 100 });
      expect(now.slice(-lines.length)).toEqual(lines);
      const told = now.slice(0, -lines.length).map(({ action, subject }) => `${action} ${subject}`);
      expect(told.reverse()).toEqual([
        'plan.redacted pl_1',
        'roster.redacted pb_1',
        'feed.removed fd_1',
        'token.removed tk_1',
        'user.removed us_1',
        'person.erased erased_1',
      ]);
      const { document } = await store.loadResult<Roster>('roster', 'ro_1');
      const tampered = JSON.stringify({ ...document, plan: 'other' });
      await executeSql(place(), `UPDATE results SET document = '${tampered}' WHERE id = 'ro_1'`);
      const line = now.find(({ action }) => action === 'roster.redacted')!;
      expect((await store.verifyAudit()).broken).toEqual({
        position: line.position,
        fault: 'content-differs',
        subject: 'pb_1',
      });
    });

    it('cannot be forgotten in the trail without a line that says so', async () => {
      await executeSql(place(), `UPDATE audit_log SET salt = NULL WHERE subject = 'pl_1'`);
      expect((await current().verifyAudit()).broken).toMatchObject({
        fault: 'content-differs',
        subject: 'pl_1',
      });
    });

    it('of an admin, and while a job is under way, are not erased', async () => {
      const store = current();
      await store.changeUser('zora', { role: 'admin' }, BY);
      await expect(erase()).rejects.toEqual(refusal('CONFLICT', 'got the user "zora"'));
      await store.changeUser('zora', { role: 'agent' }, BY);
      const job = { ...JOB, id: 'job_2', state: 'running', error: null } as const;
      await store.saveJob(job);
      await expect(erase()).rejects.toEqual(refusal('BUSY', 'expected no job of site "default"'));
      expect(JSON.stringify(await dump())).toMatch(TRACES);
      await store.saveJob({ ...job, state: 'succeeded' });
      expect((await erase()).pseudonym).toBe('erased_1');
    });

    it('of others stay as they are', async () => {
      const store = current();
      const others = await store.exportPerson('default', 'a02', 'px_1', BY);
      await erase();
      expect(await store.exportPerson('default', 'a02', 'px_2', BY)).toEqual(others);
    });

    it('are forgotten once they are old: who did what, not how much', async () => {
      const store = current();
      const instant = (seconds: number) => new Date(seconds * 1000).toISOString();
      const nothing = { states: 0, spans: 0, calls: 0 };
      const early = instant(MONDAY - 60);
      expect(await store.forgetBefore(early, BY)).toEqual({ before: early, ...nothing });
      const before = instant(MONDAY + 7200);
      const forgotten = await store.forgetBefore(before, BY);
      expect(forgotten).toEqual({ before, states: 1, spans: 1, calls: 1 });
      expect(await store.forgetBefore(before, BY)).toEqual({ before, ...nothing });
      const range = { from: MONDAY - 86_400, to: MONDAY + 86_400 };
      expect(await store.loadAgentStates('default', range)).toEqual([]);
      expect((await store.loadCalls('default', range)).map(({ agent }) => agent)).toEqual([null]);
      const [told] = await store.listAudit(null, { before: null, limit: 1 });
      expect(told).toMatchObject({ action: 'states.forgotten', subject: before });
      expect((await store.verifyAudit()).broken).toBeNull();
    });

    it('leave nothing in the file of SQLite', async () => {
      const { kind, ...rest } = place();
      if (kind !== 'sqlite' || !('path' in rest)) return;
      const bytes = () =>
        [rest.path, `${rest.path}-wal`]
          .filter((path) => existsSync(path))
          .map((path) => readFileSync(path).toString('latin1'))
          .join('');
      expect(bytes()).toMatch(TRACES);
      await erase();
      expect(bytes()).not.toMatch(TRACES);
    });
  });
}

const JOB = {
  id: 'job_1',
  site: 'default',
  kind: 'roster',
  state: 'failed',
  progress: { fraction: 1, step: 'done', figures: {} },
  resultId: null,
  error: { code: 'INVALID_INPUT', message: `expected skills for ${ZORA}, got none` },
  createdAt: BY.at,
  updatedAt: LATER,
} as const;

function zorasRoster(): Roster {
  const setup = { zone: 'Europe/Ljubljana', from: '2026-03-23', days: 7, agents: 3 };
  const { roster } = makeSample(setup);
  const renamed = JSON.parse(JSON.stringify(roster).replaceAll('"a01"', `"${ZORA}"`)) as Roster;
  return {
    ...renamed,
    agents: renamed.agents.map((agent) => (agent.id === ZORA ? { ...agent, name: NAME } : agent)),
  };
}

function zorasPlan(): Plan {
  const common = { contract: 'full', skills: ['support'], availability: [], wishes: [], locks: [] };
  return {
    ...planOf('winter'),
    agents: [
      {
        ...{ ...common, id: ZORA as AgentId, name: NAME },
        leave: [{ from: '2026-02-02', to: '2026-02-06' }],
      },
      { ...common, id: 'a02' as AgentId, name: 'Other', leave: [] },
    ],
  };
}

/** The person in every table that can hold one. */
async function fillWithZora(store: Store): Promise<void> {
  const createdAt = BY.at;
  await store.saveHistory('default', [fullHistory('support', 100)]);
  const plan = zorasPlan();
  await store.savePlan('default', plan, { id: 'pl_1', hash: hashOf(plan), text: TEXT }, BY);
  const result = { kind: 'roster', site: 'default', name: 'winter', createdAt } as const;
  await store.saveResult({ ...result, id: 'ro_1', document: zorasRoster() });
  await store.publishRoster(
    'default',
    { id: 'pb_1', roster: 'ro_1', note: `without ${NAME} on Friday` },
    BY,
  );
  await store.addUser(
    { id: 'us_1', name: 'zora', role: 'agent', sites: ['default'], agent: ZORA, createdAt },
    'scrypt$hash',
    BY,
  );
  await store.addUser(
    { id: 'us_2', name: 'other', role: 'planner', sites: null, agent: null, createdAt },
    null,
    BY,
  );
  await store.saveSession({ digest: 'd1', user: 'zora', createdAt, expiresAt: LATER });
  const token = { id: 'tk_1', user: 'zora', label: 'of zora', role: 'agent', createdAt } as const;
  await store.addToken({ ...token, expiresAt: null }, 'd2', BY);
  for (const [name, digest] of [
    ['other', 'd4'],
    ['other', 'd5'],
  ] as const) {
    const id = digest === 'd4' ? 'tk_2' : 'tk_3';
    await store.addToken({ ...token, id, user: name, label: 'app', expiresAt: null }, digest, BY);
  }
  await store.saveSession({ digest: 'd6', user: 'other', createdAt, expiresAt: LATER });
  const feed = { site: 'default', user: null, createdAt };
  await store.addFeed('default', { ...feed, id: 'fd_1', agent: ZORA }, 'd7', BY);
  await store.addFeed('default', { ...feed, id: 'fd_2', agent: 'a02' }, 'd8', BY);
  const forecast = { ...result, id: 'fc_1', kind: 'forecast', document: forecastOf(1) } as const;
  await store.saveResult(forecast);
  const statement = {
    queue: 'support',
    target: { kind: 'day', date: '2026-01-12' },
    change: { kind: 'relative', factor: 1.1 },
    reason: 'campaign',
  } as const;
  await store.saveOverrides(
    'fc_1',
    [{ id: 'ov_1', statement: { ...statement, author: 'zora' } }],
    BY,
  );
  const asZora = { actor: { id: 'us_1', token: null }, at: BY.at };
  const said = { ...statement, author: 'other', reason: `${NAME} told so` };
  await store.saveOverrides('fc_1', [{ id: 'ov_2', statement: said }], asZora);
  await store.saveJob(JOB);
  await store.takeKey('d3', createdAt);
  await store.answerOnce('d3', {
    work: () => Promise.resolve(null),
    fingerprint: () => 'f1',
    answerOf: () => ({ status: 201, location: null, text: JSON.stringify({ agent: ZORA }) }),
  });
  await store.takeKey('d9', createdAt);
  await store.saveCallLog('default', {
    log: 'queue_log',
    calls: [
      {
        ...{
          queue: 'support',
          callId: 'c1',
          enteredAt: MONDAY,
          occurrence: 1,
          outcome: 'answered',
        },
        ...{ waitSeconds: 5, talkSeconds: 60.25, wrapUpSeconds: null, agent: ZORA },
      },
    ],
    spans: [
      {
        ...{ agent: ZORA, queue: null, kind: 'pause', reason: '', start: MONDAY + 30 },
        ...{ end: MONDAY + 90, endIsKnown: true },
      },
    ],
    file: { firstLine: '1767567600|NONE', bytesBefore: 0, bytes: 1000 },
    state: {
      text: JSON.stringify({ wrapUps: [[ZORA, { agent: ZORA }]] }),
      firstLine: '1767567600|NONE',
      lastHeard: MONDAY + 90.5,
    },
    ranges: [],
    intervalsOf: () => fullHistory('support', 1),
  });
  await store.saveAgentStates('default', [
    { agent: ZORA, state: 'paused', reason: 'Lunch', start: MONDAY + 30, end: MONDAY + 90 },
  ]);
  const span = { from: createdAt, to: LATER };
  await store.saveScheduleException(
    'default',
    { ...span, id: 'se_1', agent: ZORA, activity: 'off', reason: 'Zora is ill' },
    BY,
  );
  const hours = { date: '2026-01-05', paid: [span], plannedSeconds: 28_800, workedSeconds: 28_700 };
  await store.saveTimesheets(
    'default',
    [{ ...hours, id: 'ts_1', agent: ZORA, unknownSeconds: 0, isAsSeen: false, reason: 'stayed' }],
    BY,
  );
}
