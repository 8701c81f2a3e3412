import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Role } from '#libs/contracts';
import { ApiClient } from '../outside/api-client.ts';
import { GatewayClient } from '../outside/gateway-client.ts';
import { homeward, HomewardProcess } from '../outside/homeward-process.ts';
import { monitoredPatients, type MonitoredPatient } from '../outside/monitored-patient.ts';
import { launchChromium, setPatience } from './chromium.ts';
import { signInAs } from './sign-in.ts';

export interface WardOptions {
  readonly patients: number;
  readonly env?: Readonly<Record<string, string>>;
}

interface WardParts {
  readonly process: HomewardProcess;
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
    const process = await HomewardProcess.start(['up'], env);
    const run = await process.run();
    const administrator = new ApiClient(run.api, await process.token('administrator'));
    const credential = await process.registerGateway('kitchen');
    return new WardInChromium({
      process,
      address: run.console,
      administrator,
      patients: await monitoredPatients(administrator, credential.gatewayId, patients),
      gateway: await GatewayClient.connect(run.mqtt, credential),
      browser: await launchChromium(),
    });
  }

  async stop(): Promise<void> {
    await this.parts.browser.close();
    await this.parts.gateway.close();
    await this.parts.process.dispose();
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
    const { process } = this.parts;
    return new ApiClient((await process.run()).api, await process.token(role, name));
  }

  /** What `homeward replay` writes of all that was measured within a day, as JSON. */
  async replay(rules: string): Promise<string> {
    const [from, to] = [-24, 1].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
    const words = ['replay', '--rules', rules, '--from', from ?? '', '--to', to ?? '', '--format', 'json'];
    const { stdout, stderr } = await homeward(words, { env: this.parts.process.environment });
    if (stdout === '') throw new Error(`homeward replay failed: ${stderr}`);
    return stdout;
  }

  /** A browser of its own in which a person is signed in. */
  async openAs(role: Role, options: BrowserContextOptions = {}): Promise<{ context: BrowserContext; page: Page }> {
    const context = await this.parts.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    setPatience(context);
    const page = await context.newPage();
    await page.goto(this.parts.address);
    await this.signIn(page, role);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return { context, page };
  }

  /** Fills in the sign-in page that is on screen. */
  async signIn(page: Page, role: Role): Promise<void> {
    await signInAs(page, role, this.parts.process);
  }

  /** Halts the services until `thaw`: nothing answers, and no connection breaks. */
  freeze(): Promise<void> {
    return this.parts.process.freeze();
  }

  thaw(): Promise<void> {
    return this.parts.process.thaw();
  }

  at(path: string): string {
    return new URL(path, this.parts.address).href;
  }
}
