import { extractText } from 'unpdf';
import { describeInChromium } from './describe-in-chromium.ts';
import { consoleOfFixtures } from './console-of-fixtures.ts';
import { sidewaysScroll, slow, violationsOn } from './fixture-console.ts';

/** The change of shifts in Chromium, against an API made of fixtures. */
const { page, context, complaints, open, makeHappen, boardPath, patientPath } = consoleOfFixtures({ patients: 16 });

const openHandover = async (): Promise<void> => {
  await open(`${await boardPath()}/handover`);
  await page.getByRole('heading', { level: 1, name: 'Handover of North Virtual Ward' }).waitFor();
  await page.getByRole('article').first().waitFor();
};

describeInChromium('The handover of a ward', () => {
  it(
    'is reached from the board by keyboard, has everyone with their scores and alerts, and another time is asked for in the address',
    async () => {
      await open(await boardPath());
      const tab = page.getByRole('link', { name: 'Handover' });
      await tab.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Handover of North Virtual Ward' }).waitFor();
      await page.getByRole('article').nth(15).waitFor();
      const prosser = page.getByRole('article').filter({ hasText: 'PROSSER' });
      await prosser.filter({ hasText: /Score at .*Before, .*Raised /s }).waitFor();
      await page.getByLabel('What has changed').focus();
      await page.keyboard.press('ArrowDown');
      await page.waitForURL(/hours=24/);
      expect(complaints()).toEqual([]);
    },
    slow,
  );

  it(
    'has what happens meanwhile, without being asked for again',
    async () => {
      await openHandover();
      await makeHappen('deteriorate/Okafor');
      const okafor = page.getByRole('article').filter({ hasText: 'OKAFOR' });
      await okafor.getByText(/high risk/).waitFor();
    },
    slow,
  );

  it(
    'is free of accessibility faults and does not scroll sideways at 320 px',
    async () => {
      await page.setViewportSize({ width: 320, height: 640 });
      await openHandover();
      expect(await violationsOn(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
    },
    slow,
  );

  it(
    'prints on A4 with the ward and the time, without menu, buttons and the addresses of links',
    async () => {
      await openHandover();
      const { text, totalPages } = await extractText(new Uint8Array(await page.pdf({ preferCSSPageSize: true })), {
        mergePages: true,
      });
      expect(text).toContain('Handover of North Virtual Ward');
      expect(text).toMatch(/Printed on .* at \d\d:\d\d/);
      expect(text).toContain('PROSSER');
      expect(text).not.toMatch(/http|\/patients\/|Download the downtime pack|What has changed/);
      expect(totalPages).toBeLessThan(7);
    },
    slow,
  );
});

describeInChromium('The SBAR of a patient', () => {
  it(
    'is one press from the patient, and is copied as plain text',
    async () => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await open(await patientPath('Prosser'));
      await page.getByRole('link', { name: 'SBAR' }).click();
      await page.getByRole('heading', { level: 2, name: 'Recommendation' }).waitFor();
      expect(await violationsOn(page)).toEqual([]);
      await page.getByRole('button', { name: 'Copy' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('Copied.').waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(
        /^Situation\n- .*\n\nBackground\n- .*\n\nAssessment\n- .*\n\nRecommendation\n- /s,
      );
      expect(complaints()).toEqual([]);
    },
    slow,
  );
});
