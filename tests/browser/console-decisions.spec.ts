import { Plan } from '#libs/contracts';
import type { Locator } from 'playwright-core';
import { consoleOfFixtures } from './console-of-fixtures.ts';
import { sidewaysScroll, slow, violationsOn } from './fixture-console.ts';
import { describeInChromium } from './describe-in-chromium.ts';
import { Keys } from './keys.ts';

/**
 * What a clinician reads off the console before deciding, and the decisions: what has aged out, plans, limits, pauses, tasks,
 * readings that are wrong, and what was known when; against fixtures.
 */
const then = '2026-11-21T02:00:00.000Z';
const { page, complaints, open, openPatient, part, as, api, boardPath, patientPath } = consoleOfFixtures({
  patients: 16,
  signedInAs: 'nurse',
});

const openBoard = async (search = '') => {
  await open(`${await boardPath()}${search}`);
  await page.getByRole('row').nth(5).waitFor();
};

const rowOf = (familyName: string): Locator => page.getByRole('row').filter({ hasText: familyName });

/** Waits: what a row says comes of several answers, the pathways' among them. */
const rowSays = (familyName: string, words: string | RegExp): Promise<void> =>
  rowOf(familyName).filter({ hasText: words }).waitFor();

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
          /^Decide for this patient\s?: Out of bed/,
          /^Decide for this patient\s?: Door opened/,
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
      expect(complaints()).toEqual([]);
    },
    slow,
  );
});

describeInChromium('what a score is made of', () => {
  it(
    'a value that is too old to count says so with its age, and the score is not called low',
    async () => {
      await openBoard();
      await rowSays('HARTLEY', /too old\s+to count\s*, taken\s+16 h ago/);
      await rowSays('HARTLEY', 'Value aged out');
      await rowSays('HARTLEY', 'Unclear');
      expect(await rowOf('HARTLEY').innerText()).not.toMatch(/\blow\b(?!–medium)/i);
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
      await rowSays('WHITCOMBE', 'Ceiling of care: no alerts');
      await rowSays('MACALLISTER', 'Paused until 13:30: in hospital');
      await rowSays('AKHTAR', '1 open task');
      await rowSays('OKAFOR', 'and 2 more: trend, limit');
      await rowSays('ASHWORTH', 'poor signal');
      await rowSays('BIELBY', 'Found late');
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
    'an alert for who is not back in bed is added by keys alone, changed beside that of the door, and taken away',
    async () => {
      await openPatient('Prosser', '/plan');
      const absences = part('Bed and door');
      const keys = new Keys(page);
      await keys.activate(/^Decide for this patient\s?: Out of bed/);
      await keys.activate('Change the plan');
      const path = await patientPath('Prosser');
      await absences.getByRole('link', { name: 'Enter how long is waited, from 1 to 720 minutes' }).waitFor();
      await absences
        .locator('.nhsuk-error-message', { hasText: 'Enter what the person who answers is to do' })
        .waitFor();
      await keys.typeInto('To be back within, minutes', '20');
      await keys.typeInto('What the person who answers is to do', 'Ring her daughter next door');
      await keys.typeInto('Reason', 'Fell twice at night');
      await keys.activate('Change the plan');
      await absences
        .getByText(
          'Out of bed, not back within 20 min, between 22:00 and 06:00, alerts as medium: Ring her daughter next door.',
        )
        .waitFor();
      await absences.getByText('Fell twice at night. Decided by Amina Yusuf on 21 November 2026.').waitFor();

      await absences.getByRole('button', { name: /^Decide for this patient\s?: Door opened/ }).click();
      await absences.getByLabel('From').fill('');
      await absences.getByLabel('Until').fill('');
      await absences.getByLabel('To be back within, minutes').fill('15');
      await absences.getByLabel('They lie in bed again').check();
      await absences.getByLabel('The door is closed again').uncheck();
      await absences.getByLabel('Alerts as').selectOption('High');
      await absences.getByLabel('What the person who answers is to do').fill('Call the neighbour.');
      await absences.getByLabel('Reason').fill('Has left the house at night');
      await absences.getByLabel('To be reviewed by').fill('2026-11-01');
      await absences.getByRole('button', { name: 'Change the plan' }).click();
      await absences.locator('.nhsuk-error-message', { hasText: 'expected a time to come' }).waitFor();
      await absences.getByLabel('To be reviewed by').fill('2026-12-20');
      await absences.getByRole('button', { name: 'Change the plan' }).click();
      await absences.getByText('Door opened, not back within 15 min, alerts as high: Call the neighbour.').waitFor();
      const { absences: saved = [] } = Plan.parse(await (await api('GET', `${path}/plan`)).json());
      expect(saved).toMatchObject([
        { code: 'bed-left', reason: 'Fell twice at night' },
        { code: 'door-opened', alert: { absence: { backWithinMinutes: 15, backShownBy: ['bed-left'] } } },
      ]);

      await absences.getByRole('button', { name: /^Change\s?: Out of bed/ }).click();
      await absences.getByLabel('To be back within, minutes').fill('40');
      await absences.getByRole('button', { name: 'Change the plan' }).click();
      await absences.getByText('Out of bed, not back within 40 min, between 22:00 and 06:00').waitFor();
      await absences.getByRole('button', { name: /^Take away\s?: Out of bed/ }).click();
      await absences.locator('form').getByRole('button', { name: 'Take away' }).click();
      await absences.getByText('Out of bed: nothing is decided for this patient').waitFor();
      await absences.getByText('Door opened, not back within 15 min').waitFor();
    },
    slow,
  );

  it(
    'a prescriber alone decides that an absence raises no alert, whatever the pathway says',
    async () => {
      await openPatient('Bielby', '/plan');
      const absences = part('Bed and door');
      await absences.getByRole('button', { name: /^Decide for this patient\s?: Door opened/ }).click();
      await absences.getByText('Only a prescriber can decide that it raises no alert.').waitFor();
      expect(await absences.getByLabel('What follows').locator('option').count()).toBe(1);
      await as('prescriber');
      await page.reload();
      await absences.getByRole('button', { name: /^Decide for this patient\s?: Door opened/ }).click();
      await absences.getByLabel('What follows').selectOption('No alert, whatever the pathway says');
      await absences.getByLabel('Reason').fill('Two people live there');
      await absences.getByRole('button', { name: 'Change the plan' }).click();
      await absences.getByText('Door opened does not alert. Two people live there.').waitFor();
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
