/** Real: HTTP, Postgres, two clinician services on one database. A test's own: the clock. */
import {
  Benefits,
  Capacity,
  type CapacitySnapshot,
  CapacitySnapshots,
  CapacityTargets,
  type Problem,
  PublicCapacity,
  PublishedSeries,
  type StayId,
  type TechnicalAlert,
  type Page,
  type WardId,
} from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Caller, registerPatient, type RunningClinician, startClinician } from '../running-clinician.harness.ts';
import { SnapshotsService } from './snapshots/snapshots.service.ts';

const minute = 60_000;
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const series = readFileSync(
  join(import.meta.dirname, '../../../../libs/capacity/data/national-virtual-ward-series.csv'),
  'utf8',
);

describe('Capacity', () => {
  let clinician: RunningClinician;
  let operations: Caller;
  let coordinator: Caller;
  let small: WardId;
  let full: WardId;
  let stays: readonly StayId[];

  const open = async (ward: object): Promise<WardId> =>
    (await operations.post<{ id: WardId }>('/v1/wards', ward)).body.id;
  const admit = async (wardId: WardId, more: object = {}): Promise<StayId> => {
    const patientId = await registerPatient(coordinator);
    const stay = { patientId, wardId, pathway: 'acute-respiratory', entry: 'step-up', ...more };
    return (await coordinator.post<{ id: StayId }>('/v1/stays', stay)).body.id;
  };
  const capacity = async (query = ''): Promise<Capacity> =>
    Capacity.parse((await operations.get(`/v1/capacity${query}`)).body);
  const snapshots = async (query = ''): Promise<readonly CapacitySnapshot[]> =>
    CapacitySnapshots.parse((await operations.get(`/v1/capacity/snapshots${query}`)).body).items;
  const at = (time: string): void => {
    clinician.clock.set(new Date(time));
  };
  const put = (csv: string): Promise<Response> =>
    clinician.tokenFor('operations').then((token) =>
      fetch(`${clinician.url}/api/v1/capacity/published`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
        body: csv,
      }),
    );

  beforeAll(async () => {
    clinician = await startClinician({ CAPACITY_PUBLIC_REQUESTS_PER_MINUTE: '3' });
    [operations, coordinator] = await Promise.all([clinician.as('operations'), clinician.as('coordinator')]);
    // The day before clocks go forward in London.
    at('2027-03-27T07:00:00Z');
    await operations.put('/v1/organisations/QQQ', { name: 'A system', kind: 'system', parent: null });
    await operations.put('/v1/organisations/PLACE1', { name: 'A place', kind: 'place', parent: 'QQQ' });
    await operations.put('/v1/organisations/TRUST1', { name: 'A trust', kind: 'provider', parent: 'PLACE1' });
    full = await open({ name: 'Full ward', beds: 5, organisation: 'TRUST1', population: 10_000 });
    small = await open({ name: '=SUM(1), a small one', beds: 30 });
    stays = [await admit(full), await admit(full), await admit(full), await admit(full), await admit(full)];
    await admit(full, { entry: 'step-down', overCapacityReason: 'The other wards are closed' });
    await admit(small, { pathway: 'frailty' });
  }, 60_000);
  afterAll(() => clinician.stop());

  it('is counted by ward, organisation and pathway', async () => {
    const { total, wards, organisations, pathways } = await capacity();
    expect(total).toMatchObject({ beds: 35, occupied: 7, free: 29, overCapacity: 1, overrides: 1, admissions: 7 });
    expect(total).toMatchObject({
      admissionsByStep: { up: 6, down: 1, unknown: 0 },
      acuityLoad: 7,
      occupancyShown: '20.0%',
    });
    const [smallOne, fullOne] = wards;
    expect(smallOne).toMatchObject({ wardId: small, figures: { occupied: 1, free: 29 } });
    expect(fullOne).toMatchObject({
      organisation: 'TRUST1',
      figures: { occupancy: 1.2, occupancyShown: '100%*', free: 0 },
    });
    expect(organisations.map(({ name, kind, figures }) => [name, kind, figures.occupied])).toEqual([
      ['A place', 'place', 6],
      ['A system', 'system', 6],
      ['A trust', 'provider', 6],
    ]);
    expect(pathways).toEqual([
      { pathway: 'acute-respiratory', occupied: 6, onLeave: 0, waiting: 0, admissions: 6, discharges: 0 },
      { pathway: 'frailty', occupied: 1, onLeave: 0, waiting: 0, admissions: 1, discharges: 0 },
    ]);
    expect(await clinician.metrics.metrics()).toMatch(/homeward_ward_occupancy_ratio\{.*Full ward"\} 1\.2/);
  });

  it('gives every metric that the queries of the dashboard name', async () => {
    const dashboard = readFileSync(join(import.meta.dirname, '../../../../docker/grafana/capacity.json'), 'utf8');
    const queries = [...dashboard.matchAll(/"(?:expr|query)": "((?:[^"\\]|\\.)*)"/g)].map(([, query = '']) => query);
    const named = new Set(queries.flatMap((query) => query.match(/homeward_\w+/g) ?? []));
    const given = new Set((await clinician.metrics.metrics()).match(/^homeward_\w+(?=\{)/gm));
    expect(named.size).toBeGreaterThan(5);
    expect([...named].filter((name) => !given.has(name))).toEqual([]);
  });

  it('is told to operations in numbers alone: neither who is in a bed nor what was read', async () => {
    const { body } = await operations.get(`/v1/wards/${full}/capacity`);
    expect(Object.values(body as object).filter((value) => typeof value === 'string')).toHaveLength(2);
    expect(JSON.stringify([body, await capacity()])).not.toMatch(/Byron|patientId|stayId|takenAt/);
    const closed = [
      '/v1/stays',
      '/v1/referrals',
      '/v1/patients',
      `/v1/wards/${full}/board`,
      `/v1/stays/${stays[0] ?? ''}`,
    ];
    for (const path of closed) expect([path, (await operations.get(path)).status]).toEqual([path, 403]);
  });

  it('refuses an organisation that would be above itself', async () => {
    const answer = await operations.put<Problem>('/v1/organisations/QQQ', {
      name: 'x',
      kind: 'system',
      parent: 'TRUST1',
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'organisation-cycle', errors: [{ path: 'parent' }] } });
    const nurse = await clinician.as('nurse');
    expect((await nurse.put('/v1/organisations/QQQ', { name: 'x', kind: 'system', parent: null })).status).toBe(403);
  });

  it('notifies operations of a full ward, until there is room again', async () => {
    const alerts = async (): Promise<readonly TechnicalAlert[]> =>
      // Without scoring there are others, such as of plans that are not followed.
      (await operations.get<Page<TechnicalAlert>>('/v1/technical-alerts')).body.items.filter(
        ({ kind }) => kind === 'ward-near-capacity',
      );
    clinician.clock.advance(minute);
    const [raised] = await eventually(alerts, (items) => items.length > 0);
    expect(raised).toMatchObject({
      subjectId: full,
      words: 'The ward “Full ward” has no free bed: of 5 beds, 6 are occupied and 0 are reserved.',
    });
    const [first = '', second = ''] = stays;
    await coordinator.post(`/v1/stays/${first}/discharge`, { destination: 'usual-place-of-residence' });
    await coordinator.post(`/v1/stays/${second}/discharge`, { destination: 'hospital-admission' });
    clinician.clock.advance(minute);
    const [resolved] = await eventually(alerts, (items) => items.every(({ resolvedAt }) => resolvedAt !== null));
    expect(resolved?.words).toMatch(/It was so until 07:02/);
  });

  it('has a snapshot of each ward at 08:00 in London, made once by two processes, and from history after an outage', async () => {
    const other = await clinician.beside();
    const makeBoth = (): Promise<unknown> =>
      Promise.all([clinician, other].map((one) => one.get(SnapshotsService).makeMissing(clinician.clock.now())));
    at('2027-03-27T08:01:00Z');
    await makeBoth();
    expect((await snapshots()).map(({ wardName, patients, madeFrom }) => [wardName, patients, madeFrom])).toEqual([
      ['=SUM(1), a small one', 1, 'live'],
      ['Full ward', 4, 'live'],
    ]);
    await admit(full, { pathway: 'frailty' });
    at('2027-03-30T12:00:00Z');
    await makeBoth();
    await other.stop();
    const ofFull = await snapshots(`?wardId=${full}`);
    expect(ofFull.map(({ at: made, patients, madeFrom }) => `${made} ${String(patients)} ${madeFrom}`)).toEqual([
      '2027-03-27T08:00:00.000Z 4 live',
      '2027-03-28T07:00:00.000Z 5 history',
      '2027-03-29T07:00:00.000Z 5 history',
      '2027-03-30T07:00:00.000Z 5 history',
    ]);
    expect(ofFull[1]).toMatchObject({ capacity: 5, occupancy: 1, occupancyShown: '100.0%', capacityPer100k: 50 });
    expect(await snapshots('?from=2027-03-27&until=2027-03-30')).toHaveLength(8);
    expect(await snapshots('?every=week')).toEqual([]);
    expect((await capacity('?at=2027-03-27T07:00:30Z')).total.occupied).toBe(7);
  });

  it('is given in the columns of the published table, as text and as a workbook', async () => {
    const csv = await (await operations.stream('/v1/capacity/snapshots', { accept: 'text/csv' })).text();
    const [heading, first, second] = csv.split('\r\n');
    expect(heading).toBe(
      'month,region,region_code,icb_code,name,capacity,capacity_per_100k,population_16_plus,patients,occupancy,date,true_occupancy,made_from',
    );
    expect(first).toMatch(/^2027-03,,,,"'=SUM\(1\), a small one",30,,,1,0\.033,2027-03-27,0\.0333\d*,live$/);
    expect(second).toBe('2027-03,,,QQQ,Full ward,5,50,10000,4,0.8,2027-03-27,0.8,live');
    const workbook = await operations.stream('/v1/capacity/snapshots', { accept: xlsx });
    expect(workbook.headers.get('content-type')).toBe(xlsx);
    expect(
      Buffer.from(await workbook.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });

  it('is public for a token with its scope, which is good for nothing else, without small numbers', async () => {
    const system = await clinician.system('capacity:read');
    const figures = PublicCapacity.parse((await system.get('/v1/capacity/public')).body);
    expect(figures.wards).toEqual([
      {
        ...{ name: '=SUM(1), a small one', organisation: null, beds: 30, open: 30, pathways: [] },
        ...{ occupied: null, free: null, occupancyShown: null },
      },
      {
        ...{ name: 'Full ward', organisation: 'TRUST1', beds: 5, open: 5, pathways: [] },
        ...{ occupied: 5, free: 0, occupancyShown: '100.0%' },
      },
    ]);
    expect(figures.total).toEqual({ beds: 35, open: 35, occupied: null, free: null, occupancyShown: null });
    for (const path of ['/v1/capacity', '/v1/wards', '/v1/stays', '/v1/capacity/snapshots']) {
      expect([path, (await system.get(path)).status]).toEqual([path, 403]);
    }
    expect((await operations.get('/v1/capacity/public')).status).toBe(403);
    await system.get('/v1/capacity/public');
    await system.get('/v1/capacity/public');
    const refused = await system.get<Problem>('/v1/capacity/public');
    expect(refused).toMatchObject({ status: 429, body: { code: 'capacity-rate-exceeded' } });
    expect(refused.headers.get('retry-after')).toBe('60');
  });

  it('stands beside the published national series, which is taken whole or not at all', async () => {
    const [heading = '', ...rows] = series.split(/\r?\n/);
    const bad = [heading, rows[0], rows[1]?.replace(',269,', ',many,')].join('\n');
    const refused = await put(bad);
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      {
        code: 'published-table-refused',
        errors: [{ path: 'row 3, capacity', message: 'found "many", expected a whole number' }],
      },
    ]);
    expect(await (await put(series)).json()).toEqual({
      rows: 172,
      months: ['2023-07', '2023-09', '2023-11', '2024-01'],
    });
    expect((await put(series)).status).toBe(200);
    const { items } = PublishedSeries.parse((await operations.get('/v1/capacity/published')).body);
    expect(items).toHaveLength(172);
    expect(items[10]).toMatchObject({ capacity: 108, patients: 148, occupancy: 148 / 108, occupancyShown: '*' });
  });

  it('stands beside plans that disagree, and beside what they claim', async () => {
    const targets = CapacityTargets.parse((await operations.get('/v1/capacity/targets')).body);
    expect(targets.items.map(({ beds }) => beds)).toEqual([500, 750, 344, 430]);
    const [first] = targets.items;
    const twice = await operations.put<Problem>('/v1/capacity/targets', { items: [first, first] });
    expect(twice).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    const changed = await operations.put('/v1/capacity/targets', { items: [first] }, { 'if-match': '"0"' });
    expect(changed).toMatchObject({ status: 200, body: { revision: 1 } });
    expect((await operations.put('/v1/capacity/targets', { items: [] }, { 'if-match': '"0"' })).status).toBe(412);

    const claim = { pathway: 'acute-respiratory', bedDaysPerStay: 2, source: 'The plan' };
    const comparison = { daysInHospital: 4.5, source: 'The trust in 2025' };
    await operations.put('/v1/capacity/claims', { items: [{ ...claim, comparison }] });
    const { rows } = Benefits.parse((await operations.get('/v1/capacity/benefits')).body);
    expect(
      rows.map(({ level, name, claimedBedDays, measuredBedDays }) => [level, name, claimedBedDays, measuredBedDays]),
    ).toEqual([
      ['total', 'All wards', 4, 4.5],
      ['system', 'A system', 4, 4.5],
      ['place', 'A place', 4, 4.5],
      ['provider', 'A trust', 4, 4.5],
      ['ward', 'Full ward', 4, 4.5],
    ]);
    expect(rows[0]?.comparison).toMatch(/Weak evidence: there is no control group/);
  });
});
