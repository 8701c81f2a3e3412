/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, what devices and scoring would send. */
import {
  Alert,
  type AlertTimeline,
  conditionOf,
  DeviceId,
  type GatewayCredential,
  type GatewayId,
  instant,
  type Notification,
  type Page,
  type PatientId,
  type StaffMember,
  type StayId,
  TechnicalAlert,
  type WardId,
} from '#libs/contracts';
import { aSignal, eventually } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

type Watched = Readonly<{ patientId: PatientId; stayId: StayId; deviceId: DeviceId; gatewayId: GatewayId }>;

describe('A gateway that is down', () => {
  let clinician: RunningClinician;
  let manager: Caller;
  let nurse: Caller;
  let operations: Caller;
  let wardId: WardId;
  let north: readonly Watched[];
  let south: Watched;

  beforeAll(async () => {
    clinician = await startClinician();
    [manager, nurse, operations] = (await Promise.all(
      (['administrator', 'nurse', 'operations'] as const).map((role) => clinician.as(role)),
    )) as [Caller, Caller, Caller];
    wardId = await createWard(operations);
    const northId = await gateway('North');
    north = [await watched(northId), await watched(northId), await watched(northId)];
    south = await watched(await gateway('South'));
    const ada = await person('Ada', 'nurse');
    await person('Oskar', 'operations');
    await manager.post('/v1/escalation-policies', {
      ...{ name: 'Ada', wardId, fallback: { personId: ada.id } },
      steps: [{ notify: [{ personId: ada.id }], waitMinutes: 10 }],
    });
  }, 60_000);
  afterAll(() => clinician.stop());

  async function gateway(name: string): Promise<GatewayId> {
    return (await operations.post<GatewayCredential>('/v1/gateways', { name })).body.gatewayId;
  }
  let devices = 0;
  async function watched(gatewayId: GatewayId): Promise<Watched> {
    devices += 1;
    const deviceId = DeviceId.parse(`watch-${String(devices)}`);
    const patientId = await registerPatient(nurse);
    const stayId = await admit(nurse, { patientId, wardId });
    await operations.post('/v1/devices', { deviceId, gatewayId, kind: 'wearable' });
    await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId });
    return { patientId, stayId, deviceId, gatewayId };
  }
  async function person(name: string, role: string): Promise<StaffMember> {
    return (await manager.post<StaffMember>('/v1/people', { name, role, wardIds: [wardId] })).body;
  }
  const now = (): Date => clinician.clock.now();
  async function say(online: boolean, ...those: readonly Watched[]): Promise<void> {
    const receivedAt = instant(now());
    await clinician.publish(
      'device-status',
      those.map(({ deviceId, gatewayId }) => ({ key: deviceId, event: { deviceId, gatewayId, online, receivedAt } })),
    );
    for (const { deviceId } of those) {
      await eventually(
        () => nurse.get<{ status: { receivedAt: string } | null }>(`/v1/devices/${deviceId}`),
        ({ body }) => body.status?.receivedAt === receivedAt,
      );
    }
  }
  const silenceOf = (those: Watched) =>
    aSignal(those, ['low', 'medium', now()], {
      condition: conditionOf('silence'),
      because: 'overdue',
      reason: 'Nothing for 4 h',
    });
  const alertOf = async ({ patientId }: Watched): Promise<Alert> => {
    const { body } = await nurse.get<Page<Alert>>(`/v1/alerts?patientId=${patientId}&conditionKind=silence`);
    return Alert.parse(body.items[0]);
  };
  const alertWhen = (those: Watched, isAsExpected: (alert: Alert) => boolean): Promise<Alert> =>
    eventually(
      async () => {
        const { body } = await nurse.get<Page<Alert>>(`/v1/alerts?patientId=${those.patientId}&conditionKind=silence`);
        return body.items[0];
      },
      (alert) => alert !== undefined && isAsExpected(alert),
    ).then((alert) => Alert.parse(alert));
  const technical = async (state: 'open' | 'resolved'): Promise<readonly TechnicalAlert[]> => {
    const { body } = await nurse.get<Page<unknown>>(`/v1/technical-alerts?state=${state}`);
    return body.items.map((item) => TechnicalAlert.parse(item)).filter(({ kind }) => kind === 'gateway-down');
  };
  const ledger = async (query: string): Promise<readonly Notification[]> =>
    (await manager.get<Page<Notification>>(`/v1/notifications?${query}`)).body.items;
  const notifiedOf = async (those: Watched): Promise<readonly Notification[]> =>
    ledger(`alertId=${(await alertOf(those)).id}`);
  const kindsOf = async (those: Watched): Promise<readonly string[]> => {
    const { id } = await alertOf(those);
    return (await nurse.get<AlertTimeline>(`/v1/alerts/${id}/timeline`)).body.items.map(({ kind }) => kind);
  };

  it('mutes the silences behind it and raises one technical alert, of which operations are notified', async () => {
    await say(true, south);
    await say(false, ...north);
    clinician.clock.advance(4 * 3_600_000);
    await say(true, south);
    const signals = [...north, south].map(silenceOf);
    await clinician.publish(
      'signals',
      signals.map((event) => ({ key: event.patientId, event })),
    );
    for (const each of north) await alertWhen(each, ({ mutedBy }) => mutedBy !== null);
    await alertWhen(south, ({ escalation }) => escalation?.step === 1);

    const [alert, ...more] = await technical('open');
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      kind: 'gateway-down',
      subjectId: north[0]?.gatewayId,
      words: 'The gateway “North” has not been heard since 08:00:00 on 22 November; 3 patients are behind it.',
    });
    for (const each of north) {
      expect(await alertOf(each)).toMatchObject({ state: 'raised', mutedBy: alert?.id, escalation: { step: 0 } });
      expect(await notifiedOf(each)).toEqual([]);
      expect(await kindsOf(each)).toEqual(['raised', 'muted']);
    }
    expect(await notifiedOf(south)).toHaveLength(1);
    expect(await ledger('state=pending')).toContainEqual(
      expect.objectContaining({
        kind: 'technical',
        technicalAlertId: alert?.id,
        alertId: null,
        personName: 'Oskar',
        words: { title: 'Technical alert: a gateway is down', body: alert?.words },
      }),
    );
  });

  it('mutes nothing else of its patients: a less urgent score calls people all the same', async () => {
    const [, , third] = north;
    if (third === undefined) throw new Error('Three patients are behind the gateway.');
    const event = aSignal(third, ['low', 'low-medium', now()]);
    await clinician.publish('signals', [{ key: third.patientId, event }]);
    // An alert that is ahead of it is waited for by a second.
    const alert = await eventually(
      async () => {
        clinician.clock.advance(1000);
        const { body } = await nurse.get<Page<Alert>>(`/v1/alerts?patientId=${third.patientId}&conditionKind=score`);
        return body.items[0];
      },
      (found) => found?.escalation?.step === 1,
    );
    expect(await ledger(`alertId=${alert?.id ?? ''}`)).toHaveLength(1);
    expect(await alertOf(third)).toMatchObject({ mutedBy: expect.any(String), escalation: { step: 0 } });
  });

  it('mutes for no longer than an hour, and an alert that is answered meanwhile stays answered', async () => {
    const [first, second] = north;
    if (first === undefined || second === undefined) throw new Error('Three patients are behind the gateway.');
    await nurse.post(`/v1/alerts/${(await alertOf(first)).id}/acknowledge`);
    expect(await alertOf(first)).toMatchObject({ state: 'acknowledged', mutedBy: null });
    clinician.clock.advance(59 * 60_000);
    await say(true, south);
    expect(await notifiedOf(second)).toEqual([]);
    clinician.clock.advance(60_000);
    expect(await alertWhen(second, ({ escalation }) => escalation?.step === 1)).toMatchObject({ mutedBy: null });
    expect(await technical('open')).toHaveLength(1);
  });

  it('is resolved by itself once it is heard again, and what stands calls people', async () => {
    const [, , third] = north;
    if (third === undefined) throw new Error('Three patients are behind the gateway.');
    const late = await watched(third.gatewayId);
    await say(false, late);
    await clinician.publish('signals', [{ key: late.patientId, event: silenceOf(late) }]);
    await alertWhen(late, ({ mutedBy }) => mutedBy !== null);
    clinician.clock.advance(60_000);
    await say(true, third);
    clinician.clock.advance(20_000);
    const alert = await alertWhen(late, ({ escalation }) => escalation?.step === 1);
    expect(alert.mutedBy).toBeNull();
    expect(await kindsOf(late)).toEqual(['raised', 'muted', 'unmuted', 'escalated']);
    expect(await notifiedOf(late)).toHaveLength(1);
    expect(await technical('open')).toEqual([]);
    const [resolved] = await technical('resolved');
    expect(resolved?.words).toMatch(/3 patients are behind it\. It was down until \d\d:\d\d:\d\d on 22 November\.$/);
    expect(
      (await ledger('state=superseded')).filter(({ technicalAlertId }) => technicalAlertId === resolved?.id),
    ).toHaveLength(1);
  });

  it('mutes what it is found to explain while a review is under way', async () => {
    const east = await watched(await gateway('East'));
    await say(false, east);
    clinician.clock.advance(4 * 3_600_000);
    await clinician.publish('signals', [{ key: east.patientId, event: silenceOf(east) }]);
    const { mutedBy } = await alertWhen(east, (alert) => alert.mutedBy !== null);

    const { pool } = clinician.database;
    const setResolved = `update technical_alert set resolved_at = $2 where id = $1`;
    const reviewWaits = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%mutedBy%'`;
    const nextReview = `select due_at from timer where kind = 'gateways-review'`;
    const dueAt = async (): Promise<Date> => (await pool.query<{ due_at: Date }>(nextReview)).rows[0]?.due_at ?? now();
    // As if the alert were muted by a command that ends only while the review waits for the table.
    await pool.query(setResolved, [mutedBy, now()]);
    const muting = await pool.connect();
    try {
      await muting.query('begin');
      await muting.query('lock table alert in access exclusive mode');
      clinician.clock.advance(Math.max(0, (await dueAt()).getTime() - now().getTime()));
      await eventually(
        async () => (await pool.query(reviewWaits)).rowCount,
        (sessions) => sessions === 1,
      );
      await muting.query(setResolved, [mutedBy, null]);
      await muting.query('commit');
    } finally {
      muting.release(true);
    }
    await eventually(dueAt, (due) => due > now());
    expect(await kindsOf(east)).toEqual(['raised', 'muted']);
    expect(await alertOf(east)).toMatchObject({ mutedBy });
  });
});
