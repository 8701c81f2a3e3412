import type { Locator } from 'playwright-core';
import { describeInChromium } from './describe-in-chromium.ts';
import { consoleOfFixtures } from './console-of-fixtures.ts';
import { sidewaysScroll, slow, violationsOn } from './fixture-console.ts';

/** What can be done about an alert beyond resolving it, against an API made of fixtures: by keyboard, where it is listed, its clocks. */
const { page, complaints, open, part, as, makeHappen, api, patientPath } = consoleOfFixtures({
  patients: 16,
  signedInAs: 'nurse',
});

/** The alert of a patient's score, wherever on the page it is. */
const cardOf = (familyName: string): Locator =>
  page.getByRole('region', { name: familyName }).getByRole('article').filter({ hasText: 'NEWS2' }).first();

interface Listed {
  readonly items: readonly { readonly id: string; readonly tier: string; readonly conditionKind: string }[];
}

/** The id of the open alert of a patient's score. */
async function idOf(familyName: string): Promise<string> {
  const patientId = (await patientPath(familyName)).replace('/patients/', '');
  const answer = await api('GET', `/alerts?state=open&patientId=${patientId}`);
  const { items } = (await answer.json()) as Listed;
  return items.find(({ conditionKind }) => conditionKind === 'score')?.id ?? '';
}

describeInChromium('An alert is answered by keyboard', () => {
  it(
    'with single keys, while it has the focus: acknowledged, and handed to a colleague with a note',
    async () => {
      await open('/alerts');
      const card = cardOf('PROSSER');
      await card.getByRole('link', { name: /^Timeline/ }).focus();
      await page.keyboard.press('a');
      await card.getByText('Acknowledged', { exact: true }).waitFor();
      await card.getByRole('timer').waitFor();
      await card.getByRole('link', { name: /^Timeline/ }).focus();
      await page.keyboard.press('h');
      await card.locator('select:focus').waitFor();
      await card.getByRole('option', { name: 'Bronwen Pugh (Nurse)' }).waitFor({ state: 'attached' });
      await page.keyboard.type('Bronwen');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Wants a call before noon');
      expect(await violationsOn(page)).toEqual([]);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await card.getByText('Bronwen Pugh sees to it.').waitFor();
      await card.getByText('Note: Wants a call before noon').waitFor();
      // The focus is where the form was opened from.
      await card.locator('button:focus', { hasText: 'Hand over' }).waitFor();
      await page.keyboard.press('t');
      await card.getByText('Bronwen Pugh sees to it.').waitFor({ state: 'detached' });
      await card.getByRole('button', { name: 'Take over' }).waitFor({ state: 'detached' });
      expect(complaints()).toEqual([]);
    },
    slow,
  );

  it(
    'to be put off for a while, with a reason: it stands apart then, with until when and by whom, and can be taken back',
    async () => {
      await open('/alerts/all');
      const group = page.getByRole('region', { name: 'ADEYEMI' });
      await group
        .getByRole('link', { name: /^Timeline/ })
        .first()
        .focus();
      await page.keyboard.press('s');
      const form = group.getByRole('form', { name: 'Snooze this alert' });
      await form.getByLabel('For how long').waitFor();
      expect(await form.getByRole('option').allInnerTexts()).toEqual([
        expect.stringMatching(/^15 minutes, until \d\d:\d\d$/),
        expect.stringMatching(/^30 minutes/),
        expect.stringMatching(/^60 minutes/),
      ]);
      await form.getByRole('button', { name: 'Snooze alert' }).click();
      await form.getByRole('link', { name: 'Enter why it can wait' }).waitFor();
      await form.getByLabel('Why it can wait').fill('Sleeping; the daughter calls if anything changes');
      await form.getByRole('button', { name: 'Snooze alert' }).click();
      const snoozed = part('Snoozed').getByRole('article').filter({ hasText: 'the daughter calls' });
      await snoozed.getByText(/until \d\d:\d\d by Amina Yusuf$/).waitFor();
      expect(await violationsOn(page)).toEqual([]);
      await snoozed.getByRole('button', { name: /^Undo/ }).click();
      await snoozed.waitFor({ state: 'detached' });
    },
    slow,
  );

  it(
    'never to be put off where it is high; to be escalated now, with a note',
    async () => {
      await open(`/alerts/${await idOf('Ashworth')}`);
      const card = page.getByRole('article');
      await card.getByText(/^Next: step 2 in/).waitFor();
      await card.getByText(/: Dr R. Iyer, Night doctors$/).waitFor();
      expect(await card.getByRole('button', { name: 'Snooze' }).count()).toBe(0);
      // On the alert's own page the key is for it, wherever the focus is.
      await page.keyboard.press('e');
      await card.locator('textarea:focus').waitFor();
      await page.keyboard.type('Breathless; I cannot leave the ward');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await card.getByText(/^Next: the fallback in/).waitFor();
      await page.getByText('Escalated by hand. Breathless; I cannot leave the ward').waitFor();
      expect(complaints()).toEqual([]);
    },
    slow,
  );
});

describeInChromium('An alert is listed', () => {
  it(
    'apart once it has cleared, to be reviewed; and related ones of one patient in one line',
    async () => {
      await open('/alerts');
      const group = page.getByRole('region', { name: 'OKAFOR-WILLIAMS' });
      await group.getByText('and 2 more: trend, limit').waitFor();
      expect(await group.getByRole('article').count()).toBe(1);
      await group.getByText('and 2 more').click();
      await group.getByRole('article').nth(2).waitFor();
      await makeHappen('clear/Okafor-Williams');
      const cleared = part('Cleared, to be reviewed').getByRole('article').filter({ hasText: 'NEWS2' });
      await cleared.getByText('Cleared', { exact: true }).waitFor();
      expect(await cleared.getByRole('timer').count()).toBe(0);
      await cleared.getByRole('button', { name: 'Resolve' }).waitFor();
      expect(await violationsOn(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await sidewaysScroll(page)).toBe(0);
    },
    slow,
  );

  it(
    'as mine once I see to it, and when it is handed to a team of mine, which I accept',
    async () => {
      await as('prescriber');
      const teams = (await (await api('GET', '/teams')).json()) as { items: { id: string; name: string }[] };
      const teamId = teams.items.find(({ name }) => name === 'Outreach')?.id ?? '';
      const handed = await api('POST', `/alerts/${await idOf('Bielby')}/reassign`, { teamId });
      expect(handed.status).toBe(200);
      await as('nurse');
      await open('/alerts/mine');
      const card = cardOf('BIELBY');
      await card.getByText('Handed to the team Outreach by Dr R. Iyer: it has yet to accept it.').waitFor();
      expect(await page.getByRole('region', { name: 'ADEYEMI' }).count()).toBe(0);
      await card.getByRole('button', { name: 'Accept for Outreach' }).click();
      await card.getByText('Amina Yusuf sees to it.').waitFor();
      expect(await violationsOn(page)).toEqual([]);
      expect(complaints()).toEqual([]);
    },
    slow,
  );
});

describeInChromium('The clocks of an alert', () => {
  it(
    'move on without being announced and without moving anything else, and the ledger says who was notified',
    async () => {
      await page.clock.install();
      await open(`/alerts/${await idOf('Prosser')}`);
      const clock = page.getByRole('timer').first();
      await clock.waitFor();
      expect(await clock.getAttribute('aria-live')).toBe('off');
      const [before, box] = [await clock.innerText(), await page.getByRole('article').boundingBox()];
      await page.clock.fastForward(7000);
      await page.waitForFunction(`document.querySelector('[role=timer]').innerText !== ${JSON.stringify(before)}`);
      expect(await page.getByRole('article').boundingBox()).toEqual(box);
      const ledger = part('Who was notified');
      await ledger.getByText('Amina Yusuf by text message: the provider refused it').waitFor();
      await ledger.getByText(/^\d\d:\d\d: refused\. The provider answered 500\.$/).waitFor();
      expect(await violationsOn(page)).toEqual([]);
    },
    slow,
  );
});

describeInChromium('A notification for the person signed in', () => {
  it(
    'is reported as received by the browser',
    async () => {
      await open('/alerts');
      await page.getByText('Live', { exact: true }).waitFor();
      const reported = page.waitForRequest((request) => /\/notifications\/[^/]+\/received$/.test(request.url()));
      await makeHappen('notify/Prosser');
      expect((await reported).method()).toBe('POST');
    },
    slow,
  );
});
