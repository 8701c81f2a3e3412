import { eventually } from '#libs/fixtures';
import type { Page } from 'playwright-core';
import { consoleOfFixtures } from './console-of-fixtures.ts';
import { sidewaysScroll, slow, violationsOn } from './fixture-console.ts';
import { describeInChromium } from './describe-in-chromium.ts';

/**
 * The console in Chromium against an API made of fixtures (apps/console/fixtures): what every page must keep whatever the
 * services do. The real path is tests/browser/'s other half.
 */
const patients = 16;
const { page, context, complaints, open, makeHappen, boardPath } = consoleOfFixtures({ patients });

/** Opens a page of figures, and waits for one of its tables. */
async function openFlow(path: string, table: string | RegExp): Promise<void> {
  await open(`/flow/${path}`);
  await page.getByRole('table', { name: table }).first().waitFor();
}

/** Follows the link to a patient from the board. */
async function openPatientFromBoard(familyName: string): Promise<void> {
  await open(await boardPath());
  await page.getByRole('link', { name: familyName }).click();
  await page.getByRole('heading', { level: 1, name: familyName }).waitFor();
  await page.getByRole('table', { name: 'What the score is made of' }).waitFor();
}

describeInChromium('the console', () => {
  const pages = [
    [
      'the wards',
      async () => open('/wards').then(() => page.getByRole('link', { name: 'North Virtual Ward' }).waitFor()),
    ],
    ['the board', async () => open(await boardPath()).then(() => page.getByRole('row').nth(patients).waitFor())],
    ['a patient', async () => openPatientFromBoard('ASHWORTH')],
    ['a patient with a partial score', async () => openPatientFromBoard('AKHTAR')],
    [
      'the alerts',
      async () => open('/alerts').then(() => page.getByRole('link', { name: 'PROSSER, Siân', exact: true }).waitFor()),
    ],
    [
      'the burden of alerts',
      async () => open('/flow/burden').then(() => page.getByRole('img', { name: /by day/ }).waitFor()),
    ],
    ['capacity', async () => openFlow('capacity', 'Beds by ward')],
    ['capacity of another time', async () => openFlow('capacity?at=2026-11-01T08:00:00Z', 'Beds by ward')],
    [
      'snapshots beside the published series',
      async () => openFlow('capacity/snapshots?beside=QYG', /published series/),
    ],
    ['the forecast, and what if', async () => openFlow('capacity/forecast?close=5&more=30', 'Forecast by day')],
    ['targets', async () => openFlow('capacity/targets', 'Beds by plan')],
    ['benefits', async () => openFlow('capacity/benefits', 'By ward')],
    [
      'the page for the wall',
      async () => open('/flow/capacity/wall').then(() => page.getByText('Live, as of').waitFor()),
    ],
    [
      'a page that does not exist',
      async () => open('/nowhere').then(() => page.getByText('There is no page').waitFor()),
    ],
  ] as const;

  it.each(pages)(
    'is free of accessibility faults and of complaints on %s',
    async (_name, open) => {
      await open();
      expect(await violationsOn(page)).toEqual([]);
      expect(complaints()).toEqual([]);
    },
    slow,
  );

  it.each(pages)(
    'does not scroll sideways at 320 pixels on %s',
    async (_name, open) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await open();
      expect(await sidewaysScroll(page)).toBe(0);
      expect(await violationsOn(page)).toEqual([]);
    },
    slow,
  );

  it(
    'moves a patient who gets worse to the top of the board, and says so, without a reload',
    async () => {
      await open(await boardPath());
      await page.getByText('Live', { exact: true }).waitFor();
      const last = page.getByRole('row').nth(patients - 2);
      const name = (await last.getByRole('link').innerText()).split(',')[0] ?? '';
      await makeHappen(`deteriorate/${name.charAt(0)}${name.slice(1).toLowerCase()}`);
      const top = page.getByRole('row').nth(1);
      await top.getByText(name).waitFor({ timeout: 5000 });
      await top.filter({ hasText: 'High' }).waitFor();
      await page.getByText(`New high alert: ${name}`).waitFor({ state: 'attached' });
    },
    slow,
  );

  it(
    'says that the screen cannot be trusted while the stream is lost, and catches up when it is back',
    async () => {
      await open(await boardPath());
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
    'lets an acknowledgement be undone for a minute',
    async () => {
      await open('/alerts');
      const alert = page
        .getByRole('region', { name: /PROSSER/ })
        .getByRole('article')
        .filter({ hasText: 'NEWS2' })
        .first();
      await alert.getByRole('button', { name: 'Acknowledge' }).click();
      await alert.getByText('Acknowledged', { exact: true }).waitFor();
      await alert.getByRole('button', { name: /^Undo/ }).click();
      await alert.getByRole('button', { name: 'Acknowledge' }).waitFor();
      expect(await alert.getByRole('button', { name: /^Undo/ }).count()).toBe(0);
    },
    slow,
  );

  it(
    'lets an alert be resolved by keyboard alone',
    async () => {
      await open('/alerts');
      const alert = page
        .getByRole('region', { name: /OKAFOR-WILLIAMS/ })
        .getByRole('article')
        .filter({ hasText: 'NEWS2 9' });
      await alert.getByRole('button', { name: 'Acknowledge' }).focus();
      await page.keyboard.press('Enter');
      await alert.getByText('Acknowledged').waitFor();
      await alert.locator('button:focus', { hasText: 'Resolve' }).waitFor();
      await page.keyboard.press('Enter');
      await alert.locator('select:focus').waitFor();
      await page.keyboard.type('Other');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Seen at home');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await alert.getByText('Outcome: Seen at home').waitFor();
      expect(await page.locator('article:focus').innerText()).toContain('Seen at home');
    },
    slow,
  );

  it(
    'leaves an alert as it was when a command is refused, and says why',
    async () => {
      await open('/alerts');
      const alert = page.getByRole('region', { name: /PROSSER/ }).getByRole('article');
      await makeHappen('refuse-next');
      await alert.getByRole('button', { name: 'Acknowledge' }).click();
      await alert.getByText('This alert was not acknowledged: A colleague has resolved this alert').waitFor();
      await alert.getByText('Raised', { exact: true }).waitFor();
    },
    slow,
  );

  it(
    'names each fault of observations entered by hand, and sends them when they are right',
    async () => {
      await openPatientFromBoard('ENTWISTLE');
      await page.getByRole('button', { name: 'Enter observations' }).click();
      await page.getByLabel('Pulse per min').fill('600');
      await page.getByRole('button', { name: 'Send observations' }).click();
      await page.getByRole('link', { name: 'Pulse must be a number from 20 to 300 per min' }).waitFor();
      expect(await violationsOn(page)).toEqual([]);
      await page.getByLabel('Pulse per min').fill('84');
      // What is asked of how it was counted comes after all values.
      await page.getByLabel('Reported by').focus();
      await page.keyboard.press('Tab');
      await page.getByLabel('Pulse: Counted by').and(page.locator(':focus')).waitFor();
      await page.getByLabel('Pulse: Counted by').selectOption('an oximeter');
      await page.getByRole('button', { name: 'Send observations' }).click();
      await page.getByText('1 observation was sent.').waitFor();
    },
    slow,
  );

  it(
    'warns before a tab is closed or loaded anew with something typed, keeps it through a reload, and warns no more once it is discarded',
    async () => {
      await openPatientFromBoard('ENTWISTLE');
      await page.getByRole('button', { name: 'Enter observations' }).click();
      await page.getByLabel('Pulse per min').fill('84');
      let leaves = false;
      let warnings = 0;
      page.on('dialog', (dialog) => {
        warnings += 1;
        void (leaves ? dialog.accept() : dialog.dismiss());
      });
      await page.close({ runBeforeUnload: true });
      await eventually(
        () => Promise.resolve(warnings),
        (heard) => heard === 1,
      );
      expect(await page.getByLabel('Pulse per min').inputValue()).toBe('84');
      leaves = true;
      await page.reload();
      await page.getByText(/^What you typed at \d\d:\d\d is back\.$/).waitFor();
      expect(await page.getByLabel('Pulse per min').inputValue()).toBe('84');
      await page.getByLabel('Pulse per min').click();
      await page.reload();
      await page.getByText(/^What you typed at \d\d:\d\d is back\.$/).waitFor();
      expect(warnings).toBe(3);
      await page.getByRole('button', { name: 'Discard' }).click();
      await page.reload();
      await page.getByLabel('Pulse per min').waitFor();
      expect(await page.getByLabel('Pulse per min').inputValue()).toBe('');
      expect(warnings).toBe(3);
    },
    slow,
  );

  it(
    'is live in a browser without shared workers: its first tab has the stream for all, and leaves it to the next',
    async () => {
      await context.addInitScript('delete globalThis.SharedWorker');
      let streams = 0;
      context.on('request', (request) => {
        if (request.url().endsWith('/api/v1/live')) streams += 1;
      });
      const live = (tab: Page) => tab.getByText('Live', { exact: true });
      const highOf = (tab: Page, name: string) =>
        tab.getByRole('row').filter({ hasText: name }).getByText('High', { exact: true }).first();
      const nameOf = async (nth: number): Promise<string> =>
        (await page.getByRole('row').nth(nth).getByRole('link').innerText()).split(',')[0] ?? '';
      const getsWorse = async (name: string): Promise<void> => {
        await makeHappen(`deteriorate/${name.charAt(0)}${name.slice(1).toLowerCase()}`);
      };
      await open(await boardPath());
      await live(page).waitFor();
      expect(await page.evaluate('"SharedWorker" in globalThis')).toBe(false);
      const second = await context.newPage();
      await second.goto(page.url());
      await second.getByRole('row').nth(patients).waitFor();
      const [one, other] = [await nameOf(patients - 1), await nameOf(patients - 3)];
      await getsWorse(one);
      for (const tab of [page, second]) {
        await highOf(tab, one).waitFor();
        await live(tab).waitFor();
      }
      expect(streams).toBe(1);

      await context.setOffline(true);
      await makeHappen('drop-streams');
      for (const tab of [page, second]) await tab.getByText('Reconnecting…').waitFor();
      await context.setOffline(false);
      for (const tab of [page, second]) await live(tab).waitFor();

      await page.close();
      await live(second).waitFor();
      await getsWorse(other);
      await highOf(second, other).waitFor();
    },
    slow,
  );
});
