import type { Alert, ChartedObservation, Contact, Note, Page as PageOf, Patient, Stay } from '#libs/contracts';
import { eventually, testNhsNumber } from '#libs/fixtures';
import type { Page } from 'playwright-core';
import { deteriorating, fullSet } from '../outside/gateway-client.ts';
import { describeInChromium } from './describe-in-chromium.ts';
import { comeAndGo, comingAndGoing } from './coming-and-going.ts';
import { PointerHands } from './hands.ts';
import { Keys } from './keys.ts';
import { WardInChromium } from './ward-in-chromium.ts';

const slow = 60_000;

/** Real: everything. The pages of a patient, by keys alone where a person works with them. */
describeInChromium('A patient in the console', () => {
  let ward: WardInChromium;
  let beforeAdmission: string;

  beforeAll(async () => {
    ward = await WardInChromium.start({ patients: 3 });
    const stay = await ward.administrator.get<Stay>(`/api/v1/stays/${ward.patients[0].stayId}`);
    beforeAdmission = new Date(Date.parse(stay.admittedAt) - 1).toISOString();
    await ward.gateway.send(ward.patients[0].deviceId, fullSet(deteriorating), { takenAt: new Date() });
    await eventually(
      async () => ward.administrator.all<Alert>('/api/v1/alerts?state=open'),
      (alerts) => alerts.length > 0,
    );
  }, 180_000);

  afterAll(() => ward.stop(), slow);

  const nth = (index: number) => {
    const patient = ward.patients[index];
    if (patient === undefined) throw new Error(`There is no patient ${String(index)}.`);
    return patient;
  };
  const pathOf = (index: number, tab = ''): string => `/patients/${nth(index).patientId}${tab}`;

  async function open(page: Page, index: number, tab = ''): Promise<void> {
    await page.goto(ward.at(pathOf(index, tab)));
    await page.getByRole('navigation', { name: 'This patient' }).waitFor();
  }

  it(
    'is found by typing, with the ward, and opened with Enter; and is then among those looked at last',
    async () => {
      const { context, page } = await ward.openAs('nurse');
      await page.keyboard.press('/');
      await page.keyboard.type('person');
      await page.keyboard.press('Enter');
      await page.getByText('3 patients found').waitFor();
      await page.locator('#find-patient:focus').waitFor();
      await page.keyboard.type(' 2');
      await page.getByText('1 patient found').waitFor();
      expect(await page.locator('#find-patient:focus').inputValue()).toBe('person 2');
      await page.getByRole('listitem').filter({ hasText: 'Ward 1' }).filter({ hasText: 'wrist-2' }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: /PERSON 2/i }).waitFor();
      await page.goto(ward.at('/patients'));
      await page
        .getByRole('region')
        .or(page.locator('section'))
        .filter({ hasText: 'Looked at last' })
        .getByRole('link', { name: /PERSON 2/i })
        .waitFor();
      await context.close();
    },
    slow,
  );

  it(
    'of the ward that a person works on is listed by name, with how ill they are, before anything is typed',
    async () => {
      const { context, page } = await ward.openAs('nurse');
      await page.getByLabel('Ward', { exact: true }).first().selectOption({ label: 'Ward 1' });
      await page.goto(ward.at('/patients'));
      await page.getByText('13').first().waitFor();
      const names = await page.locator('.hw-found a').allInnerTexts();
      expect(names.map((name) => name.toLowerCase())).toEqual([1, 2, 3].map((n) => `person ${String(n)}, test`));
      await context.close();
    },
    slow,
  );

  it(
    'is registered by keys alone, with an NHS number that is right and new, and admitted next',
    async () => {
      const { context, page } = await ward.openAs('nurse');
      const keys = new Keys(page);
      await page.goto(ward.at('/patients/new'));
      await page.getByRole('textbox', { name: 'NHS number' }).focus();
      await page.keyboard.type('9990000011');
      await keys.typeInto('Given name', 'Nia');
      await keys.typeInto('Family name', 'Newcomer');
      await keys.typeInto('Day', '7');
      await keys.typeInto('Month', '3');
      await keys.typeInto('Year', '1951');
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: /Enter an NHS number: ten digits/ }).waitFor();

      await page.getByRole('textbox', { name: 'NHS number' }).fill(testNhsNumber(1));
      await keys.activate('Register');
      await page.getByRole('link', { name: /PERSON 1/i }).waitFor();

      await page.getByRole('textbox', { name: 'NHS number' }).fill(testNhsNumber(71));
      await keys.activate('Register');
      await page.waitForURL(/\/flow\/admit\?patient=/);
      await page
        .getByText(/NEWCOMER/i)
        .first()
        .waitFor();
      const asked = { search: 'newcomer' };
      const { items: found } = await ward.administrator.post<PageOf<Patient>>('/api/v1/patients/search', asked);
      expect(found).toMatchObject([{ familyName: 'Newcomer', birthDate: '1951-03-07', stay: null }]);
      await context.close();
    },
    slow,
  );

  it(
    'has a phoned set entered from any of their pages with its characters and twelve keys',
    async () => {
      const { context, page } = await ward.openAs('nurse');
      await open(page, 1, '/contacts');
      const keys = new Keys(page);
      await keys.press('e');
      await enterPhonedSet(page, keys, '37.1');
      expect(keys.pressed).toBeLessThanOrEqual(12);
      await temperatureOf(1, 37.1);
      await context.close();
    },
    slow,
  );

  it(
    'has one entered from signing in, when they are on the page and when they are found by name',
    async () => {
      const { context, page } = await ward.openAs('nurse');
      await page
        .getByRole('link', { name: /^PERSON 1/ })
        .first()
        .waitFor();
      const worst = new Keys(page);
      await worst.tabTo(/^PERSON 1/);
      await worst.press('e');
      await enterPhonedSet(page, worst, '37.2');
      expect(worst.pressed).toBeLessThanOrEqual(12);
      await temperatureOf(0, 37.2);

      await page.goto(ward.at('/'));
      await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
      const phoning = new Keys(page);
      await phoning.press('/');
      await phoning.type('person 3');
      await phoning.press('Enter');
      await page.getByText('1 patient found').waitFor();
      await phoning.press('Enter');
      await page.getByRole('button', { name: 'Enter observations' }).waitFor();
      await phoning.press('e');
      await enterPhonedSet(page, phoning, '37.3');
      expect(phoning.pressed).toBeLessThanOrEqual(12);
      await temperatureOf(2, 37.3);
      await context.close();
    },
    slow,
  );

  /** Fills in the form that is open from its first field on: the letters of air and of alert are characters of the set. */
  async function enterPhonedSet(page: Page, keys: Keys, temperature: string): Promise<void> {
    await page
      .getByRole('textbox', { name: /^Respiration rate/ })
      .and(page.locator(':focus'))
      .waitFor();
    for (const [nth, typed] of ['17', '96', 'a', '128', '79', '81', 'a', temperature].entries()) {
      if (nth > 0) await keys.press('Tab');
      await keys.type(typed);
    }
    await keys.press('Enter');
    await page.getByText('8 observations were sent.').waitFor();
  }

  async function temperatureOf(index: number, value: number): Promise<void> {
    await eventually(
      async () => ward.administrator.all<ChartedObservation>(`/api/v1${pathOf(index)}/observations`),
      (all) => all.some((one) => one.code === 'temperature' && one.value === value),
    );
  }

  it(
    'is not entered for by a single key where the person has turned such keys off',
    async () => {
      const { context, page } = await ward.openAs('nurse');
      await page.goto(ward.at('/preferences'));
      await page.getByLabel(/^Single keys/).uncheck();
      await open(page, 1);
      await page.getByRole('button', { name: 'Enter observations' }).waitFor();
      await page.keyboard.press('e');
      await page.keyboard.press('/');
      expect(await page.getByRole('heading', { name: 'Enter observations' }).count()).toBe(0);
      expect(await page.locator('input:focus').count()).toBe(0);
      await context.close();
    },
    slow,
  );

  it.each([
    ['on a telephone', { width: 320, height: 640 }],
    ['at 200 % zoom', { width: 640, height: 450 }],
    ['on a small laptop', { width: 1024, height: 700 }],
  ])(
    'has the open alert with its button within the first screen, %s',
    async (_name, viewport) => {
      const { context, page } = await ward.openAs('nurse', { viewport });
      await open(page, 0);
      const button = page.getByRole('button', { name: /^Acknowledge the most urgent/ });
      await button.waitFor();
      const banner = await page.getByRole('region', { name: 'Patient', exact: true }).boundingBox();
      const box = await button.boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
      if (viewport.height === 640) expect(banner?.height).toBeLessThanOrEqual(viewport.height / 3);
      await context.close();
    },
    slow,
  );

  it(
    'has contacts that are entered, changed and removed by keys alone, and called first from every page',
    async () => {
      const { context, page } = await ward.openAs('nurse');
      const keys = new Keys(page);
      const contacts = async (): Promise<readonly Contact[]> =>
        (await ward.administrator.get<{ items: Contact[] }>(`/api/v1${pathOf(0)}/contacts`)).items;
      await open(page, 0, '/contacts');
      await keys.activate('Add a contact…');
      await keys.typeInto('Name', 'Dora Daughter');
      await keys.typeInto(/^Telephone/, '01632 960123');
      await keys.tabTo('Call first');
      await page.keyboard.type('y');
      await keys.activate('Save contact');
      await page.getByRole('link', { name: '01632 960123' }).first().waitFor();
      expect(await contacts()).toMatchObject([{ name: 'Dora Daughter', preferred: true }]);
      await open(page, 0, '/stays');
      await page.getByRole('region', { name: 'Patient', exact: true }).getByText('01632 960123').waitFor();

      await open(page, 0, '/contacts');
      await keys.activate('Change Dora Daughter');
      await keys.typeInto(/^Relationship/, 'daughter');
      await keys.activate('Save contact');
      await page.getByRole('button', { name: 'Remove Dora Daughter' }).waitFor();
      expect(await contacts()).toMatchObject([{ relationship: 'daughter' }]);

      await keys.activate('Remove Dora Daughter');
      await keys.activate('Remove contact');
      await page.getByText('No contact has been entered yet.').waitFor();
      expect(await contacts()).toEqual([]);
      await context.close();
    },
    slow,
  );

  it(
    'has calls recorded by keys alone, which a colleague sees without a reload, and which are retracted with a reason',
    async () => {
      const { context, page } = await ward.openAs('nurse');
      const keys = new Keys(page);
      const other = await ward.openAs('prescriber');
      await open(page, 1, '/contacts');
      await open(other.page, 1, '/contacts');
      await other.page.getByText('Nothing has been written yet.').waitFor();
      await keys.activate('Write a note, or record a call…');
      await keys.tabTo('What it is');
      await page.keyboard.type('an att');
      await keys.tabTo('How it went');
      await page.keyboard.press('ArrowDown');
      await keys.typeInto(/^What is to be known/, 'Rang out');
      await keys.activate('Save note');
      await page.getByText('Rang out').waitFor();
      await other.page.getByText('Rang out').waitFor();
      await other.page.getByText(/Called another number/).waitFor();
      const [note] = await ward.administrator.all<Note>(`/api/v1${pathOf(1)}/notes`);
      expect(note).toMatchObject({ kind: 'call', by: { name: 'Neil Barrow' }, text: 'Rang out' });

      await keys.activate(/^Retract/);
      await page.keyboard.type('Wrong patient');
      await keys.activate('Retract note');
      await other.page.getByText(/Retracted by Neil Barrow .*: Wrong patient/).waitFor();
      await other.context.close();
      await context.close();
    },
    slow,
  );

  it(
    'is taken on and handed back by keys alone, and a colleague sees it',
    async () => {
      const { context, page } = await ward.openAs('nurse');
      const keys = new Keys(page);
      const other = await ward.openAs('prescriber');
      await open(page, 1, '/history');
      await open(other.page, 1, '/stays');
      await keys.activate('I have this patient');
      await other.page.getByText(/^Neil Barrow has this patient since/).waitFor();
      await keys.activate('Hand back');
      await other.page.getByText(/said that they have this patient/).waitFor();
      await page.getByRole('cell', { name: 'Neil Barrow' }).first().waitFor();
      await other.context.close();
      await context.close();
    },
    slow,
  );

  it(
    'gets a device from stock, and gives it back, by keys alone',
    async () => {
      const gatewayId = ward.gateway.gatewayId;
      await ward.administrator.post('/api/v1/devices', { deviceId: 'cuff-9', gatewayId, kind: 'blood-pressure-cuff' });
      const { context, page } = await ward.openAs('nurse');
      const keys = new Keys(page);
      await open(page, 2, '/devices');
      await keys.activate('Issue a device…');
      await keys.tabTo('Device in stock');
      await page.getByRole('option', { name: /cuff-9/ }).waitFor({ state: 'attached' });
      await page.keyboard.press('ArrowDown');
      await keys.activate('Issue');
      await page
        .getByRole('listitem')
        .filter({ hasText: 'cuff-9' })
        .getByText(/Issued/)
        .waitFor();
      await keys.activate(/^It is back in stock cuff-9/);
      await page.getByRole('listitem').filter({ hasText: 'cuff-9' }).waitFor({ state: 'detached' });
      await context.close();
    },
    slow,
  );

  it(
    'before the admission has no stay on any page, and nothing of now that does not say so',
    async () => {
      const { context, page } = await ward.openAs('nurse');
      for (const tab of ['', '/charts', '/plan', '/contacts', '/devices', '/stays', '/history']) {
        await page.goto(ward.at(`${pathOf(0, tab)}?asOf=${beforeAdmission}`));
        await page.getByRole('navigation', { name: 'This patient' }).waitFor();
        await eventually(
          async () => page.locator('.hw-loading').count(),
          (waiting) => waiting === 0,
        );
        await page.getByText('Not on a ward').waitFor();
        expect(await page.getByText(/admitted/i).count()).toBe(0);
        const changing =
          /Acknowledge|Enter observations|ischarge|Transfer|eave…|Write a note|Add a contact|Issue|I have this patient/;
        expect(await page.getByRole('button', { name: changing }).count()).toBe(0);
      }
      await context.close();
    },
    slow,
  );

  it(
    'comes and goes by mouse: referred, triaged, waiting, admitted, dragged to another ward, on leave, back, discharged',
    async () => {
      const { context, page } = await ward.openAs('nurse');
      const beginTransfer = async (): Promise<void> => {
        const bed = page.getByRole('listitem').filter({ hasText: 'TRAVELLER' }).first();
        await bed.dragTo(page.locator('main').getByRole('listitem').filter({ hasText: 'Ward 1' }));
        await page
          .getByRole('dialog')
          .getByLabel(/^To which ward/)
          .waitFor();
      };
      const going = await comingAndGoing(ward.administrator, 91);
      await comeAndGo({ ward, page, hands: new PointerHands(page) }, going, { beginTransfer });
      await context.close();
    },
    3 * slow,
  );

  it(
    'is discharged from their stays by keys alone, with where to and why; the past still has the stay',
    async () => {
      const { context, page } = await ward.openAs('nurse');
      const keys = new Keys(page);
      const other = await ward.openAs('prescriber');
      await open(page, 2, '/stays');
      await open(other.page, 2, '/stays');
      const during = new Date().toISOString();
      await keys.activate(/^Discharge…/);
      const dialog = page.getByRole('dialog', { name: 'Discharge' });
      await dialog.getByText(/Kit to fetch: .*wrist-3/).waitFor();
      await keys.activate('Discharge');
      await dialog.getByRole('link', { name: 'Enter why the stay ends' }).waitFor();
      await keys.typeInto('Reason', 'Well again');
      await keys.activate('Discharge');
      await page.getByRole('link', { name: 'Admit to a ward' }).waitFor();
      await other.page.getByRole('definition').filter({ hasText: 'Well again' }).waitFor();
      await page.goto(ward.at(`${pathOf(2, '/stays')}?asOf=${during}`));
      await page.getByText('These stays had begun then, and are shown as they were.').waitFor();
      await page.getByText('What happened during this stay').waitFor();
      expect(await page.getByText('Well again').count()).toBe(0);
      await other.context.close();
      await context.close();
    },
    slow,
  );
});
