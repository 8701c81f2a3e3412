/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and what the scoring service would publish. */
import {
  type Board,
  type DeadLetter,
  deadLetterId,
  instant,
  type Notification,
  type Page,
  type PatientId,
  type Plan,
  type PlanNotFollowed,
  type ScoringStatus,
  type StaffMember,
  type TechnicalAlert,
  type WardId,
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
import { PlanAlertsService } from './plan-alerts.service.ts';

describe('A plan that the scoring service does not follow', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let operations: Caller;
  let administrator: Caller;
  let wardId: WardId;
  let patientId: PatientId;
  let neighbour: PatientId;

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, operations, administrator] = await Promise.all([
      clinician.as('nurse'),
      clinician.as('operations'),
      clinician.as('administrator'),
    ]);
    wardId = await createWard(operations);
    [patientId, neighbour] = [await registerPatient(nurse), await registerPatient(nurse)];
    for (const id of [patientId, neighbour]) await admit(nurse, { patientId: id, wardId });
    await taken(patientId);
    await taken(neighbour);
  }, 60_000);
  afterAll(() => clinician.stop());

  const planOf = async (id: PatientId): Promise<Plan> => (await nurse.get<Plan>(`/v1/patients/${id}/plan`)).body;
  const change = (monitoring: Plan['monitoring']) => nurse.put(`/v1/patients/${patientId}/plan`, { monitoring });
  let statuses = 0;
  /** The scoring service takes the newest plan. */
  async function taken(id: PatientId): Promise<void> {
    statuses += 1;
    const { revision: planRevision } = await planOf(id);
    const since = instant(clinician.clock.now());
    const event: ScoringStatus = {
      patientId: id,
      revision: statuses,
      state: 'scoring',
      reason: null,
      since,
      planRevision,
    };
    await clinician.publish('scoring-status', [{ key: id, event }]);
    await eventually(
      () => clinician.database.pool.query('select from scoring_status where revision = $1', [statuses]),
      ({ rowCount }) => rowCount === 1,
    );
  }
  async function refused(): Promise<void> {
    const at = { group: 'scoring', topic: 'monitoring-plans', partition: 1, position: '7' };
    const event: DeadLetter = {
      ...at,
      id: deadLetterId(at),
      key: patientId,
      value: '{}',
      reason: 'changedAt: expected a time',
      failedAt: instant(clinician.clock.now()),
    };
    await clinician.publish('dead-letters', [{ key: patientId, event }]);
  }
  const shown = async (id: PatientId): Promise<PlanNotFollowed | null | undefined> => {
    const { body } = await nurse.get<Board>(`/v1/wards/${wardId}/board`);
    return body.rows.find((row) => row.patientId === id)?.planNotFollowed;
  };
  const technical = async (): Promise<readonly TechnicalAlert[]> => {
    await clinician.get(PlanAlertsService).review();
    return (await operations.get<Page<TechnicalAlert>>('/v1/technical-alerts?state=open')).body.items;
  };

  it('is on the patient’s row after a minute and a technical alert of which operations are notified, until it is followed', async () => {
    const manager = { name: 'Olga', role: 'operations' };
    const olga = (await administrator.post<StaffMember>('/v1/people', manager)).body;
    await change('continuous');
    const changedAt = instant(clinician.clock.now());
    expect(await shown(patientId)).toBeNull();
    expect(await technical()).toEqual([]);

    clinician.clock.advance(61_000);
    expect(await shown(patientId)).toEqual({ changedAt, because: 'not-taken' });
    expect(await shown(neighbour)).toBeNull();
    const [alert] = await technical();
    expect(alert).toMatchObject({ kind: 'plan-not-followed', subjectId: wardId });
    expect(alert?.words).toContain('the readings of 1 patient are scored by an older plan');
    const { body } = await administrator.get<Page<Notification>>('/v1/notifications');
    expect(body.items.filter(({ technicalAlertId }) => technicalAlertId === alert?.id)).toMatchObject([
      { personId: olga.id, words: { body: alert?.words } },
    ]);

    await taken(patientId);
    expect(await shown(patientId)).toBeNull();
    expect(await technical()).toEqual([]);
  });

  it('because it could not be read is said at once, and not any more once it is followed', async () => {
    clinician.clock.advance(1000);
    await change('intermittent');
    await refused();
    await eventually(
      () => shown(patientId),
      (found) => found?.because === 'refused',
    );
    expect(await technical()).toMatchObject([{ words: expect.stringContaining('1 could not be read') }]);
    await taken(patientId);
    expect(await shown(patientId)).toBeNull();
    expect(await technical()).toEqual([]);
  });

  it('because it was changed by a clock that was ahead is said as long as it does not hold', async () => {
    const rightMs = clinician.clock.now().getTime();
    clinician.clock.advance(13 * 3_600_000);
    await change('continuous');
    await taken(patientId);
    clinician.clock.set(new Date(rightMs));
    expect(await shown(patientId)).toMatchObject({ because: 'in-future' });
    await change('intermittent');
    await taken(patientId);
    expect(await shown(patientId)).toBeNull();
  });
});
