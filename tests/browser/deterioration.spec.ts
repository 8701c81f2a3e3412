import { mkdir } from 'node:fs/promises';
import type { Alert } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import type { Page } from 'playwright-core';
import { deteriorating, deterioratingTotal, fullSet } from '../outside/gateway-client.ts';
import type { MonitoredPatient } from '../outside/monitored-patient.ts';
import { describeInChromium } from './describe-in-chromium.ts';
import { WardInChromium } from './ward-in-chromium.ts';

const screenshots = process.env['SCREENSHOTS'];
const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

describeInChromium('a nurse in front of the board, with everything real', () => {
  let ward: WardInChromium;
  let well: MonitoredPatient;
  let ill: MonitoredPatient;
  let page: Page;

  beforeAll(async () => {
    ward = await WardInChromium.start({ patients: 2 });
    const [first, second] = ward.patients;
    if (second === undefined) throw new Error('There is no second patient.');
    [well, ill] = [first, second];
    for (const { deviceId } of [well, ill]) await ward.gateway.send(deviceId, fullSet(), { takenAt: minutesAgo(20) });
    // One of the two has a slightly fast pulse, and so stands above the other at first.
    await ward.gateway.send(well.deviceId, fullSet({ 'pulse-rate': 96 }), { takenAt: minutesAgo(10) });
    ({ page } = await ward.openAs('nurse'));
  }, 180_000);

  afterAll(() => ward.stop(), 60_000);

  it('sees the patient move to the top with NEWS2 and an alert, without touching anything', async () => {
    await page.goto(ward.at(`/wards/${well.wardId}`));
    const rows = page.getByRole('row').filter({ hasText: /person [12]/i });
    await rows
      .first()
      .filter({ hasText: /person 1/i })
      .waitFor();
    await picture('board-before');

    await ward.gateway.send(ill.deviceId, fullSet(deteriorating), { takenAt: minutesAgo(0) });

    const top = rows.first().filter({ hasText: /person 2/i });
    await top.waitFor();
    await top.getByText('High', { exact: false }).first().waitFor();
    await top.filter({ hasText: String(deterioratingTotal) }).waitFor();
    await picture('board-after');
  }, 60_000);

  it('acknowledges the alert from the alert list', async () => {
    await page.goto(ward.at('/alerts'));
    await page
      .getByRole('button', { name: /acknowledge/i })
      .first()
      .click();
    const nurse = await ward.colleague('nurse');
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
    await page.goto(ward.at(`/patients/${ill.patientId}/charts`));
    await page.getByRole('heading', { level: 1, name: /person 2/i }).waitFor();
    await page.getByRole('img', { name: /NEWS2/ }).waitFor();
    await picture('patient');
  }, 60_000);

  /** For people to look at: kept where `SCREENSHOTS` says, if it does. */
  async function picture(name: string): Promise<void> {
    if (screenshots === undefined) return;
    await mkdir(screenshots, { recursive: true });
    await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
  }
});
