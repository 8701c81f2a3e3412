import axe from 'axe-core';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/**
 * The console in Chromium against an API made of fixtures (apps/console/fixtures): what every page must keep whatever the
 * services do. The real path is tests/browser/'s other half.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const chromiumPath = process.env['CHROMIUM_PATH'] ?? ['/usr/bin/chromium'].find(existsSync);
const describeInChromium = chromiumPath === undefined ? describe.skip : describe;

const patients = 16;
const slow = 60_000;

let folder: string;
let server: ChildProcess;
let address: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[] = [];

async function run(program: string, ...parameters: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'node_modules', program), ...parameters], {
    cwd: root,
    stdio: 'ignore',
  });
  const [status] = (await once(child, 'close')) as [number];
  expect(status).toBe(0);
}

async function startFixtures(consoleFolder: string): Promise<string> {
  const script = join(root, 'apps/console/fixtures/fixture-server.ts');
  server = spawn(
    process.execPath,
    ['--conditions=homeward-source', '--experimental-transform-types', script, '0', String(patients), consoleFolder],
    { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  if (server.stdout === null) throw new Error('The fixture server has no output.');
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  return (JSON.parse(line) as { console: string }).console;
}

const makeHappen = (what: string) => fetch(`${address}/fixtures/${what}`, { method: 'POST' });

async function wardPath(): Promise<string> {
  const answer: unknown = await (await fetch(`${address}/api/v1/wards`)).json();
  return `/wards/${(answer as { items: { id: string }[] }).items[0]?.id ?? ''}`;
}

/** Follows the link to a patient from the board. */
async function openPatient(familyName: string): Promise<void> {
  await page.goto(address + (await wardPath()));
  await page.getByRole('link', { name: familyName }).click();
  await page.getByRole('heading', { level: 1, name: familyName }).waitFor();
  await page.getByRole('img', { name: /^NEWS2/ }).waitFor();
}

/** What axe finds against WCAG 2.2 A and AA, and against its own best practices. */
async function violations(): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate<unknown>('axe.run(document)')) as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

const sidewaysScroll = () =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'homeward-console-'));
  await run(
    'vite/bin/vite.js',
    'build',
    '--config',
    'apps/console/vite.config.ts',
    '--outDir',
    folder,
    '--logLevel',
    'error',
  );
  address = await startFixtures(folder);
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  browser = await chromium.launch({ executablePath: chromiumPath, args: [...args, ...quiet] });
}, slow);

afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  (server as ChildProcess | undefined)?.kill();
  if (chromiumPath !== undefined) await rm(folder, { recursive: true });
});

beforeEach(async () => {
  if (chromiumPath === undefined) return;
  complaints = [];
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});

afterEach(async () => {
  await (context as BrowserContext | undefined)?.close();
});

describeInChromium('the console', () => {
  const pages = [
    [
      'the wards',
      async () => page.goto(`${address}/`).then(() => page.getByRole('link', { name: 'North Virtual Ward' }).waitFor()),
    ],
    [
      'the board',
      async () => page.goto(address + (await wardPath())).then(() => page.getByRole('row').nth(patients).waitFor()),
    ],
    ['a patient', async () => openPatient('ASHWORTH')],
    ['a patient with a partial score', async () => openPatient('AKHTAR')],
    [
      'the alerts',
      async () => page.goto(`${address}/alerts`).then(() => page.getByRole('link', { name: 'PROSSER' }).waitFor()),
    ],
    [
      'a page that does not exist',
      async () => page.goto(`${address}/nowhere`).then(() => page.getByText('There is no page').waitFor()),
    ],
  ] as const;

  it.each(pages)(
    'is free of accessibility faults and of complaints on %s',
    async (_name, open) => {
      await open();
      expect(await violations()).toEqual([]);
      expect(complaints).toEqual([]);
    },
    slow,
  );

  it.each(pages)(
    'does not scroll sideways at 320 pixels on %s',
    async (_name, open) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await open();
      expect(await sidewaysScroll()).toBe(0);
      expect(await violations()).toEqual([]);
    },
    slow,
  );

  it(
    'moves a patient who gets worse to the top of the board, and says so, without a reload',
    async () => {
      await page.goto(address + (await wardPath()));
      await page.getByText('Live', { exact: true }).waitFor();
      const last = page.getByRole('row').nth(patients - 2);
      const name = (await last.getByRole('link').innerText()).split(',')[0] ?? '';
      await makeHappen(`deteriorate/${name.charAt(0)}${name.slice(1).toLowerCase()}`);
      const top = page.getByRole('row').nth(1);
      await top.getByText(name).waitFor({ timeout: 5000 });
      expect(await top.innerText()).toContain('High');
      expect(await page.getByText(`New high alert: ${name}`).count()).toBe(1);
    },
    slow,
  );

  it(
    'says that the screen cannot be trusted while the stream is lost, and catches up when it is back',
    async () => {
      await page.goto(address + (await wardPath()));
      await page.getByText('Live', { exact: true }).waitFor();
      await context.setOffline(true);
      await makeHappen('drop-streams');
      await page.getByText('Reconnecting…').waitFor();
      await page.getByText('This page is not updating.').waitFor({ timeout: 20_000 });
      await context.setOffline(false);
      await page.getByText('Live', { exact: true }).waitFor({ timeout: 20_000 });
    },
    slow,
  );

  it(
    'lets an alert be resolved by keyboard alone',
    async () => {
      await page.goto(`${address}/alerts`);
      const alert = page.getByRole('article').filter({ hasText: 'OKAFOR-WILLIAMS' }).filter({ hasText: 'NEWS2 9' });
      await alert.getByRole('button', { name: 'Acknowledge' }).focus();
      await page.keyboard.press('Enter');
      await alert.getByText('Acknowledged').waitFor();
      await alert.locator('button:focus', { hasText: 'Resolve' }).waitFor();
      await page.keyboard.press('Enter');
      await page.keyboard.type('Seen at home');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await alert.getByText('Outcome: Seen at home').waitFor();
      expect(await page.locator('article:focus').innerText()).toContain('OKAFOR-WILLIAMS');
    },
    slow,
  );

  it(
    'leaves an alert as it was when an act is refused, and says why',
    async () => {
      await page.goto(`${address}/alerts`);
      const alert = page.getByRole('article').filter({ hasText: 'PROSSER' });
      await makeHappen('refuse-next');
      await alert.getByRole('button', { name: 'Acknowledge' }).click();
      await alert.getByText('This alert was not acknowledged: Somebody else has resolved this alert').waitFor();
      expect(await alert.getByText('Raised', { exact: true }).count()).toBe(1);
    },
    slow,
  );

  it(
    'names each fault of observations entered by hand, and sends them when they are right',
    async () => {
      await openPatient('ENTWISTLE');
      await page.getByRole('button', { name: 'Enter observations' }).click();
      await page.getByLabel('Pulse per min').fill('600');
      await page.getByRole('button', { name: 'Send observations' }).click();
      await page.getByRole('link', { name: 'Pulse must be a number from 20 to 300 per min' }).waitFor();
      expect(await violations()).toEqual([]);
      await page.getByLabel('Pulse per min').fill('84');
      await page.getByRole('button', { name: 'Send observations' }).click();
      await page.getByText('1 observation was sent.').waitFor();
    },
    slow,
  );
});
