import { mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { Alert } from '#libs/contracts';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ApiClient } from '../outside/api-client.ts';
import { deteriorating, deterioratingTotal, fullSet, GatewayClient } from '../outside/gateway-client.ts';
import { HomewardProcess } from '../outside/homeward-process.ts';
import { monitoredPatient, type MonitoredPatient } from '../outside/monitored-patient.ts';
import { eventually } from '#libs/fixtures';

const chromiumPath = process.env['CHROMIUM_PATH'] ?? ['/usr/bin/chromium'].find((path) => existsSync(path));
const describeInChromium = chromiumPath === undefined ? describe.skip : describe;
const screenshots = process.env['SCREENSHOTS'];
const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

describeInChromium('a nurse in front of the board, with everything real', () => {
  let homeward: HomewardProcess;
  let gateway: GatewayClient;
  let well: MonitoredPatient;
  let ill: MonitoredPatient;
  let browser: Browser;
  let page: Page;
  let console_: string;

  beforeAll(async () => {
    homeward = await HomewardProcess.start(['up']);
    const run = await homeward.run();
    console_ = run.console;
    const administrator = new ApiClient(run.api, await homeward.token('administrator'));
    const credential = await homeward.registerGateway('kitchen');
    well = await monitoredPatient(administrator, credential.gatewayId, 1);
    ill = await monitoredPatient(administrator, credential.gatewayId, 2, well.wardId);
    gateway = await GatewayClient.connect(run.mqtt, credential);
    for (const patient of [well, ill]) await gateway.send(patient.deviceId, fullSet(), { takenAt: minutesAgo(20) });
    // One of the two has a slightly fast pulse, and so stands above the other at first.
    await gateway.send(well.deviceId, fullSet({ 'pulse-rate': 96 }), { takenAt: minutesAgo(10) });
    browser = await chromium.launch({
      ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await signIn();
  }, 180_000);

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await homeward.dispose();
  }, 60_000);

  it('sees the patient move to the top with NEWS2 and an alert, without touching anything', async () => {
    await page.goto(new URL(`/wards/${well.wardId}`, console_).href);
    const rows = page.getByRole('row').filter({ hasText: /person [12]/i });
    await rows
      .first()
      .filter({ hasText: /person 1/i })
      .waitFor();
    await picture('board-before');

    await gateway.send(ill.deviceId, fullSet(deteriorating), { takenAt: minutesAgo(0) });

    const top = rows.first().filter({ hasText: /person 2/i });
    await top.waitFor();
    await top.getByText('High', { exact: false }).first().waitFor();
    expect(await top.innerText()).toContain(String(deterioratingTotal));
    await picture('board-after');
  }, 60_000);

  it('acknowledges the alert from the alert list', async () => {
    await page.goto(new URL('/alerts', console_).href);
    await page
      .getByRole('button', { name: /acknowledge/i })
      .first()
      .click();
    const nurse = new ApiClient((await homeward.run()).api, await homeward.token('nurse'));
    const acknowledged = await eventually(
      async () => (await nurse.all<Alert>(`/api/v1/alerts?patientId=${ill.patientId}&state=acknowledged`))[0],
      { what: 'the acknowledged alert' },
    );
    expect(acknowledged.acknowledgedBy?.name).toBe('Neil Barrow');
    await page
      .getByRole('button', { name: /resolve/i })
      .first()
      .waitFor();
    await picture('alerts');
  }, 60_000);

  it("finds the vitals and the scores on the patient's page", async () => {
    await page.goto(new URL(`/patients/${ill.patientId}/charts`, console_).href);
    await page.getByRole('heading', { level: 1, name: /person 2/i }).waitFor();
    await page.getByRole('img', { name: /NEWS2/ }).waitFor();
    await picture('patient');
  }, 60_000);

  /** As the nurse whose user name and password `homeward up` prints. */
  async function signIn(): Promise<void> {
    const line = /^\s+(\S+)\s{2,}(\S+)\s{2,}Neil Barrow\s*$/m.exec(homeward.output);
    const [, username, password] = line ?? [];
    if (username === undefined || password === undefined)
      throw new Error(`No nurse to sign in as:\n${homeward.output}`);
    await page.goto(console_);
    await page.getByLabel(/user name/i).fill(username);
    await page.getByLabel(/password/i).fill(password);
    await page.getByRole('button', { name: /sign in/i }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    // Sign-in is over only when the console says who is there.
    await page
      .getByText(/Neil Barrow/)
      .first()
      .waitFor();
  }

  /** For people to look at: kept where `SCREENSHOTS` says, if it does. */
  async function picture(name: string): Promise<void> {
    if (screenshots === undefined) return;
    await mkdir(screenshots, { recursive: true });
    await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
  }
});
