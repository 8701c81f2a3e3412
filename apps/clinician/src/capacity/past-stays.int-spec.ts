/** Real: HTTP, Postgres, one clinician service. A test's own: the clock. */
import {
  type AlertBurden,
  type BedFigures,
  CapacitySnapshots,
  type Page,
  type PastStaysAdded,
  type PatientId,
  type Problem,
  type Stay,
  type WardId,
} from '#libs/contracts';
import { SnapshotsService } from './snapshots/snapshots.service.ts';
import { type Caller, registerPatient, type RunningClinician, startClinician } from '../running-clinician.harness.ts';

describe('Stays from before a ward was opened here', () => {
  let clinician: RunningClinician;
  let operations: Caller;
  let coordinator: Caller;
  let wardId: WardId;
  let ann: PatientId;
  let ben: PatientId;

  const figuresAt = async (at: string): Promise<Pick<BedFigures, 'beds' | 'occupied' | 'free'>> => {
    const { beds, occupied, free } = (await coordinator.get<BedFigures>(`/v1/wards/${wardId}/capacity?at=${at}`)).body;
    return { beds, occupied, free };
  };
  const past = (patientId: PatientId, admittedAt: string, dischargedAt: string): object => ({
    patientId,
    pathway: 'frailty',
    admittedAt,
    dischargedAt,
  });

  beforeAll(async () => {
    clinician = await startClinician({});
    [operations, coordinator] = await Promise.all([clinician.as('operations'), clinician.as('coordinator')]);
    clinician.clock.set(new Date('2027-02-10T12:00:00Z'));
    wardId = (await operations.post<{ id: WardId }>('/v1/wards', { name: 'Harbour', beds: 4 })).body.id;
    [ann, ben] = [await registerPatient(coordinator), await registerPatient(coordinator)];
    await coordinator.post('/v1/stays', { patientId: ann, wardId, pathway: 'frailty' });
    clinician.clock.set(new Date('2027-02-11T12:00:00Z'));
  }, 60_000);

  afterAll(() => clinician.stop());

  it('are refused all together where one of them cannot be, with the reason', async () => {
    const { status, body } = await coordinator.post<Problem>(`/v1/wards/${wardId}/past-stays`, {
      source: 'the spreadsheet',
      beds: 3,
      stays: [
        past(ben, '2027-02-01T10:00:00Z', '2027-02-04T12:00:00Z'),
        past(ann, '2027-02-09T10:00:00Z', '2027-02-11T09:00:00Z'),
      ],
    });
    expect(status).toBe(422);
    expect(body.code).toBe('stay-refused');
    expect(body.detail).toContain(
      'stays.1.dischargedAt: found 2027-02-11T09:00:00Z; expected 2027-02-10T12:00:00.000Z',
    );
    expect(await figuresAt('2027-02-02T08:00:00Z')).toEqual({ beds: 0, occupied: 0, free: 0 });
  });

  it('are in the figures of the past and in snapshots, and leave those of today as they are', async () => {
    const today = await figuresAt('2027-02-11T08:00:00Z');
    const { status, body } = await coordinator.post<PastStaysAdded>(`/v1/wards/${wardId}/past-stays`, {
      source: 'the spreadsheet',
      beds: 3,
      stays: [
        past(ben, '2027-02-01T10:00:00Z', '2027-02-04T12:00:00Z'),
        past(ann, '2027-02-02T10:00:00Z', '2027-02-03T12:00:00Z'),
      ],
    });
    expect(status).toBe(201);
    expect(body).toEqual({ wardId, stays: 2, from: '2027-02-01T10:00:00.000Z', until: '2027-02-04T12:00:00.000Z' });
    expect(await figuresAt('2027-02-03T08:00:00Z')).toEqual({ beds: 3, occupied: 2, free: 1 });
    expect(await figuresAt('2027-02-05T08:00:00Z')).toEqual({ beds: 3, occupied: 0, free: 3 });
    expect(await figuresAt('2027-02-11T08:00:00Z')).toEqual(today);
    expect(today).toEqual({ beds: 4, occupied: 1, free: 3 });

    await clinician.get(SnapshotsService).makeMissing(clinician.clock.now());
    const { items } = CapacitySnapshots.parse(
      (await operations.get(`/v1/capacity/snapshots?from=2027-01-31&until=2027-02-11`)).body,
    );
    expect(
      items.map(({ date, patients, capacity, madeFrom }) => [date.slice(5), patients, capacity, madeFrom]),
    ).toEqual([
      ['02-02', 1, 3, 'history'],
      ['02-03', 2, 3, 'history'],
      ['02-04', 1, 3, 'history'],
      ...['02-05', '02-06', '02-07', '02-08', '02-09', '02-10'].map((date) => [date, 0, 3, 'history']),
      ['02-11', 1, 4, 'history'],
    ]);
  });

  it('say where they are from, and who brought them in', async () => {
    const { items } = (await coordinator.get<Page<Stay>>(`/v1/stays?patientId=${ben}`)).body;
    expect(items).toMatchObject([{ state: 'discharged', bed: 1, pathway: 'frailty' }]);
    const history = await coordinator.get<Page<{ text: string }>>(`/v1/stays/${items[0]?.id ?? ''}/history`);
    expect(history.body.items.map(({ text }) => text)).toEqual(['Brought in from the spreadsheet.']);
  });

  it('are no days on which alerts could have been raised', async () => {
    const { body } = await (
      await clinician.as('administrator')
    ).get<AlertBurden>('/v1/alerts/burden?from=2027-01-31T00:00:00Z&until=2027-02-11T12:00:00Z');
    expect(JSON.stringify(body)).toContain('"patientDays":1');
  });
});
