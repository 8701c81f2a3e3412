import type { Locator } from 'playwright-core';
import { consoleOfFixtures } from './console-of-fixtures.ts';
import { slow, violationsOn } from './fixture-console.ts';
import { describeInChromium } from './describe-in-chromium.ts';

/**
 * What the console does when the world has moved on from what is on the screen: a colleague was faster, an answer got lost,
 * clocks were changed, rules are missing, nothing can come in, the session is over; against fixtures.
 */
const { page, open, openPatient, part, as, makeHappen, api, boardPath, patientPath } = consoleOfFixtures({
  patients: 16,
  signedInAs: 'nurse',
});

afterEach(() => makeHappen('send-events'));

const cardOf = (familyName: string): Locator => page.getByRole('article').filter({ hasText: familyName });

/** A colleague does something, without having looked at a revision. */
async function colleague(method: 'POST' | 'PUT', path: string, body: unknown = {}): Promise<void> {
  const answer = await api(method, path, body);
  expect(answer.status).toBe(200);
}

interface Listed {
  readonly items: readonly { readonly id: string; readonly patientId: string; readonly conditionKind?: string }[];
}

/** The id of a patient's first open alert for the score, or of the first open task. */
async function openIdOf(list: 'alerts' | 'tasks', familyName: string): Promise<string> {
  const patientId = (await patientPath(familyName)).replace('/patients/', '');
  const { items } = (await (await api('GET', `/${list}?state=open&patientId=${patientId}`)).json()) as Listed;
  return items.find(({ conditionKind = 'score' }) => conditionKind === 'score')?.id ?? '';
}

describeInChromium('an alert that has changed since it was seen', () => {
  it(
    'is not acknowledged when it has become worse unseen: it says so, and can be acknowledged as it is now',
    async () => {
      await open('/alerts');
      const card = cardOf('PROSSER');
      await card.getByText('Medium', { exact: true }).waitFor();
      await makeHappen('hold-events');
      await makeHappen('worsen/Prosser');
      await card.getByRole('button', { name: 'Acknowledge' }).click();
      await card.getByText('Nothing has been done: this has changed since you saw it.').waitFor();
      await card.getByText(/^Got worse, from medium to high \(Homeward, 08:\d\d\)$/).waitFor();
      await card.getByText('High', { exact: true }).waitFor();
      expect(await violationsOn(page)).toEqual([]);
      await card.getByRole('button', { name: 'Acknowledge' }).click();
      await card.getByText('Acknowledged', { exact: true }).waitFor();
      expect(await card.getByText('Nothing has been done').count()).toBe(0);
    },
    slow,
  );

  it(
    'is not resolved while a colleague has acknowledged it: what was typed is kept, and can be confirmed',
    async () => {
      await open('/alerts');
      const card = cardOf('ASHWORTH').filter({ hasText: 'NEWS2' }).first();
      await card.getByRole('button', { name: 'Resolve' }).click();
      await card.getByLabel('Outcome').selectOption('other');
      await card.getByLabel('What was done or found').fill('Visited at home');
      await as('prescriber');
      await colleague('POST', `/alerts/${await openIdOf('alerts', 'Ashworth')}/acknowledge`);
      await as('nurse');
      await card.getByRole('button', { name: 'Resolve alert' }).click();
      await card.getByText(/^Acknowledged \(Dr R. Iyer, 08:\d\d\)$/).waitFor();
      await card.getByText('If it still holds, press “Resolve alert” again.').waitFor();
      expect(await card.getByLabel('What was done or found').inputValue()).toBe('Visited at home');
      await card.getByRole('button', { name: 'Resolve alert' }).click();
      await card.getByText('Outcome: Visited at home').waitFor();
    },
    slow,
  );

  it(
    'stays in sight while its answer can be taken back, also on a list that is fetched after the answer',
    async () => {
      await open('/alerts');
      const card = cardOf('OKAFOR-WILLIAMS').filter({ hasText: 'NEWS2' });
      await card.getByRole('button', { name: 'Resolve' }).click();
      await card.getByLabel('Outcome').selectOption('other');
      await card.getByLabel('What was done or found').fill('By mistake');
      await card.getByRole('button', { name: 'Resolve alert' }).click();
      await card.getByText('Outcome: By mistake').waitFor();
      const fetched = page.waitForResponse((response) => response.url().includes('/alerts?'));
      await page.getByLabel('State').selectOption('raised');
      await fetched;
      await card.getByRole('button', { name: 'Undo' }).click();
      await card.getByRole('button', { name: 'Resolve' }).waitFor();
    },
    slow,
  );

  it(
    'has nothing left to confirm once a colleague has resolved it, and keeps what was typed in sight',
    async () => {
      await open('/alerts');
      const card = cardOf('OKAFOR-WILLIAMS').filter({ hasText: 'NEWS2' });
      await card.getByRole('button', { name: 'Resolve' }).click();
      await card.getByLabel('Outcome').selectOption('other');
      await card.getByLabel('What was done or found').fill('Telephoned');
      await makeHappen('hold-events');
      const id = await openIdOf('alerts', 'Okafor-Williams');
      await colleague('POST', `/alerts/${id}/resolve`, { outcome: 'conveyed-to-hospital' });
      await card.getByRole('button', { name: 'Resolve alert' }).click();
      await card.getByText(/^Resolved \(Amina Yusuf, 08:\d\d\)$/).waitFor();
      await card.getByText('Outcome: Conveyed to hospital').waitFor();
      expect(await card.getByLabel('What was done or found').inputValue()).toBe('Telephoned');
      expect(await card.getByRole('button', { name: 'Resolve alert' }).count()).toBe(0);
      await card.getByRole('button', { name: 'Close' }).click();
    },
    slow,
  );
});

describeInChromium('a plan that has changed since it was seen', () => {
  const threshold = (limit: number) => ({
    effect: 'alert',
    code: 'temperature',
    direction: 'above',
    limit,
    tier: 'medium',
    reason: 'Neutropenic',
    reviewAt: '2026-12-01T12:00:00.000Z',
  });

  it(
    'keeps the limit that a colleague has added when one is added on a stale page, and what was typed',
    async () => {
      await openPatient('Prosser', '/plan');
      const limits = part('Personal limits');
      await limits.getByRole('button', { name: 'Add a limit' }).click();
      await limits.getByLabel('Limit', { exact: true }).fill('120');
      await limits.getByLabel('Reason').fill('Atrial fibrillation');
      await as('prescriber');
      await colleague('PUT', `${await patientPath('Prosser')}/plan`, { thresholds: [threshold(38)] });
      await as('nurse');
      await limits.getByRole('button', { name: 'Add limit' }).click();
      await limits.getByText(/^Changed the personal limits \(Dr R. Iyer, 08:\d\d\)$/).waitFor();
      await limits.getByText('Temperature above 38 °C alerts as medium.').waitFor();
      expect(await limits.getByLabel('Limit', { exact: true }).inputValue()).toBe('120');
      expect(await violationsOn(page)).toEqual([]);
      await limits.getByRole('button', { name: 'Add limit' }).click();
      await limits.getByText('Pulse above 120 per minute alerts as medium.').waitFor();
      await limits.getByText('Temperature above 38 °C alerts as medium.').waitFor();
    },
    slow,
  );

  it(
    'keeps the limit that a colleague has added when another one is taken away on a stale page',
    async () => {
      await openPatient('Entwistle', '/plan');
      const limits = part('Personal limits');
      await limits.getByText('Pulse above 105 per minute alerts as medium.').waitFor();
      const path = `${await patientPath('Entwistle')}/plan`;
      const { thresholds } = (await (await api('GET', path)).json()) as { thresholds: object[] };
      await colleague('PUT', path, { thresholds: [...thresholds, threshold(38.5)] });
      await limits.getByRole('button', { name: /^Take away.*Pulse/ }).click();
      await limits.locator('form').getByRole('button', { name: 'Take away' }).click();
      await limits.getByText(/^Changed the personal limits/).waitFor();
      await limits.locator('form').getByRole('button', { name: 'Take away' }).click();
      await limits.locator('form').waitFor({ state: 'detached' });
      expect(await limits.getByText('Pulse above 105 per min').count()).toBe(0);
      await limits.getByText('Temperature above 38.5 °C alerts as medium.').waitFor();
    },
    slow,
  );

  it(
    'follows the colleague in what was not touched, and the person in what was typed',
    async () => {
      await openPatient('Bielby', '/plan');
      const measured = part('What is measured');
      await measured.getByRole('button', { name: 'Change how often' }).click();
      const pulse = measured.getByRole('group', { name: 'Pulse' });
      await pulse.getByLabel('Due every').fill('30 min');
      await measured.getByLabel('Reason').fill('Unsteady');
      const path = `${await patientPath('Bielby')}/plan`;
      await colleague('PUT', path, { dueEveryMinutes: { temperature: 120 }, validityMinutes: {}, reason: 'Fever' });
      await measured.getByRole('button', { name: 'Change', exact: true }).click();
      await measured.getByText('Nothing has been done').waitFor();
      expect(await pulse.getByLabel('Due every').inputValue()).toBe('30 min');
      expect(await measured.getByRole('group', { name: 'Temperature' }).getByLabel('Due every').inputValue()).toBe(
        '2 h',
      );
      await measured.getByRole('button', { name: 'Change', exact: true }).click();
      await measured.getByRole('row', { name: /Pulse 30 min/ }).waitFor();
      await measured.getByRole('row', { name: /Temperature 2 h/ }).waitFor();
    },
    slow,
  );
});

describeInChromium('a task that a colleague has completed unseen', () => {
  it(
    'is not completed again: it says by whom and when, and keeps what was typed in sight',
    async () => {
      await open('/tasks');
      const task = cardOf('AKHTAR');
      await task.getByRole('button', { name: 'Complete' }).click();
      await task.getByLabel('What was done or found').fill('Telephoned her daughter');
      await makeHappen('hold-events');
      await colleague('POST', `/tasks/${await openIdOf('tasks', 'Akhtar')}/complete`, { outcome: 'New battery' });
      await task.getByRole('button', { name: 'Complete task' }).click();
      await task.getByText(/^Completed: New battery \(Amina Yusuf, 08:\d\d\)$/).waitFor();
      expect(await task.getByLabel('What was done or found').inputValue()).toBe('Telephoned her daughter');
      expect(await task.getByRole('button', { name: 'Complete task' }).count()).toBe(0);
    },
    slow,
  );
});

describeInChromium('a press whose answer got lost', () => {
  it(
    'acts once when it is pressed again',
    async () => {
      await openPatient('Hartley', '/plan');
      const limits = part('Personal limits');
      await limits.getByRole('button', { name: 'Add a limit' }).click();
      await limits.getByLabel('Limit', { exact: true }).fill('110');
      await limits.getByLabel('Reason').fill('Heart failure');
      await makeHappen('lose-next-answer');
      await limits.getByRole('button', { name: 'Add limit' }).click();
      await limits.getByText('The answer got lost.').waitFor();
      await limits.getByRole('button', { name: 'Add limit' }).click();
      await limits.getByText('Pulse above 110 per minute alerts as medium.').waitFor();
      await page.reload();
      await limits.getByText('Pulse above 110 per minute alerts as medium.').waitFor();
      expect(await limits.getByRole('listitem').count()).toBe(1);
    },
    slow,
  );
});

describeInChromium('times on a computer that is set to another zone', () => {
  it(
    'are shown as they were typed, by the clocks of the ward',
    async () => {
      await openPatient('Prosser');
      const plan = part('Plan');
      await plan.getByRole('button', { name: 'Pause' }).click();
      expect(await plan.getByLabel('Until').inputValue()).toMatch(/^21\/11\/2026 16:\d\d$/);
      await plan.getByLabel('Until').fill('21/11/2026 18:00');
      await plan.getByRole('button', { name: 'Begin pause' }).click();
      await plan.getByText('paused until 18:00').waitFor();
    },
    slow,
  );

  it(
    'in the hour that is missing are refused in words; in the one that comes twice either can be meant',
    async () => {
      await openPatient('Prosser');
      await page.getByRole('button', { name: 'Look back' }).click();
      const field = page.getByLabel('What did we know at');
      await field.fill('29/03/2026 01:30');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByText('01:30 does not exist on 29 March 2026: the clocks go forward over it').waitFor();
      await field.fill('25/10/2026 01:30');
      await page.getByLabel('The clocks go back then: which one').selectOption('The second 01:30 (GMT)');
      expect(await violationsOn(page)).toEqual([]);
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByText('what was known on 25 October 2026 at 01:30').waitFor();
      expect(page.url()).toContain('asOf=2026-10-25T01%3A30%3A00.000Z');
    },
    slow,
  );
});

describeInChromium('what is not as it should be', () => {
  it(
    'is said of a patient who is not scored, on the board and on the patient’s page',
    async () => {
      await open(await boardPath());
      const row = page.getByRole('row').filter({ hasText: 'NIGHTINGALE' });
      await row.getByText('Not scored: the rules heart-failure@2 are missing.').waitFor();
      expect(await row.innerText()).not.toMatch(/\blow\b/i);
      expect(await violationsOn(page)).toEqual([]);
      await row.getByRole('link').click();
      await part('Now').getByText('Not scored: the rules heart-failure@2 are missing.').waitFor();
    },
    slow,
  );

  it(
    'is said of a reading that came too late to be scored',
    async () => {
      await openPatient('Ashworth', '/charts');
      await page.getByText('Readings as a table').click();
      await page.getByText('Came too late to be scored').waitFor();
    },
    slow,
  );

  it(
    'is said on every page while no readings can arrive, and no longer once they can',
    async () => {
      await open('/alerts');
      await page.getByText('Live', { exact: true }).waitFor();
      await makeHappen('outage/begin');
      await page.getByText(/^No readings can arrive since 08:\d\d\.$/).waitFor();
      expect(await violationsOn(page)).toEqual([]);
      await page.getByRole('link', { name: 'Wards' }).click();
      await page.getByText(/^No readings can arrive since 08:\d\d\.$/).waitFor();
      await page.getByRole('link', { name: 'Alerts', exact: true }).first().click();
      await page.getByText('Live', { exact: true }).waitFor();
      await makeHappen('outage/end');
      await page.getByText(/^No readings can arrive/).waitFor({ state: 'detached' });
    },
    slow,
  );

  it(
    'asks to sign in again over the page when the session has ended and the stream with it',
    async () => {
      await open('/alerts');
      await page.getByText('Live', { exact: true }).waitFor();
      await makeHappen('end-session');
      const dialog = page.getByRole('dialog', { name: 'You are signed out' });
      await dialog.getByRole('button', { name: 'Sign in again' }).waitFor();
      expect(page.url()).toContain('/alerts');
      expect(await violationsOn(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await dialog.waitFor();
      // Where nothing is on screen yet, the sign-in page is next, and comes back.
      await page.reload();
      await page.waitForURL(/\/auth\/login\?returnTo=%2Falerts$/, { timeout: 20_000 });
    },
    slow,
  );
});
