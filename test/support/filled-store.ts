import { type AgentSpan, type QueueCall, type Roster } from '../../src/domain/index.ts';
import { hashOf, type Store } from '../../src/use-cases/index.ts';
import { BY, forecastOf, fullHistory, historyOf, planOf } from '../contract/sample-documents.ts';
import { makeSample } from './sample-roster.ts';

const MONDAY = Date.UTC(2026, 0, 4, 23) / 1000;
const LATER = '2026-01-05T20:00:00.000Z';

/** Something in every table. */
export async function fillStore(store: Store): Promise<void> {
  const createdAt = BY.at;
  await store.saveHistory('default', [
    fullHistory('support', 3000),
    historyOf('č "quoted"', MONDAY, [1, null, 0, 2.5, 1 / 3]),
  ]);
  for (const pay of [1, 2]) {
    const plan = planOf('winter', pay);
    const meta = { id: `pl_${pay}`, hash: hashOf(plan), text: `# ${pay} \u2028 č\nagner: 1\n` };
    await store.savePlan('default', plan, meta, BY);
  }
  const forecast = { id: 'fc_1', kind: 'forecast', site: 'default', name: 'winter' } as const;
  await store.saveResult({ ...forecast, createdAt, document: forecastOf(1) });
  const statement = {
    queue: 'support',
    target: { kind: 'day', date: '2026-01-12' },
    change: { kind: 'relative', factor: 1.1 },
    author: 'ana',
    reason: 'campaign',
  } as const;
  await store.saveOverrides('fc_1', [{ id: 'ov_1', statement }], BY);
  const result = { kind: 'roster', site: 'default', name: 'sample' } as const;
  await store.saveResult({ ...result, id: 'ro_1', createdAt, document: sampleRoster() });
  await store.publishRoster('default', { id: 'pb_1', roster: 'ro_1', note: '' }, BY);
  await store.addUser(
    { id: 'us_1', name: 'ana', role: 'agent', sites: ['default'], agent: 'a01', createdAt },
    'scrypt$hash',
    BY,
  );
  await store.addFeed(
    'default',
    { id: 'fd_1', site: 'default', agent: 'a01', user: 'ana', createdAt },
    'd4',
    BY,
  );
  await store.saveSession({ digest: 'd1', user: 'ana', createdAt, expiresAt: LATER });
  await store.addToken(
    { id: 'tk_1', user: 'ana', label: 'app', role: 'agent', createdAt, expiresAt: null },
    'd2',
    BY,
  );
  await store.saveJob({
    id: 'job_1',
    site: 'default',
    kind: 'roster',
    state: 'succeeded',
    progress: { fraction: 1, step: 'done', figures: { gap: 0.03 } },
    resultId: 'ro_1',
    error: null,
    createdAt,
    updatedAt: LATER,
  });
  await store.takeKey('d3', createdAt);
  await store.answerOnce('d3', {
    work: () => Promise.resolve(null),
    fingerprint: () => 'f1',
    answerOf: () => ({ status: 201, location: null, text: '{}' }),
  });
  await store.saveCallLog('default', {
    log: 'queue_log',
    calls: [call('c1', MONDAY + 0.000001), call('c2', MONDAY + 60.25)],
    spans: [span(MONDAY + 30)],
    file: { firstLine: '1767567600|NONE', bytesBefore: 0, bytes: 1000 },
    state: { text: '{"open":[]}', firstLine: '1767567600|NONE', lastHeard: MONDAY + 90.5 },
    ranges: [],
    intervalsOf: () => fullHistory('support', 1),
  });
  const paused = { agent: 'a01', state: 'paused', reason: 'Lunch č' } as const;
  await store.saveAgentStates('default', [
    { ...paused, start: MONDAY + 30.25, end: MONDAY + 90.000001 },
  ]);
  const exception = { agent: 'a01', from: createdAt, to: LATER, reason: 'agreed' } as const;
  await store.saveScheduleException(
    'default',
    { ...exception, id: 'se_1', activity: 'meeting' },
    BY,
  );
  const seen = { plannedSeconds: 28_800, workedSeconds: 28_700, unknownSeconds: 0 };
  const hours = { agent: 'a01', date: '2026-01-05', paid: [{ from: createdAt, to: LATER }] };
  await store.saveTimesheets(
    'default',
    [{ ...hours, ...seen, id: 'ts_1', isAsSeen: false, reason: 'stayed č' }],
    BY,
  );
}

/** Three people's week. */
export function sampleRoster(): Roster {
  const setup = { zone: 'Europe/Ljubljana', from: '2026-03-23', days: 7, agents: 3 };
  return makeSample(setup).roster;
}

function call(callId: string, enteredAt: number): QueueCall {
  return {
    queue: 'support',
    callId,
    enteredAt,
    occurrence: 1,
    outcome: 'answered',
    waitSeconds: 5.1,
    talkSeconds: 60.25,
    wrapUpSeconds: null,
    agent: 'a01',
  };
}

function span(start: number): AgentSpan {
  const kind = 'pause' as const;
  return { agent: 'a01', queue: null, kind, reason: '', start, end: null, endIsKnown: false };
}
