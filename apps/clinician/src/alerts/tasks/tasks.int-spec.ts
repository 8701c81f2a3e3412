/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the requests that scoring would send. */
import {
  type Board,
  DeviceId,
  type GatewayCredential,
  homewardItself,
  instant,
  liveEvents,
  type MeasurementRequest,
  MessageId,
  observationId,
  type Page,
  type PatientId,
  requestId,
  type Score,
  type StayId,
  Task,
  type TaskId,
  type TechnicalAlert,
  type WardId,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { anObservationSet, aRequest, aScore, eventually } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';
import { CommandsService } from '../../commands/commands.service.ts';
import { ChartingService } from '../../record/chart/charting.service.ts';
import { taskId } from './task-record.ts';

type Admitted = Readonly<{ wardId: WardId; patientId: PatientId; stayId: StayId }>;
const minutes = 60_000;

const system = { by: homewardItself };

/** Counts what the connection is asked until the end of the count. */
function countStatements(client: PoolClient): { end(): number } {
  let statements = 0;
  client.query = new Proxy(client.query, {
    apply: (query, self, asked) => {
      statements += 1;
      const answer: unknown = Reflect.apply(query, self, asked);
      return answer;
    },
  });
  return {
    end: () => {
      // What it has by its prototype is there again.
      Reflect.deleteProperty(client, 'query');
      return statements;
    },
  };
}

describe('Tasks', () => {
  let clinician: RunningClinician;
  let operations: Caller;
  let nurse: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    operations = await clinician.as('operations');
    nurse = await clinician.as('nurse');
  }, 60_000);
  afterAll(() => clinician.stop());

  async function admitted(): Promise<Admitted> {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    return { wardId, patientId, stayId: await admit(nurse, { patientId, wardId }) };
  }
  const asking = (admitted: Admitted, minutesAgo = 0): MeasurementRequest =>
    aRequest(admitted, new Date(clinician.clock.now().getTime() - minutesAgo * minutes));
  const requests = (...events: readonly MeasurementRequest[]): Promise<void> =>
    clinician.publish(
      'requests',
      events.map((event) => ({ key: event.patientId, event })),
    );
  const tasksOf = async ({ patientId }: Admitted, query = ''): Promise<readonly Task[]> => {
    const { body } = await nurse.get<Page<Task>>(`/v1/tasks?patientId=${patientId}${query}`);
    return body.items.map((item) => Task.parse(item));
  };
  const theTaskOf = (admitted: Admitted, wanted: (task: Task) => boolean = () => true): Promise<Task> =>
    eventually(
      async () => tasksOf(admitted),
      (tasks) => tasks.length === 1 && tasks.every(wanted),
    ).then(([task]) => {
      if (task === undefined) throw new Error('There is no task.');
      return task;
    });
  const idOf = ({ stayId }: Admitted, { id }: MeasurementRequest): TaskId =>
    taskId({ stayId, kind: 'missing-readings', subject: id });

  it('asks a clinician once for what is missing, on the board too, and passes over what asks another', async () => {
    const here = await admitted();
    const asked = asking(here);
    await requests(
      {
        ...asked,
        id: requestId({ stayId: here.stayId, asks: 'patient', why: 'overdue', at: asked.at }),
        asks: 'patient',
      },
      asked,
      asked,
    );
    const task = await theTaskOf(here);
    expect(task).toMatchObject({
      id: idOf(here, asked),
      kind: 'missing-readings',
      state: 'open',
      codes: ['systolic-pressure'],
      dueAt: asked.at,
      revision: 1,
    });
    expect(task).toMatchObject({
      silentParty: 'unknown',
      words: 'The blood pressure is 4 h overdue; the patient has no device.',
    });
    expect(task).toMatchObject({ patient: { familyName: 'Byron' }, wardName: 'Heart at home' });
    const { body: board } = await nurse.get<Board>(`/v1/wards/${here.wardId}/board`);
    expect(board.rows).toMatchObject([{ tasks: 1 }]);
    expect((await nurse.get<Task>(`/v1/tasks/${task.id}`)).body).toEqual(task);
  });

  it('has one, and a technical alert, about two devices that disagree at one moment, while they do, and until one is taken back', async () => {
    const here = await admitted();
    const [cuff, watch] = [DeviceId.parse('cuff-apart'), DeviceId.parse('watch-apart')];
    const { body: gateway } = await operations.post<GatewayCredential>('/v1/gateways', { name: 'A hub' });
    for (const deviceId of [cuff, watch]) {
      await operations.post('/v1/devices', { deviceId, gatewayId: gateway.gatewayId, kind: 'wearable' });
      await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId: here.patientId });
    }
    const measured = (minutesAgo: number, ofWatch: number) => {
      const at = new Date(clinician.clock.now().getTime() - minutesAgo * minutes);
      const id = (device: DeviceId) => observationId(device, MessageId.parse(`apart-${String(minutesAgo)}`), 0);
      const beside = { observationId: id(watch), value: ofWatch, deviceId: watch, why: 'less-alarming' } as const;
      const pulse = { parameter: 'pulseRate', code: 'pulse-rate', value: 128, takenAt: instant(at) } as const;
      const input = { ...pulse, observationId: id(cuff), ageSeconds: 0, deviceId: cuff, beside: [beside] };
      return { key: here.patientId, event: aScore(here.patientId, at, { total: 0, min: 0, max: 0, inputs: [input] }) };
    };
    const alertsOfPair = async (state: 'open' | 'resolved') =>
      (await operations.get<Page<TechnicalAlert>>(`/v1/technical-alerts?state=${state}`)).body.items.filter(
        ({ kind, subjectId }) => kind === 'devices-disagree' && subjectId === 'cuff-apart watch-apart',
      );
    const ofPair = async () => (await tasksOf(here)).filter(({ kind }) => kind === 'devices-disagree');
    const until = (state: Task['state']) =>
      eventually(ofPair, (tasks) => tasks.length === 1 && tasks.every((task) => task.state === state));

    // The newest first: what came late is history.
    await clinician.publish('scores', [measured(1, 80), measured(3, 82), measured(2, 81)]);
    expect(await until('open')).toMatchObject([
      {
        dueAt: instant(clinician.clock.now().getTime() - 3 * minutes),
        words: expect.stringContaining('cuff-apart and watch-apart'),
      },
    ]);
    expect(await alertsOfPair('open')).toMatchObject([{ words: expect.stringContaining('differ by more') }]);
    await clinician.publish('scores', [measured(0, 126)]);
    expect(await until('cancelled')).toMatchObject([{ outcome: 'The two devices agree.' }]);
    expect(await alertsOfPair('open')).toEqual([]);
    expect(await alertsOfPair('resolved')).toMatchObject([
      { words: expect.stringMatching(/The two devices agree\.$/) },
    ]);
    clinician.clock.advance(5 * minutes);
    await clinician.publish('scores', [measured(0, 80)]);
    await until('open');
    expect(await alertsOfPair('open')).toHaveLength(1);
    await nurse.post(`/v1/devices/${watch}/recover`, {});
    expect(await until('cancelled')).toMatchObject([{ outcome: 'watch-apart has been taken back.' }]);
    expect(await alertsOfPair('open')).toEqual([]);
    expect(await alertsOfPair('resolved')).toHaveLength(2);
  });

  it('asks a clinician to see to a patient of whom a reading is doubtful, and puts the answer on the log', async () => {
    const here = await admitted();
    const published = await clinician.published('observations');
    const asked: MeasurementRequest = {
      ...asking(here),
      why: 'implausible',
      codes: ['pulse-rate', 'respiration-rate'],
    };
    await requests(asked);
    const task = await theTaskOf(here);
    expect(task).toMatchObject({ kind: 'doubtful-reading', words: asked.words, silentParty: null });
    clinician.clock.advance(minutes);
    const { body } = await nurse.post<Task>(`/v1/tasks/${task.id}/complete`, { outcome: 'Rang: well, sensor off' });
    expect(body).toMatchObject({ state: 'done', undoableUntil: null });
    const takenAt = instant(clinician.clock.now());
    const found = 'Rang: well, sensor off';
    const set = await eventually(() =>
      Promise.resolve(published.find(({ patientId }) => patientId === here.patientId)),
    );
    expect(set).toMatchObject({ enteredBy: { name: 'A nurse' }, observations: [] });
    expect(set.doubts).toEqual([
      { code: 'pulse-rate', takenAt, because: 'answered', found },
      { code: 'respiration-rate', takenAt, because: 'answered', found },
    ]);
  });

  it('asks a clinician to measure again what no second reading has confirmed, and no less where the device is silent', async () => {
    const here = await admitted();
    const asked: MeasurementRequest = { ...asking(here), why: 'unconfirmed', codes: ['oxygen-saturation'] };
    await requests(asked);
    const task = await theTaskOf(here);
    expect(task).toMatchObject({ kind: 'measure-again', codes: ['oxygen-saturation'], words: asked.words });
    expect(task).toMatchObject({ state: 'open', silentParty: null });
    await requests({ ...asked, revision: asked.revision + 1, state: 'answered' });
    const closed = await theTaskOf(here, ({ state }) => state === 'cancelled');
    expect(closed).toMatchObject({ id: task.id, kind: 'measure-again' });
  });

  it('asks the ward that discharged a patient to see to a call for help that no alert can come of', async () => {
    const here = await admitted();
    await nurse.post(`/v1/stays/${here.stayId}/discharge`);
    const call = anObservationSet(here.patientId, clinician.clock.now(), { values: { 'call-for-help': 'happened' } });
    await clinician.publish('observations', [{ key: here.patientId, event: call }]);
    const task = await theTaskOf(here, ({ kind }) => kind === 'call-unanswered');
    expect(task).toMatchObject({ stayId: here.stayId, wardId: here.wardId, state: 'open', codes: ['call-for-help'] });
    expect(task.words).toContain('the patient has been discharged, so that no one was notified. Ring the patient now');
    expect(Date.parse(task.doneBy ?? '') - clinician.clock.now().getTime()).toBe(30 * minutes);
  });

  it('says to all that a person called for help who has a device and has never been on a ward, until they are admitted', async () => {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    const call = anObservationSet(patientId, clinician.clock.now(), { values: { 'call-for-help': 'happened' } });
    await clinician.publish('observations', [{ key: patientId, event: call }]);
    const listed = async (state: string): Promise<readonly TechnicalAlert[]> =>
      (await nurse.get<Page<TechnicalAlert>>(`/v1/technical-alerts?state=${state}`)).body.items.filter(
        ({ kind }) => kind === 'call-without-stay',
      );
    const [raised] = await eventually(
      () => listed('open'),
      ({ length }) => length > 0,
    );
    expect(raised).toMatchObject({ kind: 'call-without-stay', subjectId: patientId });
    expect(raised?.words).toContain('on no ward and has not been on one, so that no one was notified. Ring them now');
    await admit(nurse, { patientId, wardId });
    clinician.clock.advance(minutes);
    const [over] = await eventually(
      () => listed('resolved'),
      ({ length }) => length > 0,
    );
    expect(over).toMatchObject({
      id: raised?.id,
      words: expect.stringContaining('They have been admitted.') as string,
    });
  });

  it('asks for nothing beside its alert where a patient on a ward calls for help, unless it came too late to alert', async () => {
    const here = await admitted();
    const now = clinician.clock.now();
    const call = anObservationSet(here.patientId, now, { values: { 'call-for-help': 'happened' } });
    const late = anObservationSet(here.patientId, new Date(now.getTime() - 50 * 60 * minutes), {
      values: { fall: 'happened' },
    });
    const observations = late.observations.map((one) => ({ ...one, tooLateToScore: true as const }));
    await clinician.publish('observations', [
      { key: here.patientId, event: call },
      { key: here.patientId, event: { ...late, observations } },
    ]);
    const task = await theTaskOf(here);
    expect(task).toMatchObject({ kind: 'call-unanswered', codes: ['fall'], stayId: here.stayId });
    expect(task.words).toContain('it came too late to alert');
  });

  it('says of what is missing that the patient has not measured, while the device is online', async () => {
    const here = await admitted();
    const { body: gateway } = await operations.post<GatewayCredential>('/v1/gateways', { name: 'A hub' });
    const deviceId = DeviceId.parse('cuff-of-task');
    await operations.post('/v1/devices', { deviceId, gatewayId: gateway.gatewayId, kind: 'blood-pressure-cuff' });
    await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId: here.patientId });
    const receivedAt = instant(clinician.clock.now());
    await clinician.publish('device-status', [
      { key: deviceId, event: { deviceId, gatewayId: gateway.gatewayId, online: true, receivedAt } },
    ]);
    await eventually(
      () => nurse.get<{ status: unknown }>(`/v1/devices/${deviceId}`),
      ({ body }) => body.status !== null,
    );
    await requests(asking(here));
    expect(await theTaskOf(here)).toMatchObject({
      silentParty: 'patient',
      words: expect.stringContaining('the device is online: no reading has been taken'),
    });
  });

  describe('said to be done by mistake', () => {
    const done = async (): Promise<readonly [MeasurementRequest, Task, Admitted]> => {
      const here = await admitted();
      const asked = asking(here);
      await requests(asked);
      const task = await theTaskOf(here);
      const { body } = await nurse.post<Task>(`/v1/tasks/${task.id}/complete`, { outcome: 'Rang' });
      expect(body.undoableUntil).toBe(instant(clinician.clock.now().getTime() + minutes));
      return [asked, task, here];
    };
    const undo = ({ id }: Task, by = nurse) => by.post<Task>(`/v1/tasks/${id}/undo`);

    it('is open again where the person takes that back, and can be done again', async () => {
      const [, task, here] = await done();
      const { status, body } = await undo(task);
      expect([status, body]).toEqual([200, { ...task, revision: 3 }]);
      expect(await theTaskOf(here)).toEqual(body);
      expect(await undo(task)).toMatchObject({ status: 409, body: { code: 'nothing-to-undo' } });
      expect(await nurse.post(`/v1/tasks/${task.id}/complete`)).toMatchObject({ status: 200 });
    });

    it('stays done after a minute, and for another person', async () => {
      const [, task] = await done();
      const other = await clinician.as('prescriber');
      expect(await undo(task, other)).toMatchObject({ status: 409, body: { code: 'nothing-to-undo' } });
      clinician.clock.advance(minutes + 1);
      expect(await undo(task)).toMatchObject({ status: 409, body: { code: 'undo-too-late' } });
    });

    it('stays done where the reading has come since, or the stay has ended', async () => {
      const [asked, task, here] = await done();
      await requests({ ...asked, state: 'answered', revision: 2 });
      await theTaskOf(here, ({ undoableUntil }) => undoableUntil === null);
      expect(await undo(task)).toMatchObject({ status: 409, body: { code: 'nothing-to-undo' } });
      const [, other, there] = await done();
      await nurse.post(`/v1/stays/${there.stayId}/discharge`);
      expect(await undo(other)).toMatchObject({ status: 409, body: { code: 'nothing-to-undo' } });
    });
  });

  it.each([
    ['answered', /A reading has come/],
    ['withdrawn', /nothing was missing/],
  ] as const)('cancels a task whose request was %s, and no repeat opens it again', async (state, outcome) => {
    const here = await admitted();
    const asked = asking(here);
    await requests(asked);
    await theTaskOf(here);
    await requests({ ...asked, state, revision: 2 }, asked);
    const closed = {
      state: 'cancelled',
      closedBy: homewardItself,
      outcome: expect.stringMatching(outcome),
      revision: 2,
    };
    expect(await theTaskOf(here, (task) => task.state !== 'open')).toMatchObject(closed);
    await requests({ ...asked, revision: 3 });
    expect(await theTaskOf(here, (task) => task.revision === 3)).toMatchObject({ state: 'open', closedAt: null });
  });

  it('is closed once by the person who says that it is done', async () => {
    const here = await admitted();
    const asked = asking(here);
    await requests(asked);
    const { id } = await theTaskOf(here);
    const path = `/v1/tasks/${id}/complete`;
    const done = await nurse.post<Task>(path, { outcome: 'Rang: cuff has flat batteries' });
    expect(done).toMatchObject({ status: 200, body: { state: 'done', closedBy: { name: 'A nurse' }, revision: 2 } });
    expect((await nurse.post<Task>(path, { outcome: 'Rang: cuff has flat batteries' })).body).toEqual(done.body);
    expect(await nurse.post(path)).toMatchObject({ status: 409, body: { code: 'task-already-closed' } });
    expect((await operations.post(path)).status).toBe(403);
    await requests({ ...asked, revision: 2, state: 'answered' });
    await eventually(
      () =>
        clinician.database.pool.query<{ seen: number }>('select cause_revision as seen from task where id = $1', [id]),
      ({ rows }) => rows[0]?.seen === 2,
    );
    expect(await tasksOf(here)).toMatchObject([{ state: 'done', outcome: 'Rang: cuff has flat batteries' }]);
    const { rows } = await clinician.database.pool.query(
      `select from audit where subject_id = $1 and command = 'complete-task'`,
      [id],
    );
    expect(rows).toHaveLength(1);
  });

  it('shows what is still to come only once it has fallen due, and then live', async () => {
    const here = await admitted();
    const response = await nurse.stream(`/v1/live?wardId=${here.wardId}`);
    if (response.body === null) throw new Error('The stream has no body.');
    const reader = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())
      .getReader();
    const seen: Task[] = [];
    const reading = (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        if (value.event === 'task') seen.push(liveEvents.task.parse(JSON.parse(value.data)));
      }
    })();
    const asked = asking(here, -30);
    await requests(asked);
    await eventually(
      () => nurse.get<Task>(`/v1/tasks/${idOf(here, asked)}`),
      ({ status }) => status === 200,
    );
    expect(await tasksOf(here)).toEqual([]);
    clinician.clock.advance(30 * minutes);
    await eventually(
      async () => seen,
      (tasks) => tasks.length > 0,
    );
    expect(await tasksOf(here, '&state=open')).toEqual(seen);
    await reader.cancel();
    await reading;
  });

  it('goes when the stay ends', async () => {
    const here = await admitted();
    await requests(asking(here));
    await theTaskOf(here);
    await nurse.post(`/v1/stays/${here.stayId}/discharge`);
    expect(await tasksOf(here)).toMatchObject([{ state: 'cancelled', closedBy: { name: 'A nurse' } }]);
    const next = { ...here, stayId: await admit(nurse, here) };
    const late = asking(here, 1);
    await requests(late, asking(next));
    await eventually(
      async () => tasksOf(here, '&state=open'),
      (tasks) => tasks.length === 1 && tasks.every(({ stayId }) => stayId === next.stayId),
    );
    expect(await tasksOf(here)).toHaveLength(2);
  });

  it('pages through a list without leaving anything out', async () => {
    const here = await admitted();
    await requests(...Array.from({ length: 5 }, (_nothing, index) => asking(here, 10 - index)));
    await eventually(
      () => tasksOf(here),
      (tasks) => tasks.length === 5,
    );
    const first = await nurse.get<Page<Task>>(`/v1/tasks?patientId=${here.patientId}&limit=3`);
    const rest = await nurse.get<Page<Task>>(
      `/v1/tasks?patientId=${here.patientId}&limit=3&cursor=${first.body.nextCursor ?? ''}`,
    );
    const times = [...first.body.items, ...rest.body.items].map(({ dueAt }) => dueAt);
    expect(times).toHaveLength(5);
    expect(times).toEqual(times.toSorted());
  });

  it('is not done unseen: a person who saw an older revision is told what has changed', async () => {
    const here = await admitted();
    const asked = asking(here);
    await requests(asked);
    const { id } = await theTaskOf(here);
    await requests({ ...asked, revision: 2, words: 'The blood pressure is 8 h overdue.' });
    await theTaskOf(here, ({ revision }) => revision === 2);
    const path = `/v1/tasks/${id}/complete`;
    expect(await nurse.post(path, undefined, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'changed-meanwhile', changes: [{ revision: 2, fields: ['words'] }] },
    });
    expect(await nurse.post(path, undefined, { 'if-match': '"2"' })).toMatchObject({ body: { state: 'done' } });
  });

  it('is on the ward of its stay: a transfer strands nothing, and the board counts what was so then', async () => {
    const here = await admitted();
    await requests(asking(here));
    const task = await theTaskOf(here);
    const asOf = clinician.clock.now().toISOString();
    clinician.clock.advance(minutes);
    const next = await createWard(operations);
    await nurse.post(`/v1/stays/${here.stayId}/transfer`, { wardId: next, reason: 'Nearer home' });
    const onWard = async (wardId: WardId): Promise<readonly Task[]> =>
      (await nurse.get<Page<Task>>(`/v1/tasks?wardId=${wardId}&state=open`)).body.items;
    expect(await onWard(next)).toEqual([{ ...task, wardId: next }]);
    expect(await onWard(here.wardId)).toEqual([]);
    clinician.clock.advance(minutes);
    await nurse.post(`/v1/tasks/${task.id}/complete`);
    const board = async (wardId: WardId, query = ''): Promise<Board> =>
      (await nurse.get<Board>(`/v1/wards/${wardId}/board${query}`)).body;
    expect((await board(here.wardId, `?asOf=${asOf}`)).rows).toMatchObject([{ tasks: 1 }]);
    expect((await board(next)).rows).toMatchObject([{ tasks: 0 }]);
  });

  describe('that a score asks for', () => {
    const scored = async (here: Admitted, total: number, over: Partial<Score> = {}): Promise<void> => {
      clinician.clock.advance(minutes);
      const tier = total >= 7 ? 'high' : total >= 5 ? 'medium' : 'low';
      const values = { total, min: total, max: total, tier, highestTier: tier, ...over } as const;
      const event = aScore(here.patientId, clinician.clock.now(), values);
      await clinician.publish('scores', [{ key: here.patientId, event }]);
      await eventually(
        () =>
          clinician.database.pool.query('select from score where patient_id = $1 and at = $2', [
            here.patientId,
            event.at,
          ]),
        ({ rowCount }) => rowCount === 1,
      );
    };
    const ofKind = async (here: Admitted, kind: Task['kind']): Promise<readonly Task[]> =>
      (await tasksOf(here)).filter((task) => task.kind === kind);

    it('is a nurse’s assessment at a total of 1 to 4, once, with a clock, until the total is 0', async () => {
      const here = await admitted();
      await scored(here, 0);
      expect(await ofKind(here, 'nurse-assessment')).toEqual([]);
      await scored(here, 2);
      const [asked] = await ofKind(here, 'nurse-assessment');
      expect(asked).toMatchObject({ state: 'open', words: expect.stringMatching(/^NEWS2 2: a registered nurse/) });
      expect(Date.parse(asked?.doneBy ?? '') - clinician.clock.now().getTime()).toBe(240 * minutes);
      await scored(here, 3);
      const [risen, ...more] = await ofKind(here, 'nurse-assessment');
      expect(more).toEqual([]);
      expect(risen).toMatchObject({
        id: asked?.id,
        state: 'open',
        doneBy: asked?.doneBy,
        words: expect.stringMatching(/^NEWS2 3:/),
      });
      await scored(here, 0);
      expect(await ofKind(here, 'nurse-assessment')).toMatchObject([
        { state: 'cancelled', outcome: 'The total is 0.' },
      ]);
    });

    it('is a screen for sepsis where a flag says that infection is suspected, and says what it found', async () => {
      // On a pathway that says nothing of infection.
      const [wardId, patientId] = [await createWard(operations), await registerPatient(nurse)];
      const stay = await nurse.post<{ id: StayId }>('/v1/stays', { patientId, wardId, pathway: 'general' });
      const here = { wardId, patientId, stayId: stay.body.id };
      await scored(here, 5);
      expect(await ofKind(here, 'sepsis-screen')).toEqual([]);
      const flags = [{ kind: 'suspected-infection', text: null }];
      await nurse.put(`/v1/patients/${here.patientId}/flags`, { flags, reason: 'Coughs' });
      const [screen] = await ofKind(here, 'sepsis-screen');
      expect(screen).toMatchObject({ state: 'open', words: expect.stringContaining('it is a flag of the patient') });
      expect(Date.parse(screen?.doneBy ?? '') - clinician.clock.now().getTime()).toBe(60 * minutes);
      await scored(here, 7);
      const [sooner] = await ofKind(here, 'sepsis-screen');
      expect(Date.parse(sooner?.doneBy ?? '') - clinician.clock.now().getTime()).toBe(30 * minutes);
      const path = `/v1/tasks/${screen?.id ?? ''}/complete`;
      expect(await nurse.post(path, { outcome: 'Lactate normal' })).toMatchObject({
        status: 400,
        body: { code: 'finding-refused', errors: [{ path: 'finding' }] },
      });
      expect(await nurse.post(path, { finding: 'sepsis-unlikely', outcome: 'Lactate normal' })).toMatchObject({
        status: 200,
        body: { state: 'done', finding: 'sepsis-unlikely', closedBy: { name: 'A nurse' } },
      });
      await scored(here, 7);
      expect(await ofKind(here, 'sepsis-screen')).toMatchObject([{ state: 'done' }]);
    });

    it('costs a batch of many patients as many statements as one patient, and is audited for each', async () => {
      const statementsFor = async (patients: readonly Admitted[]): Promise<number> => {
        clinician.clock.advance(minutes);
        const values = { total: 2, min: 2, max: 2, tier: 'low', highestTier: 'low' } as const;
        const scores = patients.map(({ patientId }) => aScore(patientId, clinician.clock.now(), values));
        const counted = await clinician.get(CommandsService).execute('chart-scores', system, async (command) => {
          // What is audited and scheduled is written later, by the same connection.
          const statements = countStatements(command.client);
          await clinician.get(ChartingService).chartScores(command, scores);
          return statements;
        });
        return counted.end();
      };
      const one = await admitted();
      const many = [await admitted(), await admitted(), await admitted()];
      expect(await statementsFor(many)).toBe(await statementsFor([one]));
      for (const here of many) {
        const [task] = await ofKind(here, 'nurse-assessment');
        const { rows } = await clinician.database.pool.query(
          `select text, revision from audit where subject_kind = 'task' and subject_id = $1`,
          [task?.id],
        );
        expect(rows).toEqual([{ text: expect.stringMatching(/^Open, due at/), revision: 1 }]);
      }
    });

    it('is nothing for a patient for whom the plan says that no alert is raised', async () => {
      const here = await admitted();
      const prescriber = await clinician.as('prescriber');
      const ceilingOfCare = { alertAtMost: 'none', reason: 'Agreed with her' };
      expect(await prescriber.put(`/v1/patients/${here.patientId}/plan`, { ceilingOfCare })).toMatchObject({
        status: 200,
      });
      await scored(here, 3);
      expect(await tasksOf(here)).toEqual([]);
    });
  });
});
