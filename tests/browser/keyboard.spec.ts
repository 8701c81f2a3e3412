import { readFileSync } from 'node:fs';
import type {
  Alert,
  BenefitClaims,
  CapacityTargets,
  Device,
  Gateway,
  Page as ListPage,
  Patient,
  QuarantinedEntry,
  Role,
  Ward,
} from '#libs/contracts';
import { eventually, testNhsNumber } from '#libs/fixtures';
import type { BrowserContext, Page } from 'playwright-core';
import { deteriorating, fullSet } from '../outside/gateway-client.ts';
import { describeInChromium } from './describe-in-chromium.ts';
import { comeAndGo, comingAndGoing } from './coming-and-going.ts';
import { KeyboardHands } from './hands.ts';
import { Keys } from './keys.ts';
import { patternOf, routePatterns } from './route-table.ts';
import { WardInChromium } from './ward-in-chromium.ts';

const slow = 60_000;

/** Real: everything. What each page of the console is for, by keys alone. */
describeInChromium('By keys alone', () => {
  let ward: WardInChromium;
  let context: BrowserContext;
  let page: Page;
  let keys: Keys;
  let alert: Alert;

  beforeAll(async () => {
    ward = await WardInChromium.start({ patients: 3 });
    const [ill, other] = ward.patients;
    await ward.gateway.send(ill.deviceId, fullSet(deteriorating), { takenAt: new Date() });
    const odd = fullSet({ 'pulse-rate': 310 });
    if (other !== undefined) await ward.gateway.send(other.deviceId, odd, { takenAt: new Date() });
    // What is critical by itself stands with the alert for the score, which has the page.
    const ofScore = ({ conditionKind }: Alert): boolean => conditionKind === 'score';
    alert = await eventually(
      async () => (await ward.administrator.all<Alert>('/api/v1/alerts?state=open')).find(ofScore),
      { what: 'an alert' },
    );
  }, 180_000);

  afterAll(() => ward.stop(), slow);

  afterEach(() => context.close());

  async function signIn(role: Role, path?: string): Promise<void> {
    ({ context, page } = await ward.openAs(role));
    keys = new Keys(page);
    if (path === undefined) return;
    await page.goto(ward.at(path));
    await page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** Read from the service, until it is so. */
  const comesTo = <Answer>(path: string, isSo: (answer: Answer) => boolean) =>
    eventually(async () => ward.administrator.get<Answer>(`/api/v1${path}`), isSo);

  const patientPath = (): string => `/patients/${ward.patients[0].patientId}`;

  /** What is done on each page; and where that is tried, unless it is here. */
  const jobs: Readonly<Record<string, string>> = {
    '/now': 'who is worst, and why, is opened with six keys from signing in',
    '/tasks': 'console-decisions.spec.ts',
    '/wards': 'are reached and read',
    '/wards/:wardId': 'are reached and read',
    '/wards/:wardId/beds': 'a patient is referred',
    '/wards/:wardId/tasks': 'are reached and read',
    '/wards/:wardId/handover': 'are reached and read',
    '/flow': 'are reached and read',
    '/flow/admit': 'a patient is admitted',
    '/flow/referrals': 'are reached and read',
    '/flow/referrals/new': 'a patient is referred',
    '/flow/referrals/:referralId': 'a patient is referred',
    '/flow/discharges': 'are reached and read',
    '/flow/burden': 'are reached and read',
    '/flow/capacity': 'capacity of another time is looked at, snapshots are narrowed down, and what if is asked',
    '/flow/capacity/wall': 'are reached and read',
    '/flow/capacity/snapshots':
      'capacity of another time is looked at, snapshots are narrowed down, and what if is asked',
    '/flow/capacity/forecast':
      'capacity of another time is looked at, snapshots are narrowed down, and what if is asked',
    '/flow/capacity/targets': 'a target and a claim are entered',
    '/flow/capacity/benefits': 'a target and a claim are entered',
    '/alerts': 'alerts.spec.ts',
    '/alerts/mine': 'are reached and read',
    '/alerts/all': 'are reached and read',
    '/alerts/history': 'are reached and read',
    '/alerts/:alertId': 'are reached and read',
    '/patients': 'patients.spec.ts',
    '/patients/new': 'patients.spec.ts',
    '/patients/:patientId': 'patients.spec.ts',
    '/patients/:patientId/charts': 'are reached and read',
    '/patients/:patientId/merge': 'two records of one person are merged',
    '/patients/:patientId/plan': 'a pause is begun and ended',
    '/patients/:patientId/contacts': 'patients.spec.ts',
    '/patients/:patientId/devices': 'patients.spec.ts',
    '/patients/:patientId/stays': 'patients.spec.ts',
    '/patients/:patientId/history': 'are reached and read',
    '/patients/:patientId/sbar': 'are reached and read',
    '/devices': 'are reached and read',
    '/devices/new': 'a device is registered',
    '/devices/stock/:deviceId': 'a device is issued, and is back in stock',
    '/devices/gateways': 'a gateway is registered',
    '/devices/quarantine': 'a reading is released from quarantine',
    '/manage': 'are reached and read',
    '/manage/wards': 'a ward is opened',
    '/manage/wards/:wardId': 'a ward is opened',
    '/manage/rule-sets': 'two rule sets are compared',
    '/manage/rule-sets/:ruleSetKey': 'two rule sets are compared',
    '/manage/replay-report': 'are reached and read',
    '/manage/health': 'are reached and read',
    '/manage/people': 'keyboard-staff.spec.ts',
    '/manage/people/:personId': 'keyboard-staff.spec.ts',
    '/manage/teams': 'keyboard-staff.spec.ts',
    '/manage/rotas': 'keyboard-staff.spec.ts',
    '/manage/rotas/:rotaId': 'keyboard-staff.spec.ts',
    '/manage/escalation-policies': 'keyboard-staff.spec.ts',
    '/manage/sent-messages': 'are reached and read',
    '/preferences': 'single keys are turned off',
    '/preferences/contact-methods': 'keyboard-staff.spec.ts',
  };

  it('is tried what every page of the table of routes is for', async () => {
    await signIn('nurse');
    expect(Object.keys(jobs).toSorted()).toEqual([...routePatterns()].toSorted());
    const files = new Set(Object.values(jobs).filter((job) => job.endsWith('.spec.ts')));
    for (const file of files) {
      expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toMatch(/keys alone|twelve keys/);
    }
  });

  it(
    'who is worst, and why, is opened with six keys from signing in',
    async () => {
      await signIn('nurse');
      const worst = page
        .getByRole('listitem')
        .filter({ hasText: /PERSON 1/ })
        .first();
      await worst.getByText('points)').first().waitFor();
      await keys.activate(/^PERSON 1/);
      await page.getByRole('heading', { level: 1, name: /^PERSON 1/ }).waitFor();
      await page.locator('main').getByText('points)').first().waitFor();
      expect(keys.pressed).toBeLessThanOrEqual(6);
    },
    slow,
  );

  it(
    'pages that are there to be read are reached and read',
    async () => {
      const { wardId } = ward.patients[0];
      const walks = [
        ['/wards', `/wards/${wardId}`, `/wards/${wardId}/beds`, `/wards/${wardId}/tasks`, `/wards/${wardId}/handover`],
        ['/alerts', `/alerts/${alert.id}`],
        ['/alerts', '/alerts/mine', '/alerts/all', '/alerts/history'],
        ['/flow', '/flow/referrals', '/flow/discharges', '/flow/burden'],
        [
          '/flow',
          '/flow/capacity',
          '/flow/capacity/targets',
          '/flow/capacity/benefits',
          '/flow/capacity/wall',
          '/flow/capacity',
        ],
        ['/manage', '/manage/replay-report', '/manage/health'],
        ['/manage', '/manage/sent-messages'],
        ['/devices'],
        ['/wards', `/wards/${wardId}`, patientPath(), `${patientPath()}/charts`, `${patientPath()}/history`],
        ['/wards', `/wards/${wardId}`, patientPath(), `${patientPath()}/sbar`],
      ];
      await signIn('administrator');
      for (const walk of walks) {
        for (const path of walk) {
          await keys.follow(path);
          await page.waitForURL(ward.at(path));
          await page.getByRole('heading', { level: 1 }).waitFor();
          // Reading goes on from the beginning of the page, or of what is most asked there.
          await page.locator('main:focus, main :focus').waitFor();
        }
      }
      const read = new Set(walks.flat().map(patternOf));
      const toRead = Object.entries(jobs).filter(([, job]) => job === 'are reached and read');
      expect(toRead.filter(([pattern]) => !read.has(pattern))).toEqual([]);
    },
    slow,
  );

  it(
    'two records of one person are merged',
    async () => {
      const person = { givenName: 'Tom', familyName: 'Twice', birthDate: '1939-07-08' };
      const [kept, other] = await Promise.all(
        [87, 88].map((number) =>
          ward.administrator.post<Patient>('/api/v1/patients', { nhsNumber: testNhsNumber(number), ...person }),
        ),
      );
      if (kept === undefined || other === undefined) throw new TypeError('Two patients were registered.');
      await signIn('coordinator', `/patients/${kept.id}/merge?with=${other.id}`);
      await keys.typeInto('How you know that they are one person', 'The same person, by telephone');
      await keys.activate('Merge the records');
      await page.waitForURL(ward.at(`/patients/${kept.id}/history`));
      const merges = await ward.administrator.get<{ readonly items: readonly unknown[] }>(
        `/api/v1/patients/${kept.id}/merges`,
      );
      expect(merges.items).toHaveLength(1);
      expect(JSON.stringify(merges.items)).toContain(other.id);
    },
    slow,
  );

  it(
    'a patient is admitted',
    async () => {
      const names = { givenName: 'Una', familyName: 'Waiting', birthDate: '1944-05-06' };
      const { id } = await ward.administrator.post<Patient>('/api/v1/patients', {
        nhsNumber: testNhsNumber(81),
        ...names,
      });
      await signIn('nurse', '/flow/admit');
      await keys.typeInto('Name or NHS number of the patient', 'waiting');
      await page.getByRole('button', { name: /^WAITING/ }).waitFor();
      await keys.activate(/^WAITING/);
      await page.getByRole('heading', { name: 'Admit WAITING, Una' }).waitFor();
      await keys.choose('Pathway', 'fra');
      await keys.activate('Admit');
      await page.waitForURL(ward.at(`/patients/${id}`));
      await comesTo<Patient>(`/patients/${id}`, ({ stay }) => stay?.pathway === 'frailty');
    },
    slow,
  );

  it(
    'a patient is referred, triaged, waits, is admitted, transferred, goes on leave, returns and is discharged',
    async () => {
      const going = await comingAndGoing(ward.administrator, 83);
      await signIn('nurse');
      const hands = new KeyboardHands(page);
      const beginTransfer = async (): Promise<void> => {
        await hands.press(/^Change TRAVELLER/);
        await hands.press(/^Transfer…/);
        await page.getByLabel(/^To which ward/).waitFor();
        await hands.choose(/^To which ward/, going.otherWard);
      };
      await comeAndGo({ ward, page, hands }, going, { beginTransfer });
    },
    3 * slow,
  );

  it(
    'a pause is begun and ended',
    async () => {
      await signIn('prescriber', `${patientPath()}/plan`);
      await keys.activate('Pause…');
      await keys.choose('Why', 'aw');
      await keys.activate('Begin pause');
      await page.getByText('Missing readings raise no alert until then').waitFor();
      await page.getByRole('button', { name: 'End the pause now' }).waitFor();
      await keys.activate('End the pause now');
      await page.getByText('Not paused: readings are waited for.').waitFor();
    },
    slow,
  );

  it(
    'a device is registered',
    async () => {
      await signIn('operations', '/devices/new');
      await keys.typeInto('Id of the device', 'scales-1');
      await keys.choose('Kind', 'sca');
      await keys.activate('Register');
      await page.waitForURL(ward.at('/devices/stock/scales-1'));
      await comesTo<Device>('/devices/scales-1', ({ patientId }) => patientId === null);
    },
    slow,
  );

  it(
    'a device is issued, and is back in stock',
    async () => {
      const gatewayId = ward.gateway.gatewayId;
      await ward.administrator.post('/api/v1/devices', { deviceId: 'cuff-7', gatewayId, kind: 'blood-pressure-cuff' });
      await signIn('nurse', '/devices/stock/cuff-7');
      await keys.activate('Issue to a patient…');
      await keys.typeInto('Name or NHS number', 'person 2');
      await page.getByRole('option', { name: /^PERSON 2/ }).waitFor({ state: 'attached' });
      await keys.choose('Patient', 'per');
      await keys.activate('Issue');
      await comesTo<Device>('/devices/cuff-7', ({ patientId }) => patientId === ward.patients[1]?.patientId);
      await page
        .getByRole('listitem')
        .getByRole('link', { name: /^PERSON 2/ })
        .waitFor();
      await keys.activate('It is back in stock');
      await comesTo<Device>('/devices/cuff-7', ({ patientId }) => patientId === null);
    },
    slow,
  );

  it(
    'capacity of another time is looked at, snapshots are narrowed down, and what if is asked',
    async () => {
      await signIn('operations', '/flow/capacity');
      await keys.typeInto('Figures at another time', '00:05');
      await keys.press('Enter');
      await page.getByText(/^Figures of .+ at 00:05\.$/).waitFor();
      await keys.activate('Back to now');
      await page.getByText('These figures update by themselves.').waitFor();
      await keys.follow('/flow/capacity/snapshots');
      await keys.tabTo('How often');
      await keys.press('ArrowDown');
      await page.waitForURL(/every=week/);
      await keys.follow('/flow/capacity/forecast');
      await keys.typeInto('What if so many beds are closed', '2');
      await keys.typeInto(/^and so many more/, '30');
      await keys.press('Enter');
      await page.waitForURL(/close=2&more=30/);
      await page.getByText('2 beds closed, 30% more arrivals.').first().waitFor();
      await keys.activate('As it is');
      await page.waitForURL((url) => !url.search.includes('close'));
    },
    slow,
  );

  it(
    'a target and a claim are entered',
    async () => {
      await signIn('operations', '/flow/capacity/targets');
      await keys.activate('Change the targets…');
      await keys.activate('Add a target');
      // What was added is before the button that adds; it begins with the plan and the source of the one before.
      for (let back = 0; back < 4; back += 1) await keys.press('Shift+Tab');
      await keys.press('Control+A');
      await keys.type('Winter plan');
      await keys.press('Tab');
      await keys.type('01/12/2026');
      await keys.press('Tab');
      await keys.type('96');
      await keys.activate('Save the targets');
      await page.getByRole('columnheader', { name: 'Winter plan' }).waitFor();
      await comesTo<CapacityTargets>('/capacity/targets', ({ items }) =>
        items.some(({ series, date, beds }) => series === 'Winter plan' && date === '2026-12-01' && beds === 96),
      );
      await keys.follow('/flow/capacity/benefits');
      await keys.activate('Change the claims…');
      await keys.activate('Add a claim');
      for (let back = 0; back < 5; back += 1) await keys.press('Shift+Tab');
      await keys.choose('Pathway', 'fra');
      await keys.typeInto('Bed days that a stay saves', '5.5');
      await keys.typeInto(/^Where the claim is from/, 'Winter plan, page 3');
      await keys.activate('Save the claims');
      await page.getByRole('cell', { name: 'Winter plan, page 3' }).waitFor();
      await comesTo<BenefitClaims>('/capacity/claims', ({ items }) =>
        items.some(({ pathway, bedDaysPerStay }) => pathway === 'frailty' && bedDaysPerStay === 5.5),
      );
    },
    slow,
  );

  it(
    'a gateway is registered',
    async () => {
      await signIn('operations', '/devices/gateways');
      await keys.activate('Register a gateway…');
      await keys.type('Hallway hub');
      await keys.press('Enter');
      await page.getByRole('heading', { name: "The gateway's credential" }).waitFor();
      await keys.tabTo('Copy the password');
      await comesTo<ListPage<Gateway>>('/gateways', ({ items }) => items.some(({ name }) => name === 'Hallway hub'));
    },
    slow,
  );

  it(
    'a reading is released from quarantine',
    async () => {
      await signIn('nurse', '/devices/quarantine');
      await page.getByRole('button', { name: /^Release Pulse 310/ }).waitFor();
      await keys.activate(/^Release Pulse 310/);
      await keys.typeInto('Why it is true', 'Seen on the monitor');
      await keys.activate('Release and score');
      await page.getByText('Seen on the monitor').waitFor();
      await comesTo<ListPage<QuarantinedEntry>>('/quarantine', ({ items }) =>
        items.some(({ released }) => released.some(({ reason }) => reason === 'Seen on the monitor')),
      );
    },
    slow,
  );

  it(
    'a ward is opened, and two of its beds are closed',
    async () => {
      await signIn('administrator', '/manage/wards');
      await keys.activate('Open a ward…');
      await keys.typeInto('Name', 'Harbour ward');
      await keys.typeInto('Beds', '12');
      await keys.press('Enter');
      await page.getByRole('rowheader', { name: 'Harbour ward' }).waitFor();
      await comesTo<ListPage<Ward>>('/wards', ({ items }) =>
        items.some(({ name, beds }) => name === 'Harbour ward' && beds === 12),
      );
      await keys.activate('Harbour ward');
      await page.getByRole('heading', { level: 1, name: 'Harbour ward' }).waitFor();
      await keys.activate('Close beds…');
      await keys.typeInto('How many beds', '2');
      await keys.typeInto('Reason', 'A nurse is ill');
      await keys.activate(/^Close beds$/);
      await page
        .getByText(/A nurse is ill/)
        .first()
        .waitFor();
    },
    slow,
  );

  it(
    'two rule sets are compared',
    async () => {
      await signIn('administrator', '/manage/rule-sets');
      await keys.follow('/manage/rule-sets/news2-2017');
      await page.getByRole('table', { name: 'What it says' }).waitFor();
      await keys.tabTo('Compare with');
      await keys.press('ArrowDown');
      await page.getByRole('table', { name: 'What differs' }).waitFor();
      expect(page.url()).toMatch(/\?compare=/);
    },
    slow,
  );

  it(
    'single keys are turned off',
    async () => {
      await signIn('nurse', '/preferences');
      await keys.tabTo(/^Single keys/);
      await keys.press('Space');
      expect(await page.getByLabel(/^Single keys/).isChecked()).toBe(false);
    },
    slow,
  );
});
