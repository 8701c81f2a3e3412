import { eventually } from '#libs/fixtures';
import type { Locator } from 'playwright-core';
import { consoleOfFixtures } from './console-of-fixtures.ts';
import { sidewaysScroll, slow, violationsOn } from './fixture-console.ts';
import { describeInChromium } from './describe-in-chromium.ts';

/** Patients who come and go, in the console against fixtures: how its pages look, and what a drag on the bed board ends in. */
const { page, complaints, open, press, as, makeHappen, api } = consoleOfFixtures({ patients: 16, signedInAs: 'nurse' });

interface Named {
  readonly id: string;
  readonly name?: string;
  readonly patientName?: string;
  readonly patientId?: string;
  readonly familyName?: string;
  readonly wardId?: string;
  readonly bed?: number;
  readonly state?: string;
}

async function listed(path: string): Promise<readonly Named[]> {
  return itemsOf(await api('GET', path));
}

async function patientCalled(familyName: string): Promise<Named | undefined> {
  const [patient] = await itemsOf(await api('POST', '/patients/search', { search: familyName }));
  return patient;
}

async function itemsOf(response: Response | undefined): Promise<readonly Named[]> {
  const answer: unknown = await response?.json();
  // Of the fixtures' own lists, as far as it is read here.
  return (answer as { items: readonly Named[] }).items;
}

/** Operations may change what plans say. */
async function openAsOperations(path: string): Promise<void> {
  await as('operations');
  await open(path);
}

const wardPath = async (name: string): Promise<string> =>
  `/wards/${(await listed('/wards')).find((ward) => ward.name === name)?.id ?? ''}`;

/** With every bed in sight: a drag does not scroll. */
async function openToDrag(): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 2400 });
  await openBeds();
}

async function openBeds(): Promise<void> {
  await open(`${await wardPath('North Virtual Ward')}/beds`);
  await bedOf('ASHWORTH').waitFor();
}

const referralOf = async (familyName: string): Promise<Named> => {
  const found = (await listed('/referrals')).find(({ patientName }) => patientName?.endsWith(familyName) === true);
  if (found === undefined) throw new Error(`There is no referral of ${familyName}.`);
  return found;
};

/** The newest stay of a patient, as the service has it. */
const stayOf = async (familyName: string): Promise<Named | undefined> => {
  const patient = await patientCalled(familyName);
  return (await listed(`/stays?patientId=${patient?.id ?? ''}`)).at(-1);
};

const bedOf = (familyName: string): Locator => page.getByRole('listitem').filter({ hasText: familyName }).first();
const dialog = (): Locator => page.getByRole('dialog');

describeInChromium('the pages of those who come and go', () => {
  const pages = [
    ['the beds of a ward', openBeds],
    [
      'what can be done about a bed',
      async () => {
        await openBeds();
        await page.getByRole('button', { name: 'Change ASHWORTH, Margaret' }).click();
        await page.getByRole('button', { name: 'Begin leave…' }).waitFor();
      },
    ],
    [
      'a transfer',
      async () => {
        await openBeds();
        await page.getByRole('button', { name: 'Change ASHWORTH, Margaret' }).click();
        await page.getByRole('button', { name: 'Transfer…' }).click();
        await dialog().getByLabel('To which ward').waitFor();
      },
    ],
    ['the referrals', async () => open('/flow/referrals').then(() => page.getByText('Olive Skerritt').waitFor())],
    [
      'those that have ended',
      async () => open('/flow/referrals?which=ended').then(() => page.getByText('Ned Farrow').waitFor()),
    ],
    [
      'one referral and its triage',
      async () => {
        await open(`/flow/referrals/${(await referralOf('Datta')).id}`);
        await page.getByRole('button', { name: 'Triage…' }).click();
        await page.getByLabel('What was found').waitFor();
        await page.getByText('The patient can be weighed every day.').first().waitFor();
      },
    ],
    [
      'a new referral',
      async () => {
        const penry = await patientCalled('penry');
        await open(`/flow/referrals/new?patient=${penry?.id ?? ''}`);
        await page.getByLabel('Why the patient is referred').waitFor();
      },
    ],
    [
      'an admission that answers a referral',
      async () => {
        const { id, patientId = '' } = await referralOf('Skerritt');
        await open(`/flow/admit?patient=${patientId}&referral=${id}`);
        await page.getByRole('button', { name: 'Admit', exact: true }).waitFor();
      },
    ],
    [
      'a ward that is managed',
      async () => {
        await open(`/manage${await wardPath('North Virtual Ward')}`);
        await page.getByText('Two nurses are ill.').waitFor();
        for (const button of ['Change the capacity…', 'Close beds…']) {
          await page.getByRole('button', { name: button }).click();
        }
      },
    ],
    [
      'the targets that are changed',
      async () => {
        await openAsOperations('/flow/capacity/targets');
        await press('Change the targets…');
        await page.getByText(/^Then there are 4 targets of 2 plans/).waitFor();
      },
    ],
    [
      'the claims that are changed',
      async () => {
        await openAsOperations('/flow/capacity/benefits');
        await press('Change the claims…');
        await page.getByText(/^Then 2 pathways have a claim/).waitFor();
      },
    ],
    [
      'a published table that is imported',
      async () => {
        await openAsOperations('/flow/capacity/snapshots');
        await press('Import a published table…');
        await page.getByLabel('File').waitFor();
      },
    ],
  ] as const;

  it.each(pages)(
    'are free of accessibility faults and of complaints, and do not scroll sideways: %s',
    async (_name, openPage) => {
      await openPage();
      const faults = [...(await violationsOn(page))];
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 320, height: 640 });
      faults.push(...(await violationsOn(page)));
      expect(faults).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
      expect(complaints()).toEqual([]);
    },
    slow,
  );
});

describeInChromium('on the bed board', () => {
  it(
    'a patient who is dragged onto another ward is transferred there once a form was sent that says what will happen',
    async () => {
      await openToDrag();
      await bedOf('PRENTICE').dragTo(page.getByRole('listitem').filter({ hasText: 'South Virtual Ward' }));
      await dialog().getByRole('heading', { name: 'Transfer PRENTICE, Joan' }).waitFor();
      expect(await dialog().getByLabel('To which ward').locator('option:checked').innerText()).toMatch(/^South/);
      await dialog().getByLabel('Reason').fill('Lives there.');
      await press('Transfer');
      await dialog().waitFor({ state: 'detached' });
      await bedOf('PRENTICE').waitFor({ state: 'detached' });
      expect(await stayOf('Prentice')).toMatchObject({
        wardId: (await wardPath('South Virtual Ward')).slice(7),
        bed: 1,
      });
    },
    slow,
  );

  it(
    'a patient who is dragged onto another swaps beds with them',
    async () => {
      await openToDrag();
      await bedOf('BIELBY').dragTo(bedOf('HARTLEY'));
      await dialog()
        .getByRole('heading', { name: /BIELBY/ })
        .waitFor();
      await dialog().getByLabel('Reason').fill('Near the lift.');
      await press('Swap');
      await dialog().waitFor({ state: 'detached' });
      await eventually(
        () => stayOf('Bielby'),
        (stay) => stay?.bed === 9,
      );
      expect(await stayOf('Hartley')).toMatchObject({ bed: 6 });
    },
    slow,
  );

  it(
    'a drag that is given up moves nobody, and one who waits and is dragged onto a free bed is admitted by a form',
    async () => {
      await openToDrag();
      await bedOf('PROSSER').dragTo(page.getByRole('listitem').filter({ hasText: 'South Virtual Ward' }));
      await dialog().getByRole('button', { name: 'Cancel' }).click();
      expect(await stayOf('Prosser')).toMatchObject({ bed: 3 });

      await bedOf('Edith Lamb').dragTo(page.getByRole('listitem').filter({ hasText: 'Free' }).first());
      await page.getByRole('heading', { name: 'Admit LAMB, Edith' }).waitFor();
      await press('Admit');
      await page.waitForURL(/\/patients\//);
      expect(await stayOf('Lamb')).toMatchObject({ state: 'admitted' });
      expect(await referralOf('Lamb')).toMatchObject({ state: 'admitted' });
    },
    slow,
  );
});

describeInChromium('an admission', () => {
  it(
    'says before it is done that no early-warning chart is for the patient, and asks why they are admitted',
    async () => {
      const patient = await patientCalled('Skerritt');
      // The fixtures have no child whom a ward waits for.
      await page.route(`**/patients/${patient?.id ?? ''}`, async (route) => {
        const answer = await route.fetch();
        const adult: unknown = await answer.json();
        await route.fulfill({ response: answer, json: Object.assign({}, adult, { birthDate: '2015-01-01' }) });
      });
      await open(`/flow/admit?patient=${patient?.id ?? ''}`);
      await page.getByText('No early-warning chart is for this patient on the pathway').waitFor();
      await press('Admit');
      await page.getByText('Enter why the patient is admitted without a chart').first().waitFor();
    },
    slow,
  );
});

describeInChromium('a referral', () => {
  it(
    'is triaged, accepted, and has a bed reserved; and says in words what happened to it',
    async () => {
      const { id } = await referralOf('Tudor');
      await open(`/flow/referrals/${id}`);
      await press('Triage…');
      await page.getByLabel('What was found').fill('Spoke to her; she agrees.');
      await page.getByLabel('Has the patient agreed to a virtual ward?').selectOption('yes');
      await press('Keep the triage');
      await page.getByText('The patient has agreed').waitFor();
      await press('Accept…');
      await press('Accept');
      await page.getByText(/^Reserved until/).waitFor();
      await page.getByText(/Triaged: Spoke to her; she agrees\./).waitFor();
      expect(await page.getByRole('button', { name: 'Accept…' }).count()).toBe(0);
      await page.getByRole('link', { name: 'Admit…' }).waitFor();
    },
    slow,
  );

  it(
    'that was changed by a colleague meanwhile is not overwritten: what changed is said, and what was typed is kept',
    async () => {
      const { id } = await referralOf('Demir');
      await open(`/flow/referrals/${id}`);
      await makeHappen('hold-events');
      await press('Withdraw…');
      await page.getByLabel('Reason').fill('Is better.');
      await api('POST', `/referrals/${id}/triage`, { urgency: 'urgent', note: 'Rang again.' });
      await press('Withdraw');
      await page.getByText('Nothing has been done: this has changed since you saw it.').waitFor();
      await page
        .getByText(/Triaged: Rang again\./)
        .first()
        .waitFor();
      expect(await page.getByLabel('Reason').inputValue()).toBe('Is better.');
      await press('Withdraw');
      await page.getByText(/^Withdrawn\. Is better\./).waitFor();
      await makeHappen('send-events');
    },
    slow,
  );
});

describeInChromium('what plans say', () => {
  const csv = (...rows: readonly string[]) => ({
    name: 'national.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['month,name,capacity', ...rows].join('\n')),
  });

  it(
    'is not half changed, is kept while it is typed, and is changed as a whole',
    async () => {
      await openAsOperations('/flow/capacity/targets');
      await press('Change the targets…');
      await press('Add a target');
      await page.getByText(/^Then there are 5 targets of 2 plans, instead of the 4 of now\./).waitFor();
      const added = page.getByRole('group', { name: 'Target 5' });
      await added.getByLabel('Beds').fill('175');
      await press('Save the targets');
      await page.getByRole('alert').getByText('Enter from when the number is to hold').waitFor();
      await page.reload();
      await page.getByText(/^What you typed at .+ is back\.$/).waitFor();
      expect(await added.getByLabel('Beds').inputValue()).toBe('175');
      await added.getByLabel('From which day').fill('01/10/2027');
      await press('Save the targets');
      await page.getByRole('cell', { name: '175' }).waitFor();
      expect(await listed('/capacity/targets')).toHaveLength(5);
    },
    slow,
  );

  it(
    'of the published series is imported as a whole; what is wrong is said by row, and nothing is imported then',
    async () => {
      await openAsOperations('/flow/capacity/snapshots');
      await press('Import a published table…');
      await page.getByLabel('File').setInputFiles(csv('2025-11,ENGLAND,12000', 'month,name,none'));
      await page.getByText('national.csv has 2 rows below its heading.').waitFor();
      await press('Import');
      await page.getByText('No row was imported').waitFor();
      await page.getByText('row 3, capacity: found "", expected a whole number').waitFor();
      await page.getByLabel('File').setInputFiles(csv('2025-11,ENGLAND,12000'));
      await page.getByText('national.csv has 1 row below its heading.').waitFor();
      await press('Import');
      await page.getByText('1 row was imported: Nov 2025.').waitFor();
    },
    slow,
  );
});
