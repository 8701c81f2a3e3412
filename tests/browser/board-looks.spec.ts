import { eventually } from '#libs/fixtures';
import type { Page } from 'playwright-core';
import { FixtureConsole, sidewaysScroll, slow, startsWithinMs, violationsOn } from './fixture-console.ts';
import { describeInChromium } from './describe-in-chromium.ts';

/** The board in Chromium against the fixtures' API: on paper, in the person's own colours, in any window, and long. */
async function openBoard(fixtures: FixtureConsole, viewport = { width: 1280, height: 900 }): Promise<Page> {
  const { page } = await fixtures.open();
  await page.setViewportSize(viewport);
  await page.goto(fixtures.address + (await fixtures.boardPath()));
  await page.locator('[data-row]').first().waitFor();
  return page;
}

/** The pages of a sheet as Chromium prints it. */
async function printedPages(page: Page): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

/** What is printed after links that is no text of theirs. */
const addressesAfterLinks = (page: Page): Promise<unknown> =>
  page.evaluate(`[...document.querySelectorAll('main a')]
    .map((link) => getComputedStyle(link, '::after').content)
    .filter((content) => content !== 'none')`);

/** How wide the edges of these are, each width once. */
const edgesOf = (page: Page, selector: string): Promise<unknown> =>
  page.evaluate(`[...new Set([...document.querySelectorAll('${selector}')]
    .map((mark) => getComputedStyle(mark).borderTopWidth))]`);

/** How many pixels of the first chart are of the colour of the text around it. */
const paintedInTextColour = (page: Page): Promise<unknown> =>
  page.evaluate(`(() => {
    const canvas = document.querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const colour = [...getComputedStyle(canvas).color.match(/\\d+/g).map(Number), 255];
    let painted = 0;
    for (let at = 0; at < data.length; at += 4) painted += colour.every((part, index) => data[at + index] === part);
    return painted;
  })()`);

async function start(patients: number): Promise<FixtureConsole> {
  const started = await FixtureConsole.start(patients);
  if (started === undefined) throw new Error('There is no Chromium.');
  return started;
}

describeInChromium('A board of eight patients', () => {
  let fixtures: FixtureConsole;

  beforeAll(async () => {
    fixtures = await start(8);
  }, startsWithinMs);

  afterAll(() => fixtures.stop());

  it(
    'is printed on one sheet, with when it was printed and without addresses of links',
    async () => {
      const page = await openBoard(fixtures);
      expect(await printedPages(page)).toBe(1);
      await page.emulateMedia({ media: 'print' });
      await page.getByText(/Printed on 21 November 2026 at 08:3\d\./).waitFor();
      expect(await addressesAfterLinks(page)).toEqual([]);
      await page.context().close();
    },
    slow,
  );

  it(
    'has an observation chart of each patient that is printed on one sheet, the name uncut',
    async () => {
      const page = await openBoard(fixtures);
      await page.goto(`${fixtures.address}${await fixtures.patientPath('Entwistle')}/charts?view=chart`);
      await page.getByRole('table', { name: /^NEWS2: the newest/ }).waitFor();
      expect(await printedPages(page)).toBe(1);
      await page.emulateMedia({ media: 'print' });
      const name = await page.locator('.hw-banner__name').boundingBox();
      expect(name?.x).toBeGreaterThanOrEqual(0);
      await page.context().close();
    },
    slow,
  );

  it(
    'has an observation chart whose rows on scale 2 are by air and oxygen, with a total under each set',
    async () => {
      const page = await openBoard(fixtures);
      await page.goto(`${fixtures.address}${await fixtures.patientPath('Entwistle')}/charts?view=chart`);
      const chart = page.getByRole('table', { name: /^NEWS2: the newest/ });
      await chart.getByRole('rowheader', { name: 'Oxygen saturation, scale 2' }).waitFor();
      const sets = (await chart.getByRole('row').first().getByRole('columnheader').count()) - 2;
      const totals = chart.getByRole('row', { name: 'NEWS2 total' });
      expect(await totals.getByRole('cell').count()).toBe(sets);
      expect(await chart.getByRole('row', { name: '≥93 on air' }).getByRole('cell').first().innerText()).toBe('0');
      expect(await violationsOn(page)).toEqual([]);
      await page.context().close();
    },
    slow,
  );

  it(
    'keeps the live dot, the tiers and the lines of charts in colours that the person has chosen',
    async () => {
      const page = await openBoard(fixtures);
      await page.emulateMedia({ forcedColors: 'active' });
      expect(await page.locator('.hw-board .hw-tier').count()).toBeGreaterThan(4);
      expect(await edgesOf(page, '.hw-live__dot, .hw-board .hw-tier, .hw-board .hw-risk__number')).toEqual(['2px']);
      await page.goto(`${fixtures.address}${await fixtures.patientPath('Ashworth')}/charts`);
      await page.locator('canvas').first().waitFor();
      await eventually(
        async () => paintedInTextColour(page),
        (pixels) => Number(pixels) > 100,
      );
      await page.context().close();
    },
    slow,
  );

  it.each([
    [1440, 900],
    [1280, 900],
    [1152, 800],
    [1024, 768],
    [640, 360],
    [320, 640],
    [320, 180],
  ])(
    'does not scroll sideways in a window of %i by %i, and is free of accessibility faults',
    async (width, height) => {
      const page = await openBoard(fixtures, { width, height });
      expect(await sidewaysScroll(page)).toBe(0);
      expect(await violationsOn(page)).toEqual([]);
      await page.context().close();
    },
    slow,
  );

  it.each([
    [1280, 720],
    [640, 360],
    [320, 640],
  ])(
    'has a whole patient in view in a window of %i by %i',
    async (width, height) => {
      const page = await openBoard(fixtures, { width, height });
      const box = await page.locator('[data-row]').first().boundingBox();
      expect((box?.y ?? height) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
      await page.context().close();
    },
    slow,
  );

  it(
    'is free of accessibility faults in dark',
    async () => {
      const page = await openBoard(fixtures);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violationsOn(page)).toEqual([]);
      await page.context().close();
    },
    slow,
  );

  it(
    'answers a filter at once while a person points at it',
    async () => {
      const page = await openBoard(fixtures);
      await page.getByText('Filter and sort').click();
      await page.locator('[data-row]').first().hover();
      await page.getByLabel('Name or NHS number').fill('biel');
      expect(await page.locator('[data-row]').count()).toBe(1);
      await page.getByRole('link', { name: /^BIELBY/ }).waitFor();
      await page.getByText('8 patients on the ward, 1 shown.').waitFor();
      await page.context().close();
    },
    slow,
  );

  it(
    'keeps its order under the pointer, and the focus when the new order is taken up',
    async () => {
      const page = await openBoard(fixtures);
      await page.getByText('Live', { exact: true }).waitFor();
      const first = page.locator('[data-row]').first();
      await first.hover();
      await fixtures.makeHappen('deteriorate/Entwistle');
      const show = page.getByRole('button', { name: 'The order has changed: show' });
      await show.waitFor();
      expect(await first.innerText()).toContain('ASHWORTH');
      await show.focus();
      await page.keyboard.press('Enter');
      await first.getByText('ENTWISTLE').waitFor();
      expect(await page.evaluate('document.activeElement?.className')).toBe('hw-new');
      await page.context().close();
    },
    slow,
  );
});

describeInChromium.each([200, 1000])('A board of %i patients', (patients) => {
  let fixtures: FixtureConsole;

  beforeAll(async () => {
    fixtures = await start(patients);
  }, startsWithinMs);

  afterAll(() => fixtures.stop());

  it(
    'draws what is in view, counts all, and has the last one at its end',
    async () => {
      const page = await openBoard(fixtures);
      expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe(String(patients + 1));
      expect(await page.locator('[data-row]').count()).toBeLessThan(80);
      await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)');
      await page.locator(`[aria-rowindex="${String(patients + 1)}"]`).waitFor();
      await page.context().close();
    },
    slow,
  );

  it(
    'moves one who gets worse from far below to the top, the others in their order',
    async () => {
      const page = await openBoard(fixtures);
      await page.getByText('Live', { exact: true }).waitFor();
      const names = () => page.locator('[data-row] .hw-board__patient a').allInnerTexts();
      const before = await names();
      await fixtures.makeHappen('deteriorate/Barker');
      await page.locator('[data-row]').first().getByText('BARKER, Alice').waitFor();
      const after = await names();
      expect(after.slice(1, 11)).toEqual(before.slice(0, 10));
      await page.context().close();
    },
    slow,
  );

  it(
    'is printed whole, and finds a patient by name though the row is not drawn',
    async () => {
      const page = await openBoard(fixtures);
      await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
      expect(await page.locator('[data-row]').count()).toBe(patients);
      await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
      await eventually(
        async () => page.locator('[data-row]').count(),
        (drawn) => drawn < 80,
      );
      await page.getByText('Filter and sort').click();
      await page.getByLabel('Name or NHS number').fill('nwosu al');
      await page.getByText(`${patients.toLocaleString('en-GB')} patients on the ward,`).waitFor();
      const names = await page.locator('[data-row] .hw-board__patient a').allInnerTexts();
      expect(names.length).toBeGreaterThan(0);
      expect(names.every((name) => name === 'NWOSU, Alice')).toBe(true);
      await page.context().close();
    },
    slow,
  );
});
