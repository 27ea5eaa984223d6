import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser, type OpenedPage, openPage, runAxe } from '../support/browser.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';
import { makeSmallCentre } from '../support/small-centre.ts';

const isRequired = process.env['AGNER_REQUIRE_BROWSER'] === '1';
const stands = findBrowser() === null && !isRequired ? ' (stands aside: no Chromium found)' : '';
const SIGNS = {
  forecast: 'main canvas',
  staffing: 'main canvas',
  roster: '[role=grid] [role=row]',
  data: 'main a[href*="/export?"]',
} as const;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(stands !== '')(`the planner's page in a browser${stands}`, () => {
  const centre = makeSmallCentre();
  const database = join(centre.folder, 'agner.db');
  let server: RunningServer;
  let opened: OpenedPage;

  beforeAll(async () => {
    for (const words of [
      ['import', 'history', centre.history, '--zone', 'Europe/Ljubljana'],
      ['import', 'plan', centre.plan],
      ['forecast', '--plan', 'small', '--days', '14'],
      ['staff', '--plan', 'small'],
      ['roster', '--plan', 'small', '--iterations', '5'],
    ]) {
      expect(await runAgner(['--database', database, ...words])).toMatchObject({ code: 0 });
    }
    server = await startAgner(database);
    opened = await openPage(`${server.url}/#/forecast`);
  });

  afterAll(async () => {
    await opened.close();
    await server.stop();
    rmSync(centre.folder, { recursive: true, force: true });
  });

  /** Opens a screen and waits for something in it that only its data bring. */
  const show = async (screen: keyof typeof SIGNS) => {
    await opened.page.goto(`${server.url}/#/${screen}`);
    await opened.page.locator(SIGNS[screen]).first().waitFor();
  };

  it('shows the forecast with its bands and models', async () => {
    await show('forecast');
    expect(await opened.page.locator('canvas').count()).toBeGreaterThan(1);
    expect(await opened.page.locator('main').innerText()).toMatch(/level-long-/);
  });

  it('shows requirement against scheduled staff', async () => {
    await show('staffing');
    expect(await opened.page.locator('main').innerText()).toMatch(/Required against scheduled/);
  });

  it('shows the roster as a grid that the keyboard walks', async () => {
    await show('roster');
    expect(await opened.page.locator('main').innerText()).toMatch(/Person 1/);
    const grid = opened.page.getByRole('grid').first();
    await grid.focus();
    const before = await grid.getAttribute('aria-activedescendant');
    await opened.page.keyboard.press('ArrowDown');
    await opened.page.keyboard.press('ArrowRight');
    expect(await grid.getAttribute('aria-activedescendant')).not.toBe(before);
  });

  it('offers downloads that the API delivers', async () => {
    await show('data');
    const links = await opened.page
      .locator('a[href*="/export?"]')
      .evaluateAll((all) => all.map((link) => (link as unknown as { href: string }).href));
    expect(links.length).toBeGreaterThanOrEqual(4);
    for (const link of links) expect((await fetch(link)).status).toBe(200);
  });

  it.each(['forecast', 'staffing', 'roster', 'data'] as const)(
    'finds no fault of accessibility on the %s screen',
    async (screen) => {
      await show(screen);
      expect(await runAxe(opened.page, axe)).toEqual([]);
    },
  );

  it('meets no error, breaks no security policy, asks no other origin', () => {
    expect(opened.faults).toEqual([]);
    expect(opened.foreignRequests).toEqual([]);
  });
});

describe.skipIf(stands !== '')(`the page where there are users${stands}`, () => {
  const centre = makeSmallCentre();
  const database = join(centre.folder, 'agner.db');
  const password = 'a password of some length';
  let server: RunningServer;
  let opened: OpenedPage;

  beforeAll(async () => {
    for (const [words, input] of [
      [['import', 'history', centre.history, '--zone', 'Europe/Ljubljana'], ''],
      [['user', 'add', 'ana', '--role', 'viewer'], `${password}\n`],
      [['user', 'add', 'bor', '--role', 'agent', '--agent', 'p1'], `${password}\n`],
    ] as const) {
      const run = await runAgner(['--database', database, ...words], { input });
      expect(run).toMatchObject({ code: 0 });
    }
    server = await startAgner(database);
    opened = await openPage(`${server.url}/#/data`);
  });

  afterAll(async () => {
    await opened.close();
    await server.stop();
    rmSync(centre.folder, { recursive: true, force: true });
  });

  const signIn = async (user: string, secret: string) => {
    await opened.page.getByLabel('User').fill(user);
    await opened.page.getByLabel('Password').fill(secret);
    await opened.page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('asks to sign in, says what is wrong, shows the data, and lets go', async () => {
    const main = opened.page.locator('main');
    await signIn('ana', 'not the password');
    await main.getByText('user or password is wrong').waitFor();
    expect(await runAxe(opened.page, axe)).toEqual([]);
    await signIn('ana', password);
    await main.getByText('sales').first().waitFor();
    await opened.page.reload();
    await main.getByText('sales').first().waitFor();
    await opened.page.getByRole('button', { name: 'Sign out' }).click();
    await opened.page.getByLabel('Password').waitFor();
    expect(await main.innerText()).not.toContain('sales');
  });

  it('asks again when the session ends meanwhile', async () => {
    await signIn('ana', password);
    await opened.page.getByText('sales').first().waitFor();
    await runAgner(['--database', database, 'user', 'password', 'ana'], {
      input: `${password}2\n`,
    });
    await opened.page.goto(`${server.url}/#/forecast`);
    await opened.page.reload();
    await opened.page.getByLabel('Password').waitFor();
  });

  it('shows staff nothing of the planners', async () => {
    await signIn('bor', password);
    await opened.page.getByText('There is nothing to see here for this user.').waitFor();
  });
});
