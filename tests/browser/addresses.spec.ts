import type { BrowserContext, Page } from 'playwright-core';
import { describeInChromium } from './describe-in-chromium.ts';
import { FixtureConsole, slow, startsWithinMs } from './fixture-console.ts';

/** The console in Chromium against an API made of fixtures: what proxies on the way, and their logs, get to see. */
describeInChromium('the addresses that the console asks for', () => {
  let fixtures: FixtureConsole | undefined;
  let address = '';
  let context: BrowserContext;
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    fixtures = await FixtureConsole.start(8);
    address = fixtures?.address ?? '';
  }, startsWithinMs);
  afterAll(() => fixtures?.stop());

  beforeEach(async () => {
    if (fixtures === undefined) return;
    ({ context, page } = await fixtures.open());
    page.on('request', (request) => asked.push(decodeURIComponent(request.url())));
  });
  afterEach(async () => {
    asked.length = 0;
    if (fixtures !== undefined) await context.close();
  });

  it(
    'have no name and no NHS number, whichever patient is looked for, found, and looked for again after a reload',
    async () => {
      await page.goto(`${address}/patients`);
      const field = page.getByRole('main').getByRole('searchbox');
      await field.fill('Ashw');
      const found = page.getByRole('main').getByRole('link', { name: /ASHWORTH/i });
      await found.first().waitFor();
      const nhsNumber = await nhsNumberOf('Ashworth');
      await field.fill(nhsNumber);
      await found.first().waitFor();
      await page.reload();
      await found.first().waitFor();

      await page.goto(address + ((await fixtures?.boardPath()) ?? ''));
      await page.getByText('Filter and sort').click();
      await page.getByLabel('Name or NHS number').fill('Ashw');
      await page.getByRole('link', { name: 'ASHWORTH' }).waitFor();
      await page.reload();
      await page.getByRole('link', { name: 'ASHWORTH' }).click();
      await page.getByRole('heading', { level: 1, name: 'ASHWORTH' }).waitFor();

      expect(asked.filter((url) => url.includes('/patients/search')).length).toBeGreaterThan(0);
      expect(asked.filter((url) => /ashw|margaret/iu.test(url) || url.includes(nhsNumber))).toEqual([]);
    },
    slow,
  );

  it(
    'leave what was searched for where it is when a link leads to a part of the page',
    async () => {
      await page.goto(`${address}/patients#search=ashw`);
      const found = page.getByRole('main').getByRole('link', { name: /ASHWORTH/i });
      await found.first().waitFor();
      await page.locator('.nhsuk-skip-link').focus();
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.hash === '#maincontent');
      await found.first().waitFor();
    },
    slow,
  );

  async function nhsNumberOf(familyName: string): Promise<string> {
    const answer: unknown = await (await fixtures?.api('POST', '/patients/search', { search: familyName }))?.json();
    // Of the fixtures' own list, as far as it is read here.
    return (answer as { items: readonly { nhsNumber: string }[] }).items[0]?.nhsNumber ?? '';
  }
});
