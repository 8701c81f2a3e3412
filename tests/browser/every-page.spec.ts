import type { Alert, CapacitySnapshots, Patient, Referral, Rota, StaffMember } from '#libs/contracts';
import { eventually, testNhsNumber } from '#libs/fixtures';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { deteriorating, fullSet } from '../outside/gateway-client.ts';
import { textOfZipEntry } from '../outside/zip-entry.ts';
import { sidewaysScroll, violationsOn } from './fixture-console.ts';
import { describeInChromium } from './describe-in-chromium.ts';
import { patternOf, routePatterns } from './route-table.ts';
import { WardInChromium } from './ward-in-chromium.ts';

/** Captions less than half as wide as their tables, and dates whose day, month and year are not side by side. */
const squeezedOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`[
    ...[...document.querySelectorAll('caption:not(.nhsuk-u-visually-hidden)')]
      .filter((caption) => caption.offsetWidth < caption.parentElement.offsetWidth / 2),
    ...[...document.querySelectorAll('.nhsuk-date-input')]
      .filter((date) => new Set([...date.querySelectorAll('input')].map(({ offsetTop }) => offsetTop)).size > 1),
  ].map(({ innerText }) => innerText)`);

const desk = { width: 1280, height: 900 };
const telephone = { width: 320, height: 640 };

interface Look {
  readonly name: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: 'light' | 'dark';
}

const looks: readonly Look[] = [
  { name: 'light, on a desk', viewport: desk, colorScheme: 'light' },
  { name: 'dark, on a desk', viewport: desk, colorScheme: 'dark' },
  { name: 'light, on a telephone', viewport: telephone, colorScheme: 'light' },
  { name: 'light, at 400 % zoom', viewport: { width: 320, height: 225 }, colorScheme: 'light' },
];

/** What is wrong with the page as it looks so. */
async function faultsOf(page: Page, { name, viewport, colorScheme }: Look): Promise<readonly string[]> {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
  // A chart follows the width of the window a frame or two later.
  const sideways = await eventually(
    () => sidewaysScroll(page),
    (pixels) => pixels === 0,
    { withinMs: 3_000 },
  ).catch(() => sidewaysScroll(page));
  const faults = [
    ...(await violationsOn(page)),
    ...(sideways === 0 ? [] : [`scrolls sideways by ${String(sideways)}`]),
    ...(await squeezedOn(page)).map((words) => `squeezed into a column: ${words}`),
  ];
  return faults.map((fault) => `${name}: ${fault}`);
}

/** Real: everything. Every page of the console, as the people see it who may open it. */
describeInChromium('Every page', () => {
  let ward: WardInChromium;
  let alert: Alert;
  let person: StaffMember;
  let rota: Rota;
  let referral: Referral;

  beforeAll(async () => {
    ward = await WardInChromium.start({ patients: 3 });
    const [ill, well] = ward.patients;
    const now = Date.now();
    await ward.gateway.send(ill.deviceId, fullSet(), { takenAt: new Date(now - 1_200_000) });
    await ward.gateway.send(ill.deviceId, fullSet(deteriorating), { takenAt: new Date(now) });
    if (well !== undefined) await ward.gateway.send(well.deviceId, fullSet(), { takenAt: new Date(now) });
    const administrator = await ward.colleague('administrator');
    person = await administrator.post<StaffMember>('/api/v1/people', { name: 'Ada Marsh', role: 'nurse' });
    const layer = { name: 'Nights', start: '2026-11-23T20:00', handoverTimes: ['20:00'], personIds: [person.id] };
    const [every, restrictTo] = [{ count: 1, unit: 'week' }, [{ days: ['mon', 'sun'], from: '20:00', until: '08:00' }]];
    const layers = [{ ...layer, every, restrictTo }];
    rota = await administrator.post<Rota>('/api/v1/rotas', { name: 'On call', timeZone: 'Europe/London', layers });
    const nurse = await ward.colleague('nurse');
    const referred = {
      givenName: 'Ria',
      familyName: 'Referred',
      birthDate: '1950-02-03',
      nhsNumber: testNhsNumber(95),
    };
    const { id: patientId } = await nurse.post<Patient>('/api/v1/patients', referred);
    // The ward had a patient before it was opened here, so that there are snapshots of days that have gone.
    const [admittedAt, dischargedAt] = [-72, -1].map((hours) => new Date(now + hours * 3_600_000).toISOString());
    const stay = { patientId, pathway: 'frailty', admittedAt, dischargedAt };
    const past = { source: 'another system', beds: 12, stays: [stay] };
    await administrator.post(`/api/v1/wards/${ill.wardId}/past-stays`, past);
    const asked = { source: 'general-practice', step: 'up', urgency: 'urgent', reason: 'Falls at home' };
    referral = await nurse.post<Referral>('/api/v1/referrals', { patientId, pathway: 'frailty', ...asked });
    alert = await eventually(async () => (await nurse.all<Alert>('/api/v1/alerts?state=open'))[0], {
      what: 'an alert',
    });
  }, 180_000);

  afterAll(() => ward.stop(), 60_000);

  const paths = (): readonly string[] => {
    const { patientId, wardId, deviceId } = ward.patients[0];
    const patient = `/patients/${patientId}`;
    return [
      '/now',
      '/tasks',
      '/wards',
      `/wards/${wardId}`,
      `/wards/${wardId}/beds`,
      `/wards/${wardId}/tasks`,
      `/wards/${wardId}/handover`,
      '/alerts',
      '/alerts/mine',
      '/alerts/all',
      '/alerts/history',
      `/alerts/${alert.id}`,
      '/patients#search=person',
      '/patients/new',
      patient,
      `${patient}/charts`,
      `${patient}/charts?view=chart`,
      `${patient}/plan`,
      `${patient}/contacts`,
      `${patient}/devices`,
      `${patient}/stays`,
      `${patient}/history`,
      `${patient}/sbar`,
      `${patient}/merge`,
      '/flow',
      '/flow/admit',
      '/flow/referrals',
      '/flow/referrals?which=ended',
      '/flow/referrals/new',
      `/flow/referrals/${referral.id}`,
      '/flow/discharges',
      '/flow/burden',
      '/flow/capacity',
      '/flow/capacity/wall',
      '/flow/capacity/snapshots',
      '/flow/capacity/forecast',
      '/flow/capacity/targets',
      '/flow/capacity/benefits',
      '/devices',
      '/devices/new',
      `/devices/stock/${deviceId}`,
      '/devices/gateways',
      '/devices/quarantine',
      '/manage',
      '/manage/wards',
      `/manage/wards/${wardId}`,
      '/manage/rule-sets',
      '/manage/rule-sets/news2-2017',
      '/manage/replay-report',
      '/manage/health',
      '/manage/people',
      `/manage/people/${person.id}`,
      '/manage/teams',
      '/manage/rotas',
      `/manage/rotas/${rota.id}`,
      `/manage/rotas/${rota.id}?view=month`,
      '/manage/escalation-policies',
      '/manage/sent-messages',
      '/preferences',
      '/preferences/contact-methods',
    ];
  };

  const settled = async (page: Page, path: string): Promise<void> => {
    await page.goto(ward.at(path));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await eventually(
      async () => page.locator('.hw-loading').count(),
      (waiting) => waiting === 0,
    );
  };

  it('of the table of routes is among those that are looked at here', () => {
    const seen = new Set(paths().map(patternOf));
    expect(routePatterns().filter((pattern) => !seen.has(pattern))).toEqual([]);
  });

  it('is free of accessibility faults, does not scroll sideways, and has room for its captions and dates, in every look', async () => {
    const { context, page } = await ward.openAs('administrator', { reducedMotion: 'reduce' });
    const faults: string[] = [];
    for (const path of paths()) {
      await page.setViewportSize(desk);
      await page.emulateMedia({ colorScheme: 'light' });
      await settled(page, path);
      for (const look of looks) faults.push(...(await faultsOf(page, look)).map((fault) => `${path}, ${fault}`));
    }
    await context.close();
    expect(faults).toEqual([]);
  }, 600_000);

  it('does not scroll sideways when it is opened on a telephone', async () => {
    const { context, page } = await ward.openAs('administrator', { viewport: telephone });
    const wide: string[] = [];
    for (const path of paths()) {
      await settled(page, path);
      if ((await sidewaysScroll(page)) !== 0) wide.push(path);
    }
    await context.close();
    expect(wide).toEqual([]);
  }, 180_000);

  it('for a replay opens the report that `homeward replay` has written, and says what is wrong with another file', async () => {
    const written = await ward.replay('live');
    const { context, page } = await ward.openAs('administrator', { viewport: { width: 320, height: 640 } });
    await settled(page, '/manage/replay-report');
    const choose = (text: string) =>
      page
        .getByLabel('Report file')
        .setInputFiles({ name: 'r.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await choose('{}');
    await page.getByText('r.json is not the report of a replay: rules:').waitFor();
    await choose(written);
    await page.getByRole('table', { name: 'Alerts by tier' }).waitFor();
    await page.getByText('The rules in force come to exactly what was published.').waitFor();
    expect(await page.getByText('is not the report of a replay').count()).toBe(0);
    expect([await violationsOn(page), await sidewaysScroll(page), await squeezedOn(page)]).toEqual([[], 0, []]);
    await page.setViewportSize({ width: 1280, height: 900 });
    expect([await violationsOn(page), await sidewaysScroll(page), await squeezedOn(page)]).toEqual([[], 0, []]);
    await context.close();
  }, 60_000);

  it('of operations has figures, and neither a name nor a reading, on the screen or on the wire', async () => {
    const { context, page } = await ward.openAs('operations');
    const heard: string[] = [];
    page.on('response', (response) => {
      if (!response.url().includes('/api/v1/')) return;
      // Of an answer that the page has left before it came, there is nothing that it could have heard.
      void response.text().then(
        (text) => heard.push(text),
        () => undefined,
      );
    });
    for (const path of [
      '/flow',
      '/flow/burden',
      '/flow/capacity',
      '/flow/capacity/wall',
      '/flow/capacity/snapshots',
      '/flow/capacity/forecast',
      '/flow/capacity/targets',
      '/flow/capacity/benefits',
      '/wards',
      `/wards/${ward.patients[0].wardId}/beds`,
      '/devices',
      '/devices/quarantine',
      '/manage',
      '/manage/health',
    ]) {
      await settled(page, path);
      expect(await page.locator('body').innerText()).not.toMatch(/person \d/i);
    }
    await settled(page, '/flow/burden?days=7');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^alert-burden-.*\.csv$/);
    await page.goto(ward.at(`/patients/${ward.patients[0].patientId}`));
    await page.getByText('is not for your role').waitFor();
    await page.getByRole('link', { name: 'Go to the page where your work begins' }).click();
    await page.getByRole('heading', { level: 1, name: 'Flow' }).waitFor();
    await context.close();
    expect(heard.length).toBeGreaterThan(5);
    expect(heard.filter((text) => /Person|oxygen-saturation/.test(text))).toEqual([]);
  }, 60_000);

  it('of beds has counts alone for operations: neither who is in them nor a way to move them', async () => {
    const { context, page } = await ward.openAs('operations');
    await settled(page, `/wards/${ward.patients[0].wardId}/beds`);
    await page.getByText(/^3 of \d+ beds taken$/).waitFor();
    expect(
      await page
        .getByRole('listitem')
        .filter({ hasText: /person/i })
        .count(),
    ).toBe(0);
    expect(await page.getByRole('button', { name: /^Change/ }).count()).toBe(0);
    await context.close();
  }, 60_000);

  it('of what plans say can be read by a nurse, and not changed', async () => {
    const { context, page } = await ward.openAs('nurse');
    for (const path of ['/flow/capacity/targets', '/flow/capacity/benefits', '/flow/capacity/snapshots']) {
      await settled(page, path);
      expect(await page.getByRole('button', { name: /^(?:Change the|Import a)/ }).count()).toBe(0);
    }
    await context.close();
  }, 60_000);

  it('of snapshots saves them in the columns of the published table, as text and as a workbook', async () => {
    const { wardId } = ward.patients[0];
    const { items } = await eventually(
      async () => ward.administrator.get<CapacitySnapshots>(`/api/v1/capacity/snapshots?wardId=${wardId}`),
      (snapshots) => snapshots.items.length > 0,
      { what: 'the snapshots of days before', withinMs: 90_000, everyMs: 1000 },
    );
    const { context, page } = await ward.openAs('operations');
    await settled(page, `/flow/capacity/snapshots?ward=${wardId}`);
    const fileOf = async (name: string): Promise<Buffer> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name, exact: true }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^capacity-day-until-\d{4}-\d\d-\d\d\.(?:csv|xlsx)$/);
      return readFile(await download.path());
    };
    const [heading, first] = (await fileOf('Download as CSV')).toString('utf8').split('\r\n');
    expect(heading).toMatch(
      /^\uFEFF?month,region,region_code,icb_code,name,capacity,.*,date,true_occupancy,made_from$/,
    );
    expect(first?.split(',')).toEqual(expect.arrayContaining([items[0]?.date, String(items[0]?.capacity), 'history']));
    const workbook = await fileOf('Download as XLSX');
    const words = textOfZipEntry(workbook, 'xl/sharedStrings.xml');
    expect(words).toContain('capacity_per_100k');
    expect(words).toContain(items[0]?.date);
    expect(textOfZipEntry(workbook, 'xl/worksheets/sheet1.xml')).toContain(`<v>${String(items[0]?.capacity)}</v>`);
    await context.close();
  }, 180_000);

  it('of a device says by name who has had it', async () => {
    const { context, page } = await ward.openAs('administrator');
    await settled(page, `/devices/stock/${ward.patients[0].deviceId}`);
    await page
      .getByRole('listitem')
      .getByRole('link', { name: /^PERSON 1/ })
      .waitFor();
    await context.close();
  }, 60_000);

  it('before the patient was registered says so, and shows no stay of today', async () => {
    const { context, page } = await ward.openAs('nurse');
    await page.goto(ward.at(`/patients/${ward.patients[0].patientId}?asOf=2020-01-01T00:00:00.000Z`));
    await page.getByText('The patient was not registered yet then.').waitFor();
    await page.getByText('Not on a ward').waitFor();
    expect(await page.getByText('admitted').count()).toBe(0);
    await context.close();
  }, 60_000);
});
