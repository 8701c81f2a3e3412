import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Role } from '#libs/contracts';
import { ApiClient } from '../outside/api-client.ts';
import { GatewayClient } from '../outside/gateway-client.ts';
import { HomewardProcess } from '../outside/homeward-process.ts';
import { monitoredPatients, type MonitoredPatient } from '../outside/monitored-patient.ts';

const chromiumPath = process.env['CHROMIUM_PATH'] ?? ['/usr/bin/chromium'].find((path) => existsSync(path));

export const describeInChromium = chromiumPath === undefined ? describe.skip : describe;

/** The people whom `homeward up` makes, by what they do. */
const names: Readonly<Record<Role, string>> = {
  'healthcare-assistant': 'Hanna Okoro',
  nurse: 'Neil Barrow',
  prescriber: 'Priya Raman',
  operations: 'Owen Price',
  administrator: 'Ada Moreau',
};

export interface WardOptions {
  readonly patients: number;
  readonly env?: Readonly<Record<string, string>>;
}

interface WardParts {
  readonly homeward: HomewardProcess;
  readonly address: string;
  readonly administrator: ApiClient;
  readonly gateway: GatewayClient;
  readonly patients: readonly [MonitoredPatient, ...MonitoredPatient[]];
  readonly browser: Browser;
}

/** A whole Homeward with one ward, whose patients have a device each, and a Chromium to look at it with. */
export class WardInChromium {
  private constructor(private readonly parts: WardParts) {}

  static async start({ patients, env = {} }: WardOptions): Promise<WardInChromium> {
    const homeward = await HomewardProcess.start(['up'], env);
    const run = await homeward.run();
    const administrator = new ApiClient(run.api, await homeward.token('administrator'));
    const credential = await homeward.registerGateway('kitchen');
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
    const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
    return new WardInChromium({
      homeward,
      address: run.console,
      administrator,
      patients: await monitoredPatients(administrator, credential.gatewayId, patients),
      gateway: await GatewayClient.connect(run.mqtt, credential),
      browser: await chromium.launch({
        ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
        args: [...args, ...quiet],
      }),
    });
  }

  async stop(): Promise<void> {
    await this.parts.browser.close();
    await this.parts.gateway.close();
    await this.parts.homeward.dispose();
  }

  get patients(): readonly [MonitoredPatient, ...MonitoredPatient[]] {
    return this.parts.patients;
  }

  get gateway(): GatewayClient {
    return this.parts.gateway;
  }

  get administrator(): ApiClient {
    return this.parts.administrator;
  }

  /** A colleague on another computer. */
  async colleague(role: Role, name?: string): Promise<ApiClient> {
    const { homeward } = this.parts;
    return new ApiClient((await homeward.run()).api, await homeward.token(role, name));
  }

  /** A browser of its own in which a person is signed in. */
  async openAs(role: Role, options: BrowserContextOptions = {}): Promise<{ context: BrowserContext; page: Page }> {
    const context = await this.parts.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    await page.goto(this.parts.address);
    await this.signIn(page, role);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return { context, page };
  }

  /** Fills in the sign-in page that is on screen. */
  async signIn(page: Page, role: Role): Promise<void> {
    const { output } = this.parts.homeward;
    const line = output.split('\n').find((one) => one.endsWith(names[role])) ?? '';
    const [username, password] = line.trim().split(/\s{2,}/);
    if (username === undefined || password === undefined) throw new Error(`No ${role} to sign in as:\n${output}`);
    await page.getByLabel(/user name/i).fill(username);
    await page.getByLabel(/password/i).fill(password);
    await page.getByRole('button', { name: /sign in/i }).click();
  }

  /** Halts the services until `thaw`: nothing answers, and no connection breaks. */
  freeze(): Promise<void> {
    return this.parts.homeward.freeze();
  }

  thaw(): Promise<void> {
    return this.parts.homeward.thaw();
  }

  at(path: string): string {
    return new URL(path, this.parts.address).href;
  }
}
