/** Real: HTTP, Postgres, the Postgres log, two clinician processes. A test's own: the clock, and what devices and scoring send. */
import {
  type Alert,
  type AlertTimeline,
  type Board,
  type ChartedObservation,
  type Device,
  type DeviceId,
  type GatewayCredential,
  instant,
  type Merge,
  MergePreview,
  type MonitoringPlan,
  type Note,
  type ObservationSetRecorded,
  type Page,
  type Patient,
  type PatientHistoryEntry,
  type PatientId,
  type Plan,
  type Problem,
  type StayId,
  type WardId,
} from '#libs/contracts';
import { aScore, aSignal, eventually } from '#libs/fixtures';
import fc from 'fast-check';
import {
  admit,
  type Answer,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
  watchReadings,
} from '../../running-clinician.harness.ts';
import { perform, recordCommands } from './record-commands.harness.ts';

interface Pair {
  readonly survivor: PatientId;
  readonly duplicate: PatientId;
  readonly wardId: WardId;
  readonly stayId: StayId;
}

describe('Two records of one patient', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let coordinator: Caller;
  let operations: Caller;
  let gatewayId: string;
  let numberOfDevices = 0;
  /** What went out on the log, of all tests. */
  let published: readonly ObservationSetRecorded[];
  let plans: readonly MonitoringPlan[];

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, coordinator, operations] = (await Promise.all(
      (['nurse', 'coordinator', 'operations'] as const).map((role) => clinician.as(role)),
    )) as [Caller, Caller, Caller];
    gatewayId = (await operations.post<GatewayCredential>('/v1/gateways', { name: 'North' })).body.gatewayId;
    published = await clinician.published('observations');
    plans = await clinician.published('monitoring-plans');
  }, 60_000);
  afterAll(() => clinician.stop());

  const minutesAgo = (minutes: number): Date => new Date(clinician.clock.now().getTime() - minutes * 60_000);
  const merge = (survivor: PatientId, duplicateId: PatientId): Promise<Answer<Merge>> =>
    coordinator.post<Merge>(`/v1/patients/${survivor}/merge`, { duplicateId, reason: 'Registered twice' });
  const undo = ({ body: { id } }: Answer<Merge>): Promise<Answer<Merge>> =>
    coordinator.post<Merge>(`/v1/merges/${id}/undo`, { reason: 'They are two' });
  const patient = async (id: PatientId): Promise<Patient> => (await nurse.get<Patient>(`/v1/patients/${id}`)).body;
  const pulsesOf = async (id: PatientId): Promise<readonly unknown[]> => {
    const { body } = await nurse.get<Page<ChartedObservation>>(`/v1/patients/${id}/observations?code=pulse-rate`);
    return body.items.filter(({ retracted }) => retracted === null).map(({ value }) => value);
  };
  const alertsOf = async (id: PatientId): Promise<readonly Alert[]> =>
    (await nurse.get<Page<Alert>>(`/v1/alerts?patientId=${id}`)).body.items;

  /** Sends readings, and waits until they are charted; under the other record, where the first was merged. */
  async function reads(id: PatientId, minutes: number, pulse: number, on = id): Promise<void> {
    const message = `${id} ${String(minutes)}`;
    const event = watchReadings(id, minutesAgo(minutes), { message, pulse });
    await clinician.publish('observations', [{ key: id, event }]);
    await eventually(
      () => pulsesOf(on),
      (pulses) => pulses.includes(pulse),
    );
  }
  /** Has scoring say that the patient became ill, and waits for the alert. */
  async function fallsIll(
    of: { patientId: PatientId; stayId: StayId },
    minutes: number,
    on = of.patientId,
  ): Promise<Alert> {
    const event = aSignal(of, ['low', 'high', minutesAgo(minutes)]);
    await clinician.publish('signals', [{ key: of.patientId, event }]);
    const found = await eventually(
      () => alertsOf(on),
      (alerts) => alerts.some(({ stayId }) => stayId === of.stayId),
    );
    const [alert] = found;
    if (alert === undefined) throw new Error('It was awaited.');
    // Until who is to be notified now has been.
    await eventually(
      () =>
        clinician.database.pool.query(
          `select from alert where id = $1 and (escalation ->> 'nextStepAt')::timestamptz <= $2`,
          [alert.id, clinician.clock.now()],
        ),
      ({ rowCount }) => rowCount === 0,
    );
    return alert;
  }
  async function issue(patientId: PatientId): Promise<DeviceId> {
    numberOfDevices += 1;
    // Made by this test alone.
    const deviceId = `watch-of-merge-${String(numberOfDevices)}` as DeviceId;
    await operations.post('/v1/devices', { deviceId, gatewayId, kind: 'wearable' });
    await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId });
    return deviceId;
  }
  /** A record that stays, and a duplicate that is on a ward. */
  async function pair(): Promise<Pair> {
    const wardId = await createWard(operations);
    const survivor = await registerPatient(nurse, { givenName: 'Joan', familyName: 'Archer' });
    const duplicate = await registerPatient(nurse, { givenName: 'Jo', familyName: 'Archer' });
    return { survivor, duplicate, wardId, stayId: await admit(nurse, { patientId: duplicate, wardId }) };
  }
  /** Every row that speaks of one of the two, without what only ever grows. */
  async function rowsOf({ survivor, duplicate }: Pair): Promise<Readonly<Record<string, unknown>>> {
    const tables = [
      'stay',
      'alert',
      'alert_signal',
      'task',
      'referral',
      'patient_contact',
      'patient_note',
      'device_holding',
    ];
    const rows: Record<string, unknown> = {};
    for (const table of tables) {
      const { rows: found } = await clinician.database.pool.query(
        `select to_jsonb(t) - 'revision' - 'cause_revision' as row from ${table} t where patient_id in ($1, $2) order by 1`,
        [survivor, duplicate],
      );
      rows[table] = found;
    }
    return rows;
  }

  it('are one after a merge: stays, alerts, readings, devices, notes, contacts and flags go to the record that stays', async () => {
    const { survivor, duplicate, wardId, stayId } = await pair();
    const deviceId = await issue(duplicate);
    await reads(survivor, 200, 61);
    await reads(duplicate, 100, 62);
    const alert = await fallsIll({ patientId: duplicate, stayId }, 50);
    await nurse.post(`/v1/patients/${duplicate}/notes`, { kind: 'note', text: 'Lives with a daughter' });
    await nurse.post(`/v1/patients/${duplicate}/contacts`, {
      kind: 'relative',
      name: 'A daughter',
      phone: '07700900123',
    });
    await nurse.put(`/v1/patients/${duplicate}/flags`, { flags: [{ kind: 'falls-risk' }], reason: 'Fell twice' });

    const preview = MergePreview.parse(
      (await coordinator.get(`/v1/patients/${survivor}/merge-preview?duplicateId=${duplicate}`)).body,
    );
    const merged = await merge(survivor, duplicate);
    expect([merged.status, preview.refusal, preview.planOf]).toEqual([201, null, 'duplicate']);
    expect(merged.body.carried).toEqual(preview.carried);
    expect(preview.carried).toMatchObject({
      readings: 2,
      stays: 1,
      alerts: 1,
      openAlerts: 1,
      devices: 1,
      notes: 1,
      flags: 1,
    });

    expect(await patient(survivor)).toMatchObject({ stay: { id: stayId, wardId }, devices: [deviceId] });
    expect((await patient(survivor)).flags).toEqual([{ kind: 'falls-risk', text: null }]);
    expect(await pulsesOf(survivor)).toEqual([62, 61]);
    expect(await alertsOf(survivor)).toMatchObject([{ id: alert.id, patientId: survivor, state: 'raised' }]);
    const notes = await nurse.get<Page<Note>>(`/v1/patients/${survivor}/notes`);
    expect(notes.body.items.map(({ text }) => text)).toEqual(['Lives with a daughter']);
    const board = (await nurse.get<Board>(`/v1/wards/${wardId}/board`)).body;
    expect(board.rows.map((row) => row.patientId)).toEqual([survivor]);
    expect(board.rows[0]?.alerts.map(({ id }) => id)).toEqual([alert.id]);
    const plan = (await nurse.get<Plan>(`/v1/patients/${survivor}/plan`)).body;
    expect(plan.revision).toBe(2);
  });

  it('name each other as possible duplicates until they are merged', async () => {
    const [one, other] = [
      await registerPatient(nurse, { givenName: 'Ines', familyName: 'Twice' }),
      await registerPatient(nurse, { givenName: 'INES', familyName: 'Twice' }),
    ];
    expect([await patient(one), await patient(other)]).toMatchObject([
      { possibleDuplicates: [other] },
      { possibleDuplicates: [one] },
    ]);
    await merge(one, other);
    expect((await patient(one)).possibleDuplicates).toEqual([]);
  });

  it('answers for the record that was merged that it was, and where the patient is', async () => {
    const { survivor, duplicate, stayId } = await pair();
    const { nhsNumber } = await patient(duplicate);
    await merge(survivor, duplicate);
    for (const path of [
      '',
      '/observations',
      '/notes',
      '/contacts',
      '/flags',
      '/plan',
      '/audit',
      '/possible-duplicates',
    ]) {
      const { status, body } = await nurse.get<Problem>(`/v1/patients/${duplicate}${path}`);
      expect([path, status, body.code, body.mergedInto]).toEqual([path, 410, 'patient-merged', survivor]);
    }
    const refused = [
      await nurse.post<Problem>('/v1/stays', {
        patientId: duplicate,
        wardId: await createWard(operations),
        pathway: 'heart-failure',
      }),
      await nurse.post<Problem>(`/v1/patients/${duplicate}/notes`, { kind: 'note', text: 'Too late' }),
      await nurse.put<Problem>(`/v1/patients/${duplicate}/flags`, { flags: [], reason: 'Too late' }),
    ];
    expect(refused.map(({ status, body }) => [status, body.mergedInto])).toEqual(refused.map(() => [410, survivor]));
    // The NHS number is the patient's, too.
    const found = (await nurse.post<Page<Patient>>('/v1/patients/search', { nhsNumber })).body.items;
    const searched = (await nurse.post<Page<Patient>>('/v1/patients/search', { search: nhsNumber })).body.items;
    expect([...found, ...searched].map(({ id }) => id)).toEqual([survivor, survivor]);
    const again = { nhsNumber, givenName: 'Jo', familyName: 'Archer', birthDate: '1951-03-04' };
    const { status, body } = await nurse.post<Problem>('/v1/patients', again);
    expect([status, body.code, body.detail.includes(survivor)]).toEqual([409, 'nhs-number-taken', true]);
    expect((await patient(survivor)).stay?.id).toBe(stayId);
  });

  it('is said in the history who merged them, when and why, with what was done to either before', async () => {
    const { survivor, duplicate } = await pair();
    await merge(survivor, duplicate);
    const { body } = await nurse.get<Page<PatientHistoryEntry>>(`/v1/patients/${survivor}/audit?limit=200`);
    const entries = body.items.map(({ command, by, text }) => [command, by.name, text].join(': '));
    expect(entries).toContainEqual(
      expect.stringContaining('A coordinator: Another record was merged into this one (1 stay)'),
    );
    expect(entries).toContainEqual(expect.stringContaining('The record was merged into another one: Registered twice'));
    expect(entries.filter((entry) => entry.includes('The patient was registered.'))).toHaveLength(2);
    const merges = (await nurse.get<Page<Merge>>(`/v1/patients/${duplicate}/merges`)).body.items;
    expect(merges).toMatchObject([{ survivorId: survivor, duplicate: { patientId: duplicate }, undone: null }]);
  });

  it('shows as of before a merge who was on the ward then, as it was known', async () => {
    const { survivor, duplicate, wardId } = await pair();
    const before = instant(clinician.clock.now());
    clinician.clock.advance(5 * 60_000);
    await merge(survivor, duplicate);
    const during = instant(clinician.clock.now());
    clinician.clock.advance(5 * 60_000);
    const asOf = async (time: string): Promise<readonly string[]> =>
      (await nurse.get<Board>(`/v1/wards/${wardId}/board?asOf=${time}`)).body.rows.map((row) => row.patientId);
    expect([await asOf(before), await asOf(during)]).toEqual([[duplicate], [survivor]]);
    await undo({ ...(await lastMerge(survivor)) });
    clinician.clock.advance(5 * 60_000);
    const after = instant(clinician.clock.now());
    expect([await asOf(before), await asOf(during), await asOf(after)]).toEqual([[duplicate], [survivor], [duplicate]]);
  });
  async function lastMerge(id: PatientId): Promise<Answer<Merge>> {
    const answer = await nurse.get<Page<Merge>>(`/v1/patients/${id}/merges`);
    const [body] = answer.body.items;
    if (body === undefined) throw new Error('There is a merge.');
    return { ...answer, body };
  }

  it('have again what was theirs once the merge is undone', async () => {
    const two = await pair();
    const { survivor, duplicate, stayId } = two;
    const deviceId = await issue(duplicate);
    await reads(survivor, 200, 61);
    await reads(duplicate, 100, 62);
    await fallsIll({ patientId: duplicate, stayId }, 50);
    await nurse.post(`/v1/patients/${duplicate}/notes`, { kind: 'note', text: 'Of the duplicate' });
    await nurse.post(`/v1/patients/${survivor}/notes`, { kind: 'note', text: 'Of the survivor' });
    await nurse.put(`/v1/patients/${duplicate}/flags`, { flags: [{ kind: 'falls-risk' }], reason: 'Fell twice' });
    const before = await rowsOf(two);
    const planBefore = (await nurse.get<Plan>(`/v1/patients/${duplicate}/plan`)).body;
    const merged = await merge(survivor, duplicate);
    const { status, body } = await undo(merged);
    expect([status, body.undone?.reason]).toEqual([200, 'They are two']);
    expect(await rowsOf(two)).toEqual(before);
    expect([await pulsesOf(survivor), await pulsesOf(duplicate)]).toEqual([[61], [62]]);
    expect((await patient(survivor)).flags).toEqual([]);
    expect(await patient(duplicate)).toMatchObject({ stay: { id: stayId }, devices: [deviceId] });
    const planAfter = (await nurse.get<Plan>(`/v1/patients/${duplicate}/plan`)).body;
    expect(planAfter).toEqual({ ...planBefore, revision: planBefore.revision + 2, changedAt: planAfter.changedAt });
    expect((await undo(merged)).status).toBe(409);
    // And they can be merged again: the readings count once more.
    await merge(survivor, duplicate);
    expect(await pulsesOf(survivor)).toEqual([62, 61]);
  });

  it('are as if they had never been merged, whatever was done to either before, once the merge is undone', async () => {
    const reviewAt = instant(clinician.clock.now().getTime() + 20 * 24 * 3_600_000);
    await fc.assert(
      fc.asyncProperty(recordCommands, async (commands) => {
        const two = await pair();
        for (const { record, command } of commands) {
          await perform(command, { nurse, wardId: two.wardId, patientId: two[record], issue, reviewAt });
        }
        const known = async (): Promise<unknown> => [await rowsOf(two), ...(await Promise.all(bothOf(two)))];
        const before = await known();
        const merged = await merge(two.survivor, two.duplicate);
        expect([201, 409]).toContain(merged.status);
        if (merged.status === 201) expect((await undo(merged)).status).toBe(200);
        expect(await known()).toEqual(before);
      }),
      { numRuns: 8 },
    );
  }, 60_000);
  /** Of each of the two who they are and what was decided, without what only ever grows. */
  const bothOf = ({ survivor, duplicate }: Pair): readonly Promise<unknown>[] =>
    [survivor, duplicate].map(async (id) => {
      const {
        revision: _revision,
        changedAt: _changedAt,
        ...plan
      } = (await nurse.get<Plan>(`/v1/patients/${id}/plan`)).body;
      return [await patient(id), plan];
    });

  it('keep what was done while they were one: an acknowledged alert, and what their devices sent', async () => {
    const { survivor, duplicate, stayId } = await pair();
    const deviceId = await issue(duplicate);
    const alert = await fallsIll({ patientId: duplicate, stayId }, 50);
    const merged = await merge(survivor, duplicate);
    await nurse.post(`/v1/alerts/${alert.id}/acknowledge`, { note: 'On my way' });
    clinician.clock.advance(1 * 60_000);
    const event = { ...watchReadings(survivor, minutesAgo(0), { message: 'while one', pulse: 77 }), deviceId };
    await clinician.publish('observations', [{ key: survivor, event }]);
    await eventually(
      () => pulsesOf(survivor),
      (pulses) => pulses.includes(77),
    );
    await undo(merged);
    expect(await alertsOf(duplicate)).toMatchObject([{ id: alert.id, state: 'acknowledged' }]);
    expect([await pulsesOf(survivor), await pulsesOf(duplicate)]).toEqual([[], [77]]);
  });

  it('leave an alert that rested on a reading of the other one to be reviewed, by the name of who undid the merge', async () => {
    const { survivor: other, duplicate: onWard, stayId } = await pair();
    await reads(other, 30, 151);
    const merged = await merge(onWard, other);
    expect(await pulsesOf(onWard)).toEqual([151]);
    const rise = aSignal({ patientId: onWard, stayId }, ['low', 'high', minutesAgo(30)]);
    await clinician.publish('signals', [{ key: onWard, event: rise }]);
    await eventually(async () => (await alertsOf(onWard)).length === 1);
    await undo(merged);
    expect(await pulsesOf(onWard)).toEqual([]);

    const withdrawn = { ...rise, revision: 2, kind: 'withdrawn' as const };
    await clinician.publish('signals', [{ key: onWard, event: withdrawn }]);
    const [left] = await eventually(
      () => alertsOf(onWard),
      ([alert]) => alert?.clearedAt !== null,
    );
    expect(left).toMatchObject({ state: 'raised', currentTier: 'low', resolvedAt: null, outcome: null });
    const { items } = (await nurse.get<AlertTimeline>(`/v1/alerts/${left?.id ?? ''}/timeline`)).body;
    expect(items.at(-1)).toMatchObject({ by: { name: 'A coordinator' }, facts: { because: 'retracted' } });
  });

  it('take in under the record that stays whatever was on its way for the other one', async () => {
    const { survivor, duplicate, stayId } = await pair();
    await merge(survivor, duplicate);
    await reads(duplicate, 3, 99, survivor);
    await eventually(
      () => Promise.resolve(published),
      (sets) => sets.some(({ patientId, observations }) => patientId === survivor && observations[0]?.value === 99),
    );
    const alert = await fallsIll({ patientId: duplicate, stayId }, 2, survivor);
    expect(alert).toMatchObject({ patientId: survivor, stayId, state: 'raised' });
    // The same again, as the log may give it: there once.
    await reads(duplicate, 3, 99, survivor);
    expect(await pulsesOf(survivor)).toEqual([99]);
  });

  it('have their readings scored again as far back as late readings are, and by events that say whose they are now', async () => {
    const { survivor, duplicate } = await pair();
    await reads(duplicate, 100, 62);
    await reads(duplicate, 60 * 26, 55);
    await clinician.publish('scores', [{ key: duplicate, event: aScore(duplicate, minutesAgo(60 * 26)) }]);
    await eventually(
      () => nurse.get<Page<unknown>>(`/v1/patients/${duplicate}/scores`),
      ({ body }) => body.items.length === 1,
    );
    const merged = await merge(survivor, duplicate);
    const ofSurvivor = (): readonly unknown[] =>
      published
        .filter(({ patientId }) => patientId === survivor)
        .flatMap(({ observations }) => observations.map(({ value }) => value));
    await eventually(
      () => Promise.resolve(ofSurvivor()),
      (values) => values.includes(62),
    );
    expect(ofSurvivor()).toEqual([62, 97]);
    await eventually(
      () => Promise.resolve(plans),
      (all) =>
        all.findLast(({ patientId }) => patientId === survivor)?.stay !== null &&
        all.findLast(({ patientId }) => patientId === duplicate)?.stay === null,
    );
    // What is older was scored already: its score goes along.
    const scores = await nurse.get<Page<{ patientId: PatientId }>>(`/v1/patients/${survivor}/scores`);
    expect(scores.body.items.map(({ patientId }) => patientId)).toEqual([survivor]);
    await undo(merged);
    await eventually(
      () => Promise.resolve(published),
      (sets) => sets.some(({ patientId, retracts = [] }) => patientId === survivor && retracts.length === 2),
    );
    expect((await nurse.get<Page<unknown>>(`/v1/patients/${survivor}/scores`)).body.items).toEqual([]);
  });

  it('have their devices send for the record that stays', async () => {
    const { survivor, duplicate } = await pair();
    const deviceId = await issue(duplicate);
    await merge(survivor, duplicate);
    const device = (await nurse.get<Device>(`/v1/devices/${deviceId}`)).body;
    expect(device.holdings.map(({ patientId }) => patientId)).toEqual([survivor]);
    const devices = await clinician.published('devices');
    await eventually(
      () => Promise.resolve(devices),
      (events) => events.some((event) => event.deviceId === deviceId && event.holdings[0]?.patientId === survivor),
    );
  });

  it.each([
    ['with itself', (two: Pair) => merge(two.survivor, two.survivor), 422, 'merge-with-itself'],
    [
      'while both are on a ward',
      async ({ survivor, duplicate, wardId }: Pair) => {
        await admit(nurse, { patientId: survivor, wardId });
        return merge(survivor, duplicate);
      },
      409,
      'both-on-a-ward',
    ],
    [
      'once it was merged',
      async ({ survivor, duplicate }: Pair) => {
        await merge(survivor, duplicate);
        return merge(await registerPatient(nurse), duplicate);
      },
      410,
      'patient-merged',
    ],
    [
      'by a nurse',
      ({ survivor, duplicate: duplicateId }: Pair) =>
        nurse.post(`/v1/patients/${survivor}/merge`, { duplicateId, reason: 'Registered twice' }),
      403,
      'not-permitted',
    ],
  ])('a record is not merged %s, and it is said why', async (_claim, attempt, status, code) => {
    const answer = await attempt(await pair());
    // Every refusal is a problem.
    expect([answer.status, (answer.body as Problem).code]).toEqual([status, code]);
  });

  it('are undone in turn: not while the record that stayed has itself been merged on', async () => {
    const { survivor, duplicate } = await pair();
    const third = await registerPatient(nurse);
    const first = await merge(survivor, duplicate);
    const second = await merge(third, survivor);
    await reads(duplicate, 4, 88, third);
    expect((await undo(first)).status).toBe(410);
    await undo(second);
    expect((await undo(first)).status).toBe(200);
    expect([await pulsesOf(third), await pulsesOf(duplicate)]).toEqual([[], [88]]);
  });

  it('end in one state when a merge, by one of two processes, races readings, an alert, a note and an admission', async () => {
    const beside = await clinician.beside();
    try {
      for (let round = 0; round < 6; round += 1) {
        const { survivor, duplicate, wardId, stayId } = await pair();
        const note = { kind: 'note', text: 'In the race' };
        const event = watchReadings(duplicate, minutesAgo(1), { message: `race ${duplicate}`, pulse: 70 + round });
        const signal = aSignal({ patientId: duplicate, stayId }, ['low', 'high', minutesAgo(1)]);
        const [merged, noted, admitted] = await Promise.all([
          merge(survivor, duplicate),
          nurse.post(`/v1/patients/${duplicate}/notes`, note),
          nurse.post('/v1/stays', { patientId: survivor, wardId, pathway: 'acute-respiratory' }),
          clinician.publish('observations', [{ key: duplicate, event }]),
          clinician.publish('signals', [{ key: duplicate, event: signal }]),
        ]);
        // One of the two comes first: then the other is refused.
        expect([merged.status, admitted.status].toSorted()).toEqual([201, 409]);
        const holder = merged.status === 201 ? survivor : duplicate;
        expect([201, 410]).toContain(noted.status);
        await eventually(
          () => pulsesOf(holder),
          (pulses) => pulses.includes(70 + round),
        );
        await eventually(
          () => alertsOf(holder),
          (alerts) => alerts.some((alert) => alert.stayId === stayId),
        );
        expect(await pulsesOf(holder)).toEqual([70 + round]);
        const notes = await nurse.get<Page<Note>>(`/v1/patients/${holder}/notes`);
        expect(notes.body.items).toHaveLength(noted.status === 201 ? 1 : 0);
        const { rows } = await clinician.database.pool.query(
          `select patient_id from alert where patient_id = $1 union all select patient_id from stay where patient_id = $1
           union all select patient_id from patient_note where patient_id = $1`,
          [merged.status === 201 ? duplicate : null],
        );
        expect(rows).toEqual([]);
      }
    } finally {
      await beside.stop();
    }
  }, 60_000);

  it('leave no table behind: each that says whose its rows are is carried, or it is known why not', async () => {
    const { rows } = await clinician.database.pool.query<{ table_name: string }>(
      `select distinct table_name from information_schema.columns
       where table_schema = 'clinician' and column_name = 'patient_id' order by table_name`,
    );
    const carried = [
      'alert',
      'alert_signal',
      'bed_reservation',
      'device_holding',
      'notification',
      'patient_contact',
      'patient_note',
      'placement',
      'quarantined',
      'referral',
      'stay',
      'task',
    ];
    // Entered again or added to on the record that stays, while the rows themselves keep what was known of the other.
    const copied = [
      'audit',
      'charted_readings',
      'patient_flags',
      'patient_latest',
      'plan',
      'retraction',
      'score',
      'score_version',
    ];
    const ofEachRecord = ['scoring_status'];
    expect(rows.map((row) => row.table_name)).toEqual([...carried, ...copied, ...ofEachRecord].toSorted());
  });
});
