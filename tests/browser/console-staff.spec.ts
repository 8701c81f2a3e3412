import type { Locator } from 'playwright-core';
import { describeInChromium } from './describe-in-chromium.ts';
import { consoleOfFixtures } from './console-of-fixtures.ts';
import { sidewaysScroll, slow, violationsOn } from './fixture-console.ts';

/** People and how they are reached, rotas and their gaps, and policies; against fixtures. */
const { page, complaints, open, press, boardPath } = consoleOfFixtures({ patients: 4, signedInAs: 'administrator' });

const link = (name: string): Locator => page.getByRole('link', { name, exact: true });

describeInChromium('The pages of people, rotas and policies', () => {
  const pages: readonly (readonly [string, () => Promise<void>])[] = [
    ['people, one of whom has no contact method', () => open('/manage/people?active=any')],
    [
      'a person whose contact methods are being changed',
      async () => {
        await open('/manage/people/fixture-ada');
        await press('Change contact methods…');
        await page.getByLabel('Quiet hours').selectOption('yes');
      },
    ],
    [
      'a team that is being changed',
      async () => {
        await open('/manage/teams');
        await page.getByRole('button', { name: 'Change… Rapid response' }).click();
      },
    ],
    [
      'rotas, with what is wrong with their cover',
      () => open('/manage/rotas').then(() => link('Community on call').first().waitFor()),
    ],
    [
      'a rota that is being added, with a restriction',
      async () => {
        await open('/manage/rotas');
        await press('Add a rota…');
        await press('Restrict the layer to some hours');
      },
    ],
    [
      'a rota, by month',
      async () => {
        await open('/manage/rotas');
        await link('Community on call').first().click();
        await press('Month');
        await page.getByText('stands in (override)').first().waitFor();
      },
    ],
    [
      'policies, of which one is being changed',
      async () => {
        await open('/manage/escalation-policies');
        await page.getByRole('button', { name: 'Change… High alerts' }).click();
        await page.getByLabel('Hours').selectOption('some');
      },
    ],
    ['sent messages', () => open('/manage/sent-messages')],
    ['my contact methods', () => open('/preferences/contact-methods')],
  ];

  it.each(pages)(
    'are free of accessibility faults and complaints, wide and narrow, in light and dark: %s',
    async (_name, show) => {
      await show();
      expect(await violationsOn(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violationsOn(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await sidewaysScroll(page)).toBe(0);
      expect(complaints()).toEqual([]);
    },
    slow,
  );

  it(
    'take a rota with a gap, and name the gap',
    async () => {
      await open('/manage/rotas');
      await press('Add a rota…');
      await page.getByLabel('Name', { exact: true }).fill('Nights only');
      await press('Save rota');
      await page.getByRole('link', { name: 'Add at least one person' }).waitFor();
      await page.getByLabel('Name of the layer').fill('Nights');
      await page.getByLabel('People, in the order of their turns', { exact: true }).selectOption('Ada Marsh');
      await press('Restrict the layer to some hours');
      await press('Save rota');
      await page.getByRole('heading', { level: 1, name: 'Nights only' }).waitFor();
      const gaps = page.getByRole('region', { name: 'Gaps in the next 7 days' });
      await gaps.getByText('Gap: no person is on call, Sun 22 Nov 08:00 to 20:00').waitFor();
      await page.locator('.hw-calendar__entry--gap').first().waitFor();
    },
    slow,
  );

  it(
    'swap two shifts that are chosen',
    async () => {
      await open('/manage/rotas');
      await link('Community on call').first().click();
      await press('Swap two shifts…');
      const shifts = page.getByLabel('The one shift');
      await shifts
        .getByRole('option', { name: /^Mon 23 Nov .*Ben Osei$|^Wed 25 Nov .*Ada Marsh$/ })
        .first()
        .waitFor({
          state: 'attached',
        });
      const words = await shifts.getByRole('option').allInnerTexts();
      const ofAda = words.findLast((text) => text.endsWith('Ada Marsh')) ?? '';
      const ofBen = words.findLast((text) => text.endsWith('Ben Osei')) ?? '';
      await shifts.selectOption(ofAda);
      await page.getByLabel('The other shift').selectOption(ofBen);
      await press('Swap shifts');
      await page.getByText('by a swap').nth(1).waitFor();
      const swapped = await page.locator('li').filter({ hasText: 'by a swap' }).allInnerTexts();
      expect(swapped.some((text) => text.startsWith('Ben Osei') && text.includes(ofAda.split(',')[0] ?? '?'))).toBe(
        true,
      );
      await page.getByRole('button', { name: 'Remove Ben Osei' }).first().click();
      await page.getByText('by a swap').nth(1).waitFor({ state: 'detached' });
    },
    slow,
  );

  it(
    'say a policy as a sentence, and whom it would notify now',
    async () => {
      await open('/manage/escalation-policies');
      await page
        .getByText(
          /^A high alert on .* first notifies Ada Marsh and who is on call on Community on call; after 5 minutes/,
        )
        .waitFor();
      await press('Try it');
      const answer = page.getByRole('status').filter({ hasText: 'By the policy “High alerts”' });
      await answer.getByText('step 1: Ada Marsh').waitFor();
      await answer.getByText('the team has no active members').waitFor();
    },
    slow,
  );

  it(
    'refuse a policy without a fallback, at its field',
    async () => {
      await open('/manage/escalation-policies');
      await press('Add a policy…');
      await page.getByLabel('Name', { exact: true }).fill('By day');
      await page.getByLabel('Notifies', { exact: true }).selectOption('Role: Nurse');
      await press('Save policy');
      await page.getByRole('link', { name: 'Choose who is notified when no other person answers' }).waitFor();
    },
    slow,
  );

  it(
    'say what is wrong with an address at its field, and what became of a test',
    async () => {
      await open('/preferences/contact-methods');
      await press('Change…');
      await page.getByLabel('Another way of contact').selectOption('Text message');
      await press('Add');
      const number = page.getByLabel('Text message (2)');
      await number.fill('07700 900123');
      await press('Save contact methods');
      await page.getByRole('link', { name: /^Expected a phone number/ }).click();
      await page.locator(':focus').and(number).waitFor();
      await number.fill('+447700900123');
      await page.getByRole('button', { name: 'Up Text message 2' }).click();
      await press('Save contact methods');
      await page.getByText('Text message: +447700900123').waitFor();
      await page.locator('.hw-chosen > li').first().filter({ hasText: '+447700900123' }).waitFor();
      await page.getByRole('button', { name: 'Send a test (Text message)' }).click();
      await page.getByText('kept in Sent messages').waitFor();
    },
    slow,
  );

  it(
    'say on the ward who is on call',
    async () => {
      await open(await boardPath());
      await page.getByText('On call now').waitFor();
      await link('Community on call').waitFor();
    },
    slow,
  );
});
