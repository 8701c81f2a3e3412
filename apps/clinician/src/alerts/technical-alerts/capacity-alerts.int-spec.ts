/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock. */
import type { Notification, Page, StaffMember, StayId, TechnicalAlert, WardId } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';
import { CapacityAlertsService } from './capacity-alerts.service.ts';

describe('A ward near its capacity', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let operations: Caller;
  let manager: Caller;
  let wardId: WardId;
  const stays: StayId[] = [];

  beforeAll(async () => {
    // Of four beds, three are near the limit, two are between the limits, and one is well below.
    clinician = await startClinician({ CAPACITY_ALERT_RAISE_PERCENT: '75', CAPACITY_ALERT_CLEAR_PERCENT: '50' });
    [nurse, operations, manager] = await Promise.all([
      clinician.as('coordinator'),
      clinician.as('operations'),
      clinician.as('administrator'),
    ]);
    wardId = await createWard(operations, 4);
  }, 60_000);
  afterAll(() => clinician.stop());

  const person = async (name: string, role: string): Promise<StaffMember> =>
    (await manager.post<StaffMember>('/v1/people', { name, role })).body;
  const admitOne = async (): Promise<void> => {
    stays.push(await admit(nurse, { patientId: await registerPatient(nurse), wardId }));
  };
  const dischargeOne = async (): Promise<void> => {
    const id = stays.pop() ?? '';
    await nurse.post(`/v1/stays/${id}/discharge`, { destination: 'usual-place-of-residence' });
  };
  const technical = async (state: 'open' | 'resolved'): Promise<readonly TechnicalAlert[]> => {
    const { body } = await operations.get<Page<TechnicalAlert>>(`/v1/technical-alerts?state=${state}`);
    return body.items.filter(({ kind }) => kind === 'ward-near-capacity');
  };
  /** What is open once the figures of now have been looked at. */
  const openAfterReview = async (): Promise<readonly TechnicalAlert[]> => {
    clinician.clock.advance(60_000);
    await clinician.get(CapacityAlertsService).review();
    return technical('open');
  };
  const notified = async (): Promise<readonly Notification[]> => {
    const { body } = await manager.get<Page<Notification>>('/v1/notifications');
    return body.items.filter(({ kind, words }) => kind === 'technical' && words.title.startsWith('Capacity'));
  };

  it('notifies every person of operations and none else, stays raised between the limits, and clears below both', async () => {
    const [owen, olga] = [await person('Owen', 'operations'), await person('Olga', 'operations')];
    await person('Nadia', 'nurse');
    await admitOne();
    await admitOne();
    expect(await openAfterReview()).toEqual([]);

    await admitOne();
    const [raised, ...others] = await openAfterReview();
    expect(others).toEqual([]);
    expect(raised).toMatchObject({ kind: 'ward-near-capacity', subjectId: wardId });
    const sent = await eventually(notified, (found) => found.length >= 2);
    expect(new Set(sent.map(({ personId }) => personId))).toEqual(new Set([owen.id, olga.id]));
    for (const one of sent) {
      expect(one).toMatchObject({ technicalAlertId: raised?.id, patientId: null });
      expect(one.words.body).toBe(raised?.words);
    }

    await dischargeOne();
    expect((await openAfterReview()).map(({ id }) => id)).toEqual([raised?.id]);
    await admitOne();
    expect((await openAfterReview()).map(({ id }) => id)).toEqual([raised?.id]);
    expect(await notified()).toHaveLength(sent.length);

    await dischargeOne();
    await dischargeOne();
    expect(await openAfterReview()).toEqual([]);
    expect((await technical('resolved')).map(({ id }) => id)).toEqual([raised?.id]);
    expect(await notified()).toHaveLength(sent.length);
  });

  it('is raised anew, and people are notified anew, when it fills again', async () => {
    const before = (await notified()).length;
    await admitOne();
    await admitOne();
    expect(await openAfterReview()).toHaveLength(1);
    expect((await eventually(notified, (found) => found.length > before)).length).toBe(2 * before);
  });
});
