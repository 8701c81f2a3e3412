import type { Alert, ChartedObservation } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { deteriorating, fullSet } from '../outside/gateway-client.ts';
import { describeInChromium } from './describe-in-chromium.ts';
import { WardInChromium } from './ward-in-chromium.ts';

const slow = 60_000;

describeInChromium('what a nurse types, with everything real', () => {
  let ward: WardInChromium;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    ward = await WardInChromium.start({ patients: 3 });
    for (const { deviceId } of ward.patients)
      await ward.gateway.send(deviceId, fullSet(deteriorating), { takenAt: new Date() });
    await eventually(async () => (await openAlerts()).length === ward.patients.length, {
      what: 'an alert of everyone',
    });
  }, 180_000);

  afterAll(() => ward.stop(), slow);

  beforeEach(async () => {
    ({ context, page } = await ward.openAs('nurse'));
  }, slow);

  afterEach(() => context.close());

  /** One of each patient: their SpO2 alerts beside the score. */
  const openAlerts = async (): Promise<readonly Alert[]> =>
    (await ward.administrator.all<Alert>('/api/v1/alerts?state=open')).filter(
      ({ conditionKind }) => conditionKind === 'score',
    );
  const pathOf = (index: number): string => `/patients/${ward.patients[index]?.patientId ?? ''}`;
  const pulse = () => page.getByRole('textbox', { name: /^Pulse/ });
  const session = () => page.getByRole('dialog', { name: 'You are signed out' });

  async function openPatient(index: number): Promise<void> {
    await page.goto(ward.at(pathOf(index)));
    await page.getByRole('heading', { level: 1, name: /person/i }).waitFor();
  }

  async function typePulse(value: string): Promise<void> {
    await page.getByRole('button', { name: 'Enter observations' }).click();
    await pulse().fill(value);
  }

  /** Every command that the page sends from now on. */
  function commandsOf(watched: Page): Request[] {
    const commands: Request[] = [];
    watched.on('request', (request) => {
      if (request.method() !== 'GET' && request.url().includes('/api/v1/')) commands.push(request);
    });
    return commands;
  }

  const pulsesOf = async (index: number, value: number): Promise<number> => {
    const path = `/api/v1${pathOf(index)}/observations`;
    const all = await ward.administrator.all<ChartedObservation>(path);
    return all.filter((one) => one.code === 'pulse-rate' && one.value === value).length;
  };

  it(
    'is never sent behind their back: offline the button says so, and what was cancelled stays cancelled',
    async () => {
      await openPatient(0);
      const commands = commandsOf(page);
      await page.getByRole('button', { name: 'Discharge' }).click();
      await context.setOffline(true);
      const dialog = page.getByRole('dialog', { name: 'Discharge' });
      await dialog.getByText('You are offline: nothing can be sent.').waitFor();
      const button = dialog.getByRole('button', { name: 'Discharge' });
      expect(await button.getAttribute('aria-disabled')).toBe('true');
      await button.click({ force: true });
      await dialog.getByRole('button', { name: 'Keep on the ward' }).click();
      await dialog.waitFor({ state: 'detached' });
      await context.setOffline(false);
      // The page is in touch again, as this shows, and has still sent nothing.
      await typePulse('71');
      expect(commands.map((request) => request.url())).toEqual([]);
      await page.getByRole('button', { name: 'Send observations' }).click();
      await page.getByText('1 observation was sent.').waitFor();
      expect(commands).toHaveLength(1);
      expect(await page.locator(':focus').innerText()).toBe('Enter observations');
    },
    slow,
  );

  it(
    'survives a menu link, back and reload, and is gone once it is discarded',
    async () => {
      await openPatient(0);
      await typePulse('88');
      await page.getByRole('link', { name: 'Alerts', exact: true }).first().click();
      await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
      await page.goBack();
      await page.getByText(/^What you typed at \d\d:\d\d is back\.$/).waitFor();
      expect(await pulse().inputValue()).toBe('88');
      await page.reload();
      await page.getByText(/^What you typed at \d\d:\d\d is back\.$/).waitFor();
      expect(await pulse().inputValue()).toBe('88');
      await page.getByRole('button', { name: 'Discard' }).click();
      expect(await pulse().inputValue()).toBe('');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.reload();
      await page.getByRole('button', { name: 'Enter observations' }).waitFor();
      expect(await pulse().count()).toBe(0);
    },
    slow,
  );

  it(
    'survives the end of the session: they sign in over the page, and it is sent once',
    async () => {
      await openPatient(1);
      await typePulse('93');
      await endSession();
      await trySending();
      await session().waitFor();
      const [popup] = await Promise.all([
        context.waitForEvent('page'),
        session().getByRole('button', { name: 'Sign in again' }).click(),
      ]);
      await ward.signIn(popup, 'nurse');
      await session().waitFor({ state: 'detached' });
      expect(await pulse().inputValue()).toBe('93');
      expect(await pulsesOf(1, 93)).toBe(0);
      await page.getByRole('button', { name: 'Send observations' }).click();
      await page.getByText('1 observation was sent.').waitFor();
      await eventually(async () => (await pulsesOf(1, 93)) === 1, { what: 'the pulse that was typed' });
    },
    slow,
  );

  it.each(['Sign in in a new tab', 'sign in on this page'])(
    'survives it where the browser opens no window as well: %s',
    async (way) => {
      await openPatient(1);
      await page.evaluate('window.open = () => null');
      await typePulse('85');
      await endSession();
      await trySending();
      await session().getByRole('button', { name: 'Sign in again' }).click();
      await session().getByRole('alert').getByText('The browser did not open a window.').waitFor();
      const link = session().getByRole('link', { name: way });
      if (way === 'sign in on this page') {
        await link.click();
        await ward.signIn(page, 'nurse');
        await page.getByText(/^What you typed at \d\d:\d\d is back\.$/).waitFor();
      } else {
        const [tab] = await Promise.all([context.waitForEvent('page'), link.click()]);
        await ward.signIn(tab, 'nurse');
      }
      await session().waitFor({ state: 'detached' });
      expect(await pulse().inputValue()).toBe('85');
      const before = await pulsesOf(1, 85);
      await page.getByRole('button', { name: 'Send observations' }).click();
      await page.getByText('1 observation was sent.').waitFor();
      await eventually(async () => (await pulsesOf(1, 85)) === before + 1, { what: 'the pulse that was typed' });
    },
    slow,
  );

  it(
    'is out of sight of another person who signs in, and back for the first',
    async () => {
      await openPatient(1);
      await typePulse('64');
      await endSession();
      await trySending();
      await signInAgainAs('prescriber');
      await page.getByRole('navigation', { name: 'Account' }).getByText('Priya Raman').waitFor();
      await page.getByRole('button', { name: 'Enter observations' }).waitFor();
      expect(await pulse().count()).toBe(0);
      await typePulse('50');
      await endSession();
      await trySending();
      await signInAgainAs('nurse');
      await page.getByText(/^What you typed at \d\d:\d\d is back\.$/).waitFor();
      expect(await pulse().inputValue()).toBe('64');
    },
    slow,
  );

  it(
    'stays when a colleague resolves the alert that it is about, also in a list that has it no more',
    async () => {
      await page.goto(ward.at('/alerts?state=open'));
      const card = page
        .getByRole('article')
        .filter({ hasText: /person 3/i })
        .filter({ hasText: 'NEWS2' });
      await card.getByRole('button', { name: /^Resolve/ }).click();
      await card.getByLabel('Outcome').selectOption('other');
      await card.getByLabel('What was done or found').fill('Telephoned: eating and drinking');
      const colleague = await ward.colleague('prescriber', 'Dr R. Iyer');
      const alert = (await openAlerts()).find(
        ({ patientId, conditionKind }) => patientId === ward.patients[2]?.patientId && conditionKind === 'score',
      );
      await colleague.post(`/api/v1/alerts/${alert?.id ?? ''}/resolve`, { outcome: 'other', note: 'Seen at home' });
      await card.getByText(/^Dr R. Iyer resolved this alert \(/).waitFor();
      expect(await card.getByRole('button', { name: 'Resolve alert' }).count()).toBe(0);
      await page.reload();
      await card.getByText(/^Dr R. Iyer resolved this alert \(/).waitFor();
      expect(await card.getByLabel('What was done or found').inputValue()).toBe('Telephoned: eating and drinking');
      await card.getByRole('button', { name: 'Close' }).click();
      expect(await page.locator('body:focus').count()).toBe(0);
    },
    slow,
  );

  it(
    'gives the focus back, whatever form it was typed into, when that is cancelled',
    async () => {
      await openPatient(0);
      for (const name of ['Enter observations', /^Discharge/, /^Pause/, /^Resolve/]) {
        const opener = page.getByRole('button', { name }).first();
        await opener.click();
        await page.locator('form.hw-form').first().waitFor();
        await page
          .locator('form.hw-form')
          .getByRole('button', { name: /^(Cancel|Keep on the ward)$/ })
          .click();
        await page.locator('form.hw-form').first().waitFor({ state: 'detached' });
        expect(await page.locator('button:focus').innerText()).toBe(await opener.innerText());
      }
    },
    slow,
  );

  it(
    'is not lost to a session that is about to end: they hear of it in time, and sign in again before it does',
    async () => {
      // The service's own sessions last for hours: this one says that it ends in nine minutes.
      await context.route('**/api/v1/me', async (route) => {
        const answer = await route.fetch();
        const me = (await answer.json()) as object;
        await route.fulfill({
          json: { ...me, session: { expiresAt: new Date(Date.now() + 9 * 60_000).toISOString() } },
        });
      });
      await openPatient(0);
      await typePulse('77');
      await page
        .getByRole('status')
        .filter({ hasText: /^You will be signed out at \d\d:\d\d\./ })
        .waitFor();
      // One that is being answered is waited for: it would find itself answered already.
      await context.unrouteAll({ behavior: 'wait' });
      const [popup] = await Promise.all([
        context.waitForEvent('page'),
        page.getByRole('button', { name: 'Sign in again now' }).click(),
      ]);
      await ward.signIn(popup, 'nurse');
      await page.getByText(/^You will be signed out at/).waitFor({ state: 'detached' });
      expect(await pulse().inputValue()).toBe('77');
    },
    slow,
  );

  /** Or finds that the page has noticed by itself that the session is over. */
  async function trySending(): Promise<void> {
    const send = page.getByRole('button', { name: 'Send observations' });
    await send.click({ timeout: 3000 }).catch(() => session().waitFor());
  }

  /** In another tab, as people do on a shared computer. */
  async function endSession(): Promise<void> {
    const other = await context.newPage();
    await other.goto(ward.at('/preferences'));
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.waitForURL(/\/auth\/signed-out/);
    await other.close();
  }

  async function signInAgainAs(role: 'nurse' | 'prescriber'): Promise<void> {
    await session().waitFor();
    const [popup] = await Promise.all([
      context.waitForEvent('page'),
      session().getByRole('button', { name: 'Sign in again' }).click(),
    ]);
    await ward.signIn(popup, role);
  }
});
