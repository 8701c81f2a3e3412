import type { Alert } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import type { Page } from 'playwright-core';
import { deteriorating, fullSet } from '../outside/gateway-client.ts';
import { describeInChromium } from './describe-in-chromium.ts';
import { WardInChromium } from './ward-in-chromium.ts';

/** Real: everything. What a nurse does about alerts, with the pointer and with keys alone. */
describeInChromium('Alerts in the console', () => {
  let ward: WardInChromium;

  beforeAll(async () => {
    ward = await WardInChromium.start({ patients: 3 });
    await ward.gateway.send(ward.patients[0].deviceId, fullSet({ 'pulse-rate': 135, temperature: 39.5 }), {
      takenAt: new Date(),
    });
    await openAlerts(1);
  }, 180_000);

  afterAll(() => ward.stop(), 60_000);

  const openAlerts = async (atLeast: number): Promise<readonly Alert[]> => {
    const nurse = await ward.colleague('nurse');
    return eventually(
      async () => nurse.all<Alert>('/api/v1/alerts?state=open'),
      (alerts) => alerts.length >= atLeast,
    );
  };
  const stateOf = async (id: string): Promise<string> =>
    (await (await ward.colleague('nurse')).get<Alert>(`/api/v1/alerts/${id}`)).state;

  /** Presses keys until an element has the focus; returns how many. */
  const keysTo = async (page: Page, selector: string, key = 'Tab'): Promise<number> => {
    for (let pressed = 1; pressed <= 30; pressed += 1) {
      await page.keyboard.press(key);
      if ((await page.locator(`${selector}:focus`).count()) > 0) return pressed;
    }
    throw new Error(`${selector} was not reached.`);
  };

  it('say values and points, never points alone', async () => {
    const [first] = await openAlerts(1);
    expect(first?.reason).toMatch(/pulse 135 per minute \(3 points\).*temperature 39\.5 °C \(2 points\)/);
  });

  it('do not move under the pointer when a more urgent one comes: the list says that one is new', async () => {
    const { context, page } = await ward.openAs('nurse');
    await page.goto(ward.at('/alerts'));
    const [first] = await openAlerts(1);
    const acknowledge = page.getByRole('button', { name: /^Acknowledge/ }).first();
    await acknowledge.hover();
    const before = await acknowledge.boundingBox();
    const second = ward.patients[1];
    if (second === undefined) throw new Error('There is no second patient.');
    await ward.gateway.send(second.deviceId, fullSet(deteriorating), { takenAt: new Date() });
    await page.mouse.move((before?.x ?? 0) + 5, (before?.y ?? 0) + 5);
    await page.getByRole('button', { name: /1 new, of these 1 high: show/ }).waitFor();
    expect(await acknowledge.boundingBox()).toEqual(before);
    await page.mouse.click((before?.x ?? 0) + 5, (before?.y ?? 0) + 5);
    await eventually(
      async () => stateOf(first?.id ?? ''),
      (state) => state === 'acknowledged',
    );
    await page.getByRole('button', { name: /1 new, of these 1 high: show/ }).click();
    await page
      .getByRole('region', { name: /PERSON 2/i })
      .first()
      .waitFor();
    await context.close();
  }, 60_000);

  it('are acknowledged and resolved with twelve keys at most from signing in, the worst patient and why in view', async () => {
    const { context, page } = await ward.openAs('nurse');
    const worst = page
      .getByRole('listitem')
      .filter({ hasText: /PERSON 2/i })
      .first();
    await worst.getByText('points)').first().waitFor();
    await page
      .getByRole('button', { name: /^Acknowledge/ })
      .first()
      .waitFor();
    // From its first stop on, single keys are for the alert.
    let keys = await keysTo(page, 'article a');
    await page.keyboard.press('a');
    keys += 1;
    const answered = page.getByRole('region', { name: /PERSON 2/i }).getByText('Acknowledged', { exact: true });
    await answered.first().waitFor();
    await page.keyboard.press('r');
    keys += 1;
    await page.locator('select:focus').waitFor();
    await page.keyboard.press('a');
    keys += 1;
    keys += await keysTo(page, 'button:has-text("Resolve alert")');
    await page.keyboard.press('Enter');
    keys += 1;
    const nurse = await ward.colleague('nurse');
    const second = ward.patients[1]?.patientId ?? '';
    await eventually(
      async () => nurse.all<Alert>(`/api/v1/alerts?patientId=${second}&state=resolved`),
      (alerts) => alerts.length > 0,
    );
    expect(keys).toBeLessThanOrEqual(12);
    await context.close();
  }, 60_000);

  it('of a colleague are seen to be answered, on the list and on the alert’s own page, without a reload', async () => {
    const third = ward.patients[2];
    if (third === undefined) throw new Error('There is no third patient.');
    await ward.gateway.send(third.deviceId, fullSet(deteriorating), { takenAt: new Date() });
    const nurse = await ward.colleague('nurse');
    const alert = await eventually(
      async () => (await nurse.all<Alert>(`/api/v1/alerts?patientId=${third.patientId}&state=open`))[0],
      { what: 'an alert' },
    );
    const { context, page } = await ward.openAs('nurse');
    await page.goto(ward.at(`/alerts/${alert.id}`));
    await page.getByText('Raised as high').waitFor();
    await nurse.post(`/api/v1/alerts/${alert.id}/acknowledge`);
    await page.getByRole('listitem').filter({ hasText: 'Acknowledged.' }).waitFor();
    await context.close();
  }, 60_000);
});
