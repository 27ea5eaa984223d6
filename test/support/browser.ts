import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium to test the page in: AGNER_BROWSER, or where one usually is; `null` if none. */
export function findBrowser(): string | null {
  const named = process.env['AGNER_BROWSER'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : null;
  return CANDIDATES.find((path) => existsSync(path)) ?? null;
}

export interface OpenOptions {
  readonly width: number;
  readonly height: number;
  readonly colourScheme: 'light' | 'dark';
}

/** A page in a browser of its own, with what went wrong in it. */
export interface OpenedPage {
  readonly browser: Browser;
  readonly page: Page;
  /** Uncaught errors and error messages of the console, breaches of the security policy included. */
  readonly faults: string[];
  /** Requests to another origin than the page's. */
  readonly foreignRequests: string[];
  readonly close: () => Promise<void>;
}

/** Opens an address; throws where {@link findBrowser} finds nothing. */
export async function openPage(
  url: string,
  options: OpenOptions = { width: 1280, height: 720, colourScheme: 'light' },
): Promise<OpenedPage> {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error('no Chromium found; set AGNER_BROWSER to its path');
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const { width, height, colourScheme } = options;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: colourScheme,
    timezoneId: 'Pacific/Chatham',
  });
  const faults: string[] = [];
  const foreignRequests: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('request', (request) => {
    const isForeign = new URL(request.url()).origin !== new URL(url).origin;
    if (isForeign && !request.url().startsWith('data:')) foreignRequests.push(request.url());
  });
  await page.goto(url);
  return { browser, page, faults, foreignRequests, close: () => browser.close() };
}

/** One rule of axe-core that a page breaks. */
export interface AxeViolation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly string[];
}

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe-core finds in the page as it is. `source` is the text of axe-core's script. */
export async function runAxe(page: Page, source: string): Promise<readonly AxeViolation[]> {
  // Evaluated by the debugger, which the page's security policy does not bind.
  await page.evaluate(`${source};0`);
  return page.evaluate<readonly AxeViolation[]>(
    `axe.run(document, { runOnly: ${JSON.stringify(AXE_TAGS)} }).then(({ violations }) =>
      violations.map(({ id, impact, nodes }) => ({
        id,
        impact: impact ?? null,
        nodes: nodes.map(({ html }) => html.slice(0, 200)),
      })))`,
  );
}
