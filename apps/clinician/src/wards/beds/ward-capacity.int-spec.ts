/** Real: HTTP, Postgres. A test's own: the clock. */
import {
  type BedFigures,
  type Closure,
  instant,
  type Page,
  type Problem,
  type Ward,
  type WardCapacity,
  WardId,
} from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('The beds of a ward', () => {
  let clinician: RunningClinician;
  let coordinator: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    coordinator = await clinician.as('coordinator');
  }, 60_000);
  afterAll(() => clinician.stop());

  const later = (ms: number): string => instant(clinician.clock.now().getTime() + ms);
  const set = (wardId: WardId, body: object) =>
    coordinator.put<WardCapacity & Problem>(`/v1/wards/${wardId}/capacity`, { reason: 'A nurse more', ...body });
  const close = (wardId: WardId, body: object) =>
    coordinator.post<Closure & Problem>(`/v1/wards/${wardId}/closures`, { reason: 'No staff', ...body });
  const figures = async (wardId: WardId, query: Record<string, string> = {}): Promise<BedFigures> =>
    (await coordinator.get<BedFigures>(`/v1/wards/${wardId}/capacity?${new URLSearchParams(query).toString()}`)).body;
  const openedWard = async (beds = 10): Promise<WardId> => {
    const wardId = await createWard(coordinator, beds);
    clinician.clock.advance(day);
    return wardId;
  };

  it('change from a time on, and what held before stays', async () => {
    const wardId = await openedWard();
    const [yesterday, tomorrow] = [later(-1), later(day)];
    expect(await set(wardId, { beds: 12, staffedBeds: 11 })).toMatchObject({ status: 200, body: { beds: 12 } });
    await set(wardId, { beds: 20, from: tomorrow, kits: 25 });
    expect(await figures(wardId)).toMatchObject({ beds: 12, staffedBeds: 11, kits: null, free: 12 });
    expect(await figures(wardId, { at: yesterday })).toMatchObject({ beds: 10, staffedBeds: null });
    expect(await figures(wardId, { at: tomorrow })).toMatchObject({ beds: 20, kits: 25, staffedBeds: null });
    expect((await coordinator.get<Ward>(`/v1/wards/${wardId}`)).body.beds).toBe(12);
    const history = await coordinator.get<Page<WardCapacity>>(`/v1/wards/${wardId}/capacity/history`);
    expect(history.body.items.map(({ beds, reason, by }) => [beds, reason, by.name])).toEqual([
      [10, 'The ward was opened.', 'A coordinator'],
      [12, 'A nurse more', 'A coordinator'],
      [20, 'A nurse more', 'A coordinator'],
    ]);
    clinician.clock.advance(day);
    expect((await coordinator.get<Ward>(`/v1/wards/${wardId}`)).body).toMatchObject({ beds: 20, kits: 25 });
  });

  it('are as they were known then, and as they are known to have been since', async () => {
    const wardId = await openedWard();
    const noon = later(0);
    clinician.clock.advance(day);
    await set(wardId, { beds: 7, from: noon, reason: 'It was so yesterday already' });
    expect(await figures(wardId, { at: noon })).toMatchObject({ beds: 7 });
    expect(await figures(wardId, { at: noon, asOf: noon })).toMatchObject({ beds: 10 });
  });

  it('are closed for a time or until that is ended, and open again by themselves', async () => {
    const wardId = await openedWard();
    const started = later(0);
    await close(wardId, { beds: 2, until: later(day) });
    const { body: open } = await close(wardId, { beds: 3 });
    expect(await figures(wardId)).toMatchObject({ beds: 10, closed: 5, open: 5, free: 5 });
    clinician.clock.advance(minute);
    const ended = await coordinator.post<Closure>(`/v1/wards/${wardId}/closures/${open.id}/end`, { reason: 'Staffed' });
    expect(ended).toMatchObject({ status: 200, body: { ended: { reason: 'Staffed', by: { name: 'A coordinator' } } } });
    expect(await figures(wardId)).toMatchObject({ closed: 2 });
    expect(await figures(wardId, { at: started })).toMatchObject({ closed: 5 });
    expect(await figures(wardId, { at: later(day), asOf: started })).toMatchObject({ closed: 3 });
    const again = await coordinator.post(`/v1/wards/${wardId}/closures/${open.id}/end`, { reason: 'Staffed' });
    expect(again).toMatchObject({ status: 409, body: { code: 'closure-already-ended' } });
    const { body } = await coordinator.get<Page<Closure>>(`/v1/wards/${wardId}/closures?asOf=${started}`);
    expect(body.items.map(({ beds, ended: end }) => [beds, end])).toEqual(
      expect.arrayContaining([
        [2, null],
        [3, null],
      ]),
    );
    clinician.clock.advance(day);
    expect(await figures(wardId)).toMatchObject({ closed: 0, open: 10 });
  });

  it('are looked at again by every screen when they change by themselves', async () => {
    const wardId = await openedWard();
    const changes = async (): Promise<number> => {
      const { rows } = await clinician.database.pool.query<{ count: number }>(
        'select count(*)::int as count from live_batch where position($1 in changes::text) > 0',
        [wardId],
      );
      return rows[0]?.count ?? 0;
    };
    await close(wardId, { beds: 2, from: later(day) });
    const before = await changes();
    clinician.clock.advance(day);
    expect(await eventually(changes, (count) => count > before)).toBe(before + 1);
  });

  it('may be fewer than the patients, and are then over', async () => {
    const wardId = await openedWard(2);
    for (let bed = 1; bed <= 2; bed += 1)
      await admit(coordinator, { patientId: await registerPatient(coordinator), wardId });
    expect(await set(wardId, { beds: 1, reason: 'A nurse less' })).toMatchObject({ status: 200 });
    expect(await figures(wardId)).toMatchObject({
      ...{ beds: 1, occupied: 2, free: 0, overCapacity: 1, overrides: 0 },
      ...{ occupancy: 2, occupancyShown: '100%*' },
    });
  });

  it.each([
    ['capacity', { beds: 5, from: '2020-01-01T00:00:00Z' }, 422, 'capacity-refused', 'from'],
    ['capacity', { beds: -1 }, 400, 'invalid-request', 'beds'],
    ['capacity', { beds: 2.5 }, 400, 'invalid-request', 'beds'],
    ['capacity', { beds: 5, reason: ' ' }, 400, 'invalid-request', 'reason'],
    ['capacity', { beds: 5, from: '2027-02-29T08:00:00Z' }, 400, 'invalid-request', 'from'],
    ['capacity', { beds: 5, from: 'tomorrow' }, 400, 'invalid-request', 'from'],
    ['closures', { beds: 11 }, 422, 'capacity-refused', 'beds'],
    ['closures', { beds: 0 }, 400, 'invalid-request', 'beds'],
    [
      'closures',
      { beds: 1, from: '2027-01-02T00:00:00Z', until: '2027-01-01T00:00:00Z' },
      422,
      'capacity-refused',
      'until',
    ],
    ['closures', { beds: 1, until: '2026-01-01T00:00:00Z' }, 422, 'capacity-refused', 'until'],
  ])('are not changed by %s %j: what is wrong is said', async (what, body, status, code, path) => {
    const wardId = await openedWard();
    const answer = what === 'capacity' ? await set(wardId, body) : await close(wardId, body);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body.errors?.map((error) => error.path)).toEqual([path]);
    expect(await figures(wardId)).toMatchObject({ beds: 10, closed: 0 });
  });

  it('are of a ward that there is, and not of tomorrow as known tomorrow', async () => {
    const nowhere = WardId.parse('3f333df6-90a4-4fda-8dd3-9485d27cee36');
    expect(await set(nowhere, { beds: 3 })).toMatchObject({ status: 404, body: { code: 'ward-not-found' } });
    expect(await coordinator.get(`/v1/wards/${nowhere}/capacity`)).toMatchObject({ status: 404 });
    const wardId = await openedWard();
    expect(await coordinator.get(`/v1/wards/${wardId}/capacity?asOf=${later(day)}`)).toMatchObject({
      status: 422,
      body: { code: 'as-of-in-future' },
    });
    const end = await coordinator.post(`/v1/wards/${wardId}/closures/${nowhere}/end`, { reason: 'Staffed' });
    expect(end).toMatchObject({ status: 404, body: { code: 'closure-not-found' } });
  });

  it('belong to a ward that says whose it is, whom it serves and when', async () => {
    const described = {
      organisation: 'RRF',
      pathways: ['frailty'],
      population: 263_000,
      hours: { from: '08:00', until: '20:00' },
    };
    const asked = { name: 'Lungs at home', beds: 5, staffedBeds: 4, ...described };
    const { body: ward, status } = await coordinator.post<Ward>('/v1/wards', asked);
    expect([status, ward]).toMatchObject([201, { ...described, beds: 5, staffedBeds: 4, revision: 1 }]);
    const renamed = await coordinator.put<Ward>(
      `/v1/wards/${ward.id}`,
      { name: 'Heart at home', pathways: null },
      { 'if-match': '"1"' },
    );
    expect(renamed).toMatchObject({
      status: 200,
      body: { ...described, name: 'Heart at home', pathways: null, beds: 5, revision: 2 },
    });
    const stale = await coordinator.put(`/v1/wards/${ward.id}`, { name: 'Late' }, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'changed-meanwhile' } });
    const wrong = await coordinator.put<Problem>(`/v1/wards/${ward.id}`, { organisation: 'rrf', hours: { from: '8' } });
    expect(wrong.status).toBe(400);
  });
});
