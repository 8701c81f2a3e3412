import type { BrowserContext, Locator, Page } from 'playwright-core';
import { FixtureConsole, sidewaysScroll, slow, startsWithinMs, violationsOn } from './fixture-console.ts';
import { describeInChromium } from './describe-in-chromium.ts';
import { Keys } from './keys.ts';

/**
 * What a clinician reads off the console before deciding, and the decisions: what has aged out, plans, limits, pauses, tasks,
 * readings that are wrong, and what was known when; against fixtures.
 */
const then = '2026-11-21T02:00:00.000Z';

let fixtures: FixtureConsole | undefined;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  fixtures = await FixtureConsole.start(16);
}, startsWithinMs);

afterAll(() => fixtures?.stop());

beforeEach(async () => {
  if (fixtures === undefined) return;
  await fixtures.makeHappen('sign-in-as/nurse');
  ({ context, page } = await fixtures.open());
});

afterEach(async () => {
  if (fixtures !== undefined) await context.close();
});

const as = (role: string) => fixtures?.makeHappen(`sign-in-as/${role}`);

async function open(path: string): Promise<void> {
  await page.goto(`${fixtures?.address ?? ''}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

const openBoard = async (search = '') => {
  await open(`${(await fixtures?.boardPath()) ?? ''}${search}`);
  await page.getByRole('row').nth(5).waitFor();
};

const openPatient = async (familyName: string, rest = '') => {
  await open(`${(await fixtures?.patientPath(familyName)) ?? ''}${rest}`);
};

const rowOf = (familyName: string): Locator => page.getByRole('row').filter({ hasText: familyName });
/** A part of the page by its heading. */
const part = (title: string): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: title, exact: true }) });

describeInChromium('the pages of decisions', () => {
  const pages = [
    ['the board of the past', () => openBoard(`?asOf=${then}`)],
    ['the tasks', async () => open('/tasks').then(() => page.getByRole('article').first().waitFor())],
    [
      'a patient with a value that has aged out',
      async () => openPatient('Hartley').then(() => page.getByText('16 h ago').first().waitFor()),
    ],
    [
      'a patient on an obstetric chart',
      async () => openPatient('Adeyemi', '/charts').then(() => page.getByRole('img', { name: /^MEOWS/ }).waitFor()),
    ],
    [
      'the table of doubtful readings',
      async () => {
        await openPatient('Ashworth', '/charts');
        await page.getByText('Readings as a table').click();
        await page.getByText('Her daughter had put the watch on').waitFor();
      },
    ],
    [
      'a patient of the past',
      async () =>
        openPatient('Ashworth', `/charts?asOf=${then}`).then(() => page.getByRole('img', { name: /^NEWS2/ }).waitFor()),
    ],
    [
      'a plan with every form open',
      async () => {
        await as('prescriber');
        await openPatient('Entwistle', '/plan');
        for (const name of [
          'Renew or end scale 2',
          'Prescribe a target',
          'Set a ceiling of care',
          'Add a limit',
          'Pause',
          'Change how often',
        ]) {
          await page.getByRole('button', { name }).click();
        }
      },
    ],
  ] as const;

  it.each(pages)(
    'are free of accessibility faults and complaints, wide and narrow: %s',
    async (_name, show) => {
      await show();
      expect(await violationsOn(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await sidewaysScroll(page)).toBe(0);
      expect(await violationsOn(page)).toEqual([]);
      expect(fixtures?.complaints).toEqual([]);
    },
    slow,
  );
});

describeInChromium('what a score is made of', () => {
  it(
    'a value that is too old to count says so with its age, and the score is not called low',
    async () => {
      await openBoard();
      const row = await rowOf('HARTLEY').innerText();
      expect(row).toMatch(/too old\s+to count\s*, taken\s+16 h ago/);
      expect(row).toContain('Value aged out');
      expect(row).toContain('Unclear');
      expect(row).not.toMatch(/\blow\b(?!–medium)/i);
      await openPatient('Hartley');
      await page.getByText('Temperature is too old to count: taken 20 Nov, 16:30, 16 h ago.').waitFor();
      await page.getByText('no new reading made it change').waitFor();
    },
    slow,
  );

  it(
    'names the rules and their versions, and by whose prescription the scale is 2',
    async () => {
      await openPatient('Entwistle');
      await page.getByText('NEWS2 (news2-2017); pathway Acute respiratory, version 1.').waitFor();
      await part('Now').getByText('Scale 2, prescribed by Dr R. Iyer on 1 November 2026').waitFor();
    },
    slow,
  );

  it(
    'is shown by another chart where NEWS2 is not for the patient, or the reason that there is none in its place',
    async () => {
      await openPatient('Adeyemi');
      await page.getByText('Scored on MEOWS, the chart that is for this patient.').waitFor();
      await part('Now').getByRole('rowheader', { name: 'Diastolic blood pressure' }).waitFor();
      await openPatient('Underhill');
      await part('Now')
        .getByText('No early-warning chart is for this patient: under 16 years old. Thresholds alone alert.')
        .waitFor();
    },
    slow,
  );

  it(
    'on the board is beside the ceiling of care, the pause, the open tasks and the other alerts',
    async () => {
      await openBoard();
      expect(await rowOf('WHITCOMBE').innerText()).toContain('Ceiling of care: no alerts');
      expect(await rowOf('MACALLISTER').innerText()).toContain('Paused until 13:30: in hospital');
      expect(await rowOf('AKHTAR').innerText()).toContain('1 open task');
      expect(await rowOf('OKAFOR').innerText()).toContain('and 2 more: trend, limit');
      expect(await rowOf('ASHWORTH').innerText()).toContain('poor signal');
      expect(await rowOf('BIELBY').innerText()).toContain('Found late');
    },
    slow,
  );
});

describeInChromium('what was known when', () => {
  it(
    'is asked for in a form, is written in the address, cannot be taken for now, and leads back',
    async () => {
      await openBoard();
      await page.getByRole('button', { name: 'Look back' }).click();
      await page.getByLabel('What did we know at').fill('2030-01-01T00:00');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByText('The time must be in the past').waitFor();
      await page.getByLabel('What did we know at').fill('2026-11-21T02:00');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByText('This is the past: what was known on 21 November 2026').waitFor();
      expect(page.url()).toContain('asOf=2026-11-21T');
      expect(await page.getByText('Live', { exact: true }).count()).toBe(0);
      await page.getByRole('link', { name: 'ASHWORTH' }).click();
      await part('Then').getByRole('table').waitFor();
      expect(await page.getByRole('button', { name: /Acknowledge|Enter|Discharge|Pause|Release/ }).count()).toBe(0);
      await page.getByRole('button', { name: 'Back to now' }).click();
      await part('Now').waitFor();
      await page.getByRole('button', { name: 'Enter observations' }).waitFor();
      expect(page.url()).not.toContain('asOf');
    },
    slow,
  );
});

describeInChromium('deciding', () => {
  it(
    'only a prescriber can prescribe scale 2; a review in the past is refused next to its field',
    async () => {
      await openPatient('Prosser', '/plan');
      await part('Oxygen saturation scale').getByText('Only a prescriber can change this.').waitFor();
      await as('prescriber');
      await page.reload();
      const scale = part('Oxygen saturation scale');
      await scale.getByRole('button', { name: 'Prescribe scale 2' }).click();
      await scale.getByRole('button', { name: 'Prescribe scale 2' }).click();
      await scale.getByRole('link', { name: 'Enter why scale 2 is prescribed' }).waitFor();
      await scale.getByLabel('Reason').fill('Confirmed by blood gas');
      await scale.getByLabel('To be reviewed by').fill('2026-11-01');
      await scale.getByRole('button', { name: 'Prescribe scale 2' }).click();
      await scale.locator('.nhsuk-error-message', { hasText: 'expected a time to come' }).waitFor();
      await scale.getByLabel('To be reviewed by').fill('2026-12-20');
      await scale.getByRole('button', { name: 'Prescribe scale 2' }).click();
      await scale.getByText('Scale 2, prescribed by Dr R. Iyer').waitFor();
      expect(await page.locator('button:focus').innerText()).toContain('Renew or end scale 2');
    },
    slow,
  );

  it(
    'a prescriber prescribes a target saturation, and ends it again',
    async () => {
      await as('prescriber');
      await openPatient('Prosser', '/plan');
      const target = part('Target saturation');
      await target.getByRole('button', { name: 'Prescribe a target' }).click();
      await target.getByLabel('Target', { exact: true }).selectOption('92–96%');
      await target.getByLabel('Reason').fill('Usual for her');
      await target.getByLabel('To be reviewed by').fill('2026-12-20');
      await target.getByRole('button', { name: 'Prescribe the target' }).click();
      await target.getByText('92–96%, prescribed by Dr R. Iyer').waitFor();
      await target.getByRole('button', { name: 'Change or end the target' }).click();
      await target.getByRole('button', { name: 'End the target' }).click();
      await target.getByText('None is prescribed').waitFor();
    },
    slow,
  );

  it(
    'a limit is added with its author and review date, and taken away again',
    async () => {
      await openPatient('Bielby', '/plan');
      const limits = part('Personal limits');
      await limits.getByRole('button', { name: 'Add a limit' }).click();
      await limits.getByLabel('Limit', { exact: true }).fill('120');
      await limits.getByLabel('Reason').fill('Atrial fibrillation');
      await limits.getByLabel('To be reviewed by').fill('2026-12-05');
      await limits.getByRole('button', { name: 'Add limit' }).click();
      await limits.getByText('Pulse above 120 per minute alerts as medium.').waitFor();
      await limits
        .getByText('Decided by Amina Yusuf on 21 November 2026. To be reviewed by 5 December 2026.')
        .waitFor();
      await limits.getByRole('button', { name: /^Take away/ }).click();
      await limits.locator('form').getByRole('button', { name: 'Take away' }).click();
      await limits.getByText('None: the limits of the pathway and the chart hold.').waitFor();
    },
    slow,
  );

  it(
    'a pause begins with its reason and end, and is ended early',
    async () => {
      await openPatient('Prosser');
      const plan = part('Plan');
      await plan.getByRole('button', { name: 'Pause' }).click();
      await plan.getByLabel('Why').selectOption('away');
      await plan.getByRole('button', { name: 'Begin pause' }).click();
      await plan.getByText('Missing readings raise no alert until then').waitFor();
      await plan.getByRole('button', { name: 'End the pause now' }).click();
      await plan.getByText('Not paused: readings are waited for.').waitFor();
    },
    slow,
  );

  it(
    'a task is completed with what was found, by keys alone',
    async () => {
      await open('/tasks');
      const task = page.getByRole('article').filter({ hasText: 'AKHTAR' });
      await task.getByText('Silent device').waitFor();
      const keys = new Keys(page);
      await keys.activate(/^Complete.* of AKHTAR/);
      await keys.type('Telephoned: the hub was unplugged');
      await keys.activate('Complete task');
      await task.getByText('Outcome: Telephoned: the hub was unplugged').waitFor();
    },
    slow,
  );

  it(
    'a reading is released from quarantine for a reason; a person who may not release has no button',
    async () => {
      await openPatient('Ashworth', '/devices');
      const quarantine = part('Quarantine');
      await quarantine.getByRole('button', { name: 'Release Pulse 310 per min' }).click();
      await quarantine.getByRole('button', { name: 'Release and score' }).click();
      await quarantine.getByRole('link', { name: 'Enter why the reading is true' }).waitFor();
      await quarantine.getByLabel('Why it is true').fill('Seen on the monitor');
      await quarantine.getByRole('button', { name: 'Release and score' }).click();
      await quarantine.getByText('Seen on the monitor').waitFor();
      await as('healthcare-assistant');
      await page.reload();
      await part('Devices').waitFor();
      expect(await page.getByRole('button', { name: /^Release/ }).count()).toBe(0);
    },
    slow,
  );

  it(
    'a wrong reading is corrected or retracted, and stays struck through with who and why',
    async () => {
      await openPatient('Prosser', '/charts');
      await page.getByText('Readings as a table').click();
      const readings = page.getByRole('region', { name: 'Readings' });
      await readings
        .getByRole('button', { name: /^Retract Temperature/ })
        .first()
        .click();
      await page.getByLabel('Why it does not count').fill('Taken after a hot drink');
      await page.getByRole('button', { name: 'Retract', exact: true }).click();
      await readings.getByText('Taken after a hot drink').waitFor();
      expect(await readings.locator('s').first().innerText()).toBe('38.4 °C');
      await readings
        .getByRole('button', { name: /^Correct Pulse/ })
        .first()
        .click();
      await page.getByLabel('Right value').fill('14');
      await page.getByLabel('Why it is corrected').fill('Misread');
      await page.getByRole('button', { name: 'Correct', exact: true }).click();
      await page.getByRole('link', { name: 'Pulse must be a number from 20 to 300 per min' }).waitFor();
      await page.getByLabel('Right value').fill('84');
      await page.getByRole('button', { name: 'Correct', exact: true }).click();
      await readings.getByText('entered by Amina Yusuf').waitFor();
    },
    slow,
  );

  it(
    'who is ill without an alert has the ceiling of care beside the score that is shown first',
    async () => {
      await open('/now');
      const line = page.locator('.hw-line').filter({ hasText: 'WHITCOMBE' });
      await line.getByText('No alerts for a score, limit or trend; they are shown.').waitFor();
    },
    slow,
  );
});
