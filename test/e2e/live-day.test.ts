import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addDays,
  type DayAttendance,
  type DayExplanation,
  type DayOutlook,
  type DayProposals,
  GAP_FACTORS,
  type Publication,
  type QueueOutlook,
  type Roster,
  type Shift,
} from '../../src/domain/index.ts';
import { openStore } from '../../src/store/index.ts';
import { capturedChunks } from '../support/ami-capture.ts';
import { type StandIn, standInForAsterisk } from '../support/ami-stand-in.ts';
import { findBrowser, openPage } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';

const isRequired = process.env['AGNER_REQUIRE_BROWSER'] === '1';
const stands = findBrowser() === null && !isRequired ? ' (stands aside: no Chromium found)' : '';

const CHUNKS = capturedChunks('load450');
const BEGAN = 1_795_300_567.189;
const DATE = '2026-11-21';
/** Contacts a minute of each queue as they were planned. */
const PLANNED = { billing: 6, sales: 18, support: 36 } as const;
const QUEUES = Object.keys(PLANNED) as (keyof typeof PLANNED)[];

const PLAN = `agner: 1
name: minutes
site: { name: minutes, zone: UTC, weekStart: monday }
openingHours: { mon-sun: ["22:30-22:50"] }
queues:
${QUEUES.map(
  (name) => `  - name: ${name}
    goal: { serviceLevel: 0.8, threshold: 5s, minimumAgents: 1 }
    patience: 15s`,
).join('\n')}
shrinkage:
  unrostered: { sickness: 0.1 }
shiftPatterns:
  - name: whole
    starts: { from: "22:30", to: "22:30", every: 1m }
    lengths: [20m]
    breaks: []
contracts:
  - name: minutes
    shiftPatterns: [whole]
    paidPerDay: { min: 0h, max: 9h }
    paidPerWeek: { min: 0h, max: 40h }
    daysPerWeek: { min: 0, max: 7 }
    maxConsecutiveDays: 7
    minRest: 1h
    payPerHour: 15
agents:
${QUEUES.flatMap((queue) =>
  Array.from(
    { length: 5 },
    (_, n) =>
      `  - { id: ${queue}${n}, name: ${queue} ${n}, contract: minutes, skills: [${queue}] }`,
  ),
).join('\n')}
costs: { currency: EUR, underPerAgentHour: 60, overPerAgentHour: 5, unmetWish: 10 }
`;

/** Four weeks of the same twenty minutes a day, on good days and bad ones. */
function historyText(): string {
  const lines = ['interval_start,interval_minutes,queue,offered,answered,talk_seconds,acw_seconds'];
  for (let day = 28; day >= 1; day--) {
    const level = 0.6 + ((day * 5) % 9) / 10;
    for (let minute = 30; minute < 50; minute++) {
      for (const queue of QUEUES) {
        const offered = Math.round(PLANNED[queue] * level) + (((day * 7 + minute * 3) % 5) - 2);
        const start = `${addDays(DATE, -day)}T22:${minute}:00+00:00`;
        lines.push(`${start},1,${queue},${offered},${offered},${offered * 6},0`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

describe('the day under way', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agner-day-'));
  const database = join(folder, 'agner.db');
  let asterisk: StandIn;
  let server: RunningServer;

  beforeAll(async () => {
    const [history, plan, acd] = ['history.csv', 'plan.yaml', 'acd.yaml'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    writeFileSync(history, historyText());
    writeFileSync(plan, PLAN);
    for (const words of [
      ['import', 'history', history, '--zone', 'UTC'],
      ['import', 'plan', plan],
      ['forecast', '--plan', 'minutes', '--from', DATE, '--days', '1'],
      ['staff', '--plan', 'minutes'],
      ['roster', '--plan', 'minutes', '--iterations', '5'],
    ]) {
      expect(await runAgner(['--database', database, ...words])).toMatchObject({ code: 0 });
    }
    asterisk = await standInForAsterisk({ chunks: CHUNKS, began: BEGAN });
    writeFileSync(
      acd,
      `system: asterisk\nhost: 127.0.0.1\nport: ${asterisk.port}\nusername: wfm\nzone: UTC\ninterval: 1m\nthreshold: 5s\nsnapshotEvery: 1h\n`,
    );
    server = await startAgner(database, {
      env: { AGNER_ACD: acd, AGNER_ACD_SECRET: 'wfm-secret' },
    });
    await eventually(async () => {
      const response = await fetch(`${server.url}/api/v1/live/queues`);
      const { queues } = (await response.json()) as { queues: unknown[] };
      expect(queues).toHaveLength(3);
    });
  });
  afterAll(async () => {
    await server.stop();
    await asterisk.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const look = async (): Promise<DayOutlook> => {
    const response = await fetch(`${server.url}/api/v1/live/day?plan=minutes`);
    const text = await response.text();
    expect([response.status, text.slice(0, response.status === 200 ? 0 : 500)]).toEqual([200, '']);
    return JSON.parse(text) as DayOutlook;
  };
  const queueOf = ({ queues }: DayOutlook, name: string): QueueOutlook =>
    queues.find(({ queue }) => queue === name)!;

  it('is as forecast before anything came', async () => {
    const support = queueOf(await look(), 'support');
    expect(support.reforecast).toEqual(support.forecast);
    expect(support.requiredAnew).toEqual(support.required);
    expect(support.day.offered).toBeGreaterThan(500);
    expect(support.scheduled.filter((count) => count !== null && count > 0)).toHaveLength(20);
  });

  it('is revised by what came, and expects of the rest what is left to expect', async () => {
    for (let t = 0; t <= 330_000; t += 1000) asterisk.playTo(t);
    let day = await look();
    await eventually(async () => {
      day = await look();
      const { offered, running } = queueOf(day, 'support');
      // A day is revised once all of its queues are known.
      for (const { offered: own } of day.queues) expect(own[22 * 60 + 40]).not.toBeNull();
      // Minutes 22:37 to 22:40 were heard whole; 22:36 began before.
      expect([running, ...offered.slice(22 * 60 + 36, 22 * 60 + 41)]).toEqual([
        22 * 60 + 41,
        null,
        70,
        46,
        30,
        20,
      ]);
    });
    expect(day.date).toBe(DATE);
    for (const outlook of day.queues) {
      const { running, serviceLevel, agents, forecast, reforecast, requiredAnew } = outlook;
      for (let slot = running; slot < 22 * 60 + 50; slot++) {
        expect(serviceLevel[slot]).toBeGreaterThanOrEqual(0);
        expect(serviceLevel[slot]).toBeLessThanOrEqual(1);
        expect(agents[slot]).toBeGreaterThan(0);
        expect(requiredAnew[slot]).toBeGreaterThan(0);
      }
      expect(agents.slice(0, running).every((count) => count === null)).toBe(true);
      expect(forecast).toHaveLength(reforecast.length);
    }
    // What is over is as it came; the rest has moved by it: from 70 a minute it fell to 20.
    const support = queueOf(day, 'support');
    const rest = (values: readonly number[]): number =>
      values.slice(support.running).reduce((sum, value) => sum + value, 0);
    expect(support.reforecast.slice(22 * 60 + 37, 22 * 60 + 41)).toEqual([70, 46, 30, 20]);
    expect(rest(support.reforecast)).toBeLessThan(rest(support.forecast) - 5);
    expect(support.soFar.offered).toBeGreaterThan(160);
    expect(support.day.offered).toBeCloseTo(support.soFar.offered + rest(support.reforecast), -2);
    // Six of its people are there, two of them for another queue too.
    expect(support.present).toBeGreaterThan(2);
  });

  it('tells what people did, whom no roster had published, and what is said beside', async () => {
    const url = `${server.url}/api/v1/adherence`;
    await eventually(async () => {
      const day = (await (await fetch(`${url}?date=${DATE}`)).json()) as DayAttendance;
      // Nothing was published by then: all that was seen of them is work outside of shifts.
      expect(day.people.map(({ name }) => name)).toContain('Ada Alvarez');
      expect(day.unmappedAgents).toContain('Ada Alvarez');
      expect(day.unscheduled.map(({ agent }) => agent)).toContain('Ada Alvarez');
      expect(day.people.every(({ scheduledSeconds }) => scheduledSeconds === 0)).toBe(true);
    });
    const post = (body: object) =>
      fetch(`${url}/exceptions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    const exception = {
      agent: 'support0',
      from: `${DATE}T22:30:00Z`,
      to: `${DATE}T22:40:00Z`,
      activity: 'training',
      reason: 'as agreed',
    };
    const made = await post(exception);
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    const day = (await (await fetch(`${url}?date=${DATE}`)).json()) as DayAttendance;
    const person = day.people.find(({ agent }) => agent === 'support0');
    expect(person === undefined || person.scheduledSeconds === 600).toBe(true);
    const listed = (await (await fetch(`${url}/exceptions?date=${DATE}`)).json()) as object;
    expect(listed).toMatchObject({ exceptions: [{ id, ...exception }] });
    for (const wrong of [
      { ...exception, to: exception.from },
      { ...exception, activity: 'holiday' },
      { ...exception, from: 'noon' },
    ]) {
      expect((await post(wrong)).status).toBe(400);
    }
    expect((await fetch(`${url}/exceptions/${id}`, { method: 'DELETE' })).status).toBe(200);
    expect((await fetch(`${url}/exceptions/${id}`, { method: 'DELETE' })).status).toBe(409);
    expect((await fetch(`${url}?grace=-1`)).status).toBe(400);
    const shown = await runAgner(['--database', database, 'adherence', '--date', DATE]);
    expect(shown.stdout).toMatch(/in no roster: .*Ada Alvarez/);
    // Of support0 alone something is scheduled, by what was said beside, and that was taken back.
    expect(shown.stdout).toMatch(/nobody was scheduled on 2026-11-21 .*agner roster publish/);
    const unheard = await runAgner(['--database', database, 'adherence', '--date', '2026-11-01']);
    expect(unheard.stdout).toMatch(/nobody was seen: "agner serve" with AGNER_ACD/);
  });

  it('is explained by what came, as far as it is known', async () => {
    const answer = await fetch(`${server.url}/api/v1/day-explanation?plan=minutes&date=${DATE}`);
    expect(answer.status).toBe(200);
    const { queues } = (await answer.json()) as DayExplanation;
    expect(queues.map(({ queue }) => queue).sort()).toEqual([...QUEUES].sort());
    for (const { gap, parts, planned, achieved, notes } of queues) {
      expect(parts.map(({ factor }) => factor)).toEqual(GAP_FACTORS);
      const sum = parts.reduce((total, { part }) => total + (part ?? 0), 0);
      expect(sum).toBeCloseTo(gap!, 12);
      expect(gap).toBeCloseTo(achieved.serviceLevel! - planned.serviceLevel!, 12);
      expect(notes.map(({ code }) => code)).toContain('no-published-roster');
    }
    const words = ['explain-day', '--plan', 'minutes', '--date', DATE];
    const shown = await runAgner(['--database', database, ...words]);
    expect(shown.code, shown.stderr).toBe(0);
    expect(shown.stdout).toMatch(/support: 80 % in 5s/);
    expect(shown.stdout).toMatch(/left over by the model +[+-]?\d+\.\d/);
    expect(shown.stdout).toMatch(/no roster of the day was published \(agner roster publish\)/);
    const early = await runAgner(['--database', database, ...words.with(-1, '2027-01-01')]);
    expect(early.code).toBe(3);
    expect(early.stderr).toMatch(/expected a day that has begun, got 2027-01-01/);
    const unplanned = await runAgner(['--database', database, ...words.with(-1, '2026-11-01')]);
    expect(unplanned.stderr).toMatch(/expected a stored forecast that holds 2026-11-01, got none/);
  });

  it('has proposals of what to do, which publish the roster anew when somebody says so', async () => {
    const url = `${server.url}/api/v1/live/day`;
    const propose = () => fetch(`${url}/proposals?plan=minutes&notice=0&most=3`);
    const before = await propose();
    expect(before.status).toBe(404);
    expect(await before.text()).toMatch(/expected a published roster that holds 2026-11-21/);
    const agner = (...words: string[]) => runAgner(['--database', database, '--json', ...words]);
    // By now people may go five minutes earlier, and less is asked for.
    const plan = join(folder, 'shorter.yaml');
    const shorter = PLAN.replace('lengths: [20m]', 'lengths: [15m, 20m]');
    writeFileSync(plan, shorter.replaceAll('serviceLevel: 0.8', 'serviceLevel: 0.1'));
    expect(await agner('import', 'plan', plan)).toMatchObject({ code: 0 });
    expect(await agner('roster', 'publish')).toMatchObject({ code: 0 });
    const answer = await propose();
    expect(answer.status).toBe(200);
    const day = (await answer.json()) as DayProposals;
    expect(day.queues.map(({ queue }) => queue).sort()).toEqual([...QUEUES].sort());
    expect(day.proposals.length).toBeGreaterThan(0);
    for (const { kind, was, effects, cost } of day.proposals) {
      expect([kind, was!.to.slice(11, 16)]).toEqual(['time-off', '22:50']);
      expect(cost).toBeCloseTo(-15 / 12, 9);
      expect(effects[0]!.alone).toBeLessThanOrEqual(effects[0]!.before!);
    }
    const apply = (publication: string, shift: Shift) =>
      fetch(`${url}/changes?plan=minutes`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ publication, shifts: [shift], note: 'quiet evening' }),
      });
    const { shift } = day.proposals[0]!;
    const early = { ...shift, end: `${DATE}T22:42:00+00:00` };
    const illegal = { ...early, activities: [{ ...shift.activities[0]!, end: early.end }] };
    const refused = await apply(day.publication, illegal);
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringMatching(/keep the rules of the plan, got one of .* that breaks shift-pattern/),
    ]);
    const late = { ...shift.activities[0]!, start: `${DATE}T22:35:00+00:00` };
    const begun = await apply(day.publication, { ...shift, start: late.start, activities: [late] });
    expect([begun.status, await begun.text()]).toEqual([
      409,
      expect.stringMatching(/expected changes of what is still to come/),
    ]);
    const made = await apply(day.publication, shift);
    expect(made.status).toBe(201);
    const publication = (await made.json()) as Publication;
    expect(publication).toMatchObject({ plan: 'minutes', version: 2, note: 'quiet evening' });
    const stored = await fetch(`${server.url}/api/v1/rosters/${publication.roster}`);
    const { document } = (await stored.json()) as { document: Roster };
    expect(document.shifts.find(({ agent }) => agent === shift.agent)).toEqual(shift);
    expect(document.violations).toEqual([]);
    // What was proposed for the roster of before is refused.
    expect((await apply(day.publication, shift)).status).toBe(409);
    const anew = (await (await propose()).json()) as DayProposals;
    expect(anew.publication).toBe(publication.id);
    const proposed = anew.queues.find(
      ({ queue }) => queue === day.proposals[0]!.effects[0]!.queue,
    )!;
    expect(proposed.projected).toBeCloseTo(day.proposals[0]!.effects[0]!.alone!, 6);
    const file = join(folder, 'day.json');
    writeFileSync(file, JSON.stringify(anew));
    const wrong = ['day', 'apply', file, '--plan', 'minutes', '--proposals', '77'];
    expect((await agner(...wrong)).stderr).toMatch(/expected numbers of proposals from 1 to/);
    // By the clock of the command that day is another.
    const today = await agner('day', 'propose', '--plan', 'minutes');
    expect(today.stderr).toMatch(/expected a stored forecast that holds/);
    const trail = await agner('audit-log', 'list');
    expect(trail.stdout).toContain(
      `"action":"roster.published","site":"default","subject":"${publication.id}"`,
    );
  });

  it.skipIf(stands !== '')(`is seen in a browser as it changes${stands}`, async () => {
    // Published before the day, as the ACD's clock has it.
    const store = await openStore({ kind: 'sqlite', path: database });
    const roster = (await store.listResults('default', 'roster', 1))[0]!.id;
    const by = { actor: { id: 'local', token: null }, at: `${DATE}T00:00:00.000Z` };
    await store.publishRoster('default', { id: 'pb_day', roster, note: '' }, by);
    await store.close();
    const opened = await openPage(`${server.url}/#/live?queue=support`, {
      width: 1280,
      height: 1400,
      colourScheme: 'light',
    });
    try {
      const { page } = opened;
      await page.locator('main canvas').nth(2).waitFor();
      const text = () => page.locator('main').innerText();
      expect(await text()).toMatch(/asterisk, heard at \d\d:\d\d/);
      expect(await text()).toMatch(/Ada Alvarez/);
      await eventually(async () => {
        expect(await text()).toMatch(
          /Adherence\n+[^]*support 0\s+work\s+offline\s+22:36\s+0%[^]*Absent: .*support 0[^]*At work unscheduled: .*Ada Alvarez \d+ min/,
        );
      });
      const picture = process.env['AGNER_PICTURE'];
      if (picture !== undefined) await page.screenshot({ path: picture, fullPage: true });
      const offered = async () =>
        Number(
          await page
            .locator('dl.figures div', { hasText: 'Offered' })
            .locator('dd')
            .first()
            .innerText(),
        );
      const before = await offered();
      asterisk.playTo(360_000);
      await eventually(async () => {
        expect(await offered()).toBeGreaterThan(before);
      });
      asterisk.drop();
      asterisk.hang();
      await eventually(async () => {
        expect(await text()).toMatch(/These figures are old: asterisk/);
      });
      expect(opened.faults).toEqual([]);
      expect(opened.foreignRequests).toEqual([]);
    } finally {
      await opened.close();
    }
  });
});
