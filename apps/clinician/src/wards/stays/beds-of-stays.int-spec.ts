/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock. */
import {
  type BedFigures,
  instant,
  type MonitoringPause,
  type Page,
  type Patient,
  type PatientId,
  type Problem,
  type Stay,
  type StayHistoryEntry,
  type StayId,
  type SwappedStays,
  type Task,
  type WardId,
} from '#libs/contracts';
import {
  admit,
  type Answer,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

const minute = 60_000;
const hour = 60 * minute;
const reason = 'A reason';

describe('The bed of a stay', () => {
  let clinician: RunningClinician;
  let coordinator: Caller;
  let nurse: Caller;
  let administrator: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    [coordinator, nurse, administrator] = await Promise.all([
      clinician.as('coordinator'),
      clinician.as('nurse'),
      clinician.as('administrator'),
    ]);
  }, 60_000);
  afterAll(() => clinician.stop());

  const later = (ms: number): string => instant(clinician.clock.now().getTime() + ms);
  const stayOf = async (id: StayId): Promise<Stay> => (await nurse.get<Stay>(`/v1/stays/${id}`)).body;
  const figures = async (wardId: WardId, query = ''): Promise<BedFigures> =>
    (await nurse.get<BedFigures>(`/v1/wards/${wardId}/capacity${query}`)).body;
  const tasksOf = async (patientId: PatientId, kind: Task['kind']): Promise<readonly Task[]> =>
    (await nurse.get<Page<Task>>(`/v1/tasks?patientId=${patientId}`)).body.items.filter((task) => task.kind === kind);
  const pausesOf = async (patientId: PatientId): Promise<readonly MonitoringPause[]> =>
    (await nurse.get<Page<MonitoringPause>>(`/v1/patients/${patientId}/pauses`)).body.items;
  const to = (
    caller: Caller,
    stayId: StayId,
    verb: string,
    body: object = { reason },
  ): Promise<Answer<Stay & Problem>> => caller.post<Stay & Problem>(`/v1/stays/${stayId}/${verb}`, body);
  const asks = async (caller: Caller, wardId: WardId, over: object = {}): Promise<Answer<Stay & Problem>> => {
    const patientId = await registerPatient(nurse);
    return caller.post<Stay & Problem>('/v1/stays', { patientId, wardId, pathway: 'frailty', ...over });
  };
  async function admitted(beds = 3): Promise<{ wardId: WardId; patientId: PatientId; stayId: StayId }> {
    const wardId = await createWard(coordinator, beds);
    const patientId = await registerPatient(nurse);
    const stayId = await admit(nurse, { patientId, wardId });
    clinician.clock.advance(minute);
    return { wardId, patientId, stayId };
  }
  async function device(): Promise<string> {
    const { body } = await administrator.post<{ gatewayId: string }>('/v1/gateways', { name: 'Hub' });
    const deviceId = `watch-${body.gatewayId}`;
    await administrator.post('/v1/devices', { deviceId, gatewayId: body.gatewayId, kind: 'wearable' });
    return deviceId;
  }

  it('is the lowest one that is free, and the last one that it had once it has ended', async () => {
    const { wardId, stayId } = await admitted();
    const second = await asks(nurse, wardId);
    expect([(await stayOf(stayId)).bed, second.body.bed]).toEqual([1, 2]);
    await to(nurse, stayId, 'discharge');
    const third = await asks(nurse, wardId);
    expect([(await stayOf(stayId)).bed, third.body.bed]).toEqual([1, 1]);
  });

  it('is not to be had on a full ward, and the answer says how full it is', async () => {
    const { wardId } = await admitted(1);
    expect(await asks(nurse, wardId)).toMatchObject({
      status: 409,
      body: { code: 'ward-full', beds: 1, open: 1, occupied: 1, reserved: 0, waitingPosition: null },
    });
  });

  it('is given beyond capacity by a coordinator with a reason, and counted', async () => {
    const { wardId } = await admitted(1);
    const refused = await asks(nurse, wardId, { overCapacityReason: reason });
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
    expect(refused.body.errors).toMatchObject([{ path: 'overCapacityReason' }]);
    const given = await asks(coordinator, wardId, { overCapacityReason: reason });
    expect(given).toMatchObject({ status: 201, body: { bed: 2, overCapacityReason: reason } });
    expect(await figures(wardId)).toMatchObject({
      occupied: 2,
      overCapacity: 1,
      overrides: 1,
      occupancyShown: '100%*',
    });
    expect(await asks(nurse, wardId)).toMatchObject({ status: 409, body: { code: 'ward-full' } });
    const roomy = await createWard(coordinator, 1);
    const inTime = await asks(coordinator, roomy, { overCapacityReason: reason });
    expect(inTime.body.overCapacityReason).toBeNull();
  });

  it('is not to be had on a closed ward, whatever the reason, nor for a pathway that is not offered', async () => {
    const { stayId } = await admitted();
    const closed = await createWard(coordinator, 2);
    await coordinator.post(`/v1/wards/${closed}/closures`, { beds: 2, reason });
    const over = { overCapacityReason: reason };
    expect(await asks(coordinator, closed, over)).toMatchObject({ status: 409, body: { code: 'ward-closed' } });
    const moved = await to(coordinator, stayId, 'transfer', { wardId: closed, reason, ...over });
    expect(moved).toMatchObject({ status: 409, body: { code: 'ward-closed', beds: 2, closed: 2 } });
    const { body: lungs } = await coordinator.post<{ id: WardId }>('/v1/wards', {
      ...{ name: 'Lungs at home', beds: 2, pathways: ['acute-respiratory'] },
    });
    expect(await asks(nurse, lungs.id)).toMatchObject({ status: 409, body: { code: 'pathway-not-offered' } });
    expect(await to(nurse, stayId, 'transfer', { wardId: lungs.id, reason })).toMatchObject({ status: 200 });
  });

  it('is refused by the database itself beyond what is open', async () => {
    const { wardId, stayId, patientId } = await admitted(1);
    const other = await registerPatient(nurse);
    const byHand = (overCapacityReason: string | null): Promise<unknown> =>
      clinician.database.pool.query(
        `insert into placement (stay_id, patient_id, ward_id, bed, placed_from, placed_by, over_capacity_reason)
         values ($1, $2, $3, 7, $4, '{"id": "by-hand", "name": "By hand"}', $5)`,
        [stayId, other, wardId, clinician.clock.now(), overCapacityReason],
      );
    await expect(byHand(null)).rejects.toThrow(/has no free bed/);
    await expect(
      clinician.database.pool.query(
        `insert into bed_reservation (ward_id, referral_id, patient_id, reserved_from, lapses_at, reserved_by)
         values ($1, $2, $2, $3, $3, '{"id": "by-hand", "name": "By hand"}')`,
        [wardId, patientId, clinician.clock.now()],
      ),
    ).rejects.toThrow(/has no free bed/);
    await expect(
      clinician.database.pool.query(
        `insert into placement (stay_id, patient_id, ward_id, bed, placed_from, placed_by, over_capacity_reason)
         values ($1, $2, $3, 1, $4, '{"id": "by-hand", "name": "By hand"}', 'By hand')`,
        [stayId, other, wardId, clinician.clock.now()],
      ),
    ).rejects.toThrow(/placement_one_in_a_bed/);
  });

  it('is exchanged with another patient, even where both wards are full, and a bed beyond capacity stays one', async () => {
    const one = await admitted(1);
    const other = await admitted(1);
    const extra = await asks(coordinator, other.wardId, { overCapacityReason: reason });
    const swapped = await nurse.post<SwappedStays>('/v1/stays/swap', { stayIds: [one.stayId, extra.body.id], reason });
    expect(swapped).toMatchObject({
      status: 200,
      body: {
        stays: [
          { id: one.stayId, wardId: other.wardId, bed: 2, overCapacityReason: reason, revision: 2 },
          { id: extra.body.id, wardId: one.wardId, bed: 1, overCapacityReason: null, revision: 2 },
        ],
      },
    });
    expect(await figures(other.wardId)).toMatchObject({ occupied: 2, overrides: 1 });
    const within = await nurse.post('/v1/stays/swap', { stayIds: [one.stayId, other.stayId], reason });
    expect(within.status).toBe(200);
    expect([(await stayOf(one.stayId)).bed, (await stayOf(other.stayId)).bed]).toEqual([1, 2]);
  });

  it('is not exchanged where either stay has changed since it was seen, and nothing is half done', async () => {
    const one = await admitted(1);
    const other = await admitted(1);
    const stayIds = [one.stayId, other.stayId];
    const swap = (ifRevisions: object) => nurse.post<Problem>('/v1/stays/swap', { stayIds, reason, ifRevisions });
    expect(await swap({ [one.stayId]: 1, [other.stayId]: 0 })).toMatchObject({
      status: 412,
      body: { code: 'changed-meanwhile' },
    });
    expect(await stayOf(one.stayId)).toMatchObject({ wardId: one.wardId, revision: 1 });
    expect(await swap({ [one.stayId]: 1, [other.stayId]: 1 })).toMatchObject({ status: 200 });
    expect(await stayOf(one.stayId)).toMatchObject({ wardId: other.wardId, revision: 2 });
  });

  it('is exchanged on a ward that has fewer beds than patients: no more are there for it', async () => {
    const one = await admitted(2);
    const other = await admitted(1);
    await coordinator.put(`/v1/wards/${one.wardId}/capacity`, { beds: 0, reason });
    const swapped = await nurse.post('/v1/stays/swap', { stayIds: [one.stayId, other.stayId], reason });
    expect(swapped.status).toBe(200);
    expect(await figures(one.wardId)).toMatchObject({ occupied: 1, overCapacity: 1 });
  });

  it('is not exchanged with the same patient, nor with one who has left', async () => {
    const { wardId, stayId } = await admitted();
    const other = (await asks(nurse, wardId)).body.id;
    const swap = (stayIds: readonly string[]) => nurse.post<Problem>('/v1/stays/swap', { stayIds, reason });
    expect(await swap([stayId, stayId])).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    await to(nurse, other, 'discharge');
    expect(await swap([stayId, other])).toMatchObject({ status: 409, body: { code: 'stay-already-discharged' } });
    expect(await stayOf(stayId)).toMatchObject({ bed: 1, revision: 1 });
  });

  it('is kept on leave: monitoring pauses until the return, and a patient who is not back is a task', async () => {
    const { wardId, patientId, stayId } = await admitted();
    const until = later(2 * hour);
    const gone = await to(nurse, stayId, 'leave', { until, reason: 'A wedding' });
    expect(gone).toMatchObject({ status: 200, body: { state: 'on-leave', leave: { until, reason: 'A wedding' } } });
    expect(await figures(wardId)).toMatchObject({ occupied: 1, onLeave: 1 });
    expect(await pausesOf(patientId)).toMatchObject([{ reason: 'away', until }]);
    expect(await to(nurse, stayId, 'leave', { until, reason })).toMatchObject({ body: { code: 'stay-on-leave' } });
    expect(await tasksOf(patientId, 'leave-overdue')).toEqual([]);
    const away = later(0);
    clinician.clock.advance(3 * hour);
    expect(await tasksOf(patientId, 'leave-overdue')).toMatchObject([{ state: 'open', dueAt: until }]);
    expect(await to(nurse, stayId, 'return', {})).toMatchObject({
      status: 200,
      body: { state: 'admitted', leave: null },
    });
    expect(await tasksOf(patientId, 'leave-overdue')).toMatchObject([{ state: 'cancelled' }]);
    expect(await pausesOf(patientId)).toEqual([]);
    expect(await to(nurse, stayId, 'return', {})).toMatchObject({ body: { code: 'stay-not-on-leave' } });
    expect(await figures(wardId)).toMatchObject({ onLeave: 0 });
    expect(await figures(wardId, `?at=${away}`)).toMatchObject({ occupied: 1, onLeave: 1 });
  });

  it('is not left for longer than a pause of monitoring may be, nor into the past', async () => {
    const { stayId } = await admitted();
    for (const until of [later(-minute), later(15 * 24 * hour)]) {
      const refused = await to(nurse, stayId, 'leave', { until, reason });
      expect(refused).toMatchObject({ status: 422, body: { code: 'stay-refused', errors: [{ path: 'until' }] } });
    }
    const wrong = await to(nurse, stayId, 'leave', { until: '2026-11-31T08:00:00Z', reason });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'until' }] } });
  });

  it('is left on discharge, and the kit that the patient still has is to be fetched', async () => {
    const wardId = await createWard(coordinator, 1);
    const watch = await device();
    const { body: stay } = await asks(nurse, wardId, { devices: [watch] });
    expect((await nurse.get<Patient>(`/v1/patients/${stay.patientId}`)).body.devices).toEqual([watch]);
    clinician.clock.advance(minute);
    await to(nurse, stay.id, 'discharge');
    const [task] = await tasksOf(stay.patientId, 'recover-kit');
    expect(task).toMatchObject({ state: 'open', wardId });
    const ofWard = await nurse.get<Page<Task>>(`/v1/tasks?wardId=${wardId}&state=open`);
    expect(ofWard.body.items.map(({ id }) => id)).toEqual([task?.id]);
    await nurse.post(`/v1/devices/${watch}/recover`);
    expect(await tasksOf(stay.patientId, 'recover-kit')).toMatchObject([{ state: 'cancelled' }]);
  });

  it('is not given where a device is with another patient: nothing of the admission is done', async () => {
    const wardId = await createWard(coordinator, 2);
    const watch = await device();
    await asks(nurse, wardId, { devices: [watch] });
    const refused = await asks(nurse, wardId, { devices: [watch] });
    expect(refused).toMatchObject({ status: 409, body: { code: 'device-held-by-another' } });
    expect(await asks(nurse, wardId, { devices: ['no-such-watch'] })).toMatchObject({ status: 404 });
    expect(await figures(wardId)).toMatchObject({ occupied: 1 });
  });

  it('is given back when the admission was a mistake, by those who may correct', async () => {
    const { wardId, patientId, stayId } = await admitted();
    expect(await to(nurse, stayId, 'cancel')).toMatchObject({ status: 403 });
    expect(await to(coordinator, stayId, 'cancel')).toMatchObject({
      status: 200,
      body: { state: 'cancelled', cancelled: { reason, by: { name: 'A coordinator' } }, dischargedAt: null },
    });
    expect(await figures(wardId)).toMatchObject({ occupied: 0 });
    expect(await to(nurse, stayId, 'discharge')).toMatchObject({ body: { code: 'stay-already-discharged' } });
    expect(await admit(nurse, { patientId, wardId })).not.toBe(stayId);
    const cancelled = await nurse.get<Page<Stay>>(`/v1/stays?patientId=${patientId}&state=cancelled`);
    expect(cancelled.body.items.map(({ id }) => id)).toEqual([stayId]);
  });

  it('is there again when a discharge is undone, if one is free and the patient has no other', async () => {
    const { wardId, patientId, stayId } = await admitted(1);
    expect(await to(coordinator, stayId, 'reinstate')).toMatchObject({ body: { code: 'stay-still-open' } });
    await to(nurse, stayId, 'discharge');
    clinician.clock.advance(minute);
    expect(await to(nurse, stayId, 'reinstate')).toMatchObject({ status: 403 });
    const { body: next } = await asks(nurse, wardId);
    expect(await to(coordinator, stayId, 'reinstate')).toMatchObject({ body: { code: 'ward-full' } });
    await to(nurse, next.id, 'discharge');
    clinician.clock.advance(minute);
    const back = await to(coordinator, stayId, 'reinstate');
    expect(back).toMatchObject({
      status: 200,
      body: { state: 'admitted', dischargedAt: null, dischargedBy: null, reinstated: { reason } },
    });
    expect((await nurse.get<{ stay: { id: string } }>(`/v1/patients/${patientId}`)).body.stay.id).toBe(stayId);
    await to(nurse, stayId, 'discharge');
    const elsewhere = await admit(nurse, { patientId, wardId: await createWard(coordinator) });
    expect(elsewhere).toBeDefined();
    expect(await to(coordinator, stayId, 'reinstate')).toMatchObject({ body: { code: 'patient-already-admitted' } });
    const { body } = await nurse.get<Page<StayHistoryEntry>>(`/v1/stays/${stayId}/history`);
    expect(body.items.map(({ stay }) => stay.state)).toEqual(['admitted', 'discharged', 'admitted', 'discharged']);
  });

  it('is expected to be free on a day that exists and has not passed', async () => {
    const { wardId, stayId } = await admitted();
    const expectOn = (date: string | null) =>
      nurse.put<Stay & Problem>(`/v1/stays/${stayId}/expected-discharge-date`, { date });
    const today = later(0).slice(0, 10);
    expect(await expectOn(today)).toMatchObject({ status: 200, body: { expectedDischargeDate: today, revision: 2 } });
    expect((await figures(wardId)).expectedDischarges).toEqual({ today: 1, tomorrow: 0 });
    expect(await expectOn('2026-02-30')).toMatchObject({ status: 400, body: { errors: [{ path: 'date' }] } });
    expect(await expectOn('2020-01-01')).toMatchObject({ status: 422, body: { errors: [{ path: 'date' }] } });
    expect(await expectOn(null)).toMatchObject({ status: 200, body: { expectedDischargeDate: null } });
    const admittedWith = await asks(nurse, wardId, { expectedDischargeDate: '2020-01-01' });
    expect(admittedWith).toMatchObject({ status: 422, body: { code: 'stay-refused' } });
  });
});
