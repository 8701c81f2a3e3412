import axe from 'axe-core';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { hasChromium, launchChromium, setPatience } from './chromium.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Enough for a page and what axe has to say of it on a busy machine. */
export const slow = 60_000;

/** Enough to start a browser on a machine that is busy with much else. */
export const startsWithinMs = 180_000;

/** The console as `npm run build` has built it, in Chromium, against an API made of fixtures (apps/console/fixtures). */
export class FixtureConsole {
  readonly #folder: string;
  readonly #server: ChildProcess;
  readonly #browser: Browser;
  /** What the console said was wrong since the page was opened. */
  readonly complaints: string[] = [];

  private constructor(
    readonly address: string,
    parts: { readonly folder: string; readonly server: ChildProcess; readonly browser: Browser },
  ) {
    this.#folder = parts.folder;
    this.#server = parts.server;
    this.#browser = parts.browser;
  }

  /** Undefined where there is no Chromium: the tests are skipped then. */
  static async start(patients: number): Promise<FixtureConsole | undefined> {
    if (!hasChromium) return undefined;
    const folder = await mkdtemp(join(tmpdir(), 'homeward-console-'));
    // A copy of its own: the console may be built anew meanwhile.
    await cp(builtConsole(), folder, { recursive: true });
    const { server, address } = await serve(folder, patients);
    const browser = await launchChromium();
    return new FixtureConsole(address, { folder, server, browser });
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#server.kill();
    await rm(this.#folder, { recursive: true });
  }

  /** A new page in a context of its own, with nothing to complain of yet. */
  async open(): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
    this.complaints.length = 0;
    const context = await this.#browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      // A computer that is set to another zone than the ward's: times are typed and shown as in London all the same.
      timezoneId: 'Pacific/Auckland',
    });
    setPatience(context);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    return { context, page };
  }

  /** `deteriorate/Prosser`, `refuse-next`, `sign-in-as/prescriber` and what else apps/console/fixtures/fixture-server.ts has. */
  makeHappen(what: string): Promise<Response> {
    return fetch(`${this.address}/fixtures/${what}`, { method: 'POST' });
  }

  /** Asks the fixtures' API, past the console: as a colleague on another computer. */
  api(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<Response> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return fetch(`${this.address}/api/v1${path}`, { method, ...sent });
  }

  async boardPath(): Promise<string> {
    const answer: unknown = await (await this.api('GET', '/wards')).json();
    return `/wards/${(answer as { items: { id: string }[] }).items[0]?.id ?? ''}`;
  }

  /** The path of a patient on the ward, by family name. */
  async patientPath(familyName: string): Promise<string> {
    const answer: unknown = await (await this.api('GET', `${await this.boardPath()}/board`)).json();
    const { rows } = answer as { rows: { familyName: string; patientId: string }[] };
    return `/patients/${rows.find((row) => row.familyName === familyName)?.patientId ?? ''}`;
  }
}

function builtConsole(): string {
  const path = join(root, 'dist/console');
  if (!existsSync(path)) throw new Error('The console is not built yet: npm run build.');
  return path;
}

async function serve(
  folder: string,
  patients: number,
): Promise<{ readonly server: ChildProcess; readonly address: string }> {
  const script = join(root, 'apps/console/fixtures/fixture-server.ts');
  const server = spawn(
    process.execPath,
    ['--conditions=homeward-source', '--experimental-transform-types', script, '0', String(patients), folder],
    { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  return { server, address: (JSON.parse(line) as { console: string }).console };
}

/** What axe finds against WCAG 2.2 A and AA, and against its own best practices. */
export async function violationsOn(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source);
  // What is in order is not worked out in detail, which takes most of the time.
  const found = (await page.evaluate<unknown>("axe.run(document, { resultTypes: ['violations'] })")) as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

/** By how many pixels the page scrolls sideways. */
export const sidewaysScroll = (page: Page): Promise<unknown> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
