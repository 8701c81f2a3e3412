/** Real: HTTP, Postgres, the Postgres log. */
import {
  type Board,
  type ChartedObservation,
  type Device,
  type GatewayCredential,
  type GatewayId,
  MonitoringPlan,
  type Page,
  type Patient,
  type PatientId,
  type Plan,
  Problem,
  RegisteredDevice,
  type Ward,
} from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
  watchReadings,
} from './running-clinician.harness.ts';

const unknownId = '3f333df6-90a4-4fda-8dd3-9485d27cee36';

describe('The HTTP contract', () => {
  let clinician: RunningClinician;
  let operations: Caller;
  let nurse: Caller;
  let prescriber: Caller;
  const published: { readonly topic: string; readonly value: unknown }[] = [];

  beforeAll(async () => {
    clinician = await startClinician();
    [operations, nurse, prescriber] = await Promise.all([
      clinician.as('operations'),
      clinician.as('nurse'),
      clinician.as('prescriber'),
    ]);
    await clinician.log.subscribe({
      group: 'what-was-published',
      topics: ['monitoring-plans', 'devices', 'gateways'],
      onBatch: ({ topic, records }) => {
        for (const { value } of records) published.push({ topic, value: JSON.parse(value ?? 'null') });
        return Promise.resolve();
      },
    });
  }, 60_000);
  afterAll(() => clinician.stop());

  const publishedOn = async <Event>(topic: string, isWanted: (value: Event) => boolean): Promise<readonly Event[]> =>
    eventually(
      // The topic says what its records are.
      async () =>
        published
          .filter((one) => one.topic === topic)
          .map(({ value }) => value as Event)
          .filter(isWanted),
      (found) => found.length > 0,
    );

  async function aGateway(): Promise<GatewayId> {
    return (await operations.post<GatewayCredential>('/v1/gateways', { name: 'A hub' })).body.gatewayId;
  }
  let devices = 0;
  async function aDevice(): Promise<string> {
    const deviceId = `watch-${String((devices += 1))}`;
    await operations.post('/v1/devices', { deviceId, gatewayId: await aGateway(), kind: 'wearable' });
    return deviceId;
  }

  it('answers a creation with 201, the resource with its id, and where it is', async () => {
    const opened = await operations.post<Ward>('/v1/wards', { name: 'Lungs at home', beds: 3 });
    expect(opened).toMatchObject({ status: 201, body: { name: 'Lungs at home', beds: 3, patients: 0 } });
    const location = opened.headers.get('location') ?? '';
    expect(location).toBe(`/api/v1/wards/${opened.body.id}`);
    expect((await operations.get<Ward>(location.slice('/api'.length))).body).toEqual(opened.body);
  });

  it('shows a patient with the stay and the devices of the moment', async () => {
    const patientId = await registerPatient(nurse, { givenName: 'Grace', familyName: 'Hopper' });
    const wardId = await createWard(operations);
    const stayId = await admit(nurse, { patientId, wardId });
    const deviceId = await aDevice();
    await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId });
    const { body } = await nurse.get<Patient>(`/v1/patients/${patientId}`);
    expect(body).toMatchObject({ familyName: 'Hopper', stay: { id: stayId, wardId }, devices: [deviceId] });
    const { body: board } = await nurse.get<Board>(`/v1/wards/${wardId}/board`);
    expect(board).toMatchObject({ ward: { patients: 1 }, rows: [{ patientId, stayId, score: null, latest: [] }] });
  });

  it('sends gateways, devices and plans to the other services before it answers', async () => {
    const registered = await operations.post<GatewayCredential>('/v1/gateways', { name: 'A hub' });
    expect(registered.body.secret).toHaveLength(43);
    const [gateway] = await publishedOn<{ gatewayId: string }>(
      'gateways',
      (it) => it.gatewayId === registered.body.gatewayId,
    );
    expect(JSON.stringify(gateway)).not.toContain(registered.body.secret);

    const [deviceId, patientId] = [await aDevice(), await registerPatient(nurse)];
    const { body: device } = await nurse.post<Device>(`/v1/devices/${deviceId}/issue`, { patientId });
    expect(device).toMatchObject({ patientId, holdings: [{ patientId, until: null }] });
    const [issued] = await publishedOn<RegisteredDevice>(
      'devices',
      (it) => it.deviceId === deviceId && it.revision === 2,
    );
    expect(RegisteredDevice.parse(issued).holdings).toEqual(device.holdings);
    await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId });
    await nurse.post(`/v1/devices/${deviceId}/recover`);
    const [recovered] = await publishedOn<RegisteredDevice>(
      'devices',
      (it) => it.deviceId === deviceId && it.revision === 3,
    );
    expect(recovered?.holdings).toMatchObject([{ patientId, until: clinician.clock.now().toISOString() }]);

    const wardId = await createWard(operations);
    await admit(nurse, { patientId, wardId });
    const [plan] = await publishedOn<MonitoringPlan>(
      'monitoring-plans',
      (it) => it.patientId === patientId && it.stay !== null,
    );
    expect(MonitoringPlan.parse(plan)).toMatchObject({ revision: 2, stay: { wardId }, exclusion: null });
  });

  it('lets only a prescriber put a patient on scale 2', async () => {
    const patientId = await registerPatient(nurse);
    const path = `/v1/patients/${patientId}/plan`;
    const oxygenScale = { scale: 2, reason: 'Hypercapnic respiratory failure', reviewAt: '2026-12-22T08:00:00+00:00' };
    expect((await nurse.put(path, { oxygenScale })).status).toBe(403);
    const { body } = await prescriber.put<Plan>(path, { oxygenScale });
    expect(body).toMatchObject({ revision: 2, oxygenScale: { scale: 2, prescribedBy: { name: 'A prescriber' } } });
    expect((await nurse.get<Plan>(path)).body).toEqual(body);
    expect((await prescriber.put<Plan>(path, { oxygenScale: null })).body.oxygenScale).toBeNull();
    const past = { oxygenScale: { ...oxygenScale, reviewAt: '2026-01-01T00:00:00Z' } };
    expect(await prescriber.put(path, past)).toMatchObject({ status: 422, body: { code: 'review-in-past' } });
    const early = {
      oxygenScale: { scale: 2, reason: 'COPD', reviewAt: '2099-01-01T00:00:00Z', prescribedAt: '2098-01-01T00:00:00Z' },
    };
    expect(await prescriber.put(path, early)).toMatchObject({ status: 422, body: { code: 'prescribed-in-future' } });
  });

  it('charts what a person enters once, however often it is sent', async () => {
    const patientId = await registerPatient(nurse);
    const path = `/v1/patients/${patientId}/observations`;
    const takenAt = clinician.clock.now().toISOString();
    const entry = { messageId: 'call-1', takenAt, readings: [{ code: 'consciousness', value: 'A' }] };
    const recorded = await nurse.post(path, entry);
    expect(recorded).toMatchObject({ status: 201, body: { patientId, enteredBy: { name: 'A nurse' } } });
    expect((await nurse.post(path, entry)).body).toEqual(recorded.body);
    await nurse.post(path, {
      ...entry,
      messageId: 'call-2',
      readings: [{ code: 'pulse-rate', value: 70, unit: '/min' }],
    });
    const charted = await eventually(
      () => nurse.get<Page<ChartedObservation>>(path),
      ({ body }) => body.items.length >= 2,
    );
    expect(charted.body.items.map(({ code, deviceId }) => [code, deviceId]).toSorted()).toEqual([
      ['consciousness', null],
      ['pulse-rate', null],
    ]);
  });

  it('pages through a history without leaving anything out or showing it twice', async () => {
    const patientId = await registerPatient(nurse);
    const start = clinician.clock.now().getTime();
    const sets = Array.from({ length: 9 }, (_nothing, index) => {
      // Three sets of each time, so that pages end among sets of one time and within a set.
      const at = new Date(start + Math.floor(index / 3) * 1000);
      return { key: patientId, event: watchReadings(patientId, at, { message: `page-${String(index)}` }) };
    });
    await clinician.publish('observations', sets);
    const list = `/v1/patients/${patientId}/observations?limit=5`;
    await eventually(
      () => nurse.get<Page<ChartedObservation>>(`/v1/patients/${patientId}/observations`),
      ({ body }) => body.items.length === 18,
    );
    const seen: ChartedObservation[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: Page<ChartedObservation> } = await nurse.get(
        cursor === '' ? list : `${list}&cursor=${cursor}`,
      );
      seen.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(18);
    const times = seen.map(({ takenAt }) => takenAt);
    expect(times).toEqual(times.toSorted().toReversed());
    const from = encodeURIComponent(new Date(start + 1000).toISOString());
    const { body: pulses } = await nurse.get<Page<ChartedObservation>>(`${list}&code=pulse-rate&from=${from}`);
    expect(pulses.items.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'pulse-rate'));
  });

  it('pages through patients by name', async () => {
    const all: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: Page<Patient> } = await nurse.get(`/v1/patients?limit=2${cursor && `&cursor=${cursor}`}`);
      all.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    const { rows } = await clinician.database.pool.query<{ id: string }>(
      'select id from patient order by family_name, given_name, id',
    );
    expect(all).toEqual(rows.map(({ id }) => id));
  });

  describe('as a problem', () => {
    it.each<[status: number, code: string, ask: (given: Given) => Promise<{ status: number; body: unknown }>]>([
      [404, 'ward-not-found', () => nurse.get(`/v1/wards/${unknownId}`)],
      [404, 'ward-not-found', () => nurse.get(`/v1/wards/${unknownId}/board`)],
      [
        404,
        'ward-not-found',
        (it) => nurse.post('/v1/stays', { patientId: it.patientId, wardId: unknownId, pathway: 'x' }),
      ],
      [404, 'patient-not-found', () => nurse.get(`/v1/patients/${unknownId}`)],
      [404, 'patient-not-found', () => nurse.get(`/v1/patients/${unknownId}/plan`)],
      [404, 'patient-not-found', () => nurse.get(`/v1/patients/${unknownId}/observations`)],
      [404, 'patient-not-found', () => nurse.get(`/v1/patients/${unknownId}/scores`)],
      [
        404,
        'patient-not-found',
        (it) => nurse.post('/v1/stays', { patientId: unknownId, wardId: it.wardId, pathway: 'x' }),
      ],
      [404, 'patient-not-found', (it) => nurse.post(`/v1/devices/${it.deviceId}/issue`, { patientId: unknownId })],
      [404, 'stay-not-found', () => nurse.post(`/v1/stays/${unknownId}/discharge`)],
      [404, 'alert-not-found', () => nurse.post(`/v1/alerts/${unknownId}/acknowledge`)],
      [404, 'task-not-found', () => nurse.get(`/v1/tasks/${unknownId}`)],
      [404, 'task-not-found', () => nurse.post(`/v1/tasks/${unknownId}/complete`)],
      [422, 'as-of-in-future', () => nurse.get('/v1/alerts?asOf=2099-01-01T00:00:00Z')],
      [400, 'invalid-request', () => nurse.get('/v1/alerts?asOf=yesterday')],
      [400, 'invalid-cursor', () => nurse.get('/v1/tasks?cursor=not-ours')],
      [404, 'device-not-found', () => nurse.get('/v1/devices/no-such-device')],
      [
        404,
        'observation-not-found',
        (it) => nurse.post(`/v1/patients/${it.patientId}/observations/${unknownId}/retract`, { reason: 'Loose probe' }),
      ],
      [
        404,
        'patient-not-found',
        () => nurse.post(`/v1/patients/${unknownId}/observations/${unknownId}/retract`, { reason: 'Loose probe' }),
      ],
      [
        404,
        'quarantined-not-found',
        () => nurse.post(`/v1/quarantine/${unknownId}/release`, { path: 'readings.0', reason: 'True' }),
      ],
      [
        404,
        'gateway-not-found',
        () => operations.post('/v1/devices', { deviceId: 'w-9', gatewayId: 'gw-0', kind: 'hub' }),
      ],
      [404, 'pause-not-found', (it) => nurse.post(`/v1/patients/${it.patientId}/pauses/${unknownId}/end`)],
      [404, 'rule-set-not-found', () => nurse.get('/v1/rule-sets/phrenology@1')],
      [409, 'nhs-number-taken', (it) => nurse.post('/v1/patients', it.patient)],
      [
        409,
        'patient-already-admitted',
        ({ patientId, wardId }) => nurse.post('/v1/stays', { patientId, wardId, pathway: 'x' }),
      ],
      [
        409,
        'device-already-registered',
        ({ deviceId, gatewayId }) => operations.post('/v1/devices', { deviceId, gatewayId, kind: 'hub' }),
      ],
      [
        409,
        'device-held-by-another',
        (it) => nurse.post(`/v1/devices/${it.deviceId}/issue`, { patientId: it.otherId }),
      ],
      [
        422,
        'backdating-needs-reason',
        async (it) =>
          nurse.post(`/v1/devices/${await aDevice()}/issue`, {
            patientId: it.patientId,
            issuedAt: '2026-11-21T08:00:00Z',
          }),
      ],
      [404, 'gateway-not-found', () => operations.post('/v1/gateways/gw-0/withdraw', { reason: 'Lost' })],
      [409, 'device-not-held', async () => nurse.post(`/v1/devices/${await aDevice()}/recover`)],
      [400, 'invalid-cursor', () => nurse.get('/v1/wards?cursor=not-ours')],
      [400, 'invalid-request', () => nurse.get('/v1/wards/not-an-id')],
      [400, 'invalid-request', () => nurse.get('/v1/wards?limit=many')],
      [400, 'invalid-request', () => operations.post('/v1/wards', { name: '', beds: 0 })],
      [400, 'invalid-request', () => operations.post('/v1/wards')],
      [400, 'invalid-request', (it) => nurse.post('/v1/patients', { ...it.patient, nhsNumber: '9990000000' })],
      [
        409,
        'patient-not-admitted',
        (it) => nurse.post(`/v1/patients/${it.otherId}/pauses`, { reason: 'away', until: '2026-11-23T08:00:00Z' }),
      ],
      [
        422,
        'pause-refused',
        (it) => nurse.post(`/v1/patients/${it.patientId}/pauses`, { reason: 'away', until: '2020-01-01T00:00:00Z' }),
      ],
      [422, 'plan-refused', (it) => prescriber.put(`/v1/patients/${it.patientId}/plan`, { exclusion: 'under-16' })],
      [422, 'as-of-in-future', (it) => nurse.get(`/v1/wards/${it.wardId}/board?asOf=2099-01-01T00:00:00Z`)],
      [400, 'invalid-request', (it) => nurse.get(`/v1/patients/${it.patientId}?asOf=2026-11-22`)],
      [422, 'readings-refused', (it) => nurse.post(`/v1/patients/${it.patientId}/observations`, it.badReadings)],
    ])('%i %s', async (status, code, ask) => {
      const answer = await ask(await given());
      expect(Problem.parse(answer.body)).toMatchObject({ status, code });
      expect(answer.status).toBe(status);
    });

    interface Given {
      readonly patientId: PatientId;
      readonly otherId: PatientId;
      readonly wardId: string;
      readonly deviceId: string;
      readonly gatewayId: GatewayId;
      readonly patient: object;
      readonly badReadings: object;
    }
    let made: Promise<Given> | undefined;
    const given = (): Promise<Given> => (made ??= make());

    async function make(): Promise<Given> {
      const [patientId, otherId, wardId] = [
        await registerPatient(nurse),
        await registerPatient(nurse),
        await createWard(operations),
      ];
      await admit(nurse, { patientId, wardId });
      const deviceId = await aDevice();
      const { body: device } = await nurse.post<Device>(`/v1/devices/${deviceId}/issue`, { patientId });
      const { body: known } = await nurse.get<Patient>(`/v1/patients/${patientId}`);
      const { nhsNumber, givenName, familyName, birthDate } = known;
      return {
        patientId,
        otherId,
        wardId,
        deviceId,
        gatewayId: device.gatewayId,
        patient: { nhsNumber, givenName, familyName, birthDate },
        badReadings: {
          takenAt: clinician.clock.now().toISOString(),
          readings: [{ code: 'pulse-rate', value: 900, unit: '/min' }],
        },
      };
    }
  });

  it('describes itself: every route with its parameters, bodies and problems', async () => {
    interface Document {
      readonly openapi: string;
      readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: object }>>>>;
    }
    const { body } = await nurse.get<Document>('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/wards/{id}/board',
        '/api/v1/patients/{id}/observations',
        '/api/v1/patients/{id}/observations/{observationId}/retract',
        '/api/v1/quarantine/{id}/release',
        '/api/v1/stays/{id}/discharge',
        '/api/v1/alerts/{id}/acknowledge',
        '/api/v1/tasks/{id}/complete',
        '/api/v1/devices/{deviceId}/issue',
        '/api/v1/patients/{id}/plan',
        '/api/v1/patients/{id}/pauses',
        '/api/v1/patients/{id}/pauses/{pauseId}/end',
        '/api/v1/rule-sets/{id}',
        '/api/v1/live',
      ]),
    );
    expect(Object.keys(body.paths['/api/v1/stays']?.['post']?.responses ?? {})).toEqual(
      expect.arrayContaining(['201', '400', '401', '403', '404', '409']),
    );
  });
});
