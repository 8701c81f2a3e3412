/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the scores and signals that scoring would send. */
import {
  Alert,
  type Board,
  type Page,
  type ChartedObservation,
  eventToLog,
  type PatientId,
  type Score,
  type StayId,
} from '#libs/contracts';
import { aScore, aSignal, eventually } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
  watchReadings,
} from './running-clinician.harness.ts';

describe('The clinician service, from a signal to a discharge', () => {
  let clinician: RunningClinician;
  let operations: Caller;
  let nurse: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    operations = await clinician.as('operations');
    nurse = await clinician.as('nurse');
  }, 60_000);
  afterAll(() => clinician.stop());

  const alertsOf = (patientId: PatientId) => nurse.get<Page<Alert>>(`/v1/alerts?patientId=${patientId}`);
  const signal = (...signalled: Parameters<typeof aSignal>) =>
    clinician.publish('signals', [{ key: signalled[0].patientId, event: aSignal(...signalled) }]);

  async function anAdmittedPatient(): Promise<{ wardId: string; patientId: PatientId; stayId: StayId }> {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    return { wardId, patientId, stayId: await admit(nurse, { patientId, wardId }) };
  }

  it('charts observations and scores once, however often they are delivered', async () => {
    const { patientId, wardId } = await anAdmittedPatient();
    const now = clinician.clock.now();
    const set = watchReadings(patientId, now, { pulse: 91 });
    const score = aScore(patientId, now);
    await clinician.publish('observations', [
      { key: patientId, event: set },
      { key: patientId, event: set },
    ]);
    await clinician.publish('scores', [
      { key: patientId, event: score },
      { key: patientId, event: score },
    ]);
    const observations = await eventually(
      () => nurse.get<Page<ChartedObservation>>(`/v1/patients/${patientId}/observations`),
      ({ body }) => body.items.length > 0,
    );
    expect(observations.body.items.map(({ code, value }) => [code, value])).toEqual([
      ['pulse-rate', 91],
      ['oxygen-saturation', 97],
    ]);
    const scores = await eventually(
      () => nurse.get<Page<Score>>(`/v1/patients/${patientId}/scores`),
      ({ body }) => body.items.length > 0,
    );
    expect(scores.body).toEqual({ items: [score], nextCursor: null });
    const { body: board } = await nurse.get<Board>(`/v1/wards/${wardId}/board`);
    expect(board.rows).toMatchObject([
      {
        patientId,
        score: { id: score.id },
        latest: [{ code: 'oxygen-saturation' }, { code: 'pulse-rate', value: 91 }],
        alerts: [],
      },
    ]);
  });

  it('charts a score from the log whole, as an earlier release put it there, and short', async () => {
    const { patientId } = await anAdmittedPatient();
    const now = clinician.clock.now();
    const scores = [0, 1].map((minutes) => aScore(patientId, new Date(now.getTime() - minutes * 60_000)));
    const [short, whole] = scores.map((score, which) =>
      which === 0 ? eventToLog('scores', score) : JSON.stringify(score),
    );
    expect((short ?? '').length * 3).toBeLessThan((whole ?? '').length);
    await clinician.log.publish(
      [short, whole].map((value = '') => ({ topic: 'scores' as const, key: patientId, value })),
    );
    const charted = await eventually(
      () => nurse.get<Page<Score>>(`/v1/patients/${patientId}/scores`),
      ({ body }) => body.items.length === 2,
    );
    expect(charted.body.items).toEqual(expect.arrayContaining(scores));
  });

  it('puts a score of a form that it does not know on the dead letters, and charts its neighbours', async () => {
    const { patientId } = await anAdmittedPatient();
    const score = aScore(patientId, clinician.clock.now());
    const later = JSON.stringify({ ...(JSON.parse(eventToLog('scores', score)) as object), v: 3 });
    const letters = await clinician.published('dead-letters');
    await clinician.log.publish([{ topic: 'scores', key: patientId, value: later }]);
    await clinician.publish('scores', [{ key: patientId, event: score }]);
    const charted = await eventually(
      () => nurse.get<Page<Score>>(`/v1/patients/${patientId}/scores`),
      ({ body }) => body.items.length > 0,
    );
    expect(charted.body.items).toEqual([score]);
    await eventually(() => letters.some(({ key }) => key === patientId));
    expect(letters.find(({ key }) => key === patientId)).toMatchObject({ topic: 'scores', value: later });
  });

  it('has the score of an alert on the chart as soon as there is the alert, though the score itself is still to come', async () => {
    const { patientId, stayId } = await anAdmittedPatient();
    await signal({ patientId, stayId }, ['low', 'high', clinician.clock.now()]);
    const { body } = await eventually(
      () => alertsOf(patientId),
      (answer) => answer.body.items.length > 0,
    );
    const { body: scores } = await nurse.get<Page<Score>>(`/v1/patients/${patientId}/scores`);
    expect(scores.items.map(({ id }) => id)).toEqual([body.items[0]?.scoreId]);
  });

  it('raises one alert for a signal that is delivered twice, and answers it until it is resolved', async () => {
    const { patientId, wardId, stayId } = await anAdmittedPatient();
    const now = clinician.clock.now();
    await signal({ patientId, stayId }, ['low', 'high', now]);
    await signal({ patientId, stayId }, ['low', 'high', now]);
    await signal({ patientId, stayId }, ['high', 'medium', new Date(now.getTime() + 60_000)]);
    const { body } = await eventually(
      () => alertsOf(patientId),
      (answer) => answer.body.items[0]?.currentTier === 'medium',
    );
    expect(body.items).toHaveLength(1);
    const [alert] = body.items;
    expect(Alert.parse(alert)).toMatchObject({ wardId, tier: 'high', state: 'raised' });
    expect(alert?.reason).toMatch(/^NEWS2 7 \(high/);
    expect(Date.parse(alert?.responseDueAt ?? '') - now.getTime()).toBe(30 * 60_000);

    const path = `/v1/alerts/${alert?.id ?? ''}`;
    const acknowledged = await nurse.post<Alert>(`${path}/acknowledge`);
    expect(acknowledged).toMatchObject({
      status: 200,
      body: { state: 'acknowledged', acknowledgedBy: { name: 'A nurse' } },
    });
    const again = await (await clinician.as('prescriber')).post<Alert>(`${path}/acknowledge`);
    expect(again).toMatchObject({ status: 200, body: acknowledged.body });
    const resolved = await nurse.post<Alert>(`${path}/resolve`, { outcome: 'medication-changed', note: 'Antibiotics' });
    expect(resolved.body).toMatchObject({
      state: 'resolved',
      outcome: 'medication-changed',
      outcomeNote: 'Antibiotics',
      resolvedBy: { name: 'A nurse' },
    });
    expect(
      (await nurse.post<Alert>(`${path}/resolve`, { outcome: 'medication-changed', note: 'Antibiotics' })).body,
    ).toEqual(resolved.body);
    expect(await nurse.post(`${path}/resolve`, { outcome: 'no-action' })).toMatchObject({
      status: 409,
      body: { code: 'alert-already-resolved' },
    });
    expect(await nurse.post(`${path}/acknowledge`)).toMatchObject({ status: 409 });
  });

  it('raises an acknowledged alert again when the patient gets worse', async () => {
    const { patientId, stayId } = await anAdmittedPatient();
    await signal({ patientId, stayId }, ['low', 'medium', clinician.clock.now()]);
    const raised = await eventually(
      () => alertsOf(patientId),
      ({ body }) => body.items.length === 1,
    );
    const id = raised.body.items[0]?.id ?? '';
    await nurse.post(`/v1/alerts/${id}/acknowledge`);
    clinician.clock.advance(60_000);
    await signal({ patientId, stayId }, ['medium', 'high', clinician.clock.now()]);
    const worsened = await eventually(
      () => alertsOf(patientId),
      ({ body }) => body.items[0]?.tier === 'high',
    );
    expect(worsened.body.items).toMatchObject([{ id, state: 'raised', acknowledgedBy: null }]);
    expect(worsened.body.items[0]?.worsenedAt).toBe(clinician.clock.now().toISOString());
  });

  it('closes the alerts of a stay that ends, and no notification follows', async () => {
    const { patientId, stayId } = await anAdmittedPatient();
    await signal({ patientId, stayId }, ['low', 'high', clinician.clock.now()]);
    await eventually(
      () => alertsOf(patientId),
      ({ body }) => body.items.length === 1,
    );
    const discharged = await nurse.post(`/v1/stays/${stayId}/discharge`);
    expect(discharged).toMatchObject({ status: 200, body: { state: 'discharged', dischargedBy: { name: 'A nurse' } } });
    clinician.clock.advance(60_000);
    await signal({ patientId, stayId }, ['low', 'medium', clinician.clock.now()]);
    await eventually(
      () =>
        clinician.database.pool.query<{ because: string }>(
          `select facts ->> 'because' as because from audit
           where patient_id = $1 and subject_kind = 'signal' order by id desc`,
          [patientId],
        ),
      ({ rows }) => rows.at(0)?.because === 'no-open-stay',
    );
    expect((await alertsOf(patientId)).body.items).toMatchObject([{ state: 'resolved', outcome: 'discharged' }]);
  });

  it('gives the last bed to one of two who ask at the same time', async () => {
    const wardId = await createWard(operations, 1);
    const patients = await Promise.all(Array.from({ length: 6 }, () => registerPatient(nurse)));
    const answers = await Promise.all(
      patients.map((patientId) =>
        nurse.post<{ code?: string }>('/v1/stays', { patientId, wardId, pathway: 'frailty' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status === 409 && body.code === 'ward-full')).toHaveLength(5);
  });
});
