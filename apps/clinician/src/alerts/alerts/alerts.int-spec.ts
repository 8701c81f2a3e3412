/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the signals that scoring would send. */
import { type Tier, tiers } from '#libs/clinical';
import {
  Alert,
  alertId,
  type Board,
  conditionOf,
  type Condition,
  DeviceId,
  type GatewayCredential,
  instant,
  type Page,
  type PatientId,
  type Score,
  type Signal,
  type StayId,
} from '#libs/contracts';
import fc from 'fast-check';
import { aPatient, aScore, aSignal, aStay, aWard } from '../../believable.builder.ts';
import { type Caller, eventually, type RunningClinician, startClinician } from '../../running-clinician.builder.ts';

type Place = Readonly<{ wardId: string; patientId: PatientId; stayId: StayId }>;

describe('Alerts', () => {
  let clinician: RunningClinician;
  let operations: Caller;
  let nurse: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    operations = await clinician.as('operations');
    nurse = await clinician.as('nurse');
  }, 60_000);
  afterAll(() => clinician.stop());

  async function admitted(): Promise<Place> {
    const wardId = await aWard(operations);
    const patientId = await aPatient(nurse);
    return { wardId, patientId, stayId: await aStay(nurse, patientId, wardId) };
  }
  /** Publishes, and waits until the last revision of each has been decided about. */
  async function signals(...sent: readonly Signal[]): Promise<void> {
    await clinician.publish(
      'signals',
      sent.map((event) => ({ key: event.patientId, event })),
    );
    for (const { id, revision } of sent) {
      await eventually(
        () =>
          clinician.database.pool.query('select from alert_change where signal_id = $1 and signal_revision = $2', [
            id,
            revision,
          ]),
        ({ rowCount }) => rowCount === 1,
      );
    }
  }
  const alertsOf = async ({ patientId }: Place, query = ''): Promise<readonly Alert[]> => {
    const { body } = await nurse.get<Page<Alert>>(`/v1/alerts?patientId=${patientId}${query}`);
    return body.items.map((item) => Alert.parse(item));
  };
  const theAlertOf = async (place: Place): Promise<Alert> => {
    const [alert, ...more] = await alertsOf(place);
    if (alert === undefined || more.length > 0) throw new Error(`${String(more.length)} alerts too many, or none.`);
    return alert;
  };
  const act = (alert: Alert, what: 'acknowledge' | 'resolve'): Promise<unknown> =>
    nurse.post(`/v1/alerts/${alert.id}/${what}`);
  const minutesAgo = (minutes: number): Date => new Date(clinician.clock.now().getTime() - minutes * 60_000);
  const ledgerOf = async ({ patientId }: Place): Promise<readonly string[]> => {
    const { rows } = await clinician.database.pool.query<{ line: string }>(
      `select change || ': ' || because as line from alert_change where patient_id = $1 order by id`,
      [patientId],
    );
    return rows.map(({ line }) => line);
  };

  it('opens one for each condition of a patient, with an id that follows from stay and condition', async () => {
    const here = await admitted();
    const weight = conditionOf('trend', 'weight-gain');
    const gain = {
      condition: weight,
      reason: '2.1 kg in 3 days',
      instruction: 'Call the heart failure nurse',
      respondWithinMinutes: 240,
    };
    await signals(aSignal(here, ['low', 'high', minutesAgo(5)]), aSignal(here, ['low', 'medium', minutesAgo(4)], gain));
    const all = await alertsOf(here);
    expect(all).toHaveLength(2);
    const [trend] = await alertsOf(here, '&conditionKind=trend');
    expect(trend).toMatchObject({
      id: alertId(here.stayId, weight, null),
      tier: 'medium',
      scoreId: null,
      ...{ reason: gain.reason, instruction: gain.instruction },
    });
    expect(Date.parse(trend?.responseDueAt ?? '') - Date.parse(trend?.raisedAt ?? '')).toBe(240 * 60_000);
    const { body: board } = await nurse.get<Board>(`/v1/wards/${here.wardId}/board`);
    expect(board.rows[0]?.alerts.map(({ tier }) => tier)).toEqual(['high', 'medium']);
  });

  it('raises another one, with another id, for a rise after somebody has resolved the last', async () => {
    const here = await admitted();
    await signals(aSignal(here, ['low', 'high', minutesAgo(5)]));
    const first = await theAlertOf(here);
    await act(first, 'resolve');
    await signals(
      aSignal(here, ['high', 'medium', minutesAgo(3)]),
      aSignal(here, ['medium', 'high', minutesAgo(2)], { late: true }),
    );
    expect(await alertsOf(here)).toHaveLength(1);
    expect((await ledgerOf(here)).slice(-2)).toEqual(['nothing: dealt-with', 'nothing: dealt-with']);
    clinician.clock.advance(60_000);
    await signals(aSignal(here, ['medium', 'high', clinician.clock.now()]));
    const [second] = await alertsOf(here);
    expect(second).toMatchObject({
      id: alertId(here.stayId, conditionOf('score'), instant(clinician.clock.now().getTime() - 60_000)),
      state: 'raised',
      tier: 'high',
    });
    expect(second?.id).not.toBe(first.id);
  });

  it('shows what only late readings tell as late, until there is news', async () => {
    const here = await admitted();
    await signals(
      aSignal(here, ['high', 'low', minutesAgo(10)]),
      aSignal(here, ['low', 'high', minutesAgo(30)], { late: true }),
    );
    expect(await theAlertOf(here)).toMatchObject({ late: true, tier: 'high', currentTier: 'low', worsenedAt: null });
    await signals(aSignal(here, ['low', 'medium', minutesAgo(1)]));
    expect(await theAlertOf(here)).toMatchObject({
      late: false,
      tier: 'high',
      currentTier: 'medium',
      worsenedAt: instant(clinician.clock.now()),
    });
  });

  it('does not make history of what people were called for', async () => {
    const here = await admitted();
    const rise = aSignal(here, ['low', 'medium', minutesAgo(30)]);
    await signals(rise, aSignal(here, ['medium', 'low', minutesAgo(10)]));
    await signals(
      { ...rise, revision: 2, kind: 'withdrawn' },
      aSignal(here, ['low', 'high', minutesAgo(31)], { late: true, receivedAt: rise.receivedAt }),
    );
    expect(await theAlertOf(here)).toMatchObject({
      late: false,
      tier: 'high',
      currentTier: 'low',
      worsenedAt: null,
      revision: 3,
    });
  });

  it('takes back what a correction leaves without a rise, and brings the same alert back to life', async () => {
    const here = await admitted();
    const rise = aSignal(here, ['low', 'high', minutesAgo(5)]);
    await signals(rise);
    const raised = await theAlertOf(here);
    await signals({ ...rise, revision: 2, kind: 'withdrawn' });
    expect(await theAlertOf(here)).toMatchObject({
      id: raised.id,
      state: 'resolved',
      resolvedBy: 'Homeward',
      outcome: expect.stringMatching(/^withdrawn/),
    });
    expect(await nurse.post(`/v1/alerts/${raised.id}/acknowledge`)).toMatchObject({ status: 409 });
    await signals({ ...rise, revision: 3 });
    expect(await theAlertOf(here)).toMatchObject({ id: raised.id, state: 'raised', outcome: null, revision: 3 });
    expect(await ledgerOf(here)).toEqual(['raise: tier-reached', 'withdraw: no-rise-left', 'raise: risen-again']);
  });

  it('never lowers or takes back what somebody has acknowledged', async () => {
    const here = await admitted();
    const rise = aSignal(here, ['low', 'high', minutesAgo(5)]);
    await signals(rise);
    await act(await theAlertOf(here), 'acknowledge');
    await signals({ ...rise, revision: 2, tier: 'medium' });
    expect(await theAlertOf(here)).toMatchObject({ tier: 'high', currentTier: 'medium', state: 'acknowledged' });
    await signals({ ...rise, revision: 3, kind: 'withdrawn' });
    expect(await theAlertOf(here)).toMatchObject({ tier: 'high', currentTier: 'low', state: 'acknowledged' });
  });

  it.each([
    ['calls again for a climb after a reading has shown low risk', 'reading', 'raised'],
    ['calls nobody again for a climb after values have only aged out', 'aged-out', 'acknowledged'],
  ] as const)('%s', async (_claim, because, state) => {
    const here = await admitted();
    await signals(aSignal(here, ['low', 'medium', minutesAgo(9)]));
    await act(await theAlertOf(here), 'acknowledge');
    await signals(
      aSignal(here, ['medium', 'low', minutesAgo(5)], { because }),
      aSignal(here, ['low', 'medium', minutesAgo(1)]),
    );
    expect(await theAlertOf(here)).toMatchObject({ state, currentTier: 'medium' });
  });

  it('calls again for a climb after values have aged out and readings then showed low risk', async () => {
    const here = await admitted();
    await signals(aSignal(here, ['low', 'medium', minutesAgo(90)]));
    await act(await theAlertOf(here), 'acknowledge');
    const low = { tier: 'low', highestTier: 'low', min: 1, max: 1, total: 1, complete: true, missing: [] } as const;
    const event = aScore(here.patientId, minutesAgo(20), { ...low, missing: [...low.missing] });
    await clinician.publish('scores', [{ key: here.patientId, event }]);
    await eventually(
      () => nurse.get<Page<Score>>(`/v1/patients/${here.patientId}/scores`),
      ({ body }) => body.items.some(({ id }) => id === event.id),
    );
    await signals(
      aSignal(here, ['medium', 'low', minutesAgo(30)], { because: 'aged-out' }),
      aSignal(here, ['low', 'medium', minutesAgo(1)]),
    );
    expect(await theAlertOf(here)).toMatchObject({ state: 'raised', worsenedAt: instant(clinician.clock.now()) });
  });

  it('says in the ledger why a signal of another stay did nothing', async () => {
    const here = await admitted();
    await nurse.post(`/v1/stays/${here.stayId}/discharge`);
    await signals(aSignal(here, ['low', 'high', minutesAgo(5)]));
    const again = { ...here, stayId: await aStay(nurse, here.patientId, here.wardId) };
    await signals(aSignal(here, ['low', 'medium', minutesAgo(4)]));
    expect(await ledgerOf(here)).toEqual(['nothing: no-open-stay', 'nothing: other-stay']);
    await signals(aSignal(again, ['low', 'high', minutesAgo(3)]));
    expect(await theAlertOf(here)).toMatchObject({ stayId: again.stayId });
  });

  it('says of a silence whether it is the device’s or the patient’s', async () => {
    const here = await admitted();
    const { body: gateway } = await operations.post<GatewayCredential>('/v1/gateways', { name: 'A hub' });
    const deviceId = DeviceId.parse('cuff-of-silence');
    await operations.post('/v1/devices', { deviceId, gatewayId: gateway.gatewayId, kind: 'blood-pressure-cuff' });
    await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId: here.patientId });
    const receivedAt = instant(minutesAgo(90));
    await clinician.publish('device-status', [
      { key: deviceId, event: { deviceId, gatewayId: gateway.gatewayId, online: false, receivedAt } },
    ]);
    await eventually(
      () => nurse.get<{ status: unknown }>(`/v1/devices/${deviceId}`),
      ({ body }) => body.status !== null,
    );
    const reason = 'Nothing has been measured for 4 h';
    await signals(
      aSignal(here, ['low', 'medium', minutesAgo(1)], {
        condition: conditionOf('silence'),
        reason,
        because: 'overdue',
      }),
    );
    expect((await theAlertOf(here)).reason).toMatch(
      /^Nothing has been measured for 4 h; the device has been offline since \d\d:\d\d$/,
    );
  });

  it('shows alerts and board as they were at an instant', async () => {
    const here = await admitted();
    const at = (): string => clinician.clock.now().toISOString();
    const listed = async (asOf: string) =>
      (await alertsOf(here, `&asOf=${asOf}`)).map(({ tier, state }) => [tier, state]);
    const before = at();
    clinician.clock.advance(60_000);
    await signals(aSignal(here, ['low', 'medium', clinician.clock.now()]));
    const raised = at();
    clinician.clock.advance(60_000);
    await signals(aSignal(here, ['medium', 'high', clinician.clock.now()]));
    const worsened = at();
    clinician.clock.advance(60_000);
    await act(await theAlertOf(here), 'resolve');
    expect([await listed(before), await listed(raised), await listed(worsened), await listed(at())]).toEqual([
      [],
      [['medium', 'raised']],
      [['high', 'raised']],
      [['high', 'resolved']],
    ]);
    expect(await alertsOf(here, `&state=open&asOf=${raised}`)).toHaveLength(1);
    expect(await alertsOf(here, `&state=open&asOf=${at()}`)).toHaveLength(0);
    const { body } = await nurse.get<Board>(`/v1/wards/${here.wardId}/board?asOf=${raised}`);
    expect(body.rows[0]?.alerts).toMatchObject([{ tier: 'medium', state: 'raised' }]);
    const future = new Date(clinician.clock.now().getTime() + 1000).toISOString();
    expect(await nurse.get(`/v1/alerts?asOf=${future}`)).toMatchObject({
      status: 422,
      body: { code: 'as-of-in-future' },
    });
  });

  describe('of signals in any order', () => {
    interface Said {
      readonly condition: Condition;
      readonly minutes: number;
      readonly levels: readonly [Tier, Tier];
      readonly late: boolean;
      readonly withdrawn: boolean;
    }
    const said: fc.Arbitrary<Said> = fc
      .record({
        condition: fc.constantFrom(conditionOf('score'), conditionOf('threshold', 'glucose-low')),
        minutes: fc.integer({ min: 1, max: 8 }),
        levels: fc.tuple(fc.constantFrom(...tiers), fc.constantFrom(...tiers)),
        late: fc.boolean(),
        withdrawn: fc.boolean(),
      })
      .filter(({ levels: [from, to] }) => from !== to);
    const histories = fc.uniqueArray(fc.array(said, { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 8,
      selector: ([first]) => `${first?.condition ?? ''} ${String(first?.minutes)}`,
    });

    /** Every revision of every signal, oldest first; the revisions of one signal belong to one moment. */
    const eventsOf = (place: Place, all: readonly (readonly Said[])[], now: Date): Signal[] =>
      all.flatMap((history) =>
        history.map(({ levels, late, withdrawn }, index) => {
          const [first] = history;
          const at = new Date(now.getTime() - (first?.minutes ?? 0) * 60_000);
          const event = aSignal(place, [...levels, at], {
            condition: first?.condition ?? conditionOf('score'),
            late,
            revision: index + 1,
            receivedAt: instant(now.getTime() + index),
          });
          return withdrawn ? { ...event, kind: 'withdrawn' as const } : event;
        }),
      );

    it('are the same, through the log and the database', async () => {
      await fc.assert(
        fc.asyncProperty(
          histories.chain((all) => {
            const indices = [...all.flat().keys()];
            const shuffled = fc.shuffledSubarray(indices, { minLength: indices.length });
            return fc.tuple(fc.constant(all), shuffled, fc.array(fc.constantFrom(...indices), { maxLength: 4 }));
          }),
          async ([all, order, repeats]) => {
            const [inOrder, shuffled] = [await admitted(), await admitted()];
            const now = clinician.clock.now();
            const last = new Map(eventsOf(inOrder, all, now).map((event) => [event.id, event]));
            await signals(...last.values());
            const events = eventsOf(shuffled, all, now);
            await signals(...[...order, ...repeats].flatMap((index) => events[index] ?? []));
            const shown = async (place: Place): Promise<readonly object[]> =>
              (await alertsOf(place, '&state=open'))
                .map(({ condition, tier, currentTier, state, reason }) => ({
                  condition,
                  tier,
                  currentTier,
                  state,
                  reason,
                }))
                .toSorted((one, other) => (one.condition < other.condition ? -1 : 1));
            expect(await shown(shuffled)).toEqual(await shown(inOrder));
          },
        ),
        { numRuns: 12 },
      );
    }, 120_000);
  });
});
