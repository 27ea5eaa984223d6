/** An hour of two people of whom a queue log tells everything. */
import { formatInstant, type Shift } from '../../src/domain/index.ts';
import { openStore } from '../../src/store/index.ts';
import { EIGHT } from './queue-log.ts';
import { makeSample } from './sample-roster.ts';

export const LOGGED_DATE = '2026-01-05';

/** Seconds after eight o'clock UTC: both sign in and out, four calls, one hangs up. */
export const LOGGED_HOUR = [
  '0|NONE|NONE|NONE|QUEUESTART|',
  '0|MANAGER|support|Ada|ADDMEMBER|',
  '300|MANAGER|support|Ben|ADDMEMBER|',
  '360|c1|support|NONE|ENTERQUEUE||1|1',
  '370|c1|support|Ada|CONNECT|10|m|1',
  '400|c2|support|NONE|ENTERQUEUE||2|1',
  '405|c2|support|Ben|CONNECT|5|m|1',
  '490|c1|support|Ada|COMPLETECALLER|10|120|1',
  '500|c3|support|NONE|ENTERQUEUE||3|1',
  '515|c3|support|NONE|ABANDON|1|1|15',
  '705|c2|support|Ben|COMPLETEAGENT|5|300|1',
  '1000|NONE|support|Ben|PAUSE|Lunch',
  '1100|c4|support|NONE|ENTERQUEUE||4|1',
  '1130|c4|support|Ada|CONNECT|30|m|1',
  '1190|c4|support|Ada|COMPLETEAGENT|30|60|1',
  '1300|NONE|support|Ben|UNPAUSE|',
  '3600|MANAGER|support|Ada|REMOVEMEMBER|',
  '3600|MANAGER|support|Ben|REMOVEMEMBER|',
];

/** Publishes, some days before, an hour of work for both with ten minutes of training in it. */
export async function publishLoggedHour(database: string): Promise<void> {
  const { roster, plan } = makeSample({ zone: 'UTC', from: LOGGED_DATE, days: 1, agents: 2 });
  const at = (seconds: number) => formatInstant(EIGHT + seconds, 'UTC');
  const activity = (queue: string | null, start: number, end: number) => ({
    kind: queue === null ? ('training' as const) : ('work' as const),
    name: queue === null ? 'Coaching' : 'work',
    queue,
    paid: true,
    start: at(start),
    end: at(end),
  });
  const shifts = ['Ada', 'Ben'].map((agent): Shift => ({
    agent: agent as Shift['agent'],
    date: LOGGED_DATE,
    pattern: 'early',
    start: at(0),
    end: at(3600),
    locked: false,
    activities: [
      activity('support', 0, 1800),
      activity(null, 1800, 2400),
      activity('support', 2400, 3600),
    ],
  }));
  const agents = ['Ada', 'Ben'].map((id) => ({
    ...roster.agents[0]!,
    id: id as Shift['agent'],
    name: id,
  }));
  const store = await openStore({ kind: 'sqlite', path: database });
  const createdAt = '2026-01-01T00:00:00.000Z';
  const by = { actor: { id: 'local', token: null }, at: createdAt };
  await store.savePlan('default', plan, { id: 'pl_1', hash: 'h1', text: '' }, by);
  const provenance = { ...roster.provenance, inputs: { plan: `${plan.name}@1` } };
  await store.saveResult({
    id: 'ro_1',
    kind: 'roster',
    site: 'default',
    name: plan.name,
    createdAt,
    document: { ...roster, provenance, agents, shifts },
  });
  await store.publishRoster('default', { id: 'pb_1', roster: 'ro_1', note: '' }, by);
  await store.close();
}
