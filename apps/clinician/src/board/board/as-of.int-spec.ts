/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the observations, scores and signals of others. */
import {
  type Alert,
  Board,
  type ChartedObservation,
  type GatewayCredential,
  instant,
  type ObservationSetRecorded,
  type Page,
  type Patient,
  type PatientId,
  type Plan,
  Problem,
  type Score,
  type StayId,
  type ScoreJson,
  wholeScore,
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
} from '../../running-clinician.harness.ts';

const minute = 60_000;

describe('What was known when', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let operations: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, operations] = await Promise.all([clinician.as('nurse'), clinician.as('operations')]);
  }, 60_000);
  afterAll(() => clinician.stop());

  const now = (): Date => clinician.clock.now();
  const ago = (minutes: number): Date => new Date(now().getTime() - minutes * minute);
  /** Ends what happens at this instant: whatever comes next is known later. */
  function instantNow(): string {
    const at = now().toISOString();
    clinician.clock.advance(minute);
    return at;
  }
  const asOf = (at: string): string => `asOf=${encodeURIComponent(at)}`;
  const boardAsOf = async (wardId: string, at: string): Promise<Board> =>
    Board.parse((await nurse.get(`/v1/wards/${wardId}/board?${asOf(at)}`)).body);
  const pulsesAsOf = async (patientId: PatientId, at: string): Promise<readonly unknown[]> => {
    const path = `/v1/patients/${patientId}/observations?code=pulse-rate&${asOf(at)}`;
    const { body } = await nurse.get<Page<ChartedObservation>>(path);
    return body.items.map(({ value, retracted }) => (retracted === null ? value : `${String(value)} retracted`));
  };
  const scoresAsOf = async (patientId: PatientId, at: string): Promise<readonly unknown[]> => {
    const { body } = await nurse.get<Page<Score>>(`/v1/patients/${patientId}/scores?${asOf(at)}`);
    return body.items.map(({ min, revision }) => [min, revision]);
  };
  const latestPulse = (board: Board): unknown => board.rows[0]?.latest.find(({ code }) => code === 'pulse-rate')?.value;

  async function onWard(): Promise<{ wardId: string; patientId: PatientId; stayId: StayId }> {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    return { wardId, patientId, stayId: await admit(nurse, { patientId, wardId }) };
  }
  async function observe(patientId: PatientId, takenAt: Date, pulse: number): Promise<ObservationSetRecorded> {
    const set = {
      ...watchReadings(patientId, takenAt, { pulse }),
      receivedAt: watchReadings(patientId, now()).receivedAt,
    };
    await clinician.publish('observations', [{ key: patientId, event: set }]);
    await eventually(
      () => nurse.get<Page<ChartedObservation>>(`/v1/patients/${patientId}/observations`),
      ({ body }) => body.items.some(({ id }) => id === set.observations[0]?.id),
    );
    return set;
  }
  async function score(patientId: PatientId, at: Date, over: Partial<Score>): Promise<void> {
    const event = aScore(patientId, at, over);
    await clinician.publish('scores', [{ key: patientId, event }]);
    await eventually(
      async () =>
        (
          await clinician.database.pool.query<{ revision: number }>(
            'select revision from score where patient_id = $1 and at = $2',
            [patientId, at],
          )
        ).rows,
      ([row]) => row?.revision === event.revision,
    );
  }

  it('leaves a late reading out until it came, though it was taken before', async () => {
    const { wardId, patientId } = await onWard();
    await observe(patientId, ago(30), 80);
    const before = instantNow();
    await observe(patientId, ago(10), 120);
    const after = instantNow();
    expect(await pulsesAsOf(patientId, before)).toEqual([80]);
    expect(await pulsesAsOf(patientId, after)).toEqual([120, 80]);
    const [then, later] = [await boardAsOf(wardId, before), await boardAsOf(wardId, after)];
    expect([latestPulse(then), latestPulse(later)]).toEqual([80, 120]);
    expect(then.asOf).toBe(before);
  });

  it('reads scores that were stored whole, before they were stored short, like any other', async () => {
    const { wardId, patientId } = await onWard();
    const at = now();
    await observe(patientId, at, 80);
    const ofRange = { min: 2, max: 5, total: null, complete: false, missing: ['temperature'] };
    await score(patientId, ago(1), {});
    await score(patientId, at, { ...ofRange, highestTier: 'medium' });
    const before = instantNow();
    await score(patientId, at, { revision: 2 });
    const after = instantNow();
    const seen = async (): Promise<readonly unknown[]> => [
      (await nurse.get<Page<Score>>(`/v1/patients/${patientId}/scores`)).body.items,
      await scoresAsOf(patientId, before),
      (await boardAsOf(wardId, before)).rows,
      (await boardAsOf(wardId, after)).rows,
    ];
    const short = await seen();
    for (const table of ['score', 'score_version']) {
      const stored = await clinician.database.pool.query<{ at: Date; revision: number; score: ScoreJson }>(
        `select at, revision, score from ${table} where patient_id = $1`,
        [patientId],
      );
      expect(stored.rows.length).toBeGreaterThan(0);
      for (const row of stored.rows) {
        expect(row.score).not.toHaveProperty('id');
        await clinician.database.pool.query(
          `update ${table} set score = $4 where patient_id = $1 and at = $2 and revision = $3`,
          [patientId, row.at, row.revision, wholeScore(row.score, { patientId, at: instant(row.at) })],
        );
      }
    }
    expect(await seen()).toEqual(short);
  });

  it('shows a score as it stood, before and after its correction and its withdrawal', async () => {
    const { wardId, patientId } = await onWard();
    const at = now();
    await score(patientId, ago(60), { min: 1, revision: 1 });
    await score(patientId, at, { min: 2, revision: 1 });
    const first = instantNow();
    await score(patientId, at, { min: 5, revision: 2 });
    const corrected = instantNow();
    await score(patientId, at, { min: 5, revision: 3, withdrawn: true });
    const withdrawn = instantNow();
    expect(await scoresAsOf(patientId, first)).toEqual([
      [2, 1],
      [1, 1],
    ]);
    expect(await scoresAsOf(patientId, corrected)).toEqual([
      [5, 2],
      [1, 1],
    ]);
    expect(await scoresAsOf(patientId, withdrawn)).toEqual([[1, 1]]);
    const boards = await Promise.all([first, corrected, withdrawn].map((known) => boardAsOf(wardId, known)));
    expect(boards.map(({ rows }) => rows[0]?.score?.min)).toEqual([2, 5, 1]);
    const { body: present } = await nurse.get<Board>(`/v1/wards/${wardId}/board`);
    expect(present.rows[0]?.score?.min).toBe(1);
    expect((await nurse.get<Page<Score>>(`/v1/patients/${patientId}/scores`)).body.items).toHaveLength(1);
  });

  it('counts a reading until it was retracted', async () => {
    const { wardId, patientId } = await onWard();
    await observe(patientId, ago(30), 80);
    const set = await observe(patientId, ago(5), 150);
    const before = instantNow();
    const id = set.observations[0]?.id ?? '';
    await nurse.post(`/v1/patients/${patientId}/observations/${id}/retract`, { reason: 'Loose probe' });
    const after = instantNow();
    expect(await pulsesAsOf(patientId, before)).toEqual([150, 80]);
    expect(await pulsesAsOf(patientId, after)).toEqual(['150 retracted', 80]);
    expect([latestPulse(await boardAsOf(wardId, before)), latestPulse(await boardAsOf(wardId, after))]).toEqual([
      150, 80,
    ]);
  });

  it('has the patients on the ward who were on it then', async () => {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    const before = instantNow();
    const stayId = await admit(nurse, { patientId, wardId });
    const during = instantNow();
    await nurse.post(`/v1/stays/${stayId}/discharge`);
    const after = instantNow();
    const boards = await Promise.all([before, during, after].map((at) => boardAsOf(wardId, at)));
    expect(boards.map(({ ward, rows }) => [ward.patients, rows.length])).toEqual([
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
    const stays = await Promise.all(
      [before, during, after].map(async (at) => {
        const { body } = await nurse.get<Patient>(`/v1/patients/${patientId}?${asOf(at)}`);
        return body.stay?.id;
      }),
    );
    expect(stays).toEqual([undefined, stayId, undefined]);
  });

  it('is shown after the clock was 13 hours ahead and is set back: nothing of a time to come is the newest', async () => {
    const { wardId, patientId } = await onWard();
    const board = async (): Promise<Board> => (await nurse.get<Board>(`/v1/wards/${wardId}/board`)).body;
    const right = now();
    await observe(patientId, right, 71);
    await score(patientId, right, { min: 14, max: 14, total: 14 });
    clinician.clock.advance(13 * 60 * minute);
    await observe(patientId, now(), 72);
    await score(patientId, now(), { min: 1, max: 1, total: 1 });
    const ahead = await eventually(board, ({ rows }) => rows[0]?.score?.min === 1);
    expect(latestPulse(ahead)).toBe(72);

    clinician.clock.set(new Date(right.getTime() + minute));
    const { rows } = await board();
    expect(rows[0]).toMatchObject({ score: { min: 14 } });
    expect(latestPulse(await board())).toBe(71);
    clinician.clock.advance(13 * 60 * minute);
    expect(latestPulse(await board())).toBe(72);
  });

  it('says why a patient is not scored at the moment, and does not say it of the past', async () => {
    const { wardId, patientId } = await onWard();
    const reason = 'The rules acute-respiratory@7 are missing.';
    const since = instant(now());
    const status = (state: 'parked' | 'scoring', revision: number) =>
      clinician.publish('scoring-status', [
        {
          key: patientId,
          event: { patientId, revision, state, reason: state === 'parked' ? reason : null, since, planRevision: 1 },
        },
      ]);
    const shownNow = async (): Promise<string | null | undefined> =>
      (await nurse.get<Board>(`/v1/wards/${wardId}/board`)).body.rows[0]?.notScored;
    await status('parked', 1);
    await eventually(shownNow, (notScored) => notScored === reason);
    expect((await boardAsOf(wardId, instantNow())).rows[0]?.notScored).toBeNull();
    await status('scoring', 2);
    await eventually(shownNow, (notScored) => notScored === null);
  });

  it('has a patient who was transferred on the ward where they were then, and everything of the stay with them', async () => {
    const { wardId, patientId, stayId } = await onWard();
    const signal = aSignal({ patientId, stayId }, ['low', 'high', now()]);
    await clinician.publish('signals', [{ key: patientId, event: signal }]);
    await eventually(
      () => nurse.get<Page<Alert>>(`/v1/alerts?wardId=${wardId}`),
      ({ body }) => body.items.length === 1,
    );
    const before = instantNow();
    const other = await createWard(operations);
    const moved = await nurse.post(`/v1/stays/${stayId}/transfer`, { wardId: other, reason: 'Nearer to home' });
    expect(moved).toMatchObject({ status: 200, body: { wardId: other, revision: 2 } });
    const after = instantNow();
    const boards = await Promise.all([before, after].flatMap((at) => [boardAsOf(wardId, at), boardAsOf(other, at)]));
    expect(boards.map(({ rows }) => rows.map((row) => [row.patientId, row.alerts.length]))).toEqual([
      [[patientId, 1]],
      [],
      [],
      [[patientId, 1]],
    ]);
    const { body } = await nurse.get<Page<Alert>>(`/v1/alerts?wardId=${other}`);
    expect(body.items).toMatchObject([{ stayId, wardId: other }]);
    expect((await nurse.get<Page<Alert>>(`/v1/alerts?wardId=${wardId}`)).body.items).toEqual([]);
  });

  it('has a device with the patient from when that was recorded, though it was issued before', async () => {
    const patientId = await registerPatient(nurse);
    const { body: gateway } = await operations.post<GatewayCredential>('/v1/gateways', { name: 'A hub' });
    const deviceId = 'watch-typed-in-later';
    await operations.post('/v1/devices', { deviceId, gatewayId: gateway.gatewayId, kind: 'wearable' });
    const issuedAt = instantNow();
    const before = instantNow();
    await nurse.post(`/v1/devices/${deviceId}/issue`, {
      patientId,
      issuedAt,
      reason: 'Given on the visit, typed in afterwards',
    });
    const after = instantNow();
    await nurse.post(`/v1/devices/${deviceId}/recover`);
    const recovered = instantNow();
    const devices = await Promise.all(
      [issuedAt, before, after, recovered].map(
        async (at) => (await nurse.get<Patient>(`/v1/patients/${patientId}?${asOf(at)}`)).body.devices,
      ),
    );
    expect(devices).toEqual([[], [], [deviceId], []]);
  });

  it('has the plan as it was then: ceiling of care, pause and pregnancy', async () => {
    const { wardId, patientId } = await onWard();
    const prescriber = await clinician.as('prescriber');
    const before = instantNow();
    const ceiling = { alertAtMost: 'medium', instruction: 'Call the palliative care team' };
    await prescriber.put(`/v1/patients/${patientId}/plan`, {
      ceilingOfCare: { ...ceiling, reason: 'As agreed with the family' },
      pregnancy: {},
    });
    const until = new Date(now().getTime() + 5 * minute).toISOString();
    await nurse.post(`/v1/patients/${patientId}/pauses`, { reason: 'asleep', until });
    const during = instantNow();
    clinician.clock.advance(5 * minute);
    const paused = { ceilingOfCare: ceiling, pause: { reason: 'asleep', until } };
    expect((await boardAsOf(wardId, before)).rows).toMatchObject([
      { ceilingOfCare: null, pause: null, exclusion: null, tasks: 0 },
    ]);
    const planAt = async (asOf: string) => (await nurse.get<Plan>(`/v1/patients/${patientId}/plan?asOf=${asOf}`)).body;
    expect(await planAt(before)).toMatchObject({ pregnancy: null, ruleSet: { chart: 'news2-2017' } });
    expect(await planAt(during)).toMatchObject({ pregnancy: {}, ruleSet: { chart: 'obstetric-meows-2012' } });
    expect((await boardAsOf(wardId, during)).rows).toMatchObject([paused]);
    const { body: present } = await nurse.get<Board>(`/v1/wards/${wardId}/board`);
    expect(Board.parse(present).rows).toMatchObject([{ ...paused, pause: null }]);
  });

  it('has an alert unanswered until it was answered', async () => {
    const { wardId, patientId, stayId } = await onWard();
    const signal = aSignal({ patientId, stayId }, ['low', 'high', now()]);
    await clinician.publish('signals', [{ key: patientId, event: signal }]);
    const { body } = await eventually(
      () => nurse.get<Page<Alert>>(`/v1/alerts?patientId=${patientId}`),
      (answer) => answer.body.items.length === 1,
    );
    const raised = instantNow();
    const path = `/v1/alerts/${body.items[0]?.id ?? ''}`;
    await nurse.post(`${path}/acknowledge`);
    const acknowledged = instantNow();
    await nurse.post(`${path}/resolve`, { outcome: 'no-action' });
    const resolved = instantNow();
    const states = await Promise.all(
      [raised, acknowledged, resolved].map(async (at) =>
        (await boardAsOf(wardId, at)).rows[0]?.alerts.map(({ state }) => state),
      ),
    );
    expect(states).toEqual([['raised'], ['acknowledged'], []]);
  });

  it('is nothing before anything was known, and cannot be asked of the future', async () => {
    const { wardId, patientId } = await onWard();
    await observe(patientId, ago(1), 80);
    const long = '2020-01-01T00:00:00.000Z';
    expect((await boardAsOf(wardId, long)).rows).toEqual([]);
    expect([await pulsesAsOf(patientId, long), await scoresAsOf(patientId, long)]).toEqual([[], []]);
    expect((await nurse.get<Patient>(`/v1/patients/${patientId}?${asOf(long)}`)).body.stay).toBeNull();
    const tomorrow = asOf(new Date(now().getTime() + 24 * 60 * minute).toISOString());
    for (const path of [
      `/v1/wards/${wardId}/board`,
      `/v1/patients/${patientId}`,
      `/v1/patients/${patientId}/scores`,
      `/v1/patients/${patientId}/observations`,
    ]) {
      const { body } = await nurse.get(`${path}?${tomorrow}`);
      expect(Problem.parse(body)).toMatchObject({ status: 422, code: 'as-of-in-future' });
      expect((await nurse.get(`${path}?asOf=yesterday`)).status).toBe(400);
    }
  });
});
