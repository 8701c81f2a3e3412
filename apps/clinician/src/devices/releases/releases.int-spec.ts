/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and what the gateway would put aside. */
import {
  type Board,
  type ChartedObservation,
  derivedId,
  type Device,
  EventId,
  type GatewayCredential,
  instant,
  MessageId,
  observationId,
  type ObservationSetRecorded,
  type Page,
  type PatientId,
  Problem,
  type Quarantined,
  QuarantinedEntry,
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

describe('The quarantine', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let assistant: Caller;
  let operations: Caller;
  let published: readonly ObservationSetRecorded[];

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, assistant, operations] = await Promise.all([
      clinician.as('nurse'),
      clinician.as('healthcare-assistant'),
      clinician.as('operations'),
    ]);
    published = await clinician.published('observations');
  }, 60_000);
  afterAll(() => clinician.stop());

  interface Given {
    readonly wardId: string;
    readonly patientId: PatientId;
    readonly entry: QuarantinedEntry;
  }
  let devices = 0;

  /** A patient whose thermometer sent 46.5 degrees, which was quarantined, and a pulse of text. */
  async function given(): Promise<Given> {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    await admit(nurse, { patientId, wardId });
    const { gatewayId } = (await operations.post<GatewayCredential>('/v1/gateways', { name: 'A hub' })).body;
    const deviceId = `thermometer-${String((devices += 1))}`;
    await operations.post('/v1/devices', { deviceId, gatewayId, kind: 'thermometer' });
    const { body: device } = await nurse.post<Device>(`/v1/devices/${deviceId}/issue`, { patientId });
    clinician.clock.advance(60_000);
    const receivedAt = instant(clinician.clock.now());
    const payload = JSON.stringify({
      messageId: 'm-1',
      takenAt: receivedAt,
      readings: [
        { code: 'temperature', value: 46.5, unit: 'Cel' },
        { code: 'pulse-rate', value: 'fast', unit: '/min' },
      ],
    });
    const event: Quarantined = {
      id: EventId.parse(derivedId('test-quarantined', deviceId)),
      gatewayId: device.gatewayId,
      deviceId,
      messageId: MessageId.parse('m-1'),
      patientId,
      receivedAt,
      arrivedBy: 'a-topic',
      reasons: [
        { code: 'implausible-value', path: 'readings.0.value', message: 'Found 46.5 Cel.' },
        { code: 'invalid-value', path: 'readings.1.value', message: 'Found "fast".' },
      ],
      payload,
      payloadBytes: payload.length,
    };
    await clinician.publish('quarantine', [{ key: deviceId, event }]);
    const { body } = await eventually(
      () => nurse.get<Page<QuarantinedEntry>>(`/v1/quarantine?patientId=${patientId}`),
      (answer) => answer.body.items.length === 1,
    );
    return { wardId, patientId, entry: QuarantinedEntry.parse(body.items[0]) };
  }
  const release = (entry: QuarantinedEntry, reason: string, path = 'readings.0', by = nurse) =>
    by.post<QuarantinedEntry>(`/v1/quarantine/${entry.id}/release`, { path, reason });
  const observationsOf = async (patientId: PatientId): Promise<readonly ChartedObservation[]> =>
    (await nurse.get<Page<ChartedObservation>>(`/v1/patients/${patientId}/observations`)).body.items;

  it('shows which readings of a patient may be released', async () => {
    const { entry } = await given();
    expect(entry.released).toEqual([]);
    expect(entry.releasable).toEqual([{ path: 'readings.0', code: 'temperature', value: 46.5, unit: 'Cel' }]);
  });

  it('releases a reading: it is charted, shown on the board and published to be scored, under the name of the clinician', async () => {
    const { wardId, patientId, entry } = await given();
    const { status, body } = await release(entry, 'Measured again, and true');
    expect(status).toBe(200);
    const released = {
      path: 'readings.0',
      by: { name: 'A nurse' },
      at: clinician.clock.now().toISOString(),
      reason: 'Measured again, and true',
    };
    expect(QuarantinedEntry.parse(body)).toMatchObject({ released: [released], releasable: [] });
    const id = observationId(entry.deviceId, MessageId.parse('m-1'), 0);
    expect(await observationsOf(patientId)).toMatchObject([
      {
        id,
        code: 'temperature',
        value: 46.5,
        deviceId: entry.deviceId,
        releasedBy: { name: 'A nurse' },
        retracted: null,
      },
    ]);
    const { body: board } = await nurse.get<Board>(`/v1/wards/${wardId}/board`);
    expect(board.rows[0]?.latest).toMatchObject([{ id, value: 46.5 }]);
    const sets = await eventually(
      async () => published.filter((set) => set.patientId === patientId),
      (found) => found.length > 0,
    );
    expect(sets).toMatchObject([{ releasedBy: { name: 'A nurse' }, observations: [{ id, value: 46.5 }] }]);
    const { rows } = await clinician.database.pool.query(
      `select command, by_person ->> 'name' as name, facts from audit where command = 'release-reading'`,
    );
    expect(rows).toEqual([
      {
        command: 'release-reading',
        name: 'A nurse',
        facts: { quarantinedId: entry.id, path: 'readings.0', observationId: id },
      },
    ]);
  });

  it('releases it once, however often that is requested', async () => {
    const { patientId, entry } = await given();
    const answers = await Promise.all([release(entry, 'True'), release(entry, 'True'), release(entry, 'True')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[1].body).toEqual(answers[0].body);
    expect(await observationsOf(patientId)).toHaveLength(1);
    const other = await release(entry, 'For another reason');
    expect(Problem.parse(other.body)).toMatchObject({ status: 409, code: 'reading-already-released' });
  });

  it('says why it does not let one out', async () => {
    const { entry, patientId } = await given();
    const unusable = await release(entry, 'True', 'readings.1');
    expect(Problem.parse(unusable.body)).toMatchObject({ status: 422, code: 'reading-not-releasable' });
    expect(JSON.stringify(unusable.body)).toContain('more than its value');
    const unknown = await nurse.post(`/v1/quarantine/${patientId}/release`, { path: 'readings.0', reason: 'True' });
    expect(Problem.parse(unknown.body)).toMatchObject({ status: 404, code: 'quarantined-not-found' });
    expect((await release(entry, 'True', 'readings.0', assistant)).status).toBe(403);
    expect((await release(entry, '')).status).toBe(400);
    expect(await observationsOf(patientId)).toEqual([]);
  });

  it('names the patient to those who may view patients, and keeps names and values from others', async () => {
    const { patientId, entry } = await given();
    expect(entry).toMatchObject({ withheld: false, patient: { patientId, givenName: 'Ada', familyName: 'Byron' } });
    await release(entry, 'Measured again: 46.5 it is');
    const { body } = await operations.get<Page<QuarantinedEntry>>(`/v1/quarantine?deviceId=${entry.deviceId}`);
    const [withheld] = body.items.map((item) => QuarantinedEntry.parse(item));
    expect(withheld).toMatchObject({ id: entry.id, withheld: true, payload: '', releasable: [] });
    expect(withheld?.reasons.map(({ code }) => code)).toEqual(['implausible-value', 'invalid-value']);
    expect(withheld?.released).toMatchObject([{ path: 'readings.0', reason: '' }]);
    expect(JSON.stringify(body)).not.toMatch(/46\.5|fast|Byron|Ada/);
    expect(JSON.stringify(body)).not.toContain(patientId);
    expect((await operations.get(`/v1/quarantine?patientId=${patientId}`)).status).toBe(403);
  });

  it('lists those of a ward, and those of which something was released or nothing', async () => {
    const [one, other] = [await given(), await given()];
    await release(one.entry, 'Measured again');
    const idsOf = async (query: string): Promise<readonly string[]> =>
      (await nurse.get<Page<QuarantinedEntry>>(`/v1/quarantine?${query}`)).body.items.map(({ id }) => id);
    expect(await idsOf(`wardId=${one.wardId}`)).toEqual([one.entry.id]);
    expect(await idsOf(`wardId=${one.wardId}&released=yes`)).toEqual([one.entry.id]);
    expect(await idsOf(`wardId=${one.wardId}&released=no`)).toEqual([]);
    expect(await idsOf(`wardId=${other.wardId}&released=no`)).toEqual([other.entry.id]);
  });
});
